package org.isobath.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.Loss;
import org.isobath.network.Perceptron;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Schedule;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * How fast one core trains relu perceptrons of one hidden layer by gradient descent on reshuffled
 * batches, under softmax cross entropy: a pack of trials, beside one trial alone and the peak, in
 * turns.
 */
public final class PerceptronBenchmark {
  /** 8 learning rates × 3 seeds. */
  public static final int TRIALS = 24;

  private static final int SLICES = 5;

  /** In slices of time. With fewer, the first workload was once measured before it was compiled. */
  private static final int WARM_UP = 4;

  private final Function<Precision, Kernels> kernels;
  private final double sliceSeconds;

  /**
   * A benchmark.
   *
   * @param sliceSeconds what one of the turns takes, about
   */
  public PerceptronBenchmark(Function<Precision, Kernels> kernels, double sliceSeconds) {
    this.kernels = kernels;
    this.sliceSeconds = sliceSeconds;
  }

  /**
   * What is trained.
   *
   * @param features of the data, which are made up
   * @param hidden units
   * @param classes and so outputs
   * @param batch rows of a step
   * @param rows of the data
   * @param precision of the numbers
   */
  public record Workload(
      int features, int hidden, int classes, int batch, int rows, Precision precision) {
    /** As in 20-100-2. */
    public String network() {
      return features + "-" + hidden + "-" + classes;
    }

    /**
     * Floating-point operations of the layers' products for a row that passes forward and back, two
     * for each multiply-add, with the row's part in the losses of all rows at the end of an epoch:
     * forward, forward again for the loss, gradient, and backward through all but the first layer.
     * Biases, activations, softmax and the update are not counted.
     */
    public double flops() {
      double first = (double) features * hidden;
      double second = (double) hidden * classes;
      return 2 * (3 * (first + second) + second);
    }
  }

  /**
   * Medians over some turns.
   *
   * @param rowStepsPerSecond rows that passed forward and back, all trials of the pack together,
   *     per second of one core, without the starts and ends of trials
   * @param aloneRowStepsPerSecond the same of one trial alone
   * @param gain the pack over the trial alone
   * @param peakFlopsPerSecond floating-point operations per second of independent multiply-adds
   * @param shareOfPeak the operations of the pack's layers per second, as a share of that
   */
  public record Result(
      double rowStepsPerSecond,
      double aloneRowStepsPerSecond,
      double gain,
      double peakFlopsPerSecond,
      double shareOfPeak) {}

  /** Measures a workload, in about 20 slices of time. */
  public Result measure(Workload workload) {
    Kernels arithmetic = kernels.apply(workload.precision());
    Trainer trainer =
        new Trainer(
            kernels,
            TrainingData.of(SplitDataset.whole(rows(workload)), new TreeSet<>()),
            Stop.DEFAULT,
            new Recording(2, List.of(), false));
    long alone = epochs(trainer, workload, 1);
    long pack = epochs(trainer, workload, TRIALS);
    double[] rates = new double[SLICES];
    double[] aloneRates = new double[SLICES];
    double[] gains = new double[SLICES];
    double[] peaks = new double[SLICES];
    double[] shares = new double[SLICES];
    for (int i = 0; i < SLICES; i++) {
      rates[i] = rate(trainer, workload, TRIALS, pack);
      aloneRates[i] = rate(trainer, workload, 1, alone);
      gains[i] = rates[i] / aloneRates[i];
      peaks[i] = Benchmark.peak(arithmetic);
      shares[i] = rates[i] * workload.flops() / peaks[i];
    }
    return new Result(
        Benchmark.median(rates),
        Benchmark.median(aloneRates),
        Benchmark.median(gains),
        Benchmark.median(peaks),
        Benchmark.median(shares));
  }

  /** How many epochs take a slice, once everything is compiled. */
  private long epochs(Trainer trainer, Workload workload, int trials) {
    double warm = 0;
    long epochs = 1;
    for (double spent = 0; spent < WARM_UP * sliceSeconds; spent += warm) {
      epochs *= 2;
      warm = train(trainer, workload, trials, epochs);
    }
    return Math.max(2, (long) (epochs * sliceSeconds / warm));
  }

  private static double rate(Trainer trainer, Workload workload, int trials, long epochs) {
    // What a trial costs at its start and end is left out: real ones have more steps.
    double ends = train(trainer, workload, trials, 1);
    double all = train(trainer, workload, trials, epochs);
    return trials * (epochs - 1.0) * workload.rows() / (all - ends);
  }

  /** Seconds. */
  private static double train(Trainer trainer, Workload workload, int trials, long epochs) {
    Batches batches = new Batches(Batches.Sampler.RESHUFFLED, workload.batch(), false);
    long steps = (workload.rows() + workload.batch() - 1L) / workload.batch();
    List<Trial> pack = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      pack.add(
          new Trial(
              Scaling.NONE,
              new Presentation(batches, 0, 0, 0, Pretraining.NONE),
              new Perceptron(List.of(workload.hidden()), Activation.RELU, true, Optional.empty()),
              new Loss.SoftmaxCrossEntropy(),
              new GradientDescent(),
              Schedule.CONSTANT,
              0,
              new Gaussian(0.05),
              epochs * steps,
              workload.precision(),
              1 + i / 8,
              1e-3 * (1 + i % 8)));
    }
    long start = Benchmark.processorNanos();
    trainer.train(pack, done -> {});
    return (Benchmark.processorNanos() - start) / 1e9;
  }

  private static Dataset rows(Workload workload) {
    RandomStream random = new RandomStream(1, Purpose.EMBEDDED_DATA, 1);
    double[] x = new double[workload.rows() * workload.features()];
    Arrays.setAll(x, random::gaussian);
    double[] labels = new double[workload.rows()];
    Arrays.setAll(labels, i -> i % workload.classes());
    List<String> columns = new ArrayList<>();
    for (int j = 1; j <= workload.features(); j++) {
      columns.add("x" + j);
    }
    List<String> classes = new ArrayList<>();
    for (int k = 1; k <= workload.classes(); k++) {
      classes.add("class " + k);
    }
    return Dataset.ofClasses("synthetic", columns, "y", classes, x, labels);
  }
}
