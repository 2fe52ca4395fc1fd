package org.isobath.network;

import java.util.Map;

/**
 * The weights of a single unit in the plane of its first two inputs: norm · (ratio, 1, 0, …) / ‖·‖,
 * the same for every seed. On inputs that are unit vectors, the unit's sums for the first two are
 * in this ratio.
 *
 * @param ratio of the first weight to the second, not negative
 * @param norm of all weights, positive
 */
public record Direction(double ratio, double norm) implements Initializer {
  /** Validates. */
  public Direction {
    if (!(ratio >= 0 && norm > 0) || Double.isInfinite(ratio) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException(
          "Invalid direction: ratio %s, norm %s (must be finite, not negative and positive)"
              .formatted(ratio, norm));
    }
  }

  @Override
  public String kind() {
    return "direction";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("ratio", ratio, "norm", norm);
  }

  @Override
  public double[][] weights(long seed, Network.Shape[] shapes) {
    String misfit = misfit(shapes);
    if (!misfit.isEmpty()) {
      throw new IllegalArgumentException(misfit);
    }
    double length = StrictMath.hypot(ratio, 1);
    double[] weights = new double[shapes[0].in()];
    weights[0] = norm * (ratio / length);
    weights[1] = norm * (1 / length);
    return new double[][] {weights};
  }

  @Override
  public boolean isZero() {
    return false;
  }

  @Override
  public String misfit(Network.Shape[] shapes) {
    return shapes.length == 1 && shapes[0].out() == 1 && shapes[0].inputs() >= 2
        ? ""
        : "a direction needs one unit of at least 2 inputs";
  }
}
