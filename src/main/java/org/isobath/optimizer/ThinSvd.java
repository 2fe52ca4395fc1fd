package org.isobath.optimizer;

import java.util.Arrays;

/**
 * The thin singular value decomposition W = Σ_r σ_r u_r v_rᵀ of a matrix with few rows or columns,
 * by one-sided Jacobi rotations (Golub, Van Loan, Matrix computations, section 8.6.3): + − × ÷ √ in
 * a fixed order, so every machine gives the same bits.
 *
 * @param squares σ_r², without those below 1e-13 of the largest
 * @param left u_r, one a row
 * @param right v_r, one a row
 */
record ThinSvd(double[] squares, double[][] left, double[][] right) {
  /** Eigenvalues of W Wᵀ below this share of the largest are rounding. */
  private static final double RANK_CUT = 1e-13;

  private static final double ORTHOGONAL = 0x1p-52;
  private static final int MOST_SWEEPS = 40;

  static ThinSvd of(double[][] matrix) {
    boolean wide = matrix.length <= matrix[0].length;
    double[][] rows = wide ? copy(matrix) : transposed(matrix);
    double[][] rotation = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      rotation[i][i] = 1;
    }
    boolean turned = true;
    for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
      turned = false;
      for (int p = 0; p < rows.length; p++) {
        for (int q = p + 1; q < rows.length; q++) {
          turned |= turn(rows, rotation, p, q);
        }
      }
    }
    // rotation · matrix = rows, whose rows are orthogonal: σ_r v_rᵀ.
    double[] squares = new double[rows.length];
    double largest = 0;
    for (int r = 0; r < rows.length; r++) {
      squares[r] = dot(rows[r], rows[r]);
      largest = Math.max(largest, squares[r]);
    }
    int rank = 0;
    for (int r = 0; r < rows.length; r++) {
      if (squares[r] > 0 && squares[r] >= RANK_CUT * largest) {
        double length = Math.sqrt(squares[r]);
        double[] unit = rows[r];
        for (int i = 0; i < unit.length; i++) {
          unit[i] /= length;
        }
        squares[rank] = squares[r];
        rows[rank] = unit;
        rotation[rank] = rotation[r];
        rank++;
      }
    }
    double[][] turns = Arrays.copyOf(rotation, rank);
    double[][] units = Arrays.copyOf(rows, rank);
    return new ThinSvd(Arrays.copyOf(squares, rank), wide ? turns : units, wide ? units : turns);
  }

  /** Makes two rows orthogonal, unless they are. */
  private static boolean turn(double[][] rows, double[][] rotation, int p, int q) {
    double pp = dot(rows[p], rows[p]);
    double qq = dot(rows[q], rows[q]);
    double pq = dot(rows[p], rows[q]);
    // Negated so that NaN turns nothing.
    if (!(Math.abs(pq) > ORTHOGONAL * Math.sqrt(pp) * Math.sqrt(qq))) {
      return false;
    }
    double zeta = (qq - pp) / (2 * pq);
    double size = 1 / (Math.abs(zeta) + Math.sqrt(Math.fma(zeta, zeta, 1)));
    double tangent = zeta < 0 ? -size : size;
    double cosine = 1 / Math.sqrt(Math.fma(tangent, tangent, 1));
    turn(rows[p], rows[q], cosine, cosine * tangent);
    turn(rotation[p], rotation[q], cosine, cosine * tangent);
    return true;
  }

  private static void turn(double[] p, double[] q, double cosine, double sine) {
    for (int i = 0; i < p.length; i++) {
      double old = p[i];
      p[i] = Math.fma(cosine, old, -sine * q[i]);
      q[i] = Math.fma(sine, old, cosine * q[i]);
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }
}
