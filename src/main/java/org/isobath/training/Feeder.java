package org.isobath.training;

import java.util.stream.IntStream;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.network.Chunk;
import org.isobath.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows into the lanes' memory, a chunk at a time: once for all lanes if they see the same, and
 * not at all if they are there already.
 */
final class Feeder {
  private final LaneMemory memory;
  private final int mostRows;
  private final int features;
  private final int targetWidth;
  private final boolean targetsAreLabels;
  private final int inputs;
  private final int targets;
  private final int labels;
  private final double[] featureRows;
  private final double[] targetRows;
  private final double[] labelRows;
  private final int[] inOrder;

  private @Nullable Feed[] last = new Feed[0];
  private int lastFirst;
  private @Nullable Chunk lastChunk;

  /**
   * What a lane sees.
   *
   * @param rows where it comes from
   * @param places which rows
   * @param noise what is added to the features, or null
   * @param noiseStart where the noise of the first row starts
   * @param deviation of the noise
   */
  record Feed(
      TrialRows rows,
      int[] places,
      @Nullable RandomStream noise,
      long noiseStart,
      double deviation) {
    /** Rows without noise. */
    Feed(TrialRows rows, int[] places) {
      this(rows, places, null, 0, 0);
    }

    /** Identical objects, not equal ones: comparing rows would take longer than copying them. */
    boolean sameAs(@Nullable Feed other) {
      return other != null
          && rows == other.rows
          && places == other.places
          && noiseStart == other.noiseStart
          && (noise == null ? other.noise == null : noise.equals(other.noise));
    }
  }

  /**
   * A feeder.
   *
   * @param mostRows of a chunk
   */
  Feeder(Kernels kernels, int mostRows, int features, int targetWidth, boolean targetsAreLabels) {
    this.memory = kernels.memory();
    this.mostRows = mostRows;
    this.features = features;
    this.targetWidth = targetWidth;
    this.targetsAreLabels = targetsAreLabels;
    this.inputs = memory.allocate(mostRows * features);
    this.targets = memory.allocate(mostRows * targetWidth);
    this.labels = targetsAreLabels ? targets : memory.allocate(mostRows);
    this.featureRows = new double[mostRows * features];
    this.targetRows = new double[mostRows * targetWidth];
    this.labelRows = new double[mostRows];
    this.inOrder = IntStream.range(0, mostRows).toArray();
  }

  /**
   * The next rows of what the lanes see.
   *
   * @param feeds one a lane, null for idle lanes, as many places in each
   * @param first the first place of the chunk
   * @param count places of all
   */
  Chunk chunk(@Nullable Feed[] feeds, int first, int count) {
    int rows = Math.min(mostRows, count - first);
    if (lastChunk != null && lastChunk.rows() == rows && lastFirst == first && same(feeds)) {
      return lastChunk;
    }
    Feed read = null;
    boolean shared = isShared(feeds);
    boolean inputsDone = false;
    for (int lane = 0; lane < feeds.length; lane++) {
      Feed feed = feeds[lane];
      if (feed == null) {
        continue;
      }
      if (!feed.sameAs(read)) {
        read(feed, first, rows);
        read = feed;
      }
      if (shared && !inputsDone) {
        memory.gatherShared(featureRows, features, inOrder, 0, rows, inputs);
        inputsDone = true;
      } else if (!shared) {
        memory.gather(featureRows, features, inOrder, 0, rows, inputs, lane);
      }
      memory.gather(targetRows, targetWidth, inOrder, 0, rows, targets, lane);
      if (!targetsAreLabels) {
        memory.gather(labelRows, 1, inOrder, 0, rows, labels, lane);
      }
    }
    last = feeds.clone();
    lastFirst = first;
    lastChunk = new Chunk(rows, inputs, shared, targets, labels);
    return lastChunk;
  }

  private boolean same(@Nullable Feed[] feeds) {
    for (int lane = 0; lane < feeds.length; lane++) {
      Feed feed = feeds[lane];
      // A lane that is idle now may have anything.
      if (feed != null && !feed.sameAs(last[lane])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isShared(@Nullable Feed[] feeds) {
    Feed one = null;
    for (Feed feed : feeds) {
      if (feed != null) {
        if (one != null && !feed.sameAs(one)) {
          return false;
        }
        one = feed;
      }
    }
    return true;
  }

  private void read(Feed feed, int first, int rows) {
    RandomStream noise = feed.noise;
    for (int i = 0; i < rows; i++) {
      int place = feed.places[first + i];
      feed.rows.features(place, featureRows, i * features);
      feed.rows.targets(place, targetRows, i * targetWidth);
      labelRows[i] = feed.rows.label(place);
      for (int j = 0; noise != null && j < features; j++) {
        double added = noise.gaussian(feed.noiseStart + (long) (first + i) * features + j);
        int at = i * features + j;
        featureRows[at] = Math.fma(feed.deviation, added, featureRows[at]);
      }
    }
  }
}
