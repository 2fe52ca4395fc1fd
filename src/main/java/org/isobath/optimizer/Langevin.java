package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * Langevin descent: w ← (1 − η λ) w − η ∂L/∂w + √(2 η T) ξ, with ξ standard normal, drawn anew for
 * every weight and step (docs/equations.md, eq. 27).
 *
 * @param temperature T, at least 0
 */
public record Langevin(double temperature) implements Optimizer {
  /** Validates. */
  public Langevin {
    Constants.requireNotNegative("temperature", temperature);
  }

  @Override
  public String kind() {
    return "langevin";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("temperature", temperature);
  }

  @Override
  public int stateArrays() {
    return 0;
  }

  @Override
  public int rates() {
    return 3;
  }

  @Override
  public boolean setRates(Lane lane) {
    new GradientDescent().setRates(lane);
    lane.setRate(2, Math.sqrt(2 * lane.learningRate() * temperature));
    return false;
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    kernels.descend(block.weights(), block.gradient(), rates, block.elements());
    LaneMemory memory = kernels.memory();
    for (Lane lane : lanes) {
      double scale = lane.rate(2);
      if (scale == 0) {
        continue;
      }
      RandomStream random = noise(lane.seed(), block.layer());
      long start = (lane.step() - 1) * block.size() + block.first();
      for (int e = 0; e < block.elements(); e++) {
        double w = memory.get(block.weights(), e, lane.place());
        double moved = Math.fma(scale, random.gaussian(start + e), w);
        memory.set(block.weights(), e, lane.place(), moved);
      }
    }
  }

  /**
   * The noise of a layer, from 0: ξ of element e at step t, from 1, stands at (t − 1) · elements of
   * the layer + e.
   */
  public static RandomStream noise(long seed, int layer) {
    return new RandomStream(seed, Purpose.LANGEVIN_NOISE, layer + 1);
  }
}
