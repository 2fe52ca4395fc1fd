package org.isobath.data;

import java.util.List;

/**
 * A generated linear regression: y = x·β + noise · ε with x and ε standard normal, and coefficients
 * β_j = norm · j^−decay / ‖(1^−decay, …, d^−decay)‖ (docs/equations.md, eq. 62). So ‖β‖ is the
 * norm, decay 0 makes all coefficients equal, and what features p + 1 … d contribute can be summed
 * by hand. With norm 0 and noise 1 the targets mean nothing: equations to be fitted.
 *
 * @param features d, at least 1
 * @param rows at least 1; a table of more rows begins with the same
 * @param noise the standard deviation of what no feature explains, at least 0
 * @param norm ‖β‖, at least 0
 * @param decay how fast coefficients fall, at least 0
 * @param seed each gives another table
 */
public record GaussianFeatures(
    int features, int rows, double noise, double norm, double decay, long seed)
    implements DataSource {
  /** The source's name in job files and tables. */
  public static final String NAME = "gaussian-features";

  @Override
  public String name() {
    return NAME;
  }

  /** β, one a feature. */
  public double[] coefficients() {
    double[] coefficients = new double[features];
    double squares = 0;
    for (int j = 0; j < features; j++) {
      coefficients[j] = StrictMath.pow(j + 1, -decay);
      squares = Math.fma(coefficients[j], coefficients[j], squares);
    }
    double factor = norm / Math.sqrt(squares);
    for (int j = 0; j < features; j++) {
      coefficients[j] *= factor;
    }
    return coefficients;
  }

  @Override
  public Dataset load(DataFolder folder) {
    double[] x = Generated.gaussian(seed, Generated.GAUSSIAN_FEATURES, rows, features);
    double[] y = Generated.gaussian(seed, Generated.GAUSSIAN_NOISE, rows, 1);
    double[] coefficients = coefficients();
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int j = 0; j < features; j++) {
        sum = Math.fma(x[row * features + j], coefficients[j], sum);
      }
      y[row] = Math.fma(noise, y[row], sum);
    }
    return new Dataset(NAME, Generated.names(features), List.of("y"), rows, x, y);
  }
}
