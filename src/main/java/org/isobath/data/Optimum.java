package org.isobath.data;

import java.util.Arrays;

/**
 * The least loss that a linear model without bias can reach: the minimum over w of L = 1/(p n) Σ
 * (x·w − y)^p, summed over targets, each of which is solved by itself (docs/equations.md, eq. 7).
 *
 * <p>p = 2 is what remains outside the column space of X. Higher powers are convex and minimised by
 * {@link PowerRegression} in an orthonormal basis of that space, which leaves directions out that
 * the data do not determine.
 */
public final class Optimum {
  /** A least-squares residual below this share of ‖y‖ is rounding: the data are interpolated. */
  private static final double INTERPOLATED = 1e-13;

  private Optimum() {}

  /**
   * The least loss, right to about 10⁻¹⁰ of itself; exactly 0 if the data can be interpolated.
   *
   * <p>Takes about 2 × rows × features² multiplications for p = 2, and as many again a step for
   * higher powers, of which it takes some 10 to 30 a target.
   *
   * @param data any; features may be linearly dependent, and more than rows
   * @param exponent p: 2, 4 or 6
   */
  public static double leastLoss(Dataset data, int exponent) {
    if (exponent != 2 && exponent != 4 && exponent != 6) {
      throw new IllegalArgumentException("Invalid exponent: " + exponent + " (must be 2, 4 or 6)");
    }
    ColumnSpace space = ColumnSpace.of(data);
    double sum = 0;
    for (int k = 0; k < data.targets(); k++) {
      sum += least(space, column(data.targetArray(), k, data.targets()), exponent).loss();
    }
    return sum;
  }

  /** What models of least loss predict, row-major, rows × targets: the same for all of them. */
  static double[] predictions(Dataset data, int exponent) {
    ColumnSpace space = ColumnSpace.of(data);
    double[] predictions = data.targetArray().clone();
    for (int k = 0; k < data.targets(); k++) {
      double[] rest = least(space, column(data.targetArray(), k, data.targets()), exponent).rest();
      for (int row = 0; row < data.rows(); row++) {
        predictions[row * data.targets() + k] -= rest[row];
      }
    }
    return predictions;
  }

  private static PowerRegression.Least least(ColumnSpace space, double[] target, int exponent) {
    double largest = Arrays.stream(target).map(Math::abs).max().orElse(0);
    if (largest == 0) {
      return new PowerRegression.Least(0, target);
    }
    // Powers of values near 1 neither overflow nor underflow; a power of two rounds nothing.
    double unit = Math.scalb(1.0, Math.getExponent(largest));
    double[] scaled = Arrays.stream(target).map(v -> v / unit).toArray();
    double[] residual = space.residual(scaled);
    double squares = sumOfSquares(residual);
    if (Math.sqrt(squares) <= INTERPOLATED * Math.sqrt(sumOfSquares(scaled))) {
      return new PowerRegression.Least(0, new double[target.length]);
    }
    PowerRegression.Least least =
        exponent == 2
            ? new PowerRegression.Least(squares / (2.0 * target.length), residual)
            : PowerRegression.least(space, residual, exponent);
    return new PowerRegression.Least(
        least.loss() * StrictMath.pow(unit, exponent),
        Arrays.stream(least.rest()).map(v -> v * unit).toArray());
  }

  private static double sumOfSquares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum = Math.fma(value, value, sum);
    }
    return sum;
  }

  private static double[] column(double[] values, int column, int columns) {
    double[] result = new double[values.length / columns];
    Arrays.setAll(result, row -> values[row * columns + column]);
    return result;
  }
}
