package org.isobath.data;

import java.io.Serializable;

/**
 * The data of the power-2 loss in as few rows as there are features, without loss of accuracy
 * (docs/equations.md, eq. 6).
 *
 * <p>With the Householder factorization X = Q R, Q orthogonal, all W satisfy
 *
 * <pre>  Σ ‖X W − Y‖² = Σ ‖R W − Z‖² + Σ remainders,</pre>
 *
 * where Z is the upper part of Qᵀ Y and each remainder is the sum of squares of a column of its
 * lower part: what no W can reach. Target by target the same holds. So gradients of both sides are
 * equal, at the cost of min(rows, features) rows instead of all. Unlike the Gram matrix XᵀX this
 * squares no condition number and cancels nothing near the optimum.
 *
 * @param triangular whether R is upper triangular: not if the data have no more rows than features
 * @param rows the rows of R and Z: min(rows of the data, features)
 * @param features R, row-major, rows × features; the features themselves if not triangular
 * @param targets Z, row-major, rows × targets
 * @param remainders one a target, at least 0
 */
public record Compression(
    boolean triangular, int rows, double[] features, double[] targets, double[] remainders)
    implements Serializable {
  /** Compresses a dataset: about 2 × rows × features² multiplications. */
  public static Compression of(Dataset data) {
    int columns = data.features();
    int outputs = data.targets();
    if (data.rows() <= columns) {
      return new Compression(
          false, data.rows(), data.featureArray(), data.targetArray(), new double[outputs]);
    }
    int width = columns + outputs;
    double[] joined = joined(data);
    Householder.factor(data.rows(), width, joined, columns);
    double[] features = new double[columns * columns];
    double[] targets = new double[columns * outputs];
    for (int row = 0; row < columns; row++) {
      int diagonal = row * width + row;
      System.arraycopy(joined, diagonal, features, row * columns + row, columns - row);
      System.arraycopy(joined, row * width + columns, targets, row * outputs, outputs);
    }
    double[] remainders = new double[outputs];
    for (int row = columns; row < data.rows(); row++) {
      for (int k = 0; k < outputs; k++) {
        double rest = joined[row * width + columns + k];
        remainders[k] = Math.fma(rest, rest, remainders[k]);
      }
    }
    return new Compression(true, columns, features, targets, remainders);
  }

  /** [X Y], row-major. */
  private static double[] joined(Dataset data) {
    int width = data.features() + data.targets();
    double[] joined = new double[Math.multiplyExact(data.rows(), width)];
    for (int row = 0; row < data.rows(); row++) {
      int to = row * width;
      System.arraycopy(data.featureArray(), row * data.features(), joined, to, data.features());
      System.arraycopy(
          data.targetArray(), row * data.targets(), joined, to + data.features(), data.targets());
    }
    return joined;
  }
}
