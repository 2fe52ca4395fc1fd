package org.isobath.optimizer;

import org.isobath.kernel.LaneMemory;

/** What differs between lanes in an update: the rates that kernels read. */
public final class LaneRates {
  /** Elements of an array of rates: −η and 1 − η λ, the share of a weight that decay leaves. */
  public static final int ELEMENTS = 2;

  private LaneRates() {}

  /** Sets one lane's rates from learning rate η and weight decay λ. */
  public static void set(
      LaneMemory memory, int rates, int lane, double learningRate, double weightDecay) {
    memory.set(rates, 0, lane, -learningRate);
    memory.set(rates, 1, lane, Math.fma(-learningRate, weightDecay, 1));
  }
}
