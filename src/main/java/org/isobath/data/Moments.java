package org.isobath.data;

/** Mean and standard deviation of a column of a row-major array, summed in the order of rows. */
final class Moments {
  private Moments() {}

  /** The mean of the values at column, column + columns, … */
  static double mean(double[] values, int column, int columns) {
    double sum = 0;
    for (int i = column; i < values.length; i += columns) {
      sum += values[i];
    }
    return sum / (values.length / columns);
  }

  /** The population standard deviation (1/n) about a given mean. */
  static double standardDeviation(double[] values, int column, int columns, double mean) {
    double sum = 0;
    for (int i = column; i < values.length; i += columns) {
      double deviation = values[i] - mean;
      sum = Math.fma(deviation, deviation, sum);
    }
    return Math.sqrt(sum / (values.length / columns));
  }
}
