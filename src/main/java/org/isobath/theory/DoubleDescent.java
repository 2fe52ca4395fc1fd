package org.isobath.theory;

/**
 * The expected test error of least squares on the first p of D Gaussian features, of least norm
 * where there are several solutions (Belkin, Hsu, Xu 2020; docs/equations.md, eq. 80): it peaks
 * where p is the number of rows, and falls again beyond.
 */
public final class DoubleDescent {
  private final double[] coefficients;
  private final double noise;
  private final int rows;

  /**
   * A regression y = x·β + noise · ε, x and ε standard normal.
   *
   * @param coefficients β, one a feature; copied
   * @param noise standard deviation of what no feature explains, at least 0
   * @param rows n, on which is trained, at least 1
   */
  public DoubleDescent(double[] coefficients, double noise, int rows) {
    if (rows < 1 || !(noise >= 0)) {
      throw new IllegalArgumentException("Invalid regression: %d rows".formatted(rows));
    }
    this.coefficients = coefficients.clone();
    this.noise = noise;
    this.rows = rows;
  }

  /**
   * E (prediction − y)² over training rows and a new row. The loss at p = 2 is half of it (eq. 2).
   *
   * @param features p, from 1 to the number of coefficients
   * @return infinite at n − 1, n and n + 1 features
   */
  public double squaredError(int features) {
    if (features < 1 || features > coefficients.length) {
      throw new IllegalArgumentException(
          "Invalid features: " + features + " (must be 1 to " + coefficients.length + ")");
    }
    double seen = 0;
    double rest = noise * noise;
    for (int j = 0; j < coefficients.length; j++) {
      double square = coefficients[j] * coefficients[j];
      if (j < features) {
        seen += square;
      } else {
        rest += square;
      }
    }
    double p = features;
    double n = rows;
    if (p <= n - 2) {
      return rest * (1 + p / (n - p - 1));
    }
    return p >= n + 2
        ? seen * (1 - n / p) + rest * (1 + n / (p - n - 1))
        : Double.POSITIVE_INFINITY;
  }
}
