package org.isobath.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;

/** Small data and trials for tests. */
final class Fixtures {
  static final Recording EVERY_STEP = new Recording(1_000_000, List.of(), true);

  private Fixtures() {}

  /** Gaussian features with correlated columns, and targets that are linear in them plus noise. */
  static Dataset data(long seed, int rows, int features, int targets, double noise) {
    Random random = new Random(seed);
    double[] x = new double[rows * features];
    double[] y = new double[rows * targets];
    double[] truth = random.doubles((long) features * targets, -1, 1).toArray();
    for (int row = 0; row < rows; row++) {
      double common = random.nextGaussian();
      for (int f = 0; f < features; f++) {
        x[row * features + f] = 0.5 * common + random.nextGaussian() / (1 + f);
      }
      for (int k = 0; k < targets; k++) {
        double value = noise * random.nextGaussian();
        for (int f = 0; f < features; f++) {
          value += truth[k * features + f] * x[row * features + f];
        }
        y[row * targets + k] = value;
      }
    }
    return new Dataset("test", names("x", features), names("y", targets), rows, x, y);
  }

  private static List<String> names(String letter, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(letter + i);
    }
    return names;
  }

  static Trial trial(LinearNetwork network, int exponent, double rate, long steps, long seed) {
    return new Trial(
        Scaling.NONE,
        network,
        exponent,
        new GradientDescent(),
        0,
        new Gaussian(0.3),
        steps,
        Precision.FLOAT64,
        seed,
        rate);
  }

  static Trial withDecay(Trial trial, double weightDecay) {
    return new Trial(
        trial.scaling(),
        trial.network(),
        trial.lossExponent(),
        trial.optimizer(),
        trial.schedule(),
        weightDecay,
        trial.initializer(),
        trial.steps(),
        trial.precision(),
        trial.seed(),
        trial.learningRate());
  }

  static Trial in(Precision precision, Trial trial) {
    return new Trial(
        trial.scaling(),
        trial.network(),
        trial.lossExponent(),
        trial.optimizer(),
        trial.schedule(),
        trial.weightDecay(),
        trial.initializer(),
        trial.steps(),
        precision,
        trial.seed(),
        trial.learningRate());
  }

  static List<Outcome> train(Dataset data, List<Trial> trials, Recording recording) {
    return trainer(data, Stop.DEFAULT, recording).train(trials, steps -> {});
  }

  static Trainer trainer(Dataset data, Stop stop, Recording recording) {
    TrainingData prepared =
        TrainingData.of(data, new TreeSet<>(List.of(2, 4, 6))).measuredBy(recording);
    return new Trainer(Kernels::best, prepared, stop, recording);
  }

  static double[][][] matrices(Trial trial, Dataset data) {
    return matrices(
        trial
            .initializer()
            .weights(trial.seed(), trial.network().shapes(data.features(), data.targets())),
        trial.network().shapes(data.features(), data.targets()));
  }

  static double[][][] matrices(double[][] weights, LinearNetwork.Shape[] shapes) {
    double[][][] matrices = new double[weights.length][][];
    for (int layer = 0; layer < weights.length; layer++) {
      int in = shapes[layer].in();
      matrices[layer] = new double[shapes[layer].out()][in];
      for (int i = 0; i < weights[layer].length; i++) {
        matrices[layer][i / in][i % in] = weights[layer][i];
      }
    }
    return matrices;
  }
}
