package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * The averages that Adam and AdamW keep, and how far they are corrected at a step
 * (docs/equations.md, eq. 25).
 */
record Moments(double beta1, double beta2, double epsilon, boolean epsilonHat) {
  /** 1 less a product below this is 1: from there on nothing is corrected. */
  private static final double NEGLIGIBLE = 0x1p-54;

  Moments {
    Constants.requireShare("beta1", beta1);
    Constants.requireShare("beta2", beta2);
    Constants.requireNotNegative("epsilon", epsilon);
  }

  Map<String, Object> constants() {
    return Map.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon, "epsilonHat", epsilonHat);
  }

  boolean setRates(Lane lane, double coupledDecay, double keep) {
    double power1 = lane.power(0, beta1);
    double power2 = lane.power(1, beta2);
    double root = Math.sqrt(1 - power2);
    double rate = lane.learningRate() / (1 - power1);
    lane.setRate(0, coupledDecay);
    lane.setRate(1, keep);
    lane.setRate(2, epsilonHat ? -rate * root : -rate);
    lane.setRate(3, epsilonHat ? 1 : 1 / root);
    return power1 >= NEGLIGIBLE || power2 >= NEGLIGIBLE;
  }

  void step(Kernels kernels, int rates, Block block) {
    kernels.adam(
        block.weights(),
        block.gradient(),
        block.state()[0],
        block.state()[1],
        rates,
        beta1,
        beta2,
        epsilon,
        block.elements());
  }
}
