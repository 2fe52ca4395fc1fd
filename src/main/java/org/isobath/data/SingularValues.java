package org.isobath.data;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The singular value decomposition of a small matrix. Commons Math is plain Java, so every machine
 * gives the same bits.
 *
 * @param rows the rows of the matrix
 * @param values min(rows, columns) values, descending, at least 0
 * @param left row-major, rows × min(rows, columns), orthonormal columns
 * @param right row-major, columns × min(rows, columns), orthonormal columns
 */
record SingularValues(int rows, double[] values, double[] left, double[] right) {
  /** Smaller singular values, relative to the largest, are taken for rounding of 0. */
  private static final double NEGLIGIBLE = 1e-13;

  /**
   * Decomposes.
   *
   * @param matrix row-major, rows × columns, all finite
   */
  static SingularValues of(int rows, int columns, double[] matrix) {
    double largest = Arrays.stream(matrix).map(Math::abs).max().orElse(0);
    int rank = Math.min(rows, columns);
    if (largest == 0) {
      return new SingularValues(
          rows, new double[rank], identity(rows, rank), identity(columns, rank));
    }
    // A power of two: no rounding, and squares of the values neither overflow nor underflow.
    double unit = Math.scalb(1.0, Math.getExponent(largest));
    double[][] scaled = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        scaled[i][j] = matrix[i * columns + j] / unit;
      }
    }
    var decomposition = new SingularValueDecomposition(new Array2DRowRealMatrix(scaled, false));
    double[] values = decomposition.getSingularValues();
    Arrays.setAll(values, i -> values[i] * unit);
    RealMatrix u = decomposition.getU();
    double[] left = new double[rows * rank];
    Arrays.setAll(left, i -> u.getEntry(i / rank, i % rank));
    RealMatrix v = decomposition.getV();
    double[] right = new double[columns * rank];
    Arrays.setAll(right, i -> v.getEntry(i / rank, i % rank));
    return new SingularValues(rows, values, left, right);
  }

  /** How many values are not negligible. */
  int rank() {
    return (int) Arrays.stream(values).filter(v -> v > NEGLIGIBLE * values[0]).count();
  }

  private static double[] identity(int rows, int columns) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < columns; i++) {
      result[i * columns + i] = 1;
    }
    return result;
  }
}
