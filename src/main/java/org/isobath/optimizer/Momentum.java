package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * Momentum as an average of gradients: m ← β m + (1 − β) g; w ← w − η m (docs/equations.md, eq.
 * 19).
 *
 * @param beta β, at least 0 and less than 1
 */
public record Momentum(double beta) implements Optimizer {
  /** Validates. */
  public Momentum {
    Constants.requireShare("beta", beta);
  }

  @Override
  public String kind() {
    return "momentum";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("beta", beta);
  }

  @Override
  public int stateArrays() {
    return 1;
  }

  @Override
  public int rates() {
    return 3;
  }

  @Override
  public boolean setRates(Lane lane) {
    lane.setRate(0, lane.weightDecay());
    lane.setRate(1, -lane.learningRate());
    lane.setRate(2, 0);
    return false;
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    kernels.momentum(
        block.weights(),
        block.gradient(),
        block.state()[0],
        rates,
        beta,
        1 - beta,
        block.elements());
  }
}
