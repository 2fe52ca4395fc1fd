package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * Gradient descent: W ← (1 − η λ) W − η ∇L(W), with coupled weight decay λ (docs/equations.md, eq.
 * 8).
 */
public record GradientDescent() implements Optimizer {
  @Override
  public String kind() {
    return "gradient-descent";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of();
  }

  @Override
  public int stateArrays() {
    return 0;
  }

  @Override
  public int rates() {
    return 2;
  }

  @Override
  public boolean setRates(Lane lane) {
    lane.setRate(0, -lane.learningRate());
    lane.setRate(1, Math.fma(-lane.learningRate(), lane.weightDecay(), 1));
    return false;
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    kernels.descend(block.weights(), block.gradient(), rates, block.elements());
  }

  @Override
  public boolean stepAndMultiply(
      Kernels kernels, int weights, int a, int x, int rates, int b, int c, int rows, int columns) {
    kernels.descendAndMultiply(weights, a, x, rates, b, c, rows, columns);
    return true;
  }
}
