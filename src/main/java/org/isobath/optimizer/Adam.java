package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * Adam (Kingma, Ba 2015): m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − η m̂ / (√v̂ + ε)
 * with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ); with epsilonHat w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m
 * / (√v + ε) (docs/equations.md, eq. 25).
 *
 * @param beta1 β₁, at least 0 and less than 1
 * @param beta2 β₂, at least 0 and less than 1
 * @param epsilon ε, at least 0
 * @param epsilonHat whether ε stands beside the uncorrected root, as in Keras
 */
public record Adam(double beta1, double beta2, double epsilon, boolean epsilonHat)
    implements Optimizer {
  /** Validates. */
  public Adam {
    new Moments(beta1, beta2, epsilon, epsilonHat);
  }

  private Moments moments() {
    return new Moments(beta1, beta2, epsilon, epsilonHat);
  }

  @Override
  public String kind() {
    return "adam";
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
    return moments().setRates(lane, lane.weightDecay(), 1);
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    moments().step(kernels, rates, block);
  }
}
