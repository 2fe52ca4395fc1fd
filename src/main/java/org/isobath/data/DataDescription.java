package org.isobath.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a dataset alone determines about training on it.
 *
 * @param name the dataset's
 * @param rows n
 * @param features d
 * @param targets one a target column; none in classification
 * @param classes how many rows each class has; empty in regression
 * @param largestEigenvalue of XᵀX/n; empty, as is what follows from it, for data so large that it
 *     would take minutes
 * @param largestStableRate 2 / largestEigenvalue: beyond it, full-batch gradient descent of depth 1
 *     diverges at p = 2; empty if all features are 0
 * @param conditionNumber the largest over the smallest eigenvalue of XᵀX/n; empty if the features
 *     are linearly dependent to rounding
 * @param leastLosses the least losses of linear models that were asked for, in that order; none in
 *     classification
 * @param fingerprint the dataset's
 */
public record DataDescription(
    String name,
    int rows,
    int features,
    List<Target> targets,
    Map<String, Integer> classes,
    OptionalDouble largestEigenvalue,
    OptionalDouble largestStableRate,
    OptionalDouble conditionNumber,
    List<LeastLoss> leastLosses,
    String fingerprint) {
  /** Smaller eigenvalues, relative to the largest, are rounding. */
  private static final double NEGLIGIBLE = 1e-26;

  /** Of rows × features²: what a core factors in some seconds. */
  private static final double MOST_WORK = 5e9;

  /**
   * One target column.
   *
   * @param standardDeviation of the population (1/n)
   */
  public record Target(
      String name, double mean, double standardDeviation, double min, double max) {}

  /**
   * The least loss of one exponent.
   *
   * @param loss as {@link Optimum} defines it
   */
  public record LeastLoss(int exponent, double loss) {}

  /** Takes copies. */
  public DataDescription {
    targets = List.copyOf(targets);
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes)); // in order
    leastLosses = List.copyOf(leastLosses);
  }

  /**
   * Describes a dataset, already scaled. Takes seconds for a few thousand rows of some hundred
   * features; see {@link Optimum} for the cost.
   *
   * @param exponents each 2, 4 or 6
   */
  public static DataDescription of(Dataset data, int... exponents) {
    boolean classifies = data.classes() > 0;
    Map<String, Integer> classes = new LinkedHashMap<>();
    data.classNames().forEach(name -> classes.put(name, 0));
    for (int row = 0; row < data.rows() && classifies; row++) {
      classes.merge(data.classNames().get(data.label(row)), 1, Integer::sum);
    }
    double work = (double) data.rows() * data.features() * data.features();
    double[] eigenvalues = work > MOST_WORK ? new double[0] : Spectrum.of(data);
    double largest = eigenvalues.length == 0 ? 0 : eigenvalues[0];
    double smallest = eigenvalues.length == 0 ? 0 : eigenvalues[eigenvalues.length - 1];
    boolean dependent = smallest <= NEGLIGIBLE * largest;
    return new DataDescription(
        data.name(),
        data.rows(),
        data.features(),
        classifies
            ? List.of()
            : IntStream.range(0, data.targets()).mapToObj(k -> target(data, k)).toList(),
        classes,
        eigenvalues.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(largest),
        largest > 0 ? OptionalDouble.of(2 / largest) : OptionalDouble.empty(),
        dependent ? OptionalDouble.empty() : OptionalDouble.of(largest / smallest),
        classifies || eigenvalues.length == 0
            ? List.of()
            : Arrays.stream(exponents)
                .mapToObj(p -> new LeastLoss(p, Optimum.leastLoss(data, p)))
                .toList(),
        data.fingerprint());
  }

  private static Target target(Dataset data, int column) {
    double[] values = data.targetArray();
    int columns = data.targets();
    double mean = Moments.mean(values, column, columns);
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < data.rows(); row++) {
      min = Math.min(min, data.target(row, column));
      max = Math.max(max, data.target(row, column));
    }
    double sd = Moments.standardDeviation(values, column, columns, mean, 0);
    return new Target(data.targetNames().get(column), mean, sd, min, max);
  }
}
