package org.isobath.optimizer;

/**
 * What differs between lanes in an update.
 *
 * @param negativeLearningRate −η of each lane
 * @param keep 1 − η λ of each lane, the share of a weight that coupled decay leaves
 */
public record LaneRates(double[] negativeLearningRate, double[] keep) {
  /** From learning rates η and weight decays λ, one of each a lane. */
  public static LaneRates of(double[] learningRate, double[] weightDecay) {
    double[] negative = new double[learningRate.length];
    double[] keep = new double[learningRate.length];
    for (int lane = 0; lane < learningRate.length; lane++) {
      negative[lane] = -learningRate[lane];
      keep[lane] = Math.fma(-learningRate[lane], weightDecay[lane], 1);
    }
    return new LaneRates(negative, keep);
  }
}
