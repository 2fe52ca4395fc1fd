<#-- Straight-line code for every shape: helper methods with vector parameters are boxed where the
     compiler does not inline them, and arrays of vectors always are. -->
<@pp.dropOutputFile/>
<#include "VectorFunctions.ftl">
<#list precisions as p>
<#assign number = p.number, V = p.Boxed + "Vector", Rows = "Rows" + p.bits>
<@pp.changeOutputFile name="/org/isobath/kernel/VectorKernels${p.bits}.java"/>
package org.isobath.kernel;

import java.util.Arrays;
import javax.annotation.processing.Generated;
import jdk.incubator.vector.DoubleVector;
<#if p.bits == 32>
import jdk.incubator.vector.FloatVector;
</#if>
import jdk.incubator.vector.${p.Integers};
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in float${p.bits} by the Vector API: a SIMD lane is a trial, so the operations of each
 * trial and their order are those of {@link ScalarKernels${p.bits}}, bit for bit.
 *
 * <p>A pass is two matrix products on a tile of rows, residuals R = X W − y and gradient Xᵀ q, in
 * blocks that stay in registers: 8 rows (or features) × up to 3 groups of lanes where a vector holds a
 * group, 4 × 1 group where it holds half or a quarter.
 */
@Generated("VectorKernels.ftl")
final class VectorKernels${p.bits} implements Kernels {
  private static final VectorSpecies<${p.Boxed}> SPECIES = ${V}.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
<#if p.bits == 32>
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int HALF = DOUBLES.length();
</#if>
  private static final int LANES = LaneMemory${p.bits}.LANES;
  private static final ${number} TINY = ${p.tiny};
  private static final int PANEL = ${Rows}.PANEL;
  private static final int TILE = ${Rows}.TILE;

  static {
    VectorOperations.useAll();
  }

  /** Residuals of a tile for three groups at once. */
  private static final int RESIDUALS = TILE * LANES;

  /** Terms of a sum that products add at a time: operands of that length stay in the nearest cache. */
  private static final int TERMS = 64;

  /** Most rows and columns of a block: as many sums as stay in registers. */
  private static final int HEIGHT = WIDTH == LANES ? 6 : 4;

  private static final int BREADTH = WIDTH == LANES ? 4 : 2;

  private final LaneMemory${p.bits} memory;

  /** Residuals of a tile and their powers, for three groups in turn. */
  private final int residuals;

  /** One element of zeros, and one of ones. */
  private final int zeros;

  private final int ones;
<#if p.bits == 32>

  /** Outputs and targets of losses. */
  private double[] scores = {};

  private double[] truths = {};
</#if>

  /** Sums Σ q x of every group, [group][feature, filled up to whole blocks][lane], and how many. */
  private int sums;

  private int sumElements;

  VectorKernels${p.bits}(int bytes) {
    this.memory = new LaneMemory${p.bits}(bytes);
    this.residuals = memory.allocate(3 * TILE);
    this.zeros = memory.allocate(1);
    this.ones = memory.allocate(1);
    Arrays.fill(memory.numbers(), ones, ones + LANES, 1);
  }

  @Override
  public String description() {
    return "vector kernels of " + SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public long multiplyAdds(int rounds) {
    ${V} a = ${V}.broadcast(SPECIES, (${number}) 1e-3);
<#list 0..15 as k>
    ${V} c${k} = a;
</#list>
    for (int i = 0; i < rounds; i++) {
<#list 0..15 as k>
      c${k} = a.lanewise(VectorOperators.FMA, a, c${k});
</#list>
    }
<#list 1..15 as k>
    c0 = c0.add(c${k});
</#list>
    c0.intoArray(memory.numbers(), residuals);
    return 16L * WIDTH * rounds;
  }

  @Override
  public LaneMemory memory() {
    return memory;
  }

  @Override
  public Rows rows(
      double[] features, double[] targets, int count, int width, int outputs, boolean triangular) {
    return new ${Rows}(features, targets, count, width, outputs, triangular);
  }

  @Override
  public void residualPass(
      Rows rows,
      int output,
      int exponent,
      double factor,
      int[] weights,
      int[] gradients,
      double[] losses,
      int groups) {
    ${Rows} data = (${Rows}) rows;
    int span = data.blocks() * PANEL * LANES;
    if (groups * data.blocks() * PANEL > sumElements) {
      sumElements = groups * data.blocks() * PANEL;
      sums = memory.allocate(sumElements);
    }
    ${number}[] m = memory.numbers();
    Arrays.fill(m, sums, sums + groups * span, 0);
    Arrays.fill(losses, 0, groups * LANES, 0);
    int offset = output * data.width() * LANES;
    for (int tile = 0; tile < data.tiles(); tile++) {
      int group = 0;
      if (WIDTH == LANES) {
        for (; group + 3 <= groups; group += 3) {
          tile3(data, tile, output, exponent, m, residuals, sums + group * span, span, weights, group, offset, losses);
        }
        if (group + 2 == groups) {
          tile2(data, tile, output, exponent, m, residuals, sums + group * span, span, weights, group, offset, losses);
          group += 2;
        }
      }
      for (; group < groups; group++) {
        tile1(data, tile, output, exponent, m, residuals, sums + group * span, span, weights, group, offset, losses);
      }
    }
    for (int group = 0; group < groups; group++) {
      scale(m, sums + group * span, gradients[group] + offset, (${number}) factor, data.width() * LANES);
    }
  }

  private static void scale(${number}[] m, int from, int to, ${number} factor, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      ${V}.fromArray(SPECIES, m, from + i).mul(factor).intoArray(m, to + i);
    }
  }
<#list 3..1 as groups>

