package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * AdaGrad (Duchi, Hazan, Singer 2011): s ← s + g², from initialAccumulator; w ← w − η g / (√s + ε)
 * (docs/equations.md, eq. 22).
 *
 * @param initialAccumulator s before the first step, at least 0
 * @param epsilon ε, at least 0
 */
public record AdaGrad(double initialAccumulator, double epsilon) implements Optimizer {
  /** Validates. */
  public AdaGrad {
    Constants.requireNotNegative("initialAccumulator", initialAccumulator);
    Constants.requireNotNegative("epsilon", epsilon);
  }

  @Override
  public String kind() {
    return "adagrad";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("initialAccumulator", initialAccumulator, "epsilon", epsilon);
  }

  @Override
  public int stateArrays() {
    return 1;
  }

  @Override
  public double initialState() {
    return initialAccumulator;
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
        1,
        1,
        0,
        epsilon,
        block.elements());
  }
}
