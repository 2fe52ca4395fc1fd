package org.isobath.data;

import java.util.Arrays;

/** Linear systems with a symmetric positive semidefinite matrix, by Cholesky's factorization. */
final class PositiveSystem {
  /** The least share of its diagonal element that a pivot keeps: below is rounding. */
  private static final double LEAST_PIVOT = 1e-14;

  private PositiveSystem() {}

  /**
   * A solution x of A x = b. Where A is singular to rounding, the pivot is replaced by the diagonal
   * element, which gives a short step in that direction, as a descent needs.
   *
   * @param matrix row-major, b.length squared; only the lower triangle is read; overwritten
   * @param right b
   */
  static double[] solve(double[] matrix, double[] right) {
    int size = right.length;
    double[] x = right.clone();
    double[] scale = new double[size];
    // Unit diagonal first: pivots then tell how dependent a direction is, whatever its unit.
    Arrays.setAll(scale, i -> 1 / Math.sqrt(Math.max(matrix[i * size + i], Double.MIN_NORMAL)));
    for (int i = 0; i < size; i++) {
      x[i] *= scale[i];
      for (int j = 0; j < i; j++) {
        int at = i * size + j;
        double sum = matrix[at] * scale[i] * scale[j];
        for (int k = 0; k < j; k++) {
          sum = Math.fma(-matrix[i * size + k], matrix[j * size + k], sum);
        }
        matrix[at] = sum / matrix[j * size + j];
      }
      double pivot = 1;
      for (int k = 0; k < i; k++) {
        pivot = Math.fma(-matrix[i * size + k], matrix[i * size + k], pivot);
      }
      matrix[i * size + i] = Math.sqrt(pivot > LEAST_PIVOT ? pivot : 1);
    }
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        x[i] = Math.fma(-matrix[i * size + k], x[k], x[i]);
      }
      x[i] /= matrix[i * size + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        x[i] = Math.fma(-matrix[k * size + i], x[k], x[i]);
      }
      x[i] = x[i] / matrix[i * size + i];
    }
    for (int i = 0; i < size; i++) {
      x[i] *= scale[i];
    }
    return x;
  }
}