  /** Both halves of a pass on a tile, for ${groups} group<#if groups != 1>s</#if> of lanes. */
  private static void tile${groups}(
      ${Rows} data,
      int tile,
      int output,
      int exponent,
      ${number}[] m,
      int residuals,
      int sums,
      int span,
      int[] weights,
      int group,
      int offset,
      double[] losses) {
    int firstRow = tile * TILE;
    int rows = data.rowsOfTile(tile);
    int width = data.width();
<#list 0..<groups as g>
    int w${g} = weights[group + ${g}] + offset;
</#list>
    for (int row = 0; row < rows; row += PANEL) {
      int panel = (firstRow + row) / PANEL;
      int first = data.firstFeature(panel);
      int r = residuals + row * LANES;
      start(data, firstRow + row, output, m, r, ${groups});
      add8by${groups}(m, data.byRow, data.panel(panel) + first * PANEL<#list 0..<groups as g>, r + ${g} * RESIDUALS, w${g} + first * LANES</#list>, width - first);
    }
    switch (exponent) {
<#list [2, 4, 6] as exponent>
      <#if exponent == 6>default<#else>case ${exponent}</#if> -> power${exponent}by${groups}(m, residuals, rows, losses, group * LANES);
</#list>
    }
    for (int block = 0; block < data.blocks(); block++) {
      int reading = data.rowsThatRead(tile, block);
      int s = sums + block * PANEL * LANES;
      if (reading > 0) {
        add8by${groups}(m, data.byFeature, data.block(tile, block)<#list 0..<groups as g>, s + ${g} * span, residuals + ${g} * RESIDUALS</#list>, reading);
      }
    }
  }
</#list>

  /** R = −y for the rows of a panel. */
  private static void start(${Rows} data, int firstRow, int output, ${number}[] m, int at, int groups) {
    int rows = Math.min(PANEL, data.count() - firstRow);
    for (int row = 0; row < PANEL; row++) {
      // Rows that only fill up the panel are computed, and never read.
      ${number} y = row < rows ? data.target(firstRow + row, output) : 0;
      ${V} r = ${V}.broadcast(SPECIES, -y);
      for (int group = 0; group < groups; group++) {
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          r.intoArray(m, at + group * RESIDUALS + row * LANES + lane);
        }
      }
    }
  }
<#list 3..1 as groups>

  /**
   * C ← C + X B for 8 rows of C and ${groups} group<#if groups != 1>s</#if> of lanes: C[k] += Σ_i x[8 i + k] B[i], in the order
   * of i.
   */
  private static void add8by${groups}(
      ${number}[] m, ${number}[] x, int xAt<#list 0..<groups as g>, int c${g}, int b${g}</#list>, int terms) {
<#if groups == 1>
    if (WIDTH < LANES) {
      add4(m, x, xAt, c0, b0, terms);
      add4(m, x, xAt + 4, c0 + 4 * LANES, b0, terms);
      return;
    }
</#if>
<#list 0..7 as k>
<#list 0..<groups as g>
    ${V} c${k}${g} = ${V}.fromArray(SPECIES, m, c${g}<#if k != 0> + ${k} * LANES</#if>);
</#list>
</#list>
    for (int i = 0; i < terms; i++) {
<#list 0..<groups as g>
      ${V} v${g} = ${V}.fromArray(SPECIES, m, b${g} + i * LANES);
</#list>
<#list 0..7 as k>
      ${V} x${k} = ${V}.broadcast(SPECIES, x[xAt + i * PANEL<#if k != 0> + ${k}</#if>]);
<#list 0..<groups as g>
      c${k}${g} = x${k}.lanewise(VectorOperators.FMA, v${g}, c${k}${g});
</#list>
</#list>
    }
<#list 0..7 as k>
<#list 0..<groups as g>
    c${k}${g}.intoArray(m, c${g}<#if k != 0> + ${k} * LANES</#if>);
</#list>
</#list>
  }
</#list>

  /** The same for 4 rows of C and one group, two vectors of lanes at a time. */
  private static void add4(${number}[] m, ${number}[] x, int xAt, int c, int b, int terms) {
    for (int lane = 0; lane < LANES; lane += 2 * WIDTH) {
      int at = c + lane;
<#list 0..3 as k>
<#list 0..1 as g>
      ${V} c${k}${g} = ${V}.fromArray(SPECIES, m, at + ${k} * LANES + ${g} * WIDTH);
</#list>
</#list>
      for (int i = 0; i < terms; i++) {
<#list 0..1 as g>
        ${V} v${g} = ${V}.fromArray(SPECIES, m, b + lane + i * LANES + ${g} * WIDTH);
</#list>
<#list 0..3 as k>
        ${V} x${k} = ${V}.broadcast(SPECIES, x[xAt + i * PANEL + ${k}]);
<#list 0..1 as g>
        c${k}${g} = x${k}.lanewise(VectorOperators.FMA, v${g}, c${k}${g});
</#list>
</#list>
      }
<#list 0..3 as k>
<#list 0..1 as g>
      c${k}${g}.intoArray(m, at + ${k} * LANES + ${g} * WIDTH);
</#list>
</#list>
    }
  }
<#list [2, 4, 6] as exponent>
<#list 3..1 as groups>

  /** q = r^${exponent - 1} in place, and Σ q r in double, for ${groups} group<#if groups != 1>s</#if>. */
  private static void power${exponent}by${groups}(${number}[] m, int r, int rows, double[] losses, int lossAt) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
<#list 0..<groups as g>
<#if p.bits == 64>
      DoubleVector sum${g} = DoubleVector.fromArray(SPECIES, losses, lossAt + ${g} * LANES + lane);
<#else>
      DoubleVector low${g} = DoubleVector.fromArray(DOUBLES, losses, lossAt + ${g} * LANES + lane);
      DoubleVector high${g} = DoubleVector.fromArray(DOUBLES, losses, lossAt + ${g} * LANES + lane + HALF);
</#if>
</#list>
      for (int row = 0; row < rows; row++) {
<#list 0..<groups as g>
        ${V} r${g} = ${V}.fromArray(SPECIES, m, r + ${g} * RESIDUALS + row * LANES + lane);
<#if exponent == 2>
        ${V} q${g} = r${g};
<#elseif exponent == 4>
        ${V} q${g} = r${g}.mul(r${g}).mul(r${g});
        q${g}.intoArray(m, r + ${g} * RESIDUALS + row * LANES + lane);
<#else>
        ${V} s${g} = r${g}.mul(r${g});
        ${V} q${g} = s${g}.mul(s${g}).mul(r${g});
        q${g}.intoArray(m, r + ${g} * RESIDUALS + row * LANES + lane);
</#if>
<#if p.bits == 64>
        sum${g} = q${g}.lanewise(VectorOperators.FMA, r${g}, sum${g});
<#else>
        DoubleVector lowQ${g} = (DoubleVector) q${g}.convertShape(VectorOperators.F2D, DOUBLES, 0);
        DoubleVector lowR${g} = (DoubleVector) r${g}.convertShape(VectorOperators.F2D, DOUBLES, 0);
        low${g} = lowQ${g}.lanewise(VectorOperators.FMA, lowR${g}, low${g});
        DoubleVector highQ${g} = (DoubleVector) q${g}.convertShape(VectorOperators.F2D, DOUBLES, 1);
        DoubleVector highR${g} = (DoubleVector) r${g}.convertShape(VectorOperators.F2D, DOUBLES, 1);
        high${g} = highQ${g}.lanewise(VectorOperators.FMA, highR${g}, high${g});
</#if>
</#list>
      }
<#list 0..<groups as g>
<#if p.bits == 64>
      sum${g}.intoArray(losses, lossAt + ${g} * LANES + lane);
<#else>
      low${g}.intoArray(losses, lossAt + ${g} * LANES + lane);
      high${g}.intoArray(losses, lossAt + ${g} * LANES + lane + HALF);
</#if>
</#list>
    }
  }
</#list>
</#list>

  @Override
  public void addProduct(int a, int b, int c, int rows, int aColumns, int first, int count, int columns) {
    for (int i = 0; i < rows; i++) {
      int at = a + (i * aColumns + first) * LANES;
      int ct = c + i * columns * LANES;
      int k = 0;
      if (first == 0) {
        multiply(at, b, ct, columns);
        k = 1;
      }
      for (; k + 4 <= count; k += 4) {
        addFour(at + k * LANES, b + k * columns * LANES, ct, columns);
      }
      for (; k < count; k++) {
        addOne(at + k * LANES, b + k * columns * LANES, ct, columns);
      }
    }
  }

  /** C = a B for a row B and a number a of each lane. */
  private void multiply(int a, int b, int c, int columns) {
    ${number}[] m = memory.numbers();
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} a0 = ${V}.fromArray(SPECIES, m, a + lane);
      for (int i = lane; i < columns * LANES; i += LANES) {
        a0.mul(${V}.fromArray(SPECIES, m, b + i)).intoArray(m, c + i);
      }
    }
  }
<#list ["One", "Four"] as name>
<#assign terms = (name == "One")?then(1, 4)>

  /** C ← C + A B for ${terms} row<#if terms != 1>s</#if> of B. */
  private void add${name}(int a, int b, int c, int columns) {
    ${number}[] m = memory.numbers();
    for (int lane = 0; lane < LANES; lane += WIDTH) {
<#list 0..<terms as k>
      ${V} a${k} = ${V}.fromArray(SPECIES, m, a + lane + ${k} * LANES);
      int b${k} = b + ${k} * columns * LANES;
</#list>
      for (int i = lane; i < columns * LANES; i += LANES) {
        ${V} sum = ${V}.fromArray(SPECIES, m, c + i);
<#list 0..<terms as k>
        sum = a${k}.lanewise(VectorOperators.FMA, ${V}.fromArray(SPECIES, m, b${k} + i), sum);
</#list>
        sum.intoArray(m, c + i);
      }
    }
  }
</#list>

  @Override
  public void productWithTransposed(int a, int b, int c, int rows, int inner, int columns) {
    for (int i = 0; i < rows; i++) {
      int j = 0;
      for (; j + 4 <= columns; j += 4) {
        dotFour(a + i * inner * LANES, b + j * inner * LANES, c + (i * columns + j) * LANES, inner);
      }
      for (; j < columns; j++) {
        dotOne(a + i * inner * LANES, b + j * inner * LANES, c + (i * columns + j) * LANES, inner);
      }
    }
  }
<#list ["One", "Four"] as name>
<#assign rows = (name == "One")?then(1, 4)>

  /** The products of a row A with ${rows} row<#if rows != 1>s</#if> of B. */
  private void dot${name}(int a, int b, int c, int inner) {
    ${number}[] m = memory.numbers();
    int whole = inner - inner % 4;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      int at = a + lane;
<#list 0..<rows as k>
      int b${k} = b + ${k} * inner * LANES + lane;
<#list 0..3 as part>
      ${V} sum${k}${part} = ${V}.zero(SPECIES);
</#list>
</#list>
      for (int i = 0; i < whole * LANES; i += 4 * LANES) {
<#list 0..3 as part>
        ${V} x${part} = ${V}.fromArray(SPECIES, m, at + i + ${part} * LANES);
<#list 0..<rows as k>
        sum${k}${part} = x${part}.lanewise(VectorOperators.FMA, ${V}.fromArray(SPECIES, m, b${k} + i + ${part} * LANES), sum${k}${part});
</#list>
</#list>
      }
<#list 0..2 as part>
      if (whole + ${part} < inner) {
        int i = (whole + ${part}) * LANES;
        ${V} x = ${V}.fromArray(SPECIES, m, at + i);
<#list 0..<rows as k>
        sum${k}${part} = x.lanewise(VectorOperators.FMA, ${V}.fromArray(SPECIES, m, b${k} + i), sum${k}${part});
</#list>
      }
</#list>
<#list 0..<rows as k>
      sum${k}0.add(sum${k}1).add(sum${k}2.add(sum${k}3)).intoArray(m, c + ${k} * LANES + lane);
</#list>
    }
  }
</#list>

