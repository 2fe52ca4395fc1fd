package org.isobath.data;

import java.util.Arrays;

/**
 * An orthonormal basis of the space that the features span: the left singular vectors of X with
 * columns of unit length, without those of negligible singular values.
 *
 * @param rows n
 * @param rank r, the dimension of the space
 * @param basis row-major, rows × rank
 */
record ColumnSpace(int rows, int rank, double[] basis) {
  /** The space of a dataset's features. */
  static ColumnSpace of(Dataset data) {
    int rows = data.rows();
    int columns = data.features();
    double[] matrix = withUnitColumns(data);
    if (rows <= columns) {
      SingularValues small = SingularValues.of(rows, columns, matrix);
      return new ColumnSpace(rows, small.rank(), leading(small, rows));
    }
    // X = Q R and R = U S Vᵀ, so the left singular vectors of X are Q U.
    Householder householder = Householder.factor(rows, columns, matrix, columns);
    double[] triangle = new double[columns * columns];
    for (int row = 0; row < columns; row++) {
      int diagonal = row * columns + row;
      System.arraycopy(matrix, diagonal, triangle, diagonal, columns - row);
    }
    SingularValues small = SingularValues.of(columns, columns, triangle);
    double[] basis = leading(small, rows);
    householder.applyQ(basis, small.rank());
    return new ColumnSpace(rows, small.rank(), basis);
  }

  /**
   * What of a vector lies outside the space; exactly 0 if the space is everything.
   *
   * @param vector rows values
   */
  double[] residual(double[] vector) {
    double[] rest = vector.clone();
    if (rank == rows) {
      Arrays.fill(rest, 0);
      return rest;
    }
    // Twice: the second pass removes what rounding left of the first.
    for (int pass = 0; pass < 2; pass++) {
      double[] coordinates = new double[rank];
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < rank; j++) {
          coordinates[j] = Math.fma(basis[row * rank + j], rest[row], coordinates[j]);
        }
      }
      subtract(coordinates, rest);
    }
    return rest;
  }

  /** vector −= basis × coordinates. */
  void subtract(double[] coordinates, double[] vector) {
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int j = 0; j < rank; j++) {
        sum = Math.fma(basis[row * rank + j], coordinates[j], sum);
      }
      vector[row] -= sum;
    }
  }

  /** The vectors of the leading singular values, with zeros below them. */
  private static double[] leading(SingularValues small, int rows) {
    int rank = small.rank();
    int width = small.values().length;
    double[] result = new double[rows * rank];
    for (int row = 0; row < small.rows(); row++) {
      System.arraycopy(small.left(), row * width, result, row * rank, rank);
    }
    return result;
  }

  /** Scaling columns changes no space, but lets the rank not depend on units. */
  private static double[] withUnitColumns(Dataset data) {
    int columns = data.features();
    double[] result = data.featureArray().clone();
    for (int column = 0; column < columns; column++) {
      double largest = 0;
      for (int i = column; i < result.length; i += columns) {
        largest = Math.max(largest, Math.abs(result[i]));
      }
      double squares = 0;
      for (int i = column; i < result.length && largest > 0; i += columns) {
        result[i] /= largest;
        squares = Math.fma(result[i], result[i], squares);
      }
      double norm = Math.sqrt(squares);
      for (int i = column; i < result.length && norm > 0; i += columns) {
        result[i] /= norm;
      }
    }
    return result;
  }
}
