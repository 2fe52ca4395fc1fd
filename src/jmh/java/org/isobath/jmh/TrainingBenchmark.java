package org.isobath.jmh;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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
import org.isobath.training.Batches;
import org.isobath.training.Outcome;
import org.isobath.training.Presentation;
import org.isobath.training.Pretraining;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Relu perceptrons on mini-batches: a pack of 8 rates × 3 seeds, one trial alone, and the same in
 * plain loops. Compare {@code rowSteps} / {@code processorMicros}: rows that passed forward and back,
 * and the processor's time for them, which holds on a busy machine too.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Thread)
public class TrainingBenchmark {
  @Param({"FLOAT64", "FLOAT32"})
  public Precision precision;

  /** Features, hidden units, classes, rows of a batch, rows of the data, epochs. */
  @Param({"20-100-2-50-200-50", "64-32-10-32-1792-5", "784-128-10-64-6400-1"})
  public String task;

  private int features;
  private int hidden;
  private int classes;
  private int batch;
  private int rows;
  private int epochs;
  private double[] x;
  private double[] labels;
  private Trainer trainer;
  private List<Trial> trials;

  /** Rows that passed forward and back, and the processor's time. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counter {
    public long rowSteps;
    public long processorMicros;

    private void add(long rows, long start) {
      rowSteps += rows;
      processorMicros += (processorNanos() - start) / 1000;
    }
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Setup(Level.Trial)
  public void make() {
    String[] sizes = task.split("-");
    features = Integer.parseInt(sizes[0]);
    hidden = Integer.parseInt(sizes[1]);
    classes = Integer.parseInt(sizes[2]);
    batch = Integer.parseInt(sizes[3]);
    rows = Integer.parseInt(sizes[4]);
    epochs = Integer.parseInt(sizes[5]);
    Random random = new Random(1);
    x = random.doubles((long) rows * features, 0, 1).toArray();
    labels = new double[rows];
    List<String> columns = new ArrayList<>();
    for (int j = 0; j < features; j++) {
      columns.add("x" + j);
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      names.add("class " + k);
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
    }
    Dataset data = Dataset.ofClasses("rows", columns, "y", names, x, labels);
    trainer =
        new Trainer(
            Kernels::best,
            TrainingData.of(SplitDataset.whole(data), new TreeSet<>()),
            Stop.DEFAULT,
            new Recording(2, List.of(), false));
    trials = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      for (int rate = 0; rate < 8; rate++) {
        trials.add(
            new Trial(
                Scaling.NONE,
                new Presentation(
                    new Batches(Batches.Sampler.RESHUFFLED, batch, false),
                    0,
                    0,
                    0,
                    Pretraining.NONE),
                new Perceptron(List.of(hidden), Activation.RELU, true, Optional.empty()),
                new Loss.SoftmaxCrossEntropy(),
                new GradientDescent(),
                Schedule.CONSTANT,
                0,
                new Gaussian(0.05),
                epochs * ((rows + batch - 1L) / batch),
                precision,
                seed,
                1e-3 * Math.pow(1.5, rate)));
      }
    }
  }

  @Benchmark
  public Object pack(Counter counter) {
    long start = processorNanos();
    List<Outcome> outcomes = trainer.train(trials, steps -> {});
    counter.add((long) epochs * rows * trials.size(), start);
    return outcomes;
  }

  @Benchmark
  public Object alone(Counter counter) {
    long start = processorNanos();
    List<Outcome> outcomes = trainer.train(trials.subList(0, 1), steps -> {});
    counter.add((long) epochs * rows, start);
    return outcomes;
  }

  /** One trial in float64, with a look at all losses before and after each epoch. */
  @Benchmark
  public double plain(Counter counter) {
    long start = processorNanos();
    Plain network = new Plain();
    double loss = network.loss();
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int first = 0; first < rows; first += batch) {
        network.step(first, Math.min(batch, rows - first));
      }
      loss += network.loss();
    }
    counter.add((long) epochs * rows, start);
    return loss;
  }

  /** A row at a time, with the weights of a unit next to each other. */
  private final class Plain {
    private final double[] w1 = new double[hidden * (features + 1)];
    private final double[] w2 = new double[classes * (hidden + 1)];
    private final double[] g1 = new double[w1.length];
    private final double[] g2 = new double[w2.length];
    private final double[] a = new double[hidden];
    private final double[] z = new double[classes];
    private final double[] da = new double[hidden];

    Plain() {
      Random random = new Random(2);
      java.util.Arrays.setAll(w1, i -> 0.05 * random.nextGaussian());
      java.util.Arrays.setAll(w2, i -> 0.05 * random.nextGaussian());
    }

    double loss() {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += forward(row);
      }
      return sum / rows;
    }

    private double forward(int row) {
      int from = row * features;
      for (int i = 0; i < hidden; i++) {
        int at = i * (features + 1);
        double sum = w1[at + features];
        for (int j = 0; j < features; j++) {
          sum += w1[at + j] * x[from + j];
        }
        a[i] = Math.max(0, sum);
      }
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        int at = k * (hidden + 1);
        double sum = w2[at + hidden];
        for (int i = 0; i < hidden; i++) {
          sum += w2[at + i] * a[i];
        }
        z[k] = sum;
        largest = Math.max(largest, sum);
      }
      double hit = z[(int) labels[row]] - largest;
      double total = 0;
      for (int k = 0; k < classes; k++) {
        z[k] = Math.exp(z[k] - largest);
        total += z[k];
      }
      for (int k = 0; k < classes; k++) {
        z[k] = z[k] / total - (k == labels[row] ? 1 : 0);
      }
      return Math.log(total) - hit;
    }

    void step(int first, int count) {
      java.util.Arrays.fill(g1, 0);
      java.util.Arrays.fill(g2, 0);
      for (int row = first; row < first + count; row++) {
        forward(row);
        java.util.Arrays.fill(da, 0);
        for (int k = 0; k < classes; k++) {
          int at = k * (hidden + 1);
          double d = z[k];
          for (int i = 0; i < hidden; i++) {
            g2[at + i] += d * a[i];
            da[i] += d * w2[at + i];
          }
          g2[at + hidden] += d;
        }
        int from = row * features;
        for (int i = 0; i < hidden; i++) {
          if (a[i] > 0) {
            int at = i * (features + 1);
            double d = da[i];
            for (int j = 0; j < features; j++) {
              g1[at + j] += d * x[from + j];
            }
            g1[at + features] += d;
          }
        }
      }
      double rate = 0.01 / count;
      for (int i = 0; i < w1.length; i++) {
        w1[i] -= rate * g1[i];
      }
      for (int i = 0; i < w2.length; i++) {
        w2[i] -= rate * g2[i];
      }
    }
  }
}