  @Override
  public void transposedProduct(
      int a, int b, int c, int aColumns, int first, int count, int inner, int columns) {
    for (int i = 0; i < count; i++) {
      int ct = c + i * columns * LANES;
      multiply(a + (first + i) * LANES, b, ct, columns);
      for (int k = 1; k < inner; k++) {
        addOne(a + (k * aColumns + first + i) * LANES, b + k * columns * LANES, ct, columns);
      }
    }
  }

  @Override
  public void descend(int weights, int gradient, int rates, int elements) {
    ${number}[] m = memory.numbers();
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} negativeRate = ${V}.fromArray(SPECIES, m, rates + lane);
      ${V} keep = ${V}.fromArray(SPECIES, m, rates + LANES + lane);
      for (int i = lane; i < elements * LANES; i += LANES) {
        ${V} kept = keep.mul(${V}.fromArray(SPECIES, m, weights + i));
        ${V} g = ${V}.fromArray(SPECIES, m, gradient + i);
        negativeRate.lanewise(VectorOperators.FMA, g, kept).intoArray(m, weights + i);
      }
    }
  }

  @Override
  public void momentum(
      int weights, int gradient, int velocity, int rates, double beta, double share, int elements) {
    ${number}[] m = memory.numbers();
    ${V} tiny = ${V}.broadcast(SPECIES, TINY);
    ${V} a = ${V}.broadcast(SPECIES, (${number}) beta);
    ${V} b = ${V}.broadcast(SPECIES, (${number}) share);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} decay = ${V}.fromArray(SPECIES, m, rates + lane);
      ${V} negativeAlong = ${V}.fromArray(SPECIES, m, rates + LANES + lane);
      ${V} negativeAhead = ${V}.fromArray(SPECIES, m, rates + 2 * LANES + lane);
      for (int i = lane; i < elements * LANES; i += LANES) {
        ${V} w = ${V}.fromArray(SPECIES, m, weights + i);
        ${V} g = decay.lanewise(VectorOperators.FMA, w, ${V}.fromArray(SPECIES, m, gradient + i));
        ${V} old = ${V}.fromArray(SPECIES, m, velocity + i);
        ${V} kept = a.lanewise(VectorOperators.FMA, old, tiny);
        ${V} v = b.lanewise(VectorOperators.FMA, g, kept).sub(tiny);
        ${V} ahead = negativeAhead.lanewise(VectorOperators.FMA, g, w);
        v.intoArray(m, velocity + i);
        negativeAlong.lanewise(VectorOperators.FMA, v, ahead).intoArray(m, weights + i);
      }
    }
  }

  @Override
  public void rootMeanSquare(
      int weights,
      int gradient,
      int squares,
      int rates,
      double keep,
      double share,
      double inside,
      double outside,
      int elements) {
    ${number}[] m = memory.numbers();
    ${V} tiny = ${V}.broadcast(SPECIES, TINY);
    ${V} a = ${V}.broadcast(SPECIES, (${number}) keep);
    ${V} b = ${V}.broadcast(SPECIES, (${number}) share);
    ${V} within = ${V}.broadcast(SPECIES, (${number}) inside);
    ${V} beyond = ${V}.broadcast(SPECIES, (${number}) outside);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} decay = ${V}.fromArray(SPECIES, m, rates + lane);
      ${V} negativeRate = ${V}.fromArray(SPECIES, m, rates + LANES + lane);
      for (int i = lane; i < elements * LANES; i += LANES) {
        ${V} w = ${V}.fromArray(SPECIES, m, weights + i);
        ${V} g = decay.lanewise(VectorOperators.FMA, w, ${V}.fromArray(SPECIES, m, gradient + i));
        ${V} old = ${V}.fromArray(SPECIES, m, squares + i);
        ${V} kept = a.lanewise(VectorOperators.FMA, old, tiny);
        ${V} s = b.mul(g).lanewise(VectorOperators.FMA, g, kept).sub(tiny);
        s.intoArray(m, squares + i);
        ${V} step = g.div(s.add(within).lanewise(VectorOperators.SQRT).add(beyond));
        negativeRate.lanewise(VectorOperators.FMA, step, w).intoArray(m, weights + i);
      }
    }
  }

  @Override
  public void adadelta(
      int weights,
      int gradient,
      int squares,
      int changes,
      int rates,
      double rho,
      double epsilon,
      int elements) {
    ${number}[] m = memory.numbers();
    ${V} tiny = ${V}.broadcast(SPECIES, TINY);
    ${V} a = ${V}.broadcast(SPECIES, (${number}) rho);
    ${V} b = ${V}.broadcast(SPECIES, (${number}) (1 - rho));
    ${V} least = ${V}.broadcast(SPECIES, (${number}) epsilon);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} decay = ${V}.fromArray(SPECIES, m, rates + lane);
      ${V} negativeRate = ${V}.fromArray(SPECIES, m, rates + LANES + lane);
      for (int i = lane; i < elements * LANES; i += LANES) {
        ${V} w = ${V}.fromArray(SPECIES, m, weights + i);
        ${V} g = decay.lanewise(VectorOperators.FMA, w, ${V}.fromArray(SPECIES, m, gradient + i));
        ${V} old = ${V}.fromArray(SPECIES, m, squares + i);
        ${V} kept = a.lanewise(VectorOperators.FMA, old, tiny);
        ${V} s = b.mul(g).lanewise(VectorOperators.FMA, g, kept).sub(tiny);
        s.intoArray(m, squares + i);
        ${V} d = ${V}.fromArray(SPECIES, m, changes + i);
        ${V} u = d.add(least).div(s.add(least)).lanewise(VectorOperators.SQRT).mul(g);
        ${V} keptChange = a.lanewise(VectorOperators.FMA, d, tiny);
        b.mul(u).lanewise(VectorOperators.FMA, u, keptChange).sub(tiny).intoArray(m, changes + i);
        negativeRate.lanewise(VectorOperators.FMA, u, w).intoArray(m, weights + i);
      }
    }
  }

  @Override
  public void adam(
      int weights,
      int gradient,
      int means,
      int squares,
      int rates,
      double beta1,
      double beta2,
      double epsilon,
      int elements) {
    ${number}[] m = memory.numbers();
    ${V} tiny = ${V}.broadcast(SPECIES, TINY);
    ${V} a1 = ${V}.broadcast(SPECIES, (${number}) beta1);
    ${V} b1 = ${V}.broadcast(SPECIES, (${number}) (1 - beta1));
    ${V} a2 = ${V}.broadcast(SPECIES, (${number}) beta2);
    ${V} b2 = ${V}.broadcast(SPECIES, (${number}) (1 - beta2));
    ${V} least = ${V}.broadcast(SPECIES, (${number}) epsilon);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} decay = ${V}.fromArray(SPECIES, m, rates + lane);
      ${V} keep = ${V}.fromArray(SPECIES, m, rates + LANES + lane);
      ${V} negativeRate = ${V}.fromArray(SPECIES, m, rates + 2 * LANES + lane);
      ${V} root = ${V}.fromArray(SPECIES, m, rates + 3 * LANES + lane);
      for (int i = lane; i < elements * LANES; i += LANES) {
        ${V} w = ${V}.fromArray(SPECIES, m, weights + i);
        ${V} g = decay.lanewise(VectorOperators.FMA, w, ${V}.fromArray(SPECIES, m, gradient + i));
        ${V} oldMean = ${V}.fromArray(SPECIES, m, means + i);
        ${V} keptMean = a1.lanewise(VectorOperators.FMA, oldMean, tiny);
        ${V} mean = b1.lanewise(VectorOperators.FMA, g, keptMean).sub(tiny);
        mean.intoArray(m, means + i);
        ${V} old = ${V}.fromArray(SPECIES, m, squares + i);
        ${V} kept = a2.lanewise(VectorOperators.FMA, old, tiny);
        ${V} s = b2.mul(g).lanewise(VectorOperators.FMA, g, kept).sub(tiny);
        s.intoArray(m, squares + i);
        ${V} scale = root.lanewise(VectorOperators.FMA, s.lanewise(VectorOperators.SQRT), least);
        ${V} step = mean.div(scale);
        negativeRate.lanewise(VectorOperators.FMA, step, keep.mul(w)).intoArray(m, weights + i);
      }
    }
  }

  @Override
  public void descendAndMultiply(
      int weights, int a, int x, int rates, int b, int c, int rows, int columns) {
    int row = 1;
    descendFirst(weights, a, x, rates, b, c, columns);
    for (; row + 4 <= rows; row += 4) {
      descendFour(weights + row * columns * LANES, a + row * LANES, x, rates, b + row * LANES, c, columns);
    }
    for (; row < rows; row++) {
      descendOne(weights + row * columns * LANES, a + row * LANES, x, rates, b + row * LANES, c, columns);
    }
  }
