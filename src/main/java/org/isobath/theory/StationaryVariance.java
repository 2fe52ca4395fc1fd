package org.isobath.theory;

/**
 * How far Langevin descent wanders in a quadratic in the end, exactly at any learning rate
 * (docs/equations.md, eq. 27 and 83).
 */
public final class StationaryVariance {
  private StationaryVariance() {}

  /**
   * The variance of one weight; infinite where descent diverges.
   *
   * @param temperature T, not negative
   * @param curvature κ, positive
   * @param learningRate η, positive
   */
  public static double of(double temperature, double curvature, double learningRate) {
    if (!(temperature >= 0 && curvature > 0 && learningRate > 0)) {
      throw new IllegalArgumentException(
          "Invalid temperature %s, curvature %s or learning rate %s (must be positive)"
              .formatted(temperature, curvature, learningRate));
    }
    double slowed = 1 - learningRate * curvature / 2;
    return slowed > 0 ? temperature / (curvature * slowed) : Double.POSITIVE_INFINITY;
  }
}
