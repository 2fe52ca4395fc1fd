package org.isobath.network;

import java.util.Map;

/**
 * Weights drawn from N(0, gain / inputs of their layer), independently; biases are zero
 * (docs/equations.md, eq. 9).
 *
 * @param gain 2 keeps the squares of sums of equal size through ReLU units (He, Zhang, Ren, Sun,
 *     2015), 1 through linear ones (LeCun, Bottou, Orr, Müller, 1998); positive
 */
public record FanIn(double gain) implements Initializer {
  /** Validates. */
  public FanIn {
    if (!(gain > 0) || Double.isInfinite(gain)) {
      throw new IllegalArgumentException(
          "Invalid gain: " + gain + " (must be finite and positive)");
    }
  }

  @Override
  public String kind() {
    return "fan-in";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("gain", gain);
  }

  @Override
  public double[][] weights(long seed, Network.Shape[] shapes) {
    double[][] weights = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      double deviation = Math.sqrt(gain / shapes[layer].inputs());
      weights[layer] = Gaussian.draw(seed, layer + 1, shapes[layer], deviation);
    }
    return weights;
  }

  @Override
  public boolean isZero() {
    return false;
  }

  @Override
  public String misfit(Network.Shape[] shapes) {
    return "";
  }
}
