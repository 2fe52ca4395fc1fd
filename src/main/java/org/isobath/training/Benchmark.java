package org.isobath.training;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.Optimizer;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * How fast one core trains, beside how fast it can multiply and add at all. The two are measured in
 * turns, in processor time, so that their ratio holds on a busy machine too.
 */
public final class Benchmark {
  private static final double SLICE_SECONDS = 0.5;
  private static final int SLICES = 5;
  private static final int PEAK_ROUNDS = 2_000_000;

  private final Function<Precision, Kernels> kernels;
  private final Dataset data;
  private final TrainingData prepared;

  /** A benchmark on synthetic data of some shape, with one target. */
  public Benchmark(Function<Precision, Kernels> kernels, int rows, int features) {
    this.kernels = kernels;
    this.data = synthetic(rows, features);
    this.prepared = TrainingData.of(data, new TreeSet<>(List.of(2)));
  }

  /**
   * What is trained.
   *
   * @param network its shape
   * @param lossExponent p
   * @param precision of the numbers
   * @param optimizer the update rule
   */
  public record Workload(
      LinearNetwork network, int lossExponent, Precision precision, Optimizer optimizer) {}

  /**
   * Medians over some slices of time.
   *
   * @param trialStepsPerSecond steps of trials per second of one core, without the starts and ends
   *     of trials
   * @param passFlops floating-point operations that the data alone cost in one step of a trial, two
   *     for each multiply-add; what the network and the optimizer cost is not counted
   * @param peakFlopsPerSecond floating-point operations per second of independent multiply-adds
   * @param shareOfPeak the operations of the passes per second, as a share of that
   */
  public record Result(
      double trialStepsPerSecond,
      double passFlops,
      double peakFlopsPerSecond,
      double shareOfPeak) {}

  /** Measures a workload, in about five seconds. */
  public Result measure(Workload workload) {
    Kernels arithmetic = kernels.apply(workload.precision());
    int trials = lanes(arithmetic);
    double flops =
        4 * TrainingData.passNumbers(workload.lossExponent(), data.rows(), data.features());
    // The first runs are slow until everything is compiled.
    double warm = 0;
    long steps = 100;
    for (double spent = 0; spent < 2 * SLICE_SECONDS; spent += warm) {
      steps *= 2;
      warm = train(workload, trials, steps);
      peak(arithmetic);
    }
    steps = Math.max(2, (long) (steps * SLICE_SECONDS / warm));
    double[] rates = new double[SLICES];
    double[] peaks = new double[SLICES];
    double[] shares = new double[SLICES];
    for (int i = 0; i < SLICES; i++) {
      // What a trial costs at its start and end is left out: real ones have more steps.
      double ends = train(workload, trials, 1);
      rates[i] = trials * (steps - 1.0) / (train(workload, trials, steps) - ends);
      peaks[i] = peak(arithmetic);
      shares[i] = rates[i] * flops / peaks[i];
    }
    return new Result(median(rates), flops, median(peaks), median(shares));
  }

  private static int lanes(Kernels arithmetic) {
    return EndToEndTraining.MOST_GROUPS * arithmetic.memory().lanes();
  }

  /** Seconds. */
  private double train(Workload workload, int trials, long steps) {
    List<Trial> list = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      list.add(
          new Trial(
              Scaling.NONE,
              workload.network(),
              workload.lossExponent(),
              workload.optimizer(),
              0,
              new Gaussian(0.05),
              steps,
              workload.precision(),
              i + 1,
              1e-5 * (i + 1)));
    }
    Trainer trainer = new Trainer(kernels, prepared, Stop.DEFAULT, Recording.DEFAULT);
    long start = processorNanos();
    trainer.train(list, done -> {});
    return (processorNanos() - start) / 1e9;
  }

  /** Floating-point operations per second. */
  static double peak(Kernels arithmetic) {
    long start = processorNanos();
    long multiplyAdds = arithmetic.multiplyAdds(PEAK_ROUNDS);
    return 2e9 * multiplyAdds / (processorNanos() - start);
  }

  static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Dataset synthetic(int rows, int features) {
    RandomStream random = new RandomStream(1, Purpose.EMBEDDED_DATA, 1);
    double[] x = new double[rows * features];
    double[] y = new double[rows];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.1 * random.gaussian(i);
    }
    for (int i = 0; i < rows; i++) {
      y[i] = random.gaussian(x.length + i);
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= features; i++) {
      names.add("x" + i);
    }
    return new Dataset("synthetic", names, List.of("y"), rows, x, y);
  }
}
