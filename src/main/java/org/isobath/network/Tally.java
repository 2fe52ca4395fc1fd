package org.isobath.network;

import java.util.Arrays;

/** What a pass over rows adds up, in each lane. */
public final class Tally {
  private final boolean classes;
  private final double[] losses;
  private final double[] right;

  /**
   * Nothing yet.
   *
   * @param classes whether rightly classified rows are counted
   */
  public Tally(int lanes, boolean classes) {
    this.classes = classes;
    this.losses = new double[lanes];
    this.right = new double[lanes];
  }

  /** Starts afresh. */
  public void clear() {
    Arrays.fill(losses, 0);
    Arrays.fill(right, 0);
  }

  /** Whether rightly classified rows are counted. */
  public boolean counts() {
    return classes;
  }

  /** A lane's sum of the rows' losses. */
  public double loss(int lane) {
    return losses[lane];
  }

  /** How many rows a lane classified rightly. */
  public double right(int lane) {
    return right[lane];
  }

  double[] losses() {
    return losses;
  }

  double[] right() {
    return right;
  }
}
