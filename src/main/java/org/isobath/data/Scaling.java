package org.isobath.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How features and targets are scaled before training, each column by itself. */
public enum Scaling {
  /** As loaded. */
  NONE("none"),
  /** To the interval [0, 1]: (v − min) / (max − min). */
  MIN_MAX("min-max"),
  /** To mean 0 and variance 1: (v − mean) / sd, with the population standard deviation (1/n). */
  Z_SCORE("z-score");

  private final String word;

  Scaling(String word) {
    this.word = word;
  }

  /** The word of job files and tables. */
  public String word() {
    return word;
  }

  /** All words, in the order of declaration. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Scaling::word).toList();
  }

  /** The scaling of a word; empty for an unknown word. */
  public static Optional<Scaling> of(String word) {
    return Arrays.stream(values()).filter(scaling -> scaling.word.equals(word)).findFirst();
  }
}
