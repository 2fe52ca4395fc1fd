package org.isobath.training;

import org.isobath.data.Dataset;
import org.isobath.network.LinearNetwork;

/** What a trial costs, in multiply-adds: for sizing packs, for order and for estimates. */
public final class Cost {
  private Cost() {}

  /** Multiply-adds of one step of one trial. */
  public static double perStep(Trial trial, Dataset data) {
    return perStep(
        trial.network(), trial.lossExponent(), data.rows(), data.features(), data.targets());
  }

  /**
   * Multiply-adds of one step: two for each number of the data that the pass reads, a few for each
   * weight.
   */
  public static double perStep(
      LinearNetwork network, int exponent, int rows, int features, int targets) {
    double pass = 2.0 * TrainingData.passNumbers(exponent, rows, features) * targets;
    return pass + (3.0 * targets + 2) * network.parameters(features, targets);
  }
}
