package org.isobath.training;

import java.util.Arrays;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.network.Network;
import org.isobath.network.NetworkLanes;
import org.isobath.optimizer.Block;
import org.isobath.optimizer.Lane;
import org.isobath.optimizer.Optimizer;

/**
 * Trials that train side by side on batches, one a lane, each at a step of its own. An idle lane
 * holds zeros and never learns.
 */
final class TrialLanes {
  private static final int IDLE = -1;

  private final Kernels kernels;
  private final LaneMemory memory;
  private final Network.Shape[] shapes;
  private final Optimizer optimizer;
  private final NetworkLanes network;
  private final int rates;
  private final Block[] blocks;
  private final int[] trials;
  private final Lane[] lanes;
  private int live;

  /** Idle lanes. */
  TrialLanes(Kernels kernels, Network.Shape[] shapes, Optimizer optimizer, NetworkLanes network) {
    this.kernels = kernels;
    this.memory = kernels.memory();
    this.shapes = shapes;
    this.optimizer = optimizer;
    this.network = network;
    this.rates = memory.allocate(optimizer.rates());
    this.blocks = new Block[shapes.length];
    for (int layer = 0; layer < shapes.length; layer++) {
      int size = shapes[layer].size();
      int[] state = new int[optimizer.stateArrays()];
      Arrays.setAll(state, i -> memory.allocate(size));
      blocks[layer] =
          new Block(
              layer,
              size,
              shapes[layer].in(),
              0,
              size,
              network.weights(layer),
              network.gradient(layer),
              state);
    }
    this.trials = new int[memory.lanes()];
    Arrays.fill(trials, IDLE);
    this.lanes = new Lane[memory.lanes()];
    Arrays.setAll(lanes, lane -> new Lane(memory, rates, lane));
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
    return lanes[lane].step();
  }

  /** Starts a trial in an idle lane. */
  void load(int lane, int index, Trial trial, double[][] initialWeights) {
    clear(lane);
    for (Block block : blocks) {
      double[] layer = initialWeights[block.layer()];
      for (int element = 0; element < block.size(); element++) {
        memory.set(block.weights(), element, lane, layer[element]);
        for (int array : block.state()) {
          memory.set(array, element, lane, optimizer.initialState());
        }
      }
    }
    network.restrict();
    lanes[lane].start(trial.seed(), trial.learningRate(), trial.schedule(), trial.weightDecay());
    trials[lane] = index;
    live++;
  }

  /** Ends a lane's trial. */
  void retire(int lane) {
    clear(lane);
    trials[lane] = IDLE;
    live--;
  }

  private void clear(int lane) {
    for (Block block : blocks) {
      for (int element = 0; element < block.size(); element++) {
        memory.set(block.weights(), element, lane, 0);
        memory.set(block.gradient(), element, lane, 0);
        for (int array : block.state()) {
          memory.set(array, element, lane, 0);
        }
      }
    }
    for (int rate = 0; rate < optimizer.rates(); rate++) {
      memory.set(rates, rate, lane, 0);
    }
    lanes[lane].clear();
  }

  /** A lane's weights, {@code [layer][element]}, copied. */
  double[][] weights(int lane) {
    double[][] copy = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      copy[layer] = new double[shapes[layer].size()];
      for (int element = 0; element < copy[layer].length; element++) {
        copy[layer][element] = memory.get(network.weights(layer), element, lane);
      }
    }
    return copy;
  }

  /** One update of all lanes from the gradient. */
  void update() {
    for (Lane lane : lanes) {
      lane.advance(optimizer);
    }
    for (Block block : blocks) {
      optimizer.step(kernels, lanes, rates, block);
    }
    network.restrict();
  }
}
