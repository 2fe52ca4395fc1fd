package org.isobath.theory;

import java.util.function.DoubleUnaryOperator;

/**
 * Where noise stays in a landscape of a flat and a sharp well of equal depth: shares of exp(−U/T),
 * whose transverse directions are integrated by hand and the other by quadrature
 * (docs/equations.md, eq. 82).
 *
 * @param height of the barrier between the wells, positive
 * @param flat transverse curvature of the flat well, positive
 * @param sharp transverse curvature of the sharp well, not smaller
 * @param temperature T, positive
 */
public record TwoWells(double height, double flat, double sharp, double temperature) {
  /** Above this exponent exp(−x) is nothing. */
  private static final double NOTHING = 745;

  /** Validates. */
  public TwoWells {
    if (!(height > 0 && flat > 0 && sharp >= flat && temperature > 0)
        || Double.isInfinite(height + sharp + temperature)) {
      throw new IllegalArgumentException(
          "Invalid wells: height %s, flat %s, sharp %s, temperature %s"
              .formatted(height, flat, sharp, temperature));
    }
  }

  /**
   * The share of the flat well, u &lt; 0.
   *
   * @param directions number of transverse directions, at least 0
   */
  public double flatShare(int directions) {
    DoubleUnaryOperator density =
        u ->
            StrictMath.exp(
                -height * (u * u - 1) * (u * u - 1) / temperature
                    - directions / 2.0 * StrictMath.log(curvature(u) / flat));
    double far = Math.sqrt(1 + Math.sqrt(NOTHING * temperature / height));
    GaussLegendre rule = new GaussLegendre();
    // Split where the curvature's second derivative jumps.
    double left = rule.integral(density, -far, -1, false) + rule.integral(density, -1, 0, false);
    double right = rule.integral(density, 0, 1, false) + rule.integral(density, 1, far, false);
    return left / (left + right);
  }

  private double curvature(double u) {
    double share = u <= -1 ? 0 : u >= 1 ? 1 : (2 + 3 * u - u * u * u) / 4;
    return flat + (sharp - flat) * share;
  }
}
