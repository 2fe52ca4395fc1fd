package org.isobath.data;

/** Mean and standard deviation of a column of a row-major array, summed in the order of rows. */
final class Moments {
  private Moments() {}

  /**
   * What is left of the mean once a rounded mean has been taken off: matters where the mean is many
   * times the standard deviation.
   */
  static double remainder(double[] values, int column, int columns, double mean) {
    double sum = 0;
    for (int i = column; i < values.length; i += columns) {
      sum += values[i] - mean;
    }
    return sum / (values.length / columns);
  }

  /** The mean of the values at column, column + columns, … */
  static double mean(double[] values, int column, int columns) {
    double sum = 0;
    for (int i = column; i < values.length; i += columns) {
      sum += values[i];
    }
    return sum / (values.length / columns);
  }

  /** The population standard deviation (1/n) about mean + remainder. */
  static double standardDeviation(
      double[] values, int column, int columns, double mean, double remainder) {
    double sum = 0;
    for (int i = column; i < values.length; i += columns) {
      double deviation = values[i] - mean - remainder;
      sum = Math.fma(deviation, deviation, sum);
    }
    return Math.sqrt(sum / (values.length / columns));
  }
}
