package org.isobath.network;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which weights of a perceptron exist, from a file of 0 and 1 in the form of stored weights.
 *
 * @param pattern the file's entries
 */
public record Mask(StoredWeights pattern) implements Serializable {
  /** Validates. */
  public Mask {
    for (StoredWeights.Entry entry : pattern.entries()) {
      if (entry.value() != 0 && entry.value() != 1) {
        throw new IllegalArgumentException(
            "Invalid mask: %s in layer %d, row %d, column %d (must be 0 or 1)"
                .formatted(entry.value(), entry.layer(), entry.row(), entry.column()));
      }
    }
  }

  /** SHA-256 (64 hexadecimal digits) of the entries, whatever their order in the file. */
  public String sha256() {
    return pattern.sha256();
  }

  /** Why the mask does not fit matrices of these shapes, or an empty string. */
  public String misfit(Network.Shape[] shapes) {
    Map<Integer, List<StoredWeights.Entry>> layers = byLayer();
    for (Map.Entry<Integer, List<StoredWeights.Entry>> layer : new TreeMap<>(layers).entrySet()) {
      if (layer.getKey() > shapes.length) {
        return "%s masks layer %d, the network has layers 1 to %d"
            .formatted(pattern.file(), layer.getKey(), shapes.length);
      }
      int rows = shapes[layer.getKey() - 1].out();
      int columns = shapes[layer.getKey() - 1].inputs();
      boolean inside =
          layer.getValue().stream().allMatch(e -> e.row() < rows && e.column() < columns);
      // Each place is there once at most, so that as many as there are places are all of them.
      if (!inside || layer.getValue().size() != (long) rows * columns) {
        int maskRows = layer.getValue().stream().mapToInt(e -> e.row() + 1).max().orElseThrow();
        int maskColumns =
            layer.getValue().stream().mapToInt(e -> e.column() + 1).max().orElseThrow();
        return "%s has %d values of layer %d, up to row %d and column %d; that layer is %d × %d (rows and columns count from 0)"
            .formatted(
                pattern.file(),
                layer.getValue().size(),
                layer.getKey(),
                maskRows - 1,
                maskColumns - 1,
                rows,
                columns);
      }
    }
    return "";
  }

  /** The entries of the layers that the mask mentions, by layer from 1. */
  public Map<Integer, List<StoredWeights.Entry>> byLayer() {
    return pattern.entries().stream().collect(Collectors.groupingBy(StoredWeights.Entry::layer));
  }
}
