package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * AdaDelta (Zeiler 2012): E ← ρ E + (1 − ρ) g²; u = √(D + ε) / √(E + ε) · g; D ← ρ D + (1 − ρ) u²;
 * w ← w − η u (docs/equations.md, eq. 23). The quotient is rooted once, not twice.
 *
 * @param rho ρ, greater than 0 and less than 1
 * @param epsilon ε, greater than 0: from D = 0 nothing would move without it
 */
public record AdaDelta(double rho, double epsilon) implements Optimizer {
  /** Validates. */
  public AdaDelta {
    Constants.requireBetween0And1("rho", rho);
    Constants.requireNotNegative("epsilon", epsilon);
    Constants.require(epsilon > 0, "epsilon", epsilon, "must be greater than 0");
  }

  @Override
  public String kind() {
    return "adadelta";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("rho", rho, "epsilon", epsilon);
  }

  @Override
  public int stateArrays() {
    return 2;
  }

  @Override
  public int rates() {
    return 2;
  }

  @Override
  public boolean setRates(Lane lane) {
    lane.setRate(0, lane.weightDecay());
    lane.setRate(1, -lane.learningRate());
    return false;
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    kernels.adadelta(
        block.weights(),
        block.gradient(),
        block.state()[0],
        block.state()[1],
        rates,
        rho,
        epsilon,
        block.elements());
  }
}
