package org.isobath.training;

import java.io.Serializable;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.isobath.data.Compression;
import org.isobath.data.Dataset;
import org.isobath.data.MinimumNorm;
import org.isobath.data.Optimum;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Rows;

/**
 * A scaled dataset in the forms that training reads.
 *
 * @param data the scaled dataset
 * @param compression the same for the power-2 loss, in at most as many rows as there are features
 * @param optima the smallest loss of any end-to-end matrix, by loss exponent
 * @param minimumNorms the smallest matrix that has it, by loss exponent; empty unless it is
 *     measured
 */
public record TrainingData(
    Dataset data,
    Compression compression,
    Map<Integer, Double> optima,
    Map<Integer, double[]> minimumNorms)
    implements Serializable {
  /** Copies. */
  public TrainingData {
    optima = Map.copyOf(optima);
    minimumNorms = Map.copyOf(minimumNorms);
  }

  /** Prepares a dataset for the exponents of a sweep. */
  public static TrainingData of(Dataset data, SortedSet<Integer> exponents) {
    Map<Integer, Double> optima = new TreeMap<>();
    for (int exponent : exponents) {
      optima.put(exponent, Optimum.leastLoss(data, exponent));
    }
    return new TrainingData(data, Compression.of(data), optima, Map.of());
  }

  /** The same with what a measure of a recording needs. */
  public TrainingData measuredBy(Recording recording) {
    if (!recording.measures().contains(Measure.DISTANCE_TO_MINIMUM_NORM)) {
      return this;
    }
    Map<Integer, double[]> matrices = new TreeMap<>();
    for (int exponent : optima.keySet()) {
      matrices.put(exponent, MinimumNorm.of(data, exponent));
    }
    return new TrainingData(data, compression, optima, matrices);
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
    int features = data.features();
    int outputs = data.targets();
    if (exponent != 2) {
      return kernels.rows(
          data.featureArray(), data.targetArray(), data.rows(), features, outputs, false);
    }
    return kernels.rows(
        compression.features(),
        compression.targets(),
        compression.rows(),
        features,
        outputs,
        compression.triangular());
  }

  /** What no weights can reach of Σ r^p of one output, and so is not in {@link #rows}. */
  double remainder(int exponent, int output) {
    return exponent == 2 ? compression.remainders()[output] : 0;
  }
}
