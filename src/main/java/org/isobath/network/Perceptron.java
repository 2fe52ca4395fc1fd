package org.isobath.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isobath.kernel.Activation;

/**
 * A multilayer perceptron: affine layers with an activation after each but the last.
 *
 * @param widths the hidden widths, from the input side; empty at depth 1
 * @param activation of the hidden units
 * @param bias whether each unit has a bias: the column after the last input of its layer's matrix
 * @param mask 0 or 1 for each weight; a weight whose mask is 0 is 0 for ever. Layers that it does
 *     not mention are whole, biases are never masked
 */
public record Perceptron(
    List<Integer> widths, Activation activation, boolean bias, Optional<Mask> mask)
    implements Network {
  /** Validates. */
  public Perceptron {
    widths = List.copyOf(widths);
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException("Invalid width: " + width + " (must be at least 1)");
      }
    }
  }

  @Override
  public String kind() {
    return "perceptron";
  }

  @Override
  public int depth() {
    return widths.size() + 1;
  }

  /** All but the activation, which has a column and a key of its own. */
  @Override
  public Map<String, Object> constants() {
    Map<String, Object> constants = new TreeMap<>();
    constants.put("bias", bias);
    mask.ifPresent(m -> constants.put("mask", m.sha256()));
    return constants;
  }

  @Override
  public Shape[] shapes(int features, int outputs) {
    List<Shape> shapes = new ArrayList<>();
    int in = features;
    for (int layer = 0; layer < depth(); layer++) {
      int out = layer == widths.size() ? outputs : widths.get(layer);
      shapes.add(new Shape(out, bias ? in + 1 : in, bias));
      in = out;
    }
    return shapes.toArray(Shape[]::new);
  }

  @Override
  public double parameters(int features, int outputs) {
    double sum = 0;
    double in = features;
    for (int width : widths) {
      sum += (in + (bias ? 1 : 0)) * width;
      in = width;
    }
    return sum + (in + (bias ? 1 : 0)) * outputs;
  }
}
