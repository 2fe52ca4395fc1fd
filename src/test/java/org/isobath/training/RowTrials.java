package org.isobath.training;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Precision;
import org.isobath.network.DoubleWell;
import org.isobath.network.Gaussian;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.TiedAutoencoder;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.HeavyBall;
import org.isobath.optimizer.Langevin;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.RmsProp;
import org.isobath.optimizer.Schedule;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/** Trials of every kind of network that is trained row by row, with all that a job can ask for. */
public final class RowTrials {
  /** Stops and recordings of all of them. */
  public static final Stop STOP = new Stop(50, Double.NaN, 0.97);

  /** Curves of a few points, and all weights. */
  public static final Recording RECORDING = new Recording(6, List.of(0.5, 0.3), true);

  private static final int ROWS = 100;
  private static final int FEATURES = 5;
  private static final long STEPS = 16;

  private RowTrials() {}

  /**
   * Trials of one shape.
   *
   * @param name of the shape
   * @param data what they are trained on
   * @param trials more than lanes
   */
  public record Pack(String name, SplitDataset data, List<Trial> trials) {
    /** The data as training reads them. */
    public TrainingData prepared() {
      return TrainingData.of(data, new TreeSet<>());
    }
  }

  /** All of them. */
  public static List<Pack> packs() {
    List<Pack> packs = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      int i = 0;
      for (Activation activation : Activation.values()) {
        boolean two = i % 2 == 0;
        boolean bias = i % 3 == 0;
        Batches.Sampler sampler = Batches.Sampler.values()[i % 4];
        int size = sampler == Batches.Sampler.FULL_BATCH ? 0 : 20 + 25 * (i % 3);
        Batches batches = new Batches(sampler, size, false);
        Presentation presentation =
            new Presentation(
                batches, i == 2 ? 4 : 0, i % 3 == 1 ? 0.2 : 0, i % 3 == 2 ? 0.1 : 0, before(i));
        Loss loss =
            two
                ? List.of(new Loss.Logistic(), new Loss.Power(4)).get(i / 2 % 2)
                : new Loss.SoftmaxCrossEntropy();
        Network network = RowFixtures.perceptron(activation, bias, 5, 3);
        Optimizer optimizer =
            List.of(
                    new GradientDescent(),
                    new HeavyBall(0.9),
                    new Adam(0.9, 0.999, 1e-8, false),
                    new Langevin(1e-3))
                .get(i % 4);
        boolean bySeed = i % 2 == 1;
        packs.add(
            pack(
                activation.word(),
                classes(two ? 2 : 3, bySeed),
                network,
                loss,
                presentation,
                optimizer,
                precision));
        i++;
      }
      Presentation full = Presentation.PLAIN;
      Presentation batches =
          RowFixtures.presentation(new Batches(Batches.Sampler.RESHUFFLED, 64, true), 0.1, 0.3);
      SplitDataset numbers = numbers();
      Optimizer rms = new RmsProp(0.9, 1e-6, true);
      Loss square = new Loss.Power(2);
      Network masked =
          RowFixtures.masked(RowFixtures.perceptron(Activation.TANH, true, 4), 4, FEATURES);
      packs.add(pack("mask", numbers, masked, square, full, rms, precision));
      packs.add(pack("tied", numbers, new TiedAutoencoder(), square, batches, rms, precision));
      packs.add(
          pack("linear", numbers, new LinearNetwork(List.of(3)), square, batches, rms, precision));
      packs.add(
          pack(
              "well",
              numbers,
              new DoubleWell(2, 1, 1, 4),
              square,
              full,
              new Langevin(0.1),
              precision));
    }
    return packs;
  }

  private static Pretraining before(int i) {
    return i % 4 == 0 || i == 5 ? new Pretraining(2, 0.3, 15, 0.3) : Pretraining.NONE;
  }

  private static Pack pack(
      String name,
      SplitDataset data,
      Network network,
      Loss loss,
      Presentation presentation,
      Optimizer optimizer,
      Precision precision) {
    List<Trial> trials = new ArrayList<>();
    for (long seed = 1; seed <= 4; seed++) {
      for (double rate : new double[] {1e-3, 0.03, 0.3, 8}) {
        trials.add(
            new Trial(
                Scaling.NONE,
                presentation,
                network,
                loss,
                optimizer,
                seed == 2 ? new Schedule(0.5, 10, 0) : Schedule.CONSTANT,
                seed == 3 ? 0.01 : 0,
                new Gaussian(0.5),
                STEPS,
                precision,
                seed,
                presentation.batches().sum() ? rate / 50 : rate));
      }
    }
    return new Pack(name + " " + precision.word(), data, trials);
  }

  private static SplitDataset classes(int classes, boolean bySeed) {
    double[] x = features();
    double[] labels = new double[ROWS];
    RandomStream random = new RandomStream(2, Purpose.EMBEDDED_DATA, 99);
    for (int row = 0; row < ROWS; row++) {
      double value = x[row * FEATURES] + 0.3 * random.uniform(row);
      labels[row] = value < -0.5 ? 0 : value < 0.5 || classes == 2 ? 1 : 2;
    }
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "class " + k).toList();
    Dataset data = Dataset.ofClasses("classes", columns("x", FEATURES), "y", names, x, labels);
    return new SplitDataset(data, 70, 30, bySeed);
  }

  private static SplitDataset numbers() {
    double[] x = features();
    double[] y = new double[2 * ROWS];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i / 2 * FEATURES + i % 2] * x[i / 2 * FEATURES + 2];
    }
    Dataset data = new Dataset("numbers", columns("x", FEATURES), columns("y", 2), ROWS, x, y);
    return new SplitDataset(data, 70, 30, false);
  }

  private static double[] features() {
    RandomStream random = new RandomStream(1, Purpose.EMBEDDED_DATA, 99);
    double[] x = new double[ROWS * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = 3 * random.uniform(i) - 1.5;
    }
    return x;
  }

  private static List<String> columns(String letter, int count) {
    return IntStream.range(0, count).mapToObj(i -> letter + i).toList();
  }
}