<#list ["First", "One", "Four"] as name>
<#assign rows = (name == "Four")?then(4, 1)>

  /** <#if name == "First">The first row<#else>${rows} more row<#if rows != 1>s</#if></#if> of {@link #descendAndMultiply}. */
  private void descend${name}(int weights, int a, int x, int rates, int b, int c, int columns) {
    ${number}[] m = memory.numbers();
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      ${V} negativeRate = ${V}.fromArray(SPECIES, m, rates + lane);
      ${V} keep = ${V}.fromArray(SPECIES, m, rates + LANES + lane);
<#list 0..<rows as k>
      ${V} a${k} = ${V}.fromArray(SPECIES, m, a + ${k} * LANES + lane);
      ${V} b${k} = ${V}.fromArray(SPECIES, m, b + ${k} * LANES + lane);
      int w${k} = weights + ${k} * columns * LANES;
</#list>
      for (int i = lane; i < columns * LANES; i += LANES) {
        ${V} xi = ${V}.fromArray(SPECIES, m, x + i);
<#if name != "First">
        ${V} sum = ${V}.fromArray(SPECIES, m, c + i);
</#if>
<#list 0..<rows as k>
        ${V} kept${k} = keep.mul(${V}.fromArray(SPECIES, m, w${k} + i));
        ${V} new${k} = negativeRate.lanewise(VectorOperators.FMA, a${k}.mul(xi), kept${k});
        new${k}.intoArray(m, w${k} + i);
<#if name == "First">
        ${V} sum = b${k}.mul(new${k});
<#else>
        sum = b${k}.lanewise(VectorOperators.FMA, new${k}, sum);
</#if>
</#list>
        sum.intoArray(m, c + i);
      }
    }
  }
