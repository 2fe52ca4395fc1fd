package org.isobath.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How features and targets are scaled before training (docs/equations.md, eq. 13). Numbers of
 * classes are never scaled.
 */
public enum Scaling {
  /** As loaded. */
  NONE("none"),
  /** Each column to the interval [0, 1]: (v − min) / (max − min). */
  MIN_MAX("min-max"),
  /** Each column to mean 0 and variance 1: (v − mean) / sd, with the population's sd (1/n). */
  Z_SCORE("z-score"),
  /**
   * All features divided by the largest absolute value among them, all targets by theirs. Zeros
   * stay zeros and columns may be constant: for images.
   */
  MAX_ABS("max-abs");

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
   * Scales all features and targets, by statistics of all rows.
   *
   * @return a new dataset of the same name and shape; the given one for {@link #NONE}
   * @throws DataException naming every column that is constant, or whose scaled values overflow
   */
  public Dataset apply(Dataset raw) throws DataException {
    return apply(raw, raw.rows());
  }

  /**
   * The same by statistics of the first rows alone, so that nothing is learned from the others.
   *
   * @param training how many rows, at least 1
   */
  Dataset apply(Dataset raw, int training) throws DataException {
    if (this == NONE) {
      return raw;
    }
    String rows = training == raw.rows() ? "row" : "training row";
    Refused refused = new Refused(new ArrayList<>(), new ArrayList<>());
    Features features;
    if (this == MAX_ABS && raw.kept() instanceof Features.Bytes bytes) {
      double largest = largest(bytes, training * raw.features());
      if (largest == 0) {
        refused.constant.add("the features");
      }
      features = largest == 0 ? bytes : bytes.over(largest);
    } else {
      features =
          new Features.Doubles(
              scaled(raw.featureArray(), training, raw.featureNames(), "features", "", refused));
    }
    double[] targets =
        raw.classes() > 0
            ? raw.targetArray()
            : scaled(
                raw.targetArray(), training, raw.targetNames(), "targets", " (target)", refused);
    List<String> problems = new ArrayList<>();
    if (!refused.constant.isEmpty()) {
      problems.add(
          this == MAX_ABS
              ? "%s: Cannot scale by %s: all of %s are 0 in every %s. Use scaling none."
                  .formatted(raw.name(), word, Words.shortened(refused.constant), rows)
              : "%s: Cannot scale by %s: the same value in every %s of %s. Use scaling none or max-abs, or leave such a column out with ignore."
                  .formatted(raw.name(), word, rows, Words.shortened(refused.constant)));
    }
    if (!refused.overflowing.isEmpty()) {
      problems.add(
          "%s: Cannot scale by %s: values too large or too close together for double precision in %s. Change their unit, or leave such a column out with ignore."
              .formatted(raw.name(), word, Words.shortened(refused.overflowing)));
    }
    if (!problems.isEmpty()) {
      throw new DataException(problems);
    }
    return raw.with(features, targets);
  }

  private record Refused(List<String> constant, List<String> overflowing) {}

  private double[] scaled(
      double[] values,
      int training,
      List<String> names,
      String all,
      String suffix,
      Refused refused) {
    int columns = names.size();
    int known = training * columns;
    return this == MAX_ABS
        ? dividedByLargest(values, known, all, refused)
        : byColumn(
            values,
            known == values.length ? values : Arrays.copyOf(values, known),
            names,
            suffix,
            refused);
  }

  private static double largest(Features values, int known) {
    double largest = 0;
    for (int i = 0; i < known; i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    return largest;
  }

  private static double[] dividedByLargest(
      double[] values, int known, String all, Refused refused) {
    double largest = largest(new Features.Doubles(values), known);
    if (largest == 0) {
      refused.constant.add("the " + all);
    }
    double[] result = new double[values.length];
    boolean finite = true;
    for (int i = 0; i < values.length; i++) {
      result[i] = largest == 0 ? 0 : values[i] / largest;
      finite &= Double.isFinite(result[i]);
    }
    if (!finite) {
      refused.overflowing.add("the " + all);
    }
    return result;
  }

  /**
   * Scales each column by itself.
   *
   * @param known the rows whose statistics count
   */
  private double[] byColumn(
      double[] values, double[] known, List<String> names, String suffix, Refused refused) {
    int columns = names.size();
    double[] result = new double[values.length];
    for (int column = 0; column < columns; column++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = column; i < known.length; i += columns) {
        min = Math.min(min, known[i]);
        max = Math.max(max, known[i]);
      }
      if (min == max) {
        refused.constant.add(names.get(column) + suffix);
        continue;
      }
      double origin = this == MIN_MAX ? min : Moments.mean(known, column, columns);
      double rest = this == MIN_MAX ? 0 : Moments.remainder(known, column, columns, origin);
      double unit =
          this == MIN_MAX
              ? max - min
              : Moments.standardDeviation(known, column, columns, origin, rest);
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
