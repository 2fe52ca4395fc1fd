package org.isobath.network;

/**
 * A network's weights and their gradient in a group of lanes, in memory of its own. Sums over rows
 * run in the order of the rows, however these are cut into chunks.
 */
public sealed interface NetworkLanes
    permits PerceptronLanes, TiedAutoencoderLanes, DoubleWellLanes {
  /** The address of a layer's weights, from 0. */
  int weights(int layer);

  /** The address of a layer's gradient. */
  int gradient(int layer);

  /** Adds the losses of a chunk's rows to the tally. */
  void evaluate(Chunk chunk, Tally tally);

  /**
   * The same, and the gradient of factor · Σ loss over the rows of this chunk and those before;
   * complete when {@link #finish} was called.
   *
   * @param factor 1/rows for the gradient of the mean, 1 for that of the sum; losses with an
   *     exponent p are counted as 1/p of their power
   * @param first whether it is the first chunk of a batch
   */
  void learn(Chunk chunk, double factor, boolean first, Tally tally);

  /** Completes the gradient of a batch. */
  void finish();

  /** Makes weights that do not exist 0, after each update and in weights that were loaded. */
  void restrict();

  /** The loss of so many rows from the sum of theirs. */
  double loss(double sum, int rows);
}