</#list>

  @Override
  public void forward(Dense layer, int rows, int a, int w, int z) {
    int in = layer.inputs();
    int bias = layer.bias() ? w + in * LANES : zeros;
    int biasStep = layer.bias() ? layer.stride() : 0;
    multiplyEach(rows, layer.outputs(), in, a, in, 1, w, layer.stride(), 1, bias, 0, biasStep, z, layer.outputs(), 1);
  }

  @Override
  public void forwardShared(Dense layer, int rows, int a, int w, int z) {
    int in = layer.inputs();
    int bias = layer.bias() ? w + in * LANES : zeros;
    int biasStep = layer.bias() ? layer.stride() : 0;
    multiplyShared(rows, layer.outputs(), in, a, in, 1, w, layer.stride(), 1, bias, 0, biasStep, z, layer.outputs(), 1);
  }

  @Override
  public void backward(Dense layer, int rows, int dz, int w, int da) {
    int in = layer.inputs();
    multiplyEach(rows, in, layer.outputs(), dz, layer.outputs(), 1, w, 1, layer.stride(), zeros, 0, 0, da, in, 1);
  }

  @Override
  public void gradient(Dense layer, int rows, int a, int dz, int g, boolean add) {
    int in = layer.inputs();
    int out = layer.outputs();
    int start = add ? g : zeros;
    int startRow = add ? layer.stride() : 0;
    multiplyEach(out, in, rows, dz, 1, out, a, 1, in, start, startRow, add ? 1 : 0, g, layer.stride(), 1);
    biasGradient(layer, rows, dz, g, add);
  }

  @Override
  public void gradientShared(Dense layer, int rows, int a, int dz, int g, boolean add) {
    int in = layer.inputs();
    int out = layer.outputs();
    int start = add ? g : zeros;
    int startRow = add ? layer.stride() : 0;
    multiplyShared(in, out, rows, a, 1, in, dz, 1, out, start, add ? 1 : 0, startRow, g, 1, layer.stride());
    biasGradient(layer, rows, dz, g, add);
  }

  private void biasGradient(Dense layer, int rows, int dz, int g, boolean add) {
    if (layer.bias()) {
      int out = layer.outputs();
      int sums = g + layer.inputs() * LANES;
      multiplyEach(out, 1, rows, dz, 1, out, ones, 0, 0, add ? sums : zeros, add ? layer.stride() : 0, 0, sums, layer.stride(), 1);
    }
  }
