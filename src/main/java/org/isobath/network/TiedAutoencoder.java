package org.isobath.network;

import java.util.List;
import java.util.Map;

/**
 * One hidden ReLU unit whose weights w decode too: x̂ = w relu(w·x) (Ghosh, Frei, Ha, Yu, 2022).
 * Its targets are the features; w is one 1 × features matrix.
 */
public record TiedAutoencoder() implements Network {
  @Override
  public String kind() {
    return "tied-autoencoder";
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
    return Map.of();
  }

  @Override
  public Shape[] shapes(int features, int outputs) {
    return new Shape[] {new Shape(1, features)};
  }

  @Override
  public double parameters(int features, int outputs) {
    return features;
  }
}
