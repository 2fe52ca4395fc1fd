package org.isobath.network;

import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;

/**
 * A double well in a group of lanes. Its loss is that of its weights; rows mean nothing to it, and
 * one chunk is a whole batch.
 */
public final class DoubleWellLanes implements NetworkLanes {
  private final LaneMemory memory;
  private final DoubleWell well;
  private final int weights;
  private final int gradient;

  /** One at u = 0, v = 0. */
  public DoubleWellLanes(Kernels kernels, DoubleWell well) {
    this.memory = kernels.memory();
    this.well = well;
    this.weights = memory.allocate(1 + well.directions());
    this.gradient = memory.allocate(1 + well.directions());
  }

  @Override
  public int weights(int layer) {
    return weights;
  }

  @Override
  public int gradient(int layer) {
    return gradient;
  }

  @Override
  public void evaluate(Chunk chunk, Tally tally) {
    for (int lane = 0; lane < memory.lanes(); lane++) {
      tally.losses()[lane] += value(lane, squares(lane));
    }
  }

  /** U. */
  private double value(int lane, double squares) {
    double u = memory.get(weights, 0, lane);
    double wall = Math.fma(u, u, -1);
    return Math.fma(well.height() * wall, wall, 0.5 * curvature(u) * squares);
  }

  /** Σ v². */
  private double squares(int lane) {
    double squares = 0;
    for (int j = 1; j <= well.directions(); j++) {
      double v = memory.get(weights, j, lane);
      squares = Math.fma(v, v, squares);
    }
    return squares;
  }

  /** κ(u). */
  private double curvature(double u) {
    if (u <= -1) {
      return well.flat();
    }
    if (u >= 1) {
      return well.sharp();
    }
    double share = Math.fma(u, Math.fma(-u, u, 3), 2) / 4;
    return Math.fma(well.sharp() - well.flat(), share, well.flat());
  }

  @Override
  public void learn(Chunk chunk, double factor, boolean first, Tally tally) {
    for (int lane = 0; lane < memory.lanes(); lane++) {
      double squares = squares(lane);
      tally.losses()[lane] += value(lane, squares);
      double u = memory.get(weights, 0, lane);
      double slope = Math.abs(u) < 1 ? 0.75 * (well.sharp() - well.flat()) * (1 - u * u) : 0;
      double along = 4 * well.height() * u * Math.fma(u, u, -1);
      memory.set(gradient, 0, lane, Math.fma(0.5 * slope, squares, along));
      double curvature = curvature(u);
      for (int j = 1; j <= well.directions(); j++) {
        memory.set(gradient, j, lane, curvature * memory.get(weights, j, lane));
      }
    }
  }

  @Override
  public void finish() {
    // There is one chunk.
  }

  @Override
  public void restrict() {
    // All weights exist.
  }

  @Override
  public double loss(double sum, int rows) {
    return sum;
  }
}
