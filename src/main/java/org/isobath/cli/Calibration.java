package org.isobath.cli;

import org.isobath.data.Dataset;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.kernel.Rows;

/** How fast this machine trains, from a fraction of a second of the kernel that costs the most. */
final class Calibration {
  private static final long WARM_UP_NANOS = 400_000_000;
  private static final long MEASURED_NANOS = 300_000_000;
  private static final int ROWS = 256;
  private static final int GROUPS = 3;

  private Calibration() {}

  /** Multiply-adds per second of one core, on rows as wide as the data's. */
  static double rate(Kernels kernels, Dataset data) {
    int count = Math.min(ROWS, data.rows());
    int width = data.features();
    Rows rows =
        kernels.rows(data.featureArray(), data.targetArray(), count, width, data.targets(), false);
    LaneMemory memory = kernels.memory();
    int[] weights = new int[GROUPS];
    int[] gradients = new int[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      weights[group] = memory.allocate(width * data.targets());
      gradients[group] = memory.allocate(width * data.targets());
    }
    double[] losses = new double[GROUPS * memory.lanes()];
    passes(kernels, rows, weights, gradients, losses, WARM_UP_NANOS);
    double passes = passes(kernels, rows, weights, gradients, losses, MEASURED_NANOS);
    return passes * 2 * count * width * losses.length;
  }

  /** Passes per second. */
  private static double passes(
      Kernels kernels, Rows rows, int[] weights, int[] gradients, double[] losses, long nanos) {
    long start = System.nanoTime();
    long passes = 0;
    while (System.nanoTime() - start < nanos) {
      kernels.residualPass(rows, 0, 4, 1, weights, gradients, losses, GROUPS);
      passes++;
    }
    return passes * 1e9 / (System.nanoTime() - start);
  }
}
