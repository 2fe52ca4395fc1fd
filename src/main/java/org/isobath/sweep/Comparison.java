package org.isobath.sweep;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which settings are compared, and by which rule each one's learning rate is chosen.
 *
 * @param axis what the compared settings differ in
 * @param baseline the axis's value, as tables write it, that the others are compared with
 * @param rule the rule of selection
 */
public record Comparison(CompareAxis axis, String baseline, String rule) implements Serializable {
  /** The one rule so far: the smallest median over seeds of the final loss. */
  public static final String MEDIAN_FINAL_LOSS = "median-final-loss";

  /** All rules. */
  public static final List<String> RULES = List.of(MEDIAN_FINAL_LOSS);

  /** The axes along which settings can be compared: a word of job files and its column. */
  public enum CompareAxis {
    /** Number of layers. */
    DEPTH("depth", "depth"),
    /** Hidden width. */
    WIDTH("width", "width"),
    /** Update rule. */
    OPTIMIZER("optimizer", "optimizer"),
    /** Weight decay. */
    WEIGHT_DECAY("weightDecay", "weight_decay"),
    /** Initial weights. */
    INITIALIZER("initializer", "initializer");

    private final String word;
    private final String column;

    CompareAxis(String word, String column) {
      this.word = word;
      this.column = column;
    }

    /** The word of job files. */
    public String word() {
      return word;
    }

    /** The column of the tables. */
    public String column() {
      return column;
    }

    /** All words. */
    public static List<String> words() {
      return Arrays.stream(values()).map(CompareAxis::word).toList();
    }

    /** The axis of a word. */
    public static Optional<CompareAxis> of(String word) {
      return Arrays.stream(values()).filter(axis -> axis.word.equals(word)).findFirst();
    }
  }
}
