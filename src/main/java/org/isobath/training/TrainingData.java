package org.isobath.training;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.isobath.data.Compression;
import org.isobath.data.Dataset;
import org.isobath.data.MinimumNorm;
import org.isobath.data.Optimum;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Rows;
import org.jspecify.annotations.Nullable;

/**
 * A scaled dataset in the forms that training reads. What only linear networks need that are
 * trained end to end, is there only for the exponents that it was prepared for.
 */
public final class TrainingData implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SplitDataset split;

  /** The training rows for the power-2 loss, in at most as many rows as there are features. */
  private final @Nullable Compression compression;

  /** The smallest loss of any end-to-end matrix, by loss exponent. */
  @SuppressWarnings("serial") // an immutable map of the JDK
  private final Map<Integer, Double> optima;

  /** The smallest matrix that has it, by loss exponent; empty unless it is measured. */
  @SuppressWarnings("serial") // an immutable map of the JDK
  private final Map<Integer, double[]> minimumNorms;

  /** Made when first asked for; a race makes it twice, and the same. */
  private transient volatile @Nullable Dataset training;

  private TrainingData(
      SplitDataset split,
      @Nullable Compression compression,
      Map<Integer, Double> optima,
      Map<Integer, double[]> minimumNorms) {
    this.split = split;
    this.compression = compression;
    this.optima = Map.copyOf(optima);
    this.minimumNorms = Map.copyOf(minimumNorms);
  }

  /** Prepares a dataset without test rows. */
  public static TrainingData of(Dataset data, SortedSet<Integer> exponents) {
    return of(SplitDataset.whole(data), exponents);
  }

  /**
   * Prepares a dataset.
   *
   * @param exponents of the losses of networks that are trained end to end, often none: what they
   *     need is costly to make
   */
  public static TrainingData of(SplitDataset split, SortedSet<Integer> exponents) {
    if (exponents.isEmpty()) {
      return new TrainingData(split, null, Map.of(), Map.of());
    }
    Dataset training = split.training();
    Map<Integer, Double> optima = new TreeMap<>();
    for (int exponent : exponents) {
      optima.put(exponent, Optimum.leastLoss(training, exponent));
    }
    Compression compression = exponents.contains(2) ? Compression.of(training) : null;
    return new TrainingData(split, compression, optima, Map.of());
  }

  /** The same with what a measure of a recording needs. */
  public TrainingData measuredBy(Recording recording) {
    if (!recording.measures().contains(Measure.DISTANCE_TO_MINIMUM_NORM)) {
      return this;
    }
    Map<Integer, double[]> matrices = new TreeMap<>();
    for (int exponent : optima.keySet()) {
      matrices.put(exponent, MinimumNorm.of(data(), exponent));
    }
    return new TrainingData(split, compression, optima, matrices);
  }

  /** All rows, and which of them train. */
  public SplitDataset split() {
    return split;
  }

  /** The rows that all trials train on; all rows if each seed draws its own. */
  public Dataset data() {
    Dataset known = training;
    if (known == null) {
      known = split.training();
      training = known;
    }
    return known;
  }

  /** The test rows of a fixed split, if there are any. */
  Optional<Dataset> testRows() {
    if (split.testRows() == 0 || split.bySeed()) {
      return Optional.empty();
    }
    return Optional.of(split.data().select(split.rows(0).test()));
  }

  /** The training rows for the power-2 loss, in at most as many rows as there are features. */
  Compression compression() {
    if (compression == null) {
      throw new IllegalStateException("data were not prepared for the power-2 loss");
    }
    return compression;
  }

  /** The smallest matrix of least loss, row-major, targets × features. */
  double[] minimumNorm(int exponent) {
    double[] matrix = minimumNorms.get(exponent);
    if (matrix == null) {
      throw new IllegalStateException("data were not prepared for this measure: " + exponent);
    }
    return matrix;
  }

  /** The smallest loss of any end-to-end matrix; NaN for an exponent that was not prepared. */
  double optimum(int exponent) {
    return optima.getOrDefault(exponent, Double.NaN);
  }

  /** How many numbers one pass reads for each output: a triangle of them for p = 2. */
  static double passNumbers(int exponent, int rows, int features) {
    return exponent == 2 && rows > features
        ? 0.5 * features * (features + 8.0)
        : (double) rows * features;
  }

  /** The rows that a pass reads (docs/equations.md, eq. 4 and 6). */
  Rows rows(Kernels kernels, int exponent) {
    Dataset data = data();
    int features = data.features();
    int outputs = data.targets();
    if (exponent != 2) {
      return kernels.rows(
          data.featureArray(), data.targetArray(), data.rows(), features, outputs, false);
    }
    Compression small = compression();
    return kernels.rows(
        small.features(), small.targets(), small.rows(), features, outputs, small.triangular());
  }

  /** What no weights can reach of Σ r^p of one output, and so is not in {@link #rows}. */
  double remainder(int exponent, int output) {
    return exponent == 2 ? compression().remainders()[output] : 0;
  }
}
