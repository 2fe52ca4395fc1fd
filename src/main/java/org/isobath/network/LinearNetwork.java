package org.isobath.network;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A linear network of depth N without biases: it predicts X W₁ᵀ … W_Nᵀ, its end-to-end matrix is
 * W_e = W_N … W₁ (docs/equations.md, eq. 1).
 *
 * @param widths the N − 1 hidden widths, from the input side; empty at depth 1
 */
public record LinearNetwork(List<Integer> widths) implements Network {
  /** Validates. */
  public LinearNetwork {
    widths = List.copyOf(widths);
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException("Invalid width: " + width + " (must be at least 1)");
      }
    }
  }

  /** A network whose hidden layers all have one width; the width has no meaning at depth 1. */
  public static LinearNetwork of(int depth, int width) {
    if (depth < 1) {
      throw new IllegalArgumentException("Invalid depth: " + depth + " (must be at least 1)");
    }
    return new LinearNetwork(Collections.nCopies(depth - 1, width));
  }

  @Override
  public String kind() {
    return "linear";
  }

  @Override
  public int depth() {
    return widths.size() + 1;
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of();
  }

  @Override
  public Shape[] shapes(int features, int targets) {
    Shape[] shapes = new Shape[depth()];
    int in = features;
    for (int layer = 0; layer < shapes.length; layer++) {
      int out = layer == widths.size() ? targets : widths.get(layer);
      shapes[layer] = new Shape(out, in);
      in = out;
    }
    return shapes;
  }

  @Override
  public double parameters(int features, int targets) {
    double sum = 0;
    double in = features;
    for (int width : widths) {
      sum += in * width;
      in = width;
    }
    return sum + in * targets;
  }
}
