<@pp.dropOutputFile/>
<#list precisions as p>
<#assign number = p.number>
<@pp.changeOutputFile name="/org/isobath/kernel/ScalarKernels${p.bits}.java"/>
package org.isobath.kernel;

import java.util.Arrays;
import javax.annotation.processing.Generated;

/**
 * The definition of every kernel in float${p.bits}, in plain loops. Slower than {@link
 * VectorKernels${p.bits}}, with the same bits.
 */
@Generated("ScalarKernels.ftl")
final class ScalarKernels${p.bits} implements Kernels {
  private static final int LANES = LaneMemory${p.bits}.LANES;
  private static final ${number} TINY = ${p.tiny};

  private final LaneMemory${p.bits} memory;

  /** Keeps the compiler from dropping {@link #multiplyAdds}. */
  private volatile ${number} sink;

  ScalarKernels${p.bits}(int bytes) {
    this.memory = new LaneMemory${p.bits}(bytes);
  }

  @Override
  public String description() {
    return "scalar kernels (start Java with --add-modules=jdk.incubator.vector for vector kernels)";
  }

  @Override
  public long multiplyAdds(int rounds) {
    ${number} a = (${number}) 1e-3;
<#list 0..7 as k>
    ${number} c${k} = ${k};
</#list>
    for (int i = 0; i < rounds; i++) {
<#list 0..7 as k>
      c${k} = Math.fma(a, a, c${k});
</#list>
    }
    sink = c0<#list 1..7 as k> + c${k}</#list>;
    return 8L * rounds;
  }

  @Override
  public LaneMemory memory() {
    return memory;
  }

  @Override
  public Rows rows(
      double[] features, double[] targets, int count, int width, int outputs, boolean triangular) {
    return new Rows${p.bits}(features, targets, count, width, outputs, triangular);
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
    Rows${p.bits} data = (Rows${p.bits}) rows;
    ${number}[] m = memory.numbers();
    int width = data.width();
    Arrays.fill(losses, 0, groups * LANES, 0);
    for (int group = 0; group < groups; group++) {
      int w = weights[group] + output * width * LANES;
      int g = gradients[group] + output * width * LANES;
      Arrays.fill(m, g, g + width * LANES, 0);
      for (int lane = 0; lane < LANES; lane++) {
        double loss = 0;
        for (int row = 0; row < data.count(); row++) {
          int first = data.firstFeature(row / Rows${p.bits}.PANEL);
          ${number} r = -data.target(row, output);
          for (int f = first; f < width; f++) {
            r = Math.fma(data.feature(row, f), m[w + f * LANES + lane], r);
          }
          ${number} power = oddPower(r, exponent);
          loss = Math.fma((double) power, (double) r, loss);
          for (int f = first; f < width; f++) {
            int at = g + f * LANES + lane;
            m[at] = Math.fma(data.feature(row, f), power, m[at]);
          }
        }
        losses[group * LANES + lane] = loss;
      }
      for (int i = g; i < g + width * LANES; i++) {
        m[i] = (${number}) factor * m[i];
      }
    }
  }

  /** r^{p−1} by a fixed tree of multiplications. */
  private static ${number} oddPower(${number} r, int exponent) {
    if (exponent == 2) {
      return r;
    }
    ${number} square = r * r;
    return exponent == 4 ? square * r : square * square * r;
  }

