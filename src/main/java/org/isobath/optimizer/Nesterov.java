package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * Momentum that looks ahead (Nesterov 1983; Sutskever et al. 2013): v ← β v + g; w ← w − η (g + β
 * v) (docs/equations.md, eq. 21).
 *
 * @param beta β, at least 0 and less than 1
 */
public record Nesterov(double beta) implements Optimizer {
  /** Validates. */
  public Nesterov {
    Constants.requireShare("beta", beta);
  }

  @Override
  public String kind() {
    return "nesterov";
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
    lane.setRate(1, -lane.learningRate() * beta);
    lane.setRate(2, -lane.learningRate());
    return false;
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    kernels.momentum(
        block.weights(), block.gradient(), block.state()[0], rates, beta, 1, block.elements());
  }
}
