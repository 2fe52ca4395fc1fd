package org.isobath.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a setting's learning rate is chosen; what each rule means stands in selections.sql. */
public enum Rule {
  /** The smallest median over seeds of the final loss. */
  MEDIAN_FINAL_LOSS,
  /** The smallest mean over seeds of the logarithm of the final loss. */
  MEAN_LOG_FINAL_LOSS,
  /** The fewest steps to a target, in the median over seeds. */
  TIME_TO_TARGET,
  /** The smallest mean over seeds and steps of the logarithm of the loss. */
  AREA_UNDER_LOG_CURVE,
  /** The smallest median over seeds of the test loss at the end: for jobs with test rows. */
  MEDIAN_TEST_LOSS;

  /** The word of job files and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words, the default first. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Rule::word).toList();
  }

  /** The rule of a word. */
  public static Optional<Rule> of(String word) {
    return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
  }
}
