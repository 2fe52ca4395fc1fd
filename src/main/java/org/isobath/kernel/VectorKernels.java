package org.isobath.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels by the Vector API: a SIMD lane is a trial, so the operations of each trial and their
 * order are those of {@link ScalarKernels}, bit for bit. The only class that names the module.
 *
 * <p>The pass keeps a tile of 8 rows in registers: residuals of 8 rows × 1 or 2 vectors of lanes
 * are accumulated over the features, raised to the power, and added to the gradient feature by
 * feature while the rows are in the first cache. Lanes left over after whole vectors take the
 * scalar definition. Straight-line code on purpose: helper methods with vector parameters are boxed
 * where the compiler does not inline them.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  private static final int TILE = 8;

  private VectorKernels() {}

  static Kernels create() {
    return new VectorKernels();
  }

  @Override
  public String description() {
    return "vector kernels of " + SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public void residualPass(
      Rows rows,
      int exponent,
      double[] weights,
      double[] gradient,
      int offset,
      double[] loss,
      int lanes) {
    int whole = lanes - lanes % WIDTH;
    int paired = lanes - lanes % (2 * WIDTH);
    ScalarKernels.residualPass(rows, exponent, weights, gradient, offset, loss, lanes, whole);
    for (int f = 0; f < rows.width(); f++) {
      int base = (offset + f) * lanes;
      for (int lane = 0; lane < whole; lane++) {
        gradient[base + lane] = 0;
      }
    }
    for (int lane = 0; lane < whole; lane++) {
      loss[lane] = 0;
    }
    int first = offset * lanes;
    int tiled = rows.count() - rows.count() % TILE;
    for (int row = 0; row < tiled; row += TILE) {
      for (int lane = 0; lane < paired; lane += 2 * WIDTH) {
        tile8by2(rows, row, exponent, weights, gradient, first, loss, lanes, lane);
      }
      for (int lane = paired; lane < whole; lane += WIDTH) {
        tile8by1(rows, row, exponent, weights, gradient, first, loss, lanes, lane);
      }
    }
    for (int row = tiled; row < rows.count(); row++) {
      for (int lane = 0; lane < whole; lane += WIDTH) {
        tile1by1(rows, row, exponent, weights, gradient, first, loss, lanes, lane);
      }
    }
  }

  /** 8 rows × 2 vectors of lanes: residuals, their powers, then the gradient. */
  private static void tile8by2(
      Rows rows,
      int row,
      int exponent,
      double[] w,
      double[] g,
      int first,
      double[] loss,
      int lanes,
      int lane) {
    double[] x = rows.features();
    int width = rows.width();
    int x0 = row * width;
    int x1 = x0 + width;
    int x2 = x1 + width;
    int x3 = x2 + width;
    int x4 = x3 + width;
    int x5 = x4 + width;
    int x6 = x5 + width;
    int x7 = x6 + width;
    DoubleVector r00 = DoubleVector.broadcast(SPECIES, -rows.target(row));
    DoubleVector r01 = r00;
    DoubleVector r10 = DoubleVector.broadcast(SPECIES, -rows.target(row + 1));
    DoubleVector r11 = r10;
    DoubleVector r20 = DoubleVector.broadcast(SPECIES, -rows.target(row + 2));
    DoubleVector r21 = r20;
    DoubleVector r30 = DoubleVector.broadcast(SPECIES, -rows.target(row + 3));
    DoubleVector r31 = r30;
    DoubleVector r40 = DoubleVector.broadcast(SPECIES, -rows.target(row + 4));
    DoubleVector r41 = r40;
    DoubleVector r50 = DoubleVector.broadcast(SPECIES, -rows.target(row + 5));
    DoubleVector r51 = r50;
    DoubleVector r60 = DoubleVector.broadcast(SPECIES, -rows.target(row + 6));
    DoubleVector r61 = r60;
    DoubleVector r70 = DoubleVector.broadcast(SPECIES, -rows.target(row + 7));
    DoubleVector r71 = r70;
    int at = first + lane;
    for (int f = 0; f < width; f++) {
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, at);
      DoubleVector w1 = DoubleVector.fromArray(SPECIES, w, at + WIDTH);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + f]);
      r00 = b0.lanewise(VectorOperators.FMA, w0, r00);
      r01 = b0.lanewise(VectorOperators.FMA, w1, r01);
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[x1 + f]);
      r10 = b1.lanewise(VectorOperators.FMA, w0, r10);
      r11 = b1.lanewise(VectorOperators.FMA, w1, r11);
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[x2 + f]);
      r20 = b2.lanewise(VectorOperators.FMA, w0, r20);
      r21 = b2.lanewise(VectorOperators.FMA, w1, r21);
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[x3 + f]);
      r30 = b3.lanewise(VectorOperators.FMA, w0, r30);
      r31 = b3.lanewise(VectorOperators.FMA, w1, r31);
      DoubleVector b4 = DoubleVector.broadcast(SPECIES, x[x4 + f]);
      r40 = b4.lanewise(VectorOperators.FMA, w0, r40);
      r41 = b4.lanewise(VectorOperators.FMA, w1, r41);
      DoubleVector b5 = DoubleVector.broadcast(SPECIES, x[x5 + f]);
      r50 = b5.lanewise(VectorOperators.FMA, w0, r50);
      r51 = b5.lanewise(VectorOperators.FMA, w1, r51);
      DoubleVector b6 = DoubleVector.broadcast(SPECIES, x[x6 + f]);
      r60 = b6.lanewise(VectorOperators.FMA, w0, r60);
      r61 = b6.lanewise(VectorOperators.FMA, w1, r61);
      DoubleVector b7 = DoubleVector.broadcast(SPECIES, x[x7 + f]);
      r70 = b7.lanewise(VectorOperators.FMA, w0, r70);
      r71 = b7.lanewise(VectorOperators.FMA, w1, r71);
      at += lanes;
    }
    DoubleVector q00 = r00;
    DoubleVector q01 = r01;
    DoubleVector q10 = r10;
    DoubleVector q11 = r11;
    DoubleVector q20 = r20;
    DoubleVector q21 = r21;
    DoubleVector q30 = r30;
    DoubleVector q31 = r31;
    DoubleVector q40 = r40;
    DoubleVector q41 = r41;
    DoubleVector q50 = r50;
    DoubleVector q51 = r51;
    DoubleVector q60 = r60;
    DoubleVector q61 = r61;
    DoubleVector q70 = r70;
    DoubleVector q71 = r71;
    if (exponent != 2) {
      DoubleVector s00 = r00.mul(r00);
      q00 = exponent == 4 ? s00.mul(r00) : s00.mul(s00).mul(r00);
      DoubleVector s01 = r01.mul(r01);
      q01 = exponent == 4 ? s01.mul(r01) : s01.mul(s01).mul(r01);
      DoubleVector s10 = r10.mul(r10);
      q10 = exponent == 4 ? s10.mul(r10) : s10.mul(s10).mul(r10);
      DoubleVector s11 = r11.mul(r11);
      q11 = exponent == 4 ? s11.mul(r11) : s11.mul(s11).mul(r11);
      DoubleVector s20 = r20.mul(r20);
      q20 = exponent == 4 ? s20.mul(r20) : s20.mul(s20).mul(r20);
      DoubleVector s21 = r21.mul(r21);
      q21 = exponent == 4 ? s21.mul(r21) : s21.mul(s21).mul(r21);
      DoubleVector s30 = r30.mul(r30);
      q30 = exponent == 4 ? s30.mul(r30) : s30.mul(s30).mul(r30);
      DoubleVector s31 = r31.mul(r31);
      q31 = exponent == 4 ? s31.mul(r31) : s31.mul(s31).mul(r31);
      DoubleVector s40 = r40.mul(r40);
      q40 = exponent == 4 ? s40.mul(r40) : s40.mul(s40).mul(r40);
      DoubleVector s41 = r41.mul(r41);
      q41 = exponent == 4 ? s41.mul(r41) : s41.mul(s41).mul(r41);
      DoubleVector s50 = r50.mul(r50);
      q50 = exponent == 4 ? s50.mul(r50) : s50.mul(s50).mul(r50);
      DoubleVector s51 = r51.mul(r51);
      q51 = exponent == 4 ? s51.mul(r51) : s51.mul(s51).mul(r51);
      DoubleVector s60 = r60.mul(r60);
      q60 = exponent == 4 ? s60.mul(r60) : s60.mul(s60).mul(r60);
      DoubleVector s61 = r61.mul(r61);
      q61 = exponent == 4 ? s61.mul(r61) : s61.mul(s61).mul(r61);
      DoubleVector s70 = r70.mul(r70);
      q70 = exponent == 4 ? s70.mul(r70) : s70.mul(s70).mul(r70);
      DoubleVector s71 = r71.mul(r71);
      q71 = exponent == 4 ? s71.mul(r71) : s71.mul(s71).mul(r71);
    }
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, loss, lane);
    sum0 = q00.lanewise(VectorOperators.FMA, r00, sum0);
    sum0 = q10.lanewise(VectorOperators.FMA, r10, sum0);
    sum0 = q20.lanewise(VectorOperators.FMA, r20, sum0);
    sum0 = q30.lanewise(VectorOperators.FMA, r30, sum0);
    sum0 = q40.lanewise(VectorOperators.FMA, r40, sum0);
    sum0 = q50.lanewise(VectorOperators.FMA, r50, sum0);
    sum0 = q60.lanewise(VectorOperators.FMA, r60, sum0);
    sum0 = q70.lanewise(VectorOperators.FMA, r70, sum0);
    sum0.intoArray(loss, lane);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, loss, lane + WIDTH);
    sum1 = q01.lanewise(VectorOperators.FMA, r01, sum1);
    sum1 = q11.lanewise(VectorOperators.FMA, r11, sum1);
    sum1 = q21.lanewise(VectorOperators.FMA, r21, sum1);
    sum1 = q31.lanewise(VectorOperators.FMA, r31, sum1);
    sum1 = q41.lanewise(VectorOperators.FMA, r41, sum1);
    sum1 = q51.lanewise(VectorOperators.FMA, r51, sum1);
    sum1 = q61.lanewise(VectorOperators.FMA, r61, sum1);
    sum1 = q71.lanewise(VectorOperators.FMA, r71, sum1);
    sum1.intoArray(loss, lane + WIDTH);
    at = first + lane;
    for (int f = 0; f < width; f++) {
      DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, at);
      DoubleVector g1 = DoubleVector.fromArray(SPECIES, g, at + WIDTH);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + f]);
      g0 = b0.lanewise(VectorOperators.FMA, q00, g0);
      g1 = b0.lanewise(VectorOperators.FMA, q01, g1);
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[x1 + f]);
      g0 = b1.lanewise(VectorOperators.FMA, q10, g0);
      g1 = b1.lanewise(VectorOperators.FMA, q11, g1);
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[x2 + f]);
      g0 = b2.lanewise(VectorOperators.FMA, q20, g0);
      g1 = b2.lanewise(VectorOperators.FMA, q21, g1);
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[x3 + f]);
      g0 = b3.lanewise(VectorOperators.FMA, q30, g0);
      g1 = b3.lanewise(VectorOperators.FMA, q31, g1);
      DoubleVector b4 = DoubleVector.broadcast(SPECIES, x[x4 + f]);
      g0 = b4.lanewise(VectorOperators.FMA, q40, g0);
      g1 = b4.lanewise(VectorOperators.FMA, q41, g1);
      DoubleVector b5 = DoubleVector.broadcast(SPECIES, x[x5 + f]);
      g0 = b5.lanewise(VectorOperators.FMA, q50, g0);
      g1 = b5.lanewise(VectorOperators.FMA, q51, g1);
      DoubleVector b6 = DoubleVector.broadcast(SPECIES, x[x6 + f]);
      g0 = b6.lanewise(VectorOperators.FMA, q60, g0);
      g1 = b6.lanewise(VectorOperators.FMA, q61, g1);
      DoubleVector b7 = DoubleVector.broadcast(SPECIES, x[x7 + f]);
      g0 = b7.lanewise(VectorOperators.FMA, q70, g0);
      g1 = b7.lanewise(VectorOperators.FMA, q71, g1);
      g0.intoArray(g, at);
      g1.intoArray(g, at + WIDTH);
      at += lanes;
    }
  }

  /** 8 rows × 1 vector of lanes: residuals, their powers, then the gradient. */
  private static void tile8by1(
      Rows rows,
      int row,
      int exponent,
      double[] w,
      double[] g,
      int first,
      double[] loss,
      int lanes,
      int lane) {
    double[] x = rows.features();
    int width = rows.width();
    int x0 = row * width;
    int x1 = x0 + width;
    int x2 = x1 + width;
    int x3 = x2 + width;
    int x4 = x3 + width;
    int x5 = x4 + width;
    int x6 = x5 + width;
    int x7 = x6 + width;
    DoubleVector r00 = DoubleVector.broadcast(SPECIES, -rows.target(row));
    DoubleVector r10 = DoubleVector.broadcast(SPECIES, -rows.target(row + 1));
    DoubleVector r20 = DoubleVector.broadcast(SPECIES, -rows.target(row + 2));
    DoubleVector r30 = DoubleVector.broadcast(SPECIES, -rows.target(row + 3));
    DoubleVector r40 = DoubleVector.broadcast(SPECIES, -rows.target(row + 4));
    DoubleVector r50 = DoubleVector.broadcast(SPECIES, -rows.target(row + 5));
    DoubleVector r60 = DoubleVector.broadcast(SPECIES, -rows.target(row + 6));
    DoubleVector r70 = DoubleVector.broadcast(SPECIES, -rows.target(row + 7));
    int at = first + lane;
    for (int f = 0; f < width; f++) {
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, at);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + f]);
      r00 = b0.lanewise(VectorOperators.FMA, w0, r00);
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[x1 + f]);
      r10 = b1.lanewise(VectorOperators.FMA, w0, r10);
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[x2 + f]);
      r20 = b2.lanewise(VectorOperators.FMA, w0, r20);
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[x3 + f]);
      r30 = b3.lanewise(VectorOperators.FMA, w0, r30);
      DoubleVector b4 = DoubleVector.broadcast(SPECIES, x[x4 + f]);
      r40 = b4.lanewise(VectorOperators.FMA, w0, r40);
      DoubleVector b5 = DoubleVector.broadcast(SPECIES, x[x5 + f]);
      r50 = b5.lanewise(VectorOperators.FMA, w0, r50);
      DoubleVector b6 = DoubleVector.broadcast(SPECIES, x[x6 + f]);
      r60 = b6.lanewise(VectorOperators.FMA, w0, r60);
      DoubleVector b7 = DoubleVector.broadcast(SPECIES, x[x7 + f]);
      r70 = b7.lanewise(VectorOperators.FMA, w0, r70);
      at += lanes;
    }
    DoubleVector q00 = r00;
    DoubleVector q10 = r10;
    DoubleVector q20 = r20;
    DoubleVector q30 = r30;
    DoubleVector q40 = r40;
    DoubleVector q50 = r50;
    DoubleVector q60 = r60;
    DoubleVector q70 = r70;
    if (exponent != 2) {
      DoubleVector s00 = r00.mul(r00);
      q00 = exponent == 4 ? s00.mul(r00) : s00.mul(s00).mul(r00);
      DoubleVector s10 = r10.mul(r10);
      q10 = exponent == 4 ? s10.mul(r10) : s10.mul(s10).mul(r10);
      DoubleVector s20 = r20.mul(r20);
      q20 = exponent == 4 ? s20.mul(r20) : s20.mul(s20).mul(r20);
      DoubleVector s30 = r30.mul(r30);
      q30 = exponent == 4 ? s30.mul(r30) : s30.mul(s30).mul(r30);
      DoubleVector s40 = r40.mul(r40);
      q40 = exponent == 4 ? s40.mul(r40) : s40.mul(s40).mul(r40);
      DoubleVector s50 = r50.mul(r50);
      q50 = exponent == 4 ? s50.mul(r50) : s50.mul(s50).mul(r50);
      DoubleVector s60 = r60.mul(r60);
      q60 = exponent == 4 ? s60.mul(r60) : s60.mul(s60).mul(r60);
      DoubleVector s70 = r70.mul(r70);
      q70 = exponent == 4 ? s70.mul(r70) : s70.mul(s70).mul(r70);
    }
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, loss, lane);
    sum0 = q00.lanewise(VectorOperators.FMA, r00, sum0);
    sum0 = q10.lanewise(VectorOperators.FMA, r10, sum0);
    sum0 = q20.lanewise(VectorOperators.FMA, r20, sum0);
    sum0 = q30.lanewise(VectorOperators.FMA, r30, sum0);
    sum0 = q40.lanewise(VectorOperators.FMA, r40, sum0);
    sum0 = q50.lanewise(VectorOperators.FMA, r50, sum0);
    sum0 = q60.lanewise(VectorOperators.FMA, r60, sum0);
    sum0 = q70.lanewise(VectorOperators.FMA, r70, sum0);
    sum0.intoArray(loss, lane);
    at = first + lane;
    for (int f = 0; f < width; f++) {
      DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, at);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + f]);
      g0 = b0.lanewise(VectorOperators.FMA, q00, g0);
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, x[x1 + f]);
      g0 = b1.lanewise(VectorOperators.FMA, q10, g0);
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, x[x2 + f]);
      g0 = b2.lanewise(VectorOperators.FMA, q20, g0);
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, x[x3 + f]);
      g0 = b3.lanewise(VectorOperators.FMA, q30, g0);
      DoubleVector b4 = DoubleVector.broadcast(SPECIES, x[x4 + f]);
      g0 = b4.lanewise(VectorOperators.FMA, q40, g0);
      DoubleVector b5 = DoubleVector.broadcast(SPECIES, x[x5 + f]);
      g0 = b5.lanewise(VectorOperators.FMA, q50, g0);
      DoubleVector b6 = DoubleVector.broadcast(SPECIES, x[x6 + f]);
      g0 = b6.lanewise(VectorOperators.FMA, q60, g0);
      DoubleVector b7 = DoubleVector.broadcast(SPECIES, x[x7 + f]);
      g0 = b7.lanewise(VectorOperators.FMA, q70, g0);
      g0.intoArray(g, at);
      at += lanes;
    }
  }

  /** 1 row × 1 vector of lanes: residuals, their powers, then the gradient. */
  private static void tile1by1(
      Rows rows,
      int row,
      int exponent,
      double[] w,
      double[] g,
      int first,
      double[] loss,
      int lanes,
      int lane) {
    double[] x = rows.features();
    int width = rows.width();
    int x0 = row * width;
    DoubleVector r00 = DoubleVector.broadcast(SPECIES, -rows.target(row));
    int at = first + lane;
    for (int f = 0; f < width; f++) {
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, at);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + f]);
      r00 = b0.lanewise(VectorOperators.FMA, w0, r00);
      at += lanes;
    }
    DoubleVector q00 = r00;
    if (exponent != 2) {
      DoubleVector s00 = r00.mul(r00);
      q00 = exponent == 4 ? s00.mul(r00) : s00.mul(s00).mul(r00);
    }
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, loss, lane);
    sum0 = q00.lanewise(VectorOperators.FMA, r00, sum0);
    sum0.intoArray(loss, lane);
    at = first + lane;
    for (int f = 0; f < width; f++) {
      DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, at);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, x[x0 + f]);
      g0 = b0.lanewise(VectorOperators.FMA, q00, g0);
      g0.intoArray(g, at);
      at += lanes;
    }
  }

  @Override
  public void product(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dot(a, i * inner, 1, b, j, columns, c, i * columns + j, inner, lanes);
      }
    }
  }

  @Override
  public void productWithTransposed(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dot(a, i * inner, 1, b, j * inner, 1, c, i * columns + j, inner, lanes);
      }
    }
  }

  @Override
  public void transposedProduct(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dot(a, i, rows, b, j, columns, c, i * columns + j, inner, lanes);
      }
    }
  }

  private static void dot(
      double[] a,
      int aStart,
      int aStride,
      double[] b,
      int bStart,
      int bStride,
      double[] c,
      int target,
      int inner,
      int lanes) {
    int whole = lanes - lanes % WIDTH;
    for (int lane = 0; lane < whole; lane += WIDTH) {
      int at = aStart * lanes + lane;
      int bt = bStart * lanes + lane;
      DoubleVector sum =
          DoubleVector.fromArray(SPECIES, a, at).mul(DoubleVector.fromArray(SPECIES, b, bt));
      for (int k = 1; k < inner; k++) {
        at += aStride * lanes;
        bt += bStride * lanes;
        sum =
            DoubleVector.fromArray(SPECIES, a, at)
                .lanewise(VectorOperators.FMA, DoubleVector.fromArray(SPECIES, b, bt), sum);
      }
      sum.intoArray(c, target * lanes + lane);
    }
    ScalarKernels.dot(a, aStart, aStride, b, bStart, bStride, c, target, inner, lanes, whole);
  }

  @Override
  public void scale(double[] a, double factor, int count) {
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      DoubleVector.fromArray(SPECIES, a, i).mul(factor).intoArray(a, i);
    }
    for (int i = whole; i < count; i++) {
      a[i] = factor * a[i];
    }
  }

  @Override
  public void descend(
      double[] weights,
      double[] gradient,
      double[] negativeLearningRate,
      double[] keep,
      int elements) {
    int lanes = keep.length;
    int whole = lanes - lanes % WIDTH;
    for (int lane = 0; lane < whole; lane += WIDTH) {
      DoubleVector rate = DoubleVector.fromArray(SPECIES, negativeLearningRate, lane);
      DoubleVector kept = DoubleVector.fromArray(SPECIES, keep, lane);
      int at = lane;
      for (int e = 0; e < elements; e++) {
        DoubleVector decayed = DoubleVector.fromArray(SPECIES, weights, at).mul(kept);
        rate.lanewise(VectorOperators.FMA, DoubleVector.fromArray(SPECIES, gradient, at), decayed)
            .intoArray(weights, at);
        at += lanes;
      }
    }
    if (whole < lanes) {
      for (int e = 0; e < elements; e++) {
        ScalarKernels.descend(weights, gradient, negativeLearningRate, keep, e * lanes, whole);
      }
    }
  }
}
