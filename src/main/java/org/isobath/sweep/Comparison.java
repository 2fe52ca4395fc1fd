package org.isobath.sweep;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which settings are compared, and by which rule each one's learning rate is chosen.
 *
 * @param axis what the compared settings differ in; empty if groups are compared, or nothing is
 * @param groups of settings, compared with each other; empty if an axis is compared
 * @param baseline the axis's value, as tables write it, or the group that the others are compared
 *     with; empty if nothing is compared
 * @param rule the rule of selection
 * @param target the name of the target that the rule {@link Rule#TIME_TO_TARGET} asks for
 */
public record Comparison(
    Optional<CompareAxis> axis, List<Group> groups, String baseline, Rule rule, String target)
    implements Serializable {
  /** The target that a rule asks for where the job names none: all trials record it. */
  public static final String DEFAULT_TARGET = "0.1 of gap";

  /** Copies. */
  public Comparison {
    groups = List.copyOf(groups);
    if (axis.isPresent() && !groups.isEmpty()) {
      throw new IllegalArgumentException("Invalid groups: " + groups + " (an axis is compared)");
    }
  }

  /** The values of an axis, compared with one of them by the default rule. */
  public static Comparison of(CompareAxis axis, String baseline) {
    return new Comparison(
        Optional.of(axis), List.of(), baseline, Rule.MEDIAN_FINAL_LOSS, DEFAULT_TARGET);
  }

  /**
   * Settings that are compared as one.
   *
   * @param name as the job gives it
   * @param values what its settings have in common, by axis, as tables write it
   */
  public record Group(String name, Map<CompareAxis, String> values) implements Serializable {
    /** Copies, and keeps the order. */
    public Group {
      values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** The axes along which settings can be compared: a word of job files and its columns. */
  public enum CompareAxis {
    /** Number of layers. */
    DEPTH("depth", "depth"),
    /** Hidden width. */
    WIDTH("width", "width"),
    /** Update rule, whatever its constants. */
    OPTIMIZER("optimizer", "optimizer", "optimizer_parameters"),
    /** Weight decay. */
    WEIGHT_DECAY("weightDecay", "weight_decay"),
    /** Initial weights, whatever their constants. */
    INITIALIZER("initializer", "initializer", "initializer_parameters"),
    /** Exponent of the loss: only targets that are shares of the gap mean the same. */
    LOSS_EXPONENT("lossExponent", "loss_exponent"),
    /** The numbers that are trained. */
    PRECISION("precision", "precision"),
    /** Scaling of the data: only targets that are shares of the gap mean the same. */
    SCALING("scaling", "scaling"),
    /** Budget. */
    STEPS("steps", "steps"),
    /** Kind of network, whatever its constants. */
    NETWORK("network", "network", "network_parameters"),
    /** What hidden units do to their sums. */
    ACTIVATION("activation", "activation"),
    /** Kind of loss: only targets that are shares of the gap mean the same. */
    LOSS("loss", "loss", "loss_exponent"),
    /** Rows that a step sees, whatever their order. */
    BATCH_SIZE("batchSize", "batch_size", "sampler"),
    /** How batches are drawn. */
    SAMPLER("sampler", "sampler"),
    /** How many features the network sees. */
    FEATURES("features", "features"),
    /** Noise in the features. */
    INPUT_NOISE("inputNoise", "input_noise"),
    /** Noise in the labels. */
    LABEL_NOISE("labelNoise", "label_noise"),
    /** What comes before, whatever its constants. */
    PRETRAINING("pretraining", "pretraining", "pretraining_parameters");

    private final String word;
    private final List<String> columns;

    CompareAxis(String word, String... columns) {
      this.word = word;
      this.columns = List.of(columns);
    }

    /** The word of job files. */
    public String word() {
      return word;
    }

    /** The columns of the table selections in which the settings may differ. */
    public List<String> columns() {
      return columns;
    }

    /** The column that holds the axis's values. */
    public String column() {
      return columns.get(0);
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