  @Override
  public void addProduct(int a, int b, int c, int rows, int aColumns, int first, int count, int columns) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int lane = 0; lane < LANES; lane++) {
          int at = c + (i * columns + j) * LANES + lane;
          ${number} sum = m[at];
          for (int k = 0; k < count; k++) {
            ${number} x = m[a + (i * aColumns + first + k) * LANES + lane];
            ${number} y = m[b + (k * columns + j) * LANES + lane];
            sum = first + k == 0 ? x * y : Math.fma(x, y, sum);
          }
          m[at] = sum;
        }
      }
    }
  }

  @Override
  public void productWithTransposed(int a, int b, int c, int rows, int inner, int columns) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int lane = 0; lane < LANES; lane++) {
          ${number}[] sums = new ${number}[4];
          for (int k = 0; k < inner; k++) {
            ${number} x = m[a + (i * inner + k) * LANES + lane];
            ${number} y = m[b + (j * inner + k) * LANES + lane];
            sums[k % 4] = Math.fma(x, y, sums[k % 4]);
          }
          m[c + (i * columns + j) * LANES + lane] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        }
      }
    }
  }

  @Override
  public void transposedProduct(
      int a, int b, int c, int aColumns, int first, int count, int inner, int columns) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < columns; j++) {
        for (int lane = 0; lane < LANES; lane++) {
          ${number} sum = 0;
          for (int k = 0; k < inner; k++) {
            ${number} x = m[a + (k * aColumns + first + i) * LANES + lane];
            ${number} y = m[b + (k * columns + j) * LANES + lane];
            sum = k == 0 ? x * y : Math.fma(x, y, sum);
          }
          m[c + (i * columns + j) * LANES + lane] = sum;
        }
      }
    }
  }

  @Override
  public void descend(int weights, int gradient, int rates, int elements) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      ${number} negativeRate = m[rates + i % LANES];
      ${number} keep = m[rates + LANES + i % LANES];
      m[weights + i] = Math.fma(negativeRate, m[gradient + i], keep * m[weights + i]);
    }
  }

  @Override
  public void momentum(
      int weights, int gradient, int velocity, int rates, double beta, double share, int elements) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      ${number} w = m[weights + i];
      ${number} g = Math.fma(m[rates + i % LANES], w, m[gradient + i]);
      ${number} v = average((${number}) beta, m[velocity + i], (${number}) share, g);
      ${number} ahead = Math.fma(m[rates + 2 * LANES + i % LANES], g, w);
      m[velocity + i] = v;
      m[weights + i] = Math.fma(m[rates + LANES + i % LANES], v, ahead);
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
    for (int i = 0; i < elements * LANES; i++) {
      ${number} w = m[weights + i];
      ${number} g = Math.fma(m[rates + i % LANES], w, m[gradient + i]);
      ${number} s = average((${number}) keep, m[squares + i], (${number}) share * g, g);
      ${number} root = (${number}) Math.sqrt(s + (${number}) inside) + (${number}) outside;
      m[squares + i] = s;
      m[weights + i] = Math.fma(m[rates + LANES + i % LANES], g / root, w);
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
    ${number} keep = (${number}) rho;
    ${number} share = (${number}) (1 - rho);
    ${number} least = (${number}) epsilon;
    for (int i = 0; i < elements * LANES; i++) {
      ${number} w = m[weights + i];
      ${number} g = Math.fma(m[rates + i % LANES], w, m[gradient + i]);
      ${number} s = average(keep, m[squares + i], share * g, g);
      ${number} d = m[changes + i];
      ${number} u = (${number}) Math.sqrt((d + least) / (s + least)) * g;
      m[squares + i] = s;
      m[changes + i] = average(keep, d, share * u, u);
      m[weights + i] = Math.fma(m[rates + LANES + i % LANES], u, w);
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
    ${number} share1 = (${number}) (1 - beta1);
    ${number} share2 = (${number}) (1 - beta2);
    for (int i = 0; i < elements * LANES; i++) {
      ${number} w = m[weights + i];
      ${number} g = Math.fma(m[rates + i % LANES], w, m[gradient + i]);
      ${number} mean = average((${number}) beta1, m[means + i], share1, g);
      ${number} s = average((${number}) beta2, m[squares + i], share2 * g, g);
      ${number} root = m[rates + 3 * LANES + i % LANES];
      ${number} scale = Math.fma(root, (${number}) Math.sqrt(s), (${number}) epsilon);
      ${number} kept = m[rates + LANES + i % LANES] * w;
      m[means + i] = mean;
      m[squares + i] = s;
      m[weights + i] = Math.fma(m[rates + 2 * LANES + i % LANES], mean / scale, kept);
    }
  }

  /** a s + b x, but 0 instead of what is tiny. */
  private static ${number} average(${number} a, ${number} s, ${number} b, ${number} x) {
    return Math.fma(b, x, Math.fma(a, s, TINY)) - TINY;
  }

  @Override
  public void descendAndMultiply(
      int weights, int a, int x, int rates, int b, int c, int rows, int columns) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns * LANES; j++) {
        int lane = j % LANES;
        int w = weights + i * columns * LANES + j;
        ${number} gradient = m[a + i * LANES + lane] * m[x + j];
        m[w] = Math.fma(m[rates + lane], gradient, m[rates + LANES + lane] * m[w]);
        ${number} factor = m[b + i * LANES + lane];
        m[c + j] = i == 0 ? factor * m[w] : Math.fma(factor, m[w], m[c + j]);
      }
    }
  }

  @Override
  public void forward(Dense layer, int rows, int a, int w, int z) {
    forward(layer, rows, a, LANES, 1, w, z);
  }

  @Override
  public void forwardShared(Dense layer, int rows, int a, int w, int z) {
    forward(layer, rows, a, 1, 0, w, z);
  }

  /** Inputs stand ${"{@code step}"} apart, and those of the next lane ${"{@code next}"}. */
  private void forward(Dense layer, int rows, int a, int step, int next, int w, int z) {
    ${number}[] m = memory.numbers();
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < layer.outputs(); o++) {
        for (int lane = 0; lane < LANES; lane++) {
          int row = w + o * layer.stride() * LANES + lane;
          ${number} sum = layer.bias() ? m[row + layer.inputs() * LANES] : 0;
          for (int i = 0; i < layer.inputs(); i++) {
            sum = Math.fma(m[a + (r * layer.inputs() + i) * step + lane * next], m[row + i * LANES], sum);
          }
          m[z + (r * layer.outputs() + o) * LANES + lane] = sum;
        }
      }
    }
  }

  @Override
  public void backward(Dense layer, int rows, int dz, int w, int da) {
    ${number}[] m = memory.numbers();
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < layer.inputs(); i++) {
        for (int lane = 0; lane < LANES; lane++) {
          ${number} sum = 0;
          for (int o = 0; o < layer.outputs(); o++) {
            ${number} d = m[dz + (r * layer.outputs() + o) * LANES + lane];
            sum = Math.fma(d, m[w + (o * layer.stride() + i) * LANES + lane], sum);
          }
          m[da + (r * layer.inputs() + i) * LANES + lane] = sum;
        }
      }
    }
  }

  @Override
  public void gradient(Dense layer, int rows, int a, int dz, int g, boolean add) {
    gradient(layer, rows, a, LANES, 1, dz, g, add);
  }

  @Override
  public void gradientShared(Dense layer, int rows, int a, int dz, int g, boolean add) {
    gradient(layer, rows, a, 1, 0, dz, g, add);
  }

  private void gradient(
      Dense layer, int rows, int a, int step, int next, int dz, int g, boolean add) {
    ${number}[] m = memory.numbers();
    for (int o = 0; o < layer.outputs(); o++) {
      for (int i = 0; i < layer.stride(); i++) {
        for (int lane = 0; lane < LANES; lane++) {
          int at = g + (o * layer.stride() + i) * LANES + lane;
          ${number} sum = add ? m[at] : 0;
          for (int r = 0; r < rows; r++) {
            ${number} d = m[dz + (r * layer.outputs() + o) * LANES + lane];
            ${number} x = i == layer.inputs() ? 1 : m[a + (r * layer.inputs() + i) * step + lane * next];
            sum = Math.fma(d, x, sum);
          }
          m[at] = sum;
        }
      }
    }
  }

  @Override
  public void activate(Activation f, int elements, int z, int a) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      ${number} x = m[z + i];
      m[a + i] =
          switch (f) {
            case IDENTITY -> x;
            case RELU -> x <= 0 ? 0 : x;
            case ELU -> x < 0 ? Functions${p.bits}.expm1(x) : x;
            case SOFTPLUS -> Functions${p.bits}.softplus(x);
            case SIGMOID -> Functions${p.bits}.sigmoid(x);
            case TANH -> Functions${p.bits}.tanh(x);
            case SQUARE -> x * x;
          };
    }
  }

  @Override
  public void activateBack(Activation f, int elements, int z, int a, int da, int dz) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      ${number} x = m[z + i];
      ${number} y = m[a + i];
      ${number} d = m[da + i];
      m[dz + i] =
          switch (f) {
            case IDENTITY -> d;
            case RELU -> x <= 0 ? 0 : d;
            case ELU -> x < 0 ? d * (y + 1) : d;
            case SOFTPLUS -> d * Functions${p.bits}.sigmoid(x);
            case SIGMOID -> d * (y * (1 - y));
            case TANH -> d * Math.fma(-y, y, 1);
            case SQUARE -> d * (x + x);
          };
    }
  }

  @Override
  public void crossEntropy(
      int rows, int outputs, int z, int labels, double factor, int dz, double[] losses, int at) {
    ${number}[] m = memory.numbers();
    double[] exps = new double[outputs];
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < LANES; lane++) {
        int first = row * outputs * LANES + lane;
        double label = m[labels + row * LANES + lane];
        int best = 0;
        double hit = m[z + first];
        for (int o = 1; o < outputs; o++) {
          best = m[z + first + o * LANES] > m[z + first + best * LANES] ? o : best;
          hit = o == label ? m[z + first + o * LANES] : hit;
        }
        double most = m[z + first + best * LANES];
        // The largest has exp 0 = 1; the sum of the others keeps the digits that 1 would swallow.
        double rest = 0;
        for (int o = 0; o < outputs; o++) {
          exps[o] = Functions64.exp((double) m[z + first + o * LANES] - most);
          rest += o == best ? 0 : exps[o];
        }
        losses[at + lane] += Functions64.log1p(rest) + (most - hit);
        double total = rest + 1;
        for (int o = 0; o < outputs; o++) {
          double d = o != label ? exps[o] : o == best ? -rest : exps[o] - total;
          m[dz + first + o * LANES] = (${number}) (d / total * factor);
        }
      }
    }
  }

  @Override
  public void logistic(
      int elements, int z, int labels, double factor, int dz, double[] losses, int at) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      double sign = 1 - 2 * (double) m[labels + i];
      double x = sign * m[z + i];
      losses[at + i % LANES] += Functions64.softplus(x);
      m[dz + i] = (${number}) (sign * factor * Functions64.sigmoid(x));
    }
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
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      double r = (double) m[z + i] - m[targets + i];
      double square = r * r;
      double q = exponent == 2 ? r : exponent == 4 ? square * r : square * square * r;
      losses[at + i % LANES] = Math.fma(q, r, losses[at + i % LANES]);
      m[dz + i] = (${number}) (factor * q);
    }
  }

  @Override
  public void countRight(int rows, int outputs, int z, int labels, double[] counts, int at) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < rows * LANES; i++) {
      int first = z + i / LANES * outputs * LANES + i % LANES;
      double label = m[labels + i];
      boolean right = true;
      if (outputs == 1) {
        right = label == 1 ? m[first] > 0 : m[first] <= 0;
      } else {
        ${number} hit = m[first + (int) label * LANES];
        for (int o = 0; o < outputs; o++) {
          ${number} x = m[first + o * LANES];
          right &= o < label ? hit > x : hit >= x;
        }
      }
      counts[at + i % LANES] += right ? 1 : 0;
    }
  }

  @Override
  public void mask(int elements, int mask, int w) {
    ${number}[] m = memory.numbers();
    for (int i = 0; i < elements * LANES; i++) {
      m[w + i] = m[mask + i / LANES] * m[w + i];
    }
  }
}
</#list>
