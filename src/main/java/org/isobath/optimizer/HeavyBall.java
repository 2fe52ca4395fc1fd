package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * The heavy ball (Polyak 1964), in the form of PyTorch: v ← β v + g; w ← w − η v
 * (docs/equations.md, eq. 20).
 *
 * @param beta β, at least 0 and less than 1
 */
public record HeavyBall(double beta) implements Optimizer {
  /** Validates. */
  public HeavyBall {
    Constants.requireShare("beta", beta);
  }

  @Override
  public String kind() {
    return "heavy-ball";
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
        block.weights(), block.gradient(), block.state()[0], rates, beta, 1, block.elements());
  }
}
