package org.isobath.theory;

import java.util.function.DoubleUnaryOperator;

/** Integrals of smooth functions by Gauss and Legendre's rule on ever more panels. */
final class GaussLegendre {
  private static final int NODES = 16;
  private static final int MOST_PANELS = 256;
  private static final double ACCURACY = 1e-13;

  private final double[] nodes = new double[NODES];
  private final double[] weights = new double[NODES];

  /** Finds the rule: the roots of the Legendre polynomial, by Newton's method. */
  GaussLegendre() {
    for (int i = 0; i < NODES; i++) {
      double x = StrictMath.cos(StrictMath.PI * (i + 0.75) / (NODES + 0.5));
      double slope = 1;
      for (int step = 0; step < 10; step++) {
        double previous = 1;
        double value = x;
        for (int n = 2; n <= NODES; n++) {
          double next = ((2 * n - 1) * x * value - (n - 1) * previous) / n;
          previous = value;
          value = next;
        }
        slope = NODES * (x * value - previous) / (x * x - 1);
        x -= value / slope;
      }
      nodes[i] = x;
      weights[i] = 2 / ((1 - x * x) * slope * slope);
    }
  }

  /**
   * ∫ f over [from, to], until twice as many panels change it by less than 1e-13 of ∫ |f|.
   *
   * @param geometric whether panels grow by a common ratio; then 0 &lt; from &lt; to
   */
  double integral(DoubleUnaryOperator f, double from, double to, boolean geometric) {
    double before = Double.NaN;
    for (int panels = 1; panels <= MOST_PANELS; panels *= 2) {
      double sum = 0;
      double size = 0;
      double left = from;
      for (int panel = 1; panel <= panels; panel++) {
        double share = panel / (double) panels;
        double right =
            panel == panels
                ? to
                : geometric ? from * StrictMath.pow(to / from, share) : from + (to - from) * share;
        double half = (right - left) / 2;
        double middle = (right + left) / 2;
        for (int i = 0; i < NODES; i++) {
          double value = half * weights[i] * f.applyAsDouble(middle + half * nodes[i]);
          sum += value;
          size += Math.abs(value);
        }
        left = right;
      }
      if (Math.abs(sum - before) <= ACCURACY * size) {
        return sum;
      }
      before = sum;
    }
    return before;
  }
}
