package org.isobath.network;

import java.util.List;
import java.util.Map;

/**
 * No network of data, but a loss of its weights alone, for what noise does in a landscape: two
 * wells of equal depth 0 at u = ±1, v = 0, one flat (u < 0) and one sharp (u > 0) in every
 * transverse direction,
 *
 * <p>U(u, v) = height (u² − 1)² + ½ κ(u) Σ_j v_j², κ(u) = flat + (sharp − flat) s(u), with s(u) = 0
 * for u ≤ −1, 1 for u ≥ 1 and (2 + 3u − u³)/4 between, so that U has a continuous gradient.
 *
 * <p>Its weights are one 1 × (1 + directions) matrix: u, then v.
 *
 * @param directions number of transverse directions v, at least 1
 * @param height of the barrier at u = 0, positive
 * @param flat curvature in v of the flat well, positive
 * @param sharp curvature in v of the sharp well, not smaller
 */
public record DoubleWell(int directions, double height, double flat, double sharp)
    implements Network {
  /** Validates. */
  public DoubleWell {
    if (directions < 1) {
      throw new IllegalArgumentException(
          "Invalid directions: " + directions + " (must be at least 1)");
    }
    if (!(height > 0 && flat > 0 && sharp >= flat && sharp < Double.POSITIVE_INFINITY)
        || Double.isInfinite(height)) {
      throw new IllegalArgumentException(
          "Invalid double well: height %s, flat %s, sharp %s (must be finite, positive, flat ≤ sharp)"
              .formatted(height, flat, sharp));
    }
  }

  @Override
  public String kind() {
    return "double-well";
  }

  @Override
  public int depth() {
    return 1;
  }

  @Override
  public List<Integer> widths() {
    return List.of();
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("directions", directions, "height", height, "flat", flat, "sharp", sharp);
  }

  @Override
  public Shape[] shapes(int features, int outputs) {
    return new Shape[] {new Shape(1, 1 + directions)};
  }

  @Override
  public double parameters(int features, int outputs) {
    return 1.0 + directions;
  }
}
