package org.isobath.data;

/**
 * The QR factorization of the leading columns of a matrix by Householder reflections, H = I − τ v
 * vᵀ with v = (0 … 0, 1, v_{k+1} … v_n).
 *
 * <p>Golub and Van Loan, "Matrix computations", section 5.2. Sums run in the order of rows and use
 * fma, so every machine gives the same bits; sweeping row by row lets the compiler use vectors.
 */
final class Householder {
  private final int rows;
  private final int columns;
  private final double[] matrix;
  private final double[] taus;

  private Householder(int rows, int columns, double[] matrix, int steps) {
    this.rows = rows;
    this.columns = columns;
    this.matrix = matrix;
    this.taus = new double[steps];
  }

  /**
   * Factors in place.
   *
   * @param rows at least steps
   * @param columns at least steps
   * @param matrix row-major, rows × columns, all finite; afterwards its first steps columns hold R
   *     on and above the diagonal and the reflections below it, and the others are multiplied by Qᵀ
   * @param steps how many leading columns become triangular
   * @return the reflections, which go on using the matrix
   */
  static Householder factor(int rows, int columns, double[] matrix, int steps) {
    Householder result = new Householder(rows, columns, matrix, steps);
    double[] products = new double[columns];
    for (int step = 0; step < steps; step++) {
      result.taus[step] = result.makeReflection(step);
      if (result.taus[step] != 0) {
        result.reflect(step, matrix, columns, step + 1, products);
      }
    }
    return result;
  }

  /**
   * Multiplies by Q, in place.
   *
   * @param other row-major, rows × width
   */
  void applyQ(double[] other, int width) {
    double[] products = new double[width];
    for (int step = taus.length - 1; step >= 0; step--) {
      if (taus[step] != 0) {
        reflect(step, other, width, 0, products);
      }
    }
  }

  /** Replaces a column by its reflection: ∓ its norm on the diagonal, v below. Returns τ. */
  private double makeReflection(int step) {
    int diagonal = step * columns + step;
    double largest = 0;
    for (int i = diagonal + columns; i < matrix.length; i += columns) {
      largest = Math.max(largest, Math.abs(matrix[i]));
    }
    if (largest == 0) {
      return 0; // nothing below the diagonal: H = I
    }
    double head = matrix[diagonal];
    // Dividing by the largest keeps the squares from overflowing and underflowing.
    double unit = Math.max(largest, Math.abs(head));
    double squares = 0;
    for (int i = diagonal; i < matrix.length; i += columns) {
      double scaled = matrix[i] / unit;
      squares = Math.fma(scaled, scaled, squares);
    }
    double norm = unit * Math.sqrt(squares);
    double result = head > 0 ? -norm : norm; // away from head: no cancellation
    double difference = head - result;
    for (int i = diagonal + columns; i < matrix.length; i += columns) {
      matrix[i] /= difference;
    }
    matrix[diagonal] = result;
    return -difference / result;
  }

  /** other ← H other, in its columns from a first one on. */
  private void reflect(int step, double[] other, int width, int first, double[] products) {
    // products = vᵀ other, then other −= τ v products
    System.arraycopy(other, step * width, products, 0, width);
    for (int row = step + 1; row < rows; row++) {
      double v = matrix[row * columns + step];
      int offset = row * width;
      for (int j = first; j < width; j++) {
        products[j] = Math.fma(v, other[offset + j], products[j]);
      }
    }
    double tau = taus[step];
    for (int j = first; j < width; j++) {
      products[j] *= tau;
      other[step * width + j] -= products[j];
    }
    for (int row = step + 1; row < rows; row++) {
      double minusV = -matrix[row * columns + step];
      int offset = row * width;
      for (int j = first; j < width; j++) {
        other[offset + j] = Math.fma(minusV, products[j], other[offset + j]);
      }
    }
  }
}
