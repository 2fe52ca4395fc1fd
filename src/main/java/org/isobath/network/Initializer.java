package org.isobath.network;

import java.io.Serializable;
import java.util.Map;

/**
 * Draws a network's initial weights: a function of (seed, shapes) alone, so that trials that differ
 * only in learning rate or optimizer start from the same weights.
 */
public sealed interface Initializer extends Serializable
    permits Gaussian, FanIn, Balanced, Direction, StoredWeights {
  /** The word of job files and tables. */
  String kind();

  /** The constants, by the names of job files; empty if there are none. */
  Map<String, Object> constants();

  /**
   * The initial weights.
   *
   * @param seed the trial's seed
   * @param shapes the layers' shapes, from the input side
   * @return one row-major (out × in) array a layer
   * @throws IllegalArgumentException if {@link #misfit} is not empty
   */
  double[][] weights(long seed, LinearNetwork.Shape[] shapes);

  /** Whether all weights are zero, whatever the seed and the shapes. */
  boolean isZero();

  /** Why these shapes cannot be initialized so, or an empty string. */
  String misfit(LinearNetwork.Shape[] shapes);
}