<#list ["Each", "Shared"] as name>
<#assign shared = name == "Shared">

  /**
   * D[i][j] = start[i][j] + Σ_k X[i][k] Y[j][k], in the order of k<#if shared>, where X has one number for all
   * lanes</#if>. An array is given by its address and by how many elements apart its neighbours in each
   * direction are; neighbours 0 apart are the same.
   */
  private void multiply${name}(
      int rows, int columns, int count,
      int x, int xRow, int xTerm,
      int y, int yColumn, int yTerm,
      int start, int startRow, int startColumn,
      int d, int dRow, int dColumn) {
    ${number}[] m = memory.numbers();
<#assign scale = shared?then("", " * LANES")>
    for (int k = 0; k == 0 || k < count; k += TERMS) {
      int terms = Math.min(TERMS, count - k);
      int from = k == 0 ? start : d;
      int fromRow = (k == 0 ? startRow : dRow) * LANES;
      int fromColumn = (k == 0 ? startColumn : dColumn) * LANES;
      int breadth;
      for (int j = 0; j < columns; j += breadth) {
        breadth = columns - j >= BREADTH ? BREADTH : columns - j >= 2 ? 2 : 1;
        int height;
        for (int i = 0; i < rows; i += height) {
          height = rows - i >= HEIGHT ? HEIGHT : rows - i >= 4 ? 4 : rows - i >= 2 ? 2 : 1;
          for (int lane = 0; lane < LANES; lane += WIDTH) {
            int xAt = x + (i * xRow + k * xTerm)${scale}<#if !shared> + lane</#if>;
            int yAt = y + (j * yColumn + k * yTerm) * LANES + lane;
            int fromAt = from + i * fromRow + j * fromColumn + lane;
            int dAt = d + (i * dRow + j * dColumn) * LANES + lane;
            switch (height * 8 + breadth) {
<#list [6, 4, 2, 1] as P>
<#list [4, 2, 1] as Q>
              <#if P == 1 && Q == 1>default<#else>case ${P * 8 + Q}</#if> -> ${name?uncap_first}${P}by${Q}(m, xAt, xRow${scale}, xTerm${scale}, yAt, yColumn * LANES, yTerm * LANES, fromAt, fromRow, fromColumn, dAt, dRow * LANES, dColumn * LANES, terms);
</#list>
</#list>
            }
          }
        }
      }
    }
  }
