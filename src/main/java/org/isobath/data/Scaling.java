package org.isobath.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How features and targets are scaled before training, each column by itself (docs/equations.md,
 * eq. 13).
 */
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

  /**
   * Scales all features and targets, each column by itself.
   *
   * @return a new dataset of the same name and shape; the given one for {@link #NONE}
   * @throws DataException naming every column that is constant, or whose scaled values overflow
   */
  public Dataset apply(Dataset raw) throws DataException {
    if (this == NONE) {
      return raw;
    }
    Refused refused = new Refused(new ArrayList<>(), new ArrayList<>());
    double[] features = scaled(raw.featureArray(), raw.featureNames(), "", refused);
    double[] targets = scaled(raw.targetArray(), raw.targetNames(), " (target)", refused);
    List<String> problems = new ArrayList<>();
    if (!refused.constant.isEmpty()) {
      problems.add(
          "%s: Cannot scale by %s: the same value in every row of %s. Use scaling none, or leave such a column out with ignore."
              .formatted(raw.name(), word, String.join(", ", refused.constant)));
    }
    if (!refused.overflowing.isEmpty()) {
      problems.add(
          "%s: Cannot scale by %s: values too large or too close together for double precision in %s. Change their unit, or leave such a column out with ignore."
              .formatted(raw.name(), word, String.join(", ", refused.overflowing)));
    }
    if (!problems.isEmpty()) {
      throw new DataException(problems);
    }
    return new Dataset(
        raw.name(), raw.featureNames(), raw.targetNames(), raw.rows(), features, targets);
  }

  private record Refused(List<String> constant, List<String> overflowing) {}

  private double[] scaled(double[] values, List<String> names, String suffix, Refused refused) {
    int columns = names.size();
    double[] result = new double[values.length];
    for (int column = 0; column < columns; column++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = column; i < values.length; i += columns) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
      if (min == max) {
        refused.constant.add(names.get(column) + suffix);
        continue;
      }
      double origin = this == MIN_MAX ? min : Moments.mean(values, column, columns);
      double rest = this == MIN_MAX ? 0 : Moments.remainder(values, column, columns, origin);
      double unit =
          this == MIN_MAX
              ? max - min
              : Moments.standardDeviation(values, column, columns, origin, rest);
      boolean finite = true;
      for (int i = column; i < values.length; i += columns) {
        result[i] = (values[i] - origin - rest) / unit;
        // An infinite unit gives finite zeros: as wrong as an overflow.
        finite &= Double.isFinite(result[i]) && Double.isFinite(unit);
      }
      if (!finite) {
        refused.overflowing.add(names.get(column) + suffix);
      }
    }
    return result;
  }
}
