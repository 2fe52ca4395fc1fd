package org.isobath.training;

import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.EndToEnd;

/**
 * End-to-end descent beside the networks of a group, one a lane, and how far each network's W_e is
 * from it (docs/equations.md, eq. 36). It starts where it is told to, from the W_e that the network
 * has there, and sees the same data, learning rate and weight decay from then on.
 */
final class Follower {
  private final LaneMemory memory;
  private final LaneGroup rule;
  private final int elements;
  private final boolean[] follows;
  private final double[] last;
  private final double[] largest;

  Follower(Kernels kernels, LinearNetwork.Shape[] shapes) {
    LinearNetwork.Shape endToEnd =
        new LinearNetwork.Shape(shapes[shapes.length - 1].out(), shapes[0].in());
    this.memory = kernels.memory();
    this.elements = endToEnd.size();
    this.rule =
        new LaneGroup(
            kernels, new LinearNetwork.Shape[] {endToEnd}, new EndToEnd(shapes.length), 0);
    this.follows = new boolean[memory.lanes()];
    this.last = new double[memory.lanes()];
    this.largest = new double[memory.lanes()];
  }

  /** The lanes of the rule. */
  LaneGroup rule() {
    return rule;
  }

  /** Starts where a network is, whose W_e and gradient are to be those of the present step. */
  void start(int lane, LaneGroup leader) {
    clear(lane);
    rule.follow(lane, leader);
    follows[lane] = true;
  }

  /** Goes on with another follower's lane. */
  void take(int lane, Follower other, int otherLane) {
    rule.copy(lane, other.rule, otherLane);
    follows[lane] = other.follows[otherLane];
    last[lane] = other.last[otherLane];
    largest[lane] = other.largest[otherLane];
  }

  /** Follows no more. */
  void clear(int lane) {
    rule.clear(lane);
    follows[lane] = false;
    last[lane] = Double.NaN;
    largest[lane] = Double.NaN;
  }

  /** Notes ‖W_e − W‖ / ‖W‖ at the present step, W being the rule's. */
  void look(int lane, LaneGroup leader) {
    if (!follows[lane]) {
      return;
    }
    int network = leader.network().endToEnd();
    int ours = rule.network().endToEnd();
    double differences = 0;
    double squares = 0;
    for (int element = 0; element < elements; element++) {
      double w = memory.get(ours, element, lane);
      double difference = memory.get(network, element, lane) - w;
      differences = Math.fma(difference, difference, differences);
      squares = Math.fma(w, w, squares);
    }
    last[lane] = Math.sqrt(differences / squares);
    largest[lane] = Double.isNaN(largest[lane]) ? last[lane] : Math.max(largest[lane], last[lane]);
  }

  /** The gap at the last step that was looked at; NaN before the start. */
  double last(int lane) {
    return last[lane];
  }

  /** The largest gap of all steps since the start; NaN before it. */
  double largest(int lane) {
    return largest[lane];
  }
}
