package org.isobath.training;

import java.util.Arrays;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.network.LayerUpdate;
import org.isobath.network.LinearLanes;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.LaneRates;
import org.isobath.optimizer.Optimizer;

/**
 * Trials that train side by side, one a lane, each at a step of its own. An idle lane holds zeros
 * and never learns.
 */
final class LaneGroup implements LayerUpdate {
  private static final int IDLE = -1;

  private final LaneMemory memory;
  private final Kernels kernels;
  private final Optimizer optimizer;
  private final LinearLanes network;
  private final int start;
  private final int elements;
  private final int rates;

  /** Addresses of the optimizer's arrays, {@code [layer][array]}. */
  private final int[][] state;

  private final int[] stateOfBlock;
  private final int[] trials;
  private final long[] steps;
  private int live;

  /** An idle group. All groups of one shape have the same layout, so that lanes can be moved. */
  LaneGroup(Kernels kernels, LinearNetwork.Shape[] shapes, Optimizer optimizer) {
    this.kernels = kernels;
    this.memory = kernels.memory();
    this.optimizer = optimizer;
    this.start = memory.allocate(0);
    this.network = new LinearLanes(kernels, shapes);
    this.rates = memory.allocate(LaneRates.ELEMENTS);
    this.state = new int[shapes.length][optimizer.stateArrays()];
    for (int layer = 0; layer < shapes.length; layer++) {
      int size = shapes[layer].size();
      Arrays.setAll(state[layer], i -> memory.allocate(size));
    }
    this.stateOfBlock = new int[optimizer.stateArrays()];
    this.elements = (memory.allocate(0) - start) / memory.lanes();
    this.trials = new int[memory.lanes()];
    this.steps = new long[memory.lanes()];
    Arrays.fill(trials, IDLE);
  }

  LinearLanes network() {
    return network;
  }

  /** How many lanes train. */
  int live() {
    return live;
  }

  boolean isLive(int lane) {
    return trials[lane] != IDLE;
  }

  /** The trial of a live lane. */
  int trial(int lane) {
    return trials[lane];
  }

  /** How many updates a lane's trial has had. */
  long step(int lane) {
    return steps[lane];
  }

  /** Ends a lane's trial; the lane goes on computing until it is loaded, moved to or cleared. */
  void retire(int lane) {
    trials[lane] = IDLE;
    live--;
  }

  /** Starts a trial in an idle lane; {@link LinearLanes#multiply} is due before the next pass. */
  void load(int lane, int index, Trial trial, double[][] initialWeights) {
    clear(lane);
    network.setLane(lane, initialWeights);
    LaneRates.set(memory, rates, lane, trial.learningRate(), trial.weightDecay());
    trials[lane] = index;
    live++;
  }

  /** Takes over another group's lane into an idle one, in the middle of its training. */
  void take(int lane, LaneGroup other, int otherLane) {
    memory.copyLane(other.start, otherLane, start, lane, elements);
    trials[lane] = other.trials[otherLane];
    steps[lane] = other.steps[otherLane];
    live++;
    other.retire(otherLane);
  }

  /** Makes an idle lane hold zeros, which no update changes. */
  void clear(int lane) {
    for (int element = 0; element < elements; element++) {
      memory.set(start, element, lane, 0);
    }
    steps[lane] = 0;
  }

  /** One update of all lanes from the gradient in W_e. */
  void update() {
    network.step(this);
    for (int lane = 0; lane < steps.length; lane++) {
      steps[lane]++;
    }
  }

  @Override
  public void update(int layer, int first, int weights, int gradient, int count) {
    for (int i = 0; i < stateOfBlock.length; i++) {
      stateOfBlock[i] = state[layer][i] + first * memory.lanes();
    }
    optimizer.step(kernels, weights, gradient, stateOfBlock, rates, count);
  }

  @Override
  public boolean updateAndMultiply(int weights, int a, int x, int b, int c, int rows, int columns) {
    return optimizer.stepAndMultiply(kernels, weights, a, x, rates, b, c, rows, columns);
  }
}
