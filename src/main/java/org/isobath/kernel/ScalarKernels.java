package org.isobath.kernel;

/**
 * The definition of every kernel, in plain loops. Slower than {@link VectorKernels}, with the same
 * bits.
 */
public final class ScalarKernels implements Kernels {
  @Override
  public String description() {
    return "scalar kernels (start Java with --add-modules=jdk.incubator.vector for vector kernels)";
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
    residualPass(rows, exponent, weights, gradient, offset, loss, lanes, 0);
  }

  /** The pass for the lanes from {@code firstLane} on. */
  static void residualPass(
      Rows rows,
      int exponent,
      double[] weights,
      double[] gradient,
      int offset,
      double[] loss,
      int lanes,
      int firstLane) {
    int width = rows.width();
    double[] x = rows.features();
    for (int lane = firstLane; lane < lanes; lane++) {
      int base = offset * lanes + lane;
      for (int f = 0; f < width; f++) {
        gradient[base + f * lanes] = 0;
      }
      double sum = 0;
      for (int row = 0; row < rows.count(); row++) {
        int start = row * width;
        double r = -rows.target(row);
        for (int f = 0; f < width; f++) {
          r = Math.fma(x[start + f], weights[base + f * lanes], r);
        }
        double power = oddPower(r, exponent);
        sum = Math.fma(power, r, sum);
        for (int f = 0; f < width; f++) {
          int g = base + f * lanes;
          gradient[g] = Math.fma(x[start + f], power, gradient[g]);
        }
      }
      loss[lane] = sum;
    }
  }

  /** r^{p−1} by a fixed tree of multiplications. */
  static double oddPower(double r, int exponent) {
    if (exponent == 2) {
      return r;
    }
    double square = r * r;
    return exponent == 4 ? square * r : square * square * r;
  }

  @Override
  public void product(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dot(a, i * inner, 1, b, j, columns, c, i * columns + j, inner, lanes, 0);
      }
    }
  }

  @Override
  public void productWithTransposed(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dot(a, i * inner, 1, b, j * inner, 1, c, i * columns + j, inner, lanes, 0);
      }
    }
  }

  @Override
  public void transposedProduct(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        dot(a, i, rows, b, j, columns, c, i * columns + j, inner, lanes, 0);
      }
    }
  }

  /**
   * One element of a product in the lanes from {@code firstLane} on: the first term is a product,
   * the others are fused in, in order. Places and strides count elements.
   */
  static void dot(
      double[] a,
      int aStart,
      int aStride,
      double[] b,
      int bStart,
      int bStride,
      double[] c,
      int target,
      int inner,
      int lanes,
      int firstLane) {
    for (int lane = firstLane; lane < lanes; lane++) {
      double sum = a[aStart * lanes + lane] * b[bStart * lanes + lane];
      for (int k = 1; k < inner; k++) {
        sum =
            Math.fma(
                a[(aStart + k * aStride) * lanes + lane],
                b[(bStart + k * bStride) * lanes + lane],
                sum);
      }
      c[target * lanes + lane] = sum;
    }
  }

  @Override
  public void scale(double[] a, double factor, int count) {
    for (int i = 0; i < count; i++) {
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
    for (int e = 0; e < elements; e++) {
      descend(weights, gradient, negativeLearningRate, keep, e * lanes, 0);
    }
  }

  /** One element's update in the lanes from {@code firstLane} on. */
  static void descend(
      double[] weights,
      double[] gradient,
      double[] negativeLearningRate,
      double[] keep,
      int base,
      int firstLane) {
    for (int lane = firstLane; lane < keep.length; lane++) {
      int i = base + lane;
      weights[i] = Math.fma(negativeLearningRate[lane], gradient[i], keep[lane] * weights[i]);
    }
  }
}
