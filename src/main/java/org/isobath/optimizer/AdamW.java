package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * Adam with decoupled weight decay (Loshchilov, Hutter 2019): w ← (1 − η λ) w, then the step of
 * {@link Adam} with g = ∂L/∂w (docs/equations.md, eq. 26).
 *
 * @param beta1 β₁, at least 0 and less than 1
 * @param beta2 β₂, at least 0 and less than 1
 * @param epsilon ε, at least 0
 * @param epsilonHat whether ε stands beside the uncorrected root, as in Keras
 */
public record AdamW(double beta1, double beta2, double epsilon, boolean epsilonHat)
    implements Optimizer {
  /** Validates. */
  public AdamW {
    new Moments(beta1, beta2, epsilon, epsilonHat);
  }

  private Moments moments() {
    return new Moments(beta1, beta2, epsilon, epsilonHat);
  }

  @Override
  public String kind() {
    return "adamw";
  }

  @Override
  public Map<String, Object> constants() {
    return moments().constants();
  }

  @Override
  public int stateArrays() {
    return 2;
  }

  @Override
  public int rates() {
    return 4;
  }

  @Override
  public boolean setRates(Lane lane) {
    double keep = Math.fma(-lane.learningRate(), lane.weightDecay(), 1);
    return moments().setRates(lane, 0, keep);
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    moments().step(kernels, rates, block);
  }
}
