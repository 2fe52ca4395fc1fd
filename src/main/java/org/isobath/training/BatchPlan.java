package org.isobath.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * Which rows each step of a seed's trials sees: a function of the seed and the step
 * (docs/equations.md, eq. 50).
 */
final class BatchPlan {
  private final Batches batches;
  private final int rows;
  private final int size;
  private final RandomStream random;

  /** The order of the rows in an epoch; places in the table of rows. */
  private final int[] order;

  private long epochOfOrder = -1;
  private int[] last = new int[0];
  private long lastStep = -1;

  /**
   * A plan.
   *
   * @param rows that the trials train on
   * @param stream 0 for the trial itself, 1 for its pretraining
   */
  BatchPlan(Batches batches, int rows, long seed, int stream) {
    this.batches = batches;
    this.rows = rows;
    this.size = batches.size(rows);
    this.random = new RandomStream(seed, Purpose.BATCHES, stream);
    this.order = IntStream.range(0, rows).toArray();
  }

  /** Rows that the trials train on. */
  int rows() {
    return rows;
  }

  /** Steps in which as many rows are seen as there are. */
  int epoch() {
    return batches.epoch(rows);
  }

  /** Rows of the batch of a step, from 1. */
  int size(long step) {
    if (batches.sampler() == Batches.Sampler.WITH_REPLACEMENT) {
      return size;
    }
    int first = (int) ((step - 1) % epoch()) * size;
    return Math.min(size, rows - first);
  }

  /** The places of the rows of the batch of a step, from 1. Asked again, the same array. */
  int[] places(long step) {
    if (step == lastStep) {
      return last;
    }
    int first = (int) ((step - 1) % epoch()) * size;
    last =
        switch (batches.sampler()) {
          case FULL_BATCH -> order;
          case IN_ORDER -> Arrays.copyOfRange(order, first, first + size(step));
          case RESHUFFLED -> {
            shuffle((step - 1) / epoch());
            yield Arrays.copyOfRange(order, first, first + size(step));
          }
          case WITH_REPLACEMENT -> {
            int[] drawn = new int[size];
            for (int i = 0; i < size; i++) {
              drawn[i] = random.below((step - 1) * size + i, rows);
            }
            yield drawn;
          }
        };
    lastStep = step;
    return last;
  }

  /** The order of an epoch's rows (Fisher and Yates). */
  private void shuffle(long epoch) {
    if (epoch == epochOfOrder) {
      return;
    }
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < rows - 1; i++) {
      int other = i + random.below(epoch * rows + i, rows - i);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    epochOfOrder = epoch;
  }
}
