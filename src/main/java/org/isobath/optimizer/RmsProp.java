package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * RMSprop (Tieleman, Hinton 2012): E ← β E + (1 − β) g²; w ← w − η g / den, where den is √(E + ε)
 * or √E + ε (docs/equations.md, eq. 24).
 *
 * @param beta β, at least 0 and less than 1
 * @param epsilon ε, at least 0
 * @param epsilonInsideRoot whether den is √(E + ε)
 */
public record RmsProp(double beta, double epsilon, boolean epsilonInsideRoot) implements Optimizer {
  /** Validates. */
  public RmsProp {
    Constants.requireShare("beta", beta);
    Constants.requireNotNegative("epsilon", epsilon);
  }

  @Override
  public String kind() {
    return "rmsprop";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("beta", beta, "epsilon", epsilon, "epsilonInsideRoot", epsilonInsideRoot);
  }

  @Override
  public int stateArrays() {
    return 1;
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
    kernels.rootMeanSquare(
        block.weights(),
        block.gradient(),
        block.state()[0],
        rates,
        beta,
        1 - beta,
        epsilonInsideRoot ? epsilon : 0,
        epsilonInsideRoot ? 0 : epsilon,
        block.elements());
  }
}
