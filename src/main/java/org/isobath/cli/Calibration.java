package org.isobath.cli;

import org.isobath.data.Dataset;
import org.isobath.kernel.Kernels;
import org.isobath.training.Trainer;

/** How fast this machine trains, from a fraction of a second of the kernel that costs the most. */
final class Calibration {
  private static final long WARM_UP_NANOS = 400_000_000;
  private static final long MEASURED_NANOS = 300_000_000;
  private static final int ROWS = 256;

  private Calibration() {}

  /** Multiply-adds per second of one core, on rows as wide as the data's. */
  static double rate(Kernels kernels, Dataset data) {
    int rows = Math.min(ROWS, data.rows());
    int width = data.features();
    Kernels.Rows sample =
        new Kernels.Rows(data.featureArray(), data.targetArray(), rows, width, data.targets(), 0);
    double[] weights = new double[width * Trainer.LANES];
    double[] gradient = new double[weights.length];
    double[] loss = new double[Trainer.LANES];
    passes(kernels, sample, weights, gradient, loss, WARM_UP_NANOS);
    double passes = passes(kernels, sample, weights, gradient, loss, MEASURED_NANOS);
    return passes * 2 * rows * width * Trainer.LANES;
  }

  /** Passes per second. */
  private static double passes(
      Kernels kernels,
      Kernels.Rows rows,
      double[] weights,
      double[] gradient,
      double[] loss,
      long nanos) {
    long start = System.nanoTime();
    long passes = 0;
    while (System.nanoTime() - start < nanos) {
      kernels.residualPass(rows, 4, weights, gradient, 0, loss, Trainer.LANES);
      passes++;
    }
    return passes * 1e9 / (System.nanoTime() - start);
  }
}
