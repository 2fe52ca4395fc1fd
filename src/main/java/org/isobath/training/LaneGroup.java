package org.isobath.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.network.LayerUpdate;
import org.isobath.network.LinearLanes;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.Block;
import org.isobath.optimizer.Lane;
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
  private final LinearNetwork.Shape[] shapes;
  private final LinearLanes network;
  private final int start;
  private final int elements;
  private final int rates;

  /** Addresses of the optimizer's arrays, {@code [layer][array]}. */
  private final int[][] state;

  /** End-to-end descent from the first step on, and from the escape on; or none. */
  private final List<Follower> followers;

  private final int[] trials;
  private final Lane[] lanes;
  private int live;

  /**
   * An idle group. All groups of one shape have the same layout, so that lanes can be moved.
   *
   * @param followers how many followers go beside it
   */
  LaneGroup(Kernels kernels, LinearNetwork.Shape[] shapes, Optimizer optimizer, int followers) {
    this.kernels = kernels;
    this.memory = kernels.memory();
    this.optimizer = optimizer;
    this.shapes = shapes;
    this.start = memory.allocate(0);
    this.network = new LinearLanes(kernels, shapes);
    this.rates = memory.allocate(optimizer.rates());
    this.state = new int[shapes.length][optimizer.stateArrays()];
    for (int layer = 0; layer < shapes.length; layer++) {
      int size = shapes[layer].size();
      Arrays.setAll(state[layer], i -> memory.allocate(size));
    }
    this.elements = (memory.allocate(0) - start) / memory.lanes();
    this.followers = new ArrayList<>();
    for (int i = 0; i < followers; i++) {
      this.followers.add(new Follower(kernels, shapes));
    }
    this.trials = new int[memory.lanes()];
    this.lanes = new Lane[memory.lanes()];
    Arrays.setAll(lanes, lane -> new Lane(memory, rates, lane));
    Arrays.fill(trials, IDLE);
  }

  LinearLanes network() {
    return network;
  }

  /** Those that go beside it: none, or one from the start and one from the escape on. */
  List<Follower> followers() {
    return followers;
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

  /** Ends a lane's trial; the lane goes on computing until it is loaded, moved to or cleared. */
  void retire(int lane) {
    trials[lane] = IDLE;
    live--;
  }

  /** Starts a trial in an idle lane; {@link LinearLanes#multiply} is due before the next pass. */
  void load(int lane, int index, Trial trial, double[][] initialWeights) {
    clear(lane);
    network.setLane(lane, initialWeights);
    if (optimizer.initialState() != 0) {
      fillState(lane, optimizer.initialState());
    }
    lanes[lane].start(trial.seed(), trial.learningRate(), trial.schedule(), trial.weightDecay());
    trials[lane] = index;
    live++;
  }

  private void fillState(int lane, double value) {
    for (int layer = 0; layer < shapes.length; layer++) {
      for (int array : state[layer]) {
        for (int element = 0; element < shapes[layer].size(); element++) {
          memory.set(array, element, lane, value);
        }
      }
    }
  }

  /** Takes over another group's lane into an idle one, in the middle of its training. */
  void take(int lane, LaneGroup other, int otherLane) {
    copy(lane, other, otherLane);
    trials[lane] = other.trials[otherLane];
    live++;
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).take(lane, other.followers.get(i), otherLane);
    }
    other.retire(otherLane);
  }

  /** Copies another group's lane, but for the trial that it belongs to. */
  void copy(int lane, LaneGroup other, int otherLane) {
    memory.copyLane(other.start, otherLane, start, lane, elements);
    lanes[lane].take(other.lanes[otherLane]);
  }

  /** Puts the W_e and the gradient of another group's lane, at its step, into the same lane. */
  void follow(int lane, LaneGroup leader) {
    int size = shapes[0].size();
    memory.copyLane(leader.network.endToEnd(), lane, network.endToEnd(), lane, size);
    memory.copyLane(
        leader.network.endToEndGradient(), lane, network.endToEndGradient(), lane, size);
    lanes[lane].follow(leader.lanes[lane]);
  }

  /** Makes an idle lane hold zeros, which no update changes. */
  void clear(int lane) {
    for (int element = 0; element < elements; element++) {
      memory.set(start, element, lane, 0);
    }
    lanes[lane].clear();
    followers.forEach(follower -> follower.clear(lane));
  }

  /** One update of all lanes from the gradient in W_e. */
  void update() {
    for (Lane lane : lanes) {
      lane.advance(optimizer);
    }
    network.step(this);
    for (Follower follower : followers) {
      follower.rule().update();
    }
  }

  @Override
  public void update(int layer, int first, int weights, int gradient, int count) {
    int[] stateOfBlock = state[layer].clone();
    for (int i = 0; i < stateOfBlock.length; i++) {
      stateOfBlock[i] += first * memory.lanes();
    }
    LinearNetwork.Shape shape = shapes[layer];
    optimizer.step(
        kernels,
        lanes,
        rates,
        new Block(layer, shape.size(), shape.in(), first, count, weights, gradient, stateOfBlock));
  }

  @Override
  public boolean updateAndMultiply(int weights, int a, int x, int b, int c, int rows, int columns) {
    return optimizer.stepAndMultiply(kernels, weights, a, x, rates, b, c, rows, columns);
  }
}
