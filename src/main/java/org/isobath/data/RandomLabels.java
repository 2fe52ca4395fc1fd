package org.isobath.data;

import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * Labels that are wrong on purpose: pure functions of a seed and a row, whatever other rows there
 * are (docs/equations.md, eq. 64).
 */
public final class RandomLabels {
  private RandomLabels() {}

  /**
   * A class that says nothing of its row: uniform over all classes.
   *
   * @param row of the table, from 0
   * @param replica which of the row's replicas, from 0; each has a label of its own
   * @param classes at least 1
   */
  public static int uniform(long seed, int row, int replica, int classes) {
    return new RandomStream(seed, Purpose.RANDOM_LABELS, replica).below(row, classes);
  }

  /**
   * The classes of all rows, of which each is replaced with a probability by another one, all
   * others being equally likely.
   *
   * @param data with classes
   * @param share the probability, 0 to 1
   * @return the label of each row; use those of training rows
   */
  public static double[] noisy(Dataset data, double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("Invalid share: " + share + " (must be 0 to 1)");
    }
    RandomStream which = new RandomStream(seed, Purpose.LABEL_NOISE, 0);
    RandomStream what = new RandomStream(seed, Purpose.LABEL_NOISE, 1);
    double[] labels = new double[data.rows()];
    for (int row = 0; row < labels.length; row++) {
      int label = data.label(row);
      if (which.uniform(row) < share) {
        label = (label + 1 + what.below(row, data.classes() - 1)) % data.classes();
      }
      labels[row] = label;
    }
    return labels;
  }
}