<#list [6, 4, 2, 1] as P>
<#list [4, 2, 1] as Q>

  private static void ${name?uncap_first}${P}by${Q}(
      ${number}[] m,
      int x, int xRow, int xTerm,
      int y, int yColumn, int yTerm,
      int from, int fromRow, int fromColumn,
      int d, int dRow, int dColumn,
      int terms) {
<#list 0..<P as i>
<#list 0..<Q as j>
    ${V} c${i}${j} = ${V}.fromArray(SPECIES, m, from<#if i != 0> + ${i} * fromRow</#if><#if j != 0> + ${j} * fromColumn</#if>);
</#list>
</#list>
    for (int k = 0; k < terms; k++) {
      int xk = x + k * xTerm;
      int yk = y + k * yTerm;
<#list 0..<Q as j>
      ${V} y${j} = ${V}.fromArray(SPECIES, m, yk<#if j != 0> + ${j} * yColumn</#if>);
</#list>
<#list 0..<P as i>
      ${V} x${i} = <#if shared>${V}.broadcast(SPECIES, m[xk<#if i != 0> + ${i} * xRow</#if>])<#else>${V}.fromArray(SPECIES, m, xk<#if i != 0> + ${i} * xRow</#if>)</#if>;
<#list 0..<Q as j>
      c${i}${j} = x${i}.lanewise(VectorOperators.FMA, y${j}, c${i}${j});
</#list>
</#list>
    }
<#list 0..<P as i>
<#list 0..<Q as j>
    c${i}${j}.intoArray(m, d<#if i != 0> + ${i} * dRow</#if><#if j != 0> + ${j} * dColumn</#if>);
</#list>
</#list>
  }
</#list>
</#list>
</#list>

  @Override
  public void activate(Activation f, int elements, int z, int a) {
    ${number}[] m = memory.numbers();
    int count = elements * LANES;
    switch (f) {
      case IDENTITY -> System.arraycopy(m, z, m, a, count);
<#list ["relu", "elu", "softplus", "sigmoid", "tanh", "square"] as f>
      case ${f?upper_case} -> ${f}(m, count, z, a);
</#list>
    }
  }

  @Override
  public void activateBack(Activation f, int elements, int z, int a, int da, int dz) {
    ${number}[] m = memory.numbers();
    int count = elements * LANES;
    switch (f) {
      case IDENTITY -> System.arraycopy(m, da, m, dz, count);
<#list ["relu", "elu", "softplus", "sigmoid", "tanh", "square"] as f>
      case ${f?upper_case} -> ${f}Back(m, count, z, a, da, dz);
</#list>
    }
  }
<#list ["relu", "elu", "softplus", "sigmoid", "tanh", "square"] as f>

  private static void ${f}(${number}[] m, int count, int z, int a) {
    for (int i = 0; i < count; i += WIDTH) {
      ${V} x = ${V}.fromArray(SPECIES, m, z + i);
<#switch f>
<#case "relu">
      x.blend(0, x.compare(VectorOperators.LE, 0)).intoArray(m, a + i);
<#break>
<#case "elu">
<@expm1 p "SPECIES" "e" "x"/>
      x.blend(e, x.compare(VectorOperators.LT, 0)).intoArray(m, a + i);
<#break>
<#case "softplus">
<@softplus p "SPECIES" "y" "x"/>
      y.intoArray(m, a + i);
<#break>
<#case "sigmoid">
<@sigmoid p "SPECIES" "y" "x"/>
      y.intoArray(m, a + i);
<#break>
<#case "tanh">
<@tanh p "SPECIES" "y" "x"/>
      y.intoArray(m, a + i);
<#break>
<#default>
      x.mul(x).intoArray(m, a + i);
</#switch>
    }
  }

  private static void ${f}Back(${number}[] m, int count, int z, int a, int da, int dz) {
    for (int i = 0; i < count; i += WIDTH) {
      ${V} d = ${V}.fromArray(SPECIES, m, da + i);
<#if ["relu", "elu", "softplus", "square"]?seq_contains(f)>
      ${V} x = ${V}.fromArray(SPECIES, m, z + i);
</#if>
<#if ["elu", "sigmoid", "tanh"]?seq_contains(f)>
      ${V} y = ${V}.fromArray(SPECIES, m, a + i);
</#if>
<#switch f>
<#case "relu">
      d.blend(0, x.compare(VectorOperators.LE, 0)).intoArray(m, dz + i);
<#break>
<#case "elu">
      d.blend(d.mul(y.add(1)), x.compare(VectorOperators.LT, 0)).intoArray(m, dz + i);
<#break>
<#case "softplus">
<@sigmoid p "SPECIES" "slope" "x"/>
      d.mul(slope).intoArray(m, dz + i);
<#break>
<#case "sigmoid">
      d.mul(y.mul(${V}.broadcast(SPECIES, 1).sub(y))).intoArray(m, dz + i);
<#break>
<#case "tanh">
      d.mul(y.neg().lanewise(VectorOperators.FMA, y, ${V}.broadcast(SPECIES, 1))).intoArray(m, dz + i);
<#break>
<#default>
      d.mul(x.add(x)).intoArray(m, dz + i);
</#switch>
    }
  }
</#list>
<#macro loss t name elements truth truthElements arguments>
<#if t.bits == 64>
    double[] m = memory.numbers();
    VectorLosses.${name}(LANES, ${arguments}, m, z, m, ${truth}, m, dz, losses, at);
<#else>
    scores = widened(scores, z, ${elements});
    truths = widened(truths, ${truth}, ${truthElements});
    VectorLosses.${name}(LANES, ${arguments}, scores, 0, truths, 0, scores, 0, losses, at);
    float[] m = memory.numbers();
    for (int i = 0; i < ${elements} * LANES; i++) {
      m[dz + i] = (float) scores[i];
    }
</#if>
</#macro>

  @Override
  public void crossEntropy(
      int rows, int outputs, int z, int labels, double factor, int dz, double[] losses, int at) {
<@loss p "crossEntropy" "rows * outputs" "labels" "rows" "rows, outputs, factor"/>
  }

  @Override
  public void logistic(
      int elements, int z, int labels, double factor, int dz, double[] losses, int at) {
<@loss p "logistic" "elements" "labels" "elements" "elements, factor"/>
  }

  @Override
  public void power(
      int exponent,
      int elements,
      int z,
      int targets,
      double factor,
      int dz,
      double[] losses,
      int at) {
<@loss p "power" "elements" "targets" "elements" "exponent, elements, factor"/>
  }
<#if p.bits == 32>

  private double[] widened(double[] into, int from, int elements) {
    float[] m = memory.numbers();
    double[] wide = into.length < elements * LANES ? new double[elements * LANES] : into;
    for (int i = 0; i < elements * LANES; i++) {
      wide[i] = m[from + i];
    }
    return wide;
  }
</#if>

  @Override
  public void countRight(int rows, int outputs, int z, int labels, double[] counts, int at) {
    ${number}[] m = memory.numbers();
    for (int row = 0; row < rows; row++) {
      int first = z + row * outputs * LANES;
      for (int lane = 0; lane < LANES; lane++) {
        int label = (int) m[labels + row * LANES + lane];
        if (outputs == 1) {
          ${number} x = m[first + lane];
          counts[at + lane] += (label == 1 ? x > 0 : x <= 0) ? 1 : 0;
        } else {
          ${number} hit = m[first + label * LANES + lane];
          boolean right = true;
          for (int o = 0; o < outputs; o++) {
            ${number} x = m[first + o * LANES + lane];
            right &= o < label ? hit > x : hit >= x;
          }
          counts[at + lane] += right ? 1 : 0;
        }
      }
    }
  }

  @Override
  public void mask(int elements, int mask, int w) {
    ${number}[] m = memory.numbers();
    for (int e = 0; e < elements; e++) {
      ${V} factor = ${V}.broadcast(SPECIES, m[mask + e]);
      for (int i = w + e * LANES; i < w + (e + 1) * LANES; i += WIDTH) {
        factor.mul(${V}.fromArray(SPECIES, m, i)).intoArray(m, i);
      }
    }
  }
}
</#list>
<#assign t = precisions[0]>
<@pp.changeOutputFile name="/org/isobath/kernel/VectorLosses.java"/>
package org.isobath.kernel;

import javax.annotation.processing.Generated;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Losses of both precisions, in double, on arrays {@code [element][lane]}. */
@Generated("VectorKernels.ftl")
final class VectorLosses {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private VectorLosses() {}

  static void crossEntropy(
      int lanes,
      int rows,
      int outputs,
      double factor,
      double[] z,
      int zAt,
      double[] labels,
      int labelsAt,
      double[] dz,
      int dzAt,
      double[] losses,
      int at) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      for (int row = 0; row < rows; row++) {
        int zRow = zAt + row * outputs * lanes + lane;
        int dRow = dzAt + row * outputs * lanes + lane;
        DoubleVector label = DoubleVector.fromArray(SPECIES, labels, labelsAt + row * lanes + lane);
        DoubleVector most = DoubleVector.fromArray(SPECIES, z, zRow);
        DoubleVector hit = most;
        DoubleVector best = DoubleVector.zero(SPECIES);
        for (int o = 1; o < outputs; o++) {
          DoubleVector x = DoubleVector.fromArray(SPECIES, z, zRow + o * lanes);
          best = best.blend(o, x.compare(VectorOperators.GT, most));
          most = most.blend(x, x.compare(VectorOperators.GT, most));
          hit = hit.blend(x, label.compare(VectorOperators.EQ, o));
        }
        DoubleVector rest = DoubleVector.zero(SPECIES);
        for (int o = 0; o < outputs; o++) {
          DoubleVector x = DoubleVector.fromArray(SPECIES, z, zRow + o * lanes).sub(most);
<@exp t "SPECIES" "e" "x"/>
          rest = rest.add(e.blend(0, best.compare(VectorOperators.EQ, o)));
          e.intoArray(dz, dRow + o * lanes);
        }
<@log1p t "SPECIES" "log" "rest"/>
        DoubleVector loss = DoubleVector.fromArray(SPECIES, losses, at + lane);
        loss.add(log.add(most.sub(hit))).intoArray(losses, at + lane);
        DoubleVector total = rest.add(1);
        DoubleVector negative = rest.neg();
        for (int o = 0; o < outputs; o++) {
          DoubleVector e = DoubleVector.fromArray(SPECIES, dz, dRow + o * lanes);
          DoubleVector right = e.sub(total).blend(negative, best.compare(VectorOperators.EQ, o));
          DoubleVector d = e.blend(right, label.compare(VectorOperators.EQ, o));
          d.div(total).mul(factor).intoArray(dz, dRow + o * lanes);
        }
      }
    }
  }

  static void logistic(
      int lanes,
      int elements,
      double factor,
      double[] z,
      int zAt,
      double[] labels,
      int labelsAt,
      double[] dz,
      int dzAt,
      double[] losses,
      int at) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector loss = DoubleVector.fromArray(SPECIES, losses, at + lane);
      for (int i = lane; i < elements * lanes; i += lanes) {
        DoubleVector label = DoubleVector.fromArray(SPECIES, labels, labelsAt + i);
        DoubleVector sign = DoubleVector.broadcast(SPECIES, 1).sub(label.mul(2));
        DoubleVector x = sign.mul(DoubleVector.fromArray(SPECIES, z, zAt + i));
        DoubleVector negative = x.abs().neg();
<@exp t "SPECIES" "e" "negative"/>
<@log1p t "SPECIES" "log" "e"/>
        loss = loss.add(log.blend(x.add(log), x.compare(VectorOperators.GT, 0)));
        DoubleVector above = DoubleVector.broadcast(SPECIES, 1).blend(e, x.compare(VectorOperators.LT, 0));
        sign.mul(factor).mul(above.div(e.add(1))).intoArray(dz, dzAt + i);
      }
      loss.intoArray(losses, at + lane);
    }
  }

  static void power(
      int lanes,
      int exponent,
      int elements,
      double factor,
      double[] z,
      int zAt,
      double[] targets,
      int targetsAt,
      double[] dz,
      int dzAt,
      double[] losses,
      int at) {
    switch (exponent) {
<#list [2, 4, 6] as exponent>
      <#if exponent == 6>default<#else>case ${exponent}</#if> -> power${exponent}(lanes, elements, factor, z, zAt, targets, targetsAt, dz, dzAt, losses, at);
</#list>
    }
  }
<#list [2, 4, 6] as exponent>

  private static void power${exponent}(
      int lanes,
      int elements,
      double factor,
      double[] z,
      int zAt,
      double[] targets,
      int targetsAt,
      double[] dz,
      int dzAt,
      double[] losses,
      int at) {
    for (int lane = 0; lane < lanes; lane += WIDTH) {
      DoubleVector loss = DoubleVector.fromArray(SPECIES, losses, at + lane);
      for (int i = lane; i < elements * lanes; i += lanes) {
        DoubleVector y = DoubleVector.fromArray(SPECIES, targets, targetsAt + i);
        DoubleVector r = DoubleVector.fromArray(SPECIES, z, zAt + i).sub(y);
<#if exponent == 2>
        DoubleVector q = r;
<#else>
        DoubleVector square = r.mul(r);
        DoubleVector q = square.mul(<#if exponent == 4>r<#else>square).mul(r</#if>);
</#if>
        loss = q.lanewise(VectorOperators.FMA, r, loss);
        q.mul(factor).intoArray(dz, dzAt + i);
      }
      loss.intoArray(losses, at + lane);
    }
  }
</#list>
}
