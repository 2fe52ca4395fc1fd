package org.isobath.network;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

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

  /** The entries of the layers that the mask mentions, by layer from 1. */
  public Map<Integer, List<StoredWeights.Entry>> byLayer() {
    return pattern.entries().stream()
        .collect(java.util.stream.Collectors.groupingBy(StoredWeights.Entry::layer));
  }
}
