package org.isobath.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import org.isobath.network.Mask;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.StoredWeights;
import org.isobath.optimizer.AdaDelta;
import org.isobath.optimizer.AdaGrad;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.AdamW;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.HeavyBall;
import org.isobath.optimizer.Langevin;
import org.isobath.optimizer.Momentum;
import org.isobath.optimizer.Nesterov;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.RmsProp;
import org.isobath.optimizer.Schedule;

/** Small data with classes, and trials on batches, for tests. */
final class RowFixtures {
  static final Loss POWER = new Loss.Power(2);
  static final Loss SOFTMAX = new Loss.SoftmaxCrossEntropy();
  static final Loss LOGISTIC = new Loss.Logistic();

  private RowFixtures() {}

  /** Gaussian rows; the class depends on the first feature and on chance. */
  static Dataset classes(long seed, int rows, int features, int classes) {
    Random random = new Random(seed);
    double[] x = random.doubles((long) rows * features, -1.5, 1.5).toArray();
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      double value = x[row * features] + 0.5 * random.nextGaussian();
      labels[row] = Math.max(0, Math.min(classes - 1, Math.floor((value + 1.5) / 3 * classes)));
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      names.add("class " + k);
    }
    List<String> columns = new ArrayList<>();
    for (int j = 0; j < features; j++) {
      columns.add("x" + j);
    }
    return Dataset.ofClasses("classes", columns, "y", names, x, labels);
  }

  static Perceptron perceptron(Activation activation, boolean bias, Integer... widths) {
    return new Perceptron(List.of(widths), activation, bias, Optional.empty());
  }

  /** The same with some weights of the first layer left out. */
  static Perceptron masked(Perceptron whole, int rows, int columns) {
    List<StoredWeights.Entry> entries = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        entries.add(new StoredWeights.Entry(1, i, j, (i + j) % 3 == 0 ? 0 : 1));
      }
    }
    return new Perceptron(
        whole.widths(),
        whole.activation(),
        whole.bias(),
        Optional.of(new Mask(new StoredWeights("mask.csv", entries))));
  }

  static Presentation batches(Batches.Sampler sampler, int size) {
    return presentation(new Batches(sampler, size, false), 0, 0);
  }

  static Presentation presentation(Batches batches, double inputNoise, double labelNoise) {
    return new Presentation(batches, 0, inputNoise, labelNoise, Pretraining.NONE);
  }

  static Trial trial(
      Network network,
      Loss loss,
      Presentation presentation,
      Optimizer optimizer,
      double rate,
      long steps,
      Precision precision,
      long seed) {
    return new Trial(
        Scaling.NONE,
        presentation,
        network,
        loss,
        optimizer,
        Schedule.CONSTANT,
        seed % 2 == 0 ? 0.01 : 0,
        new Gaussian(0.5),
        steps,
        precision,
        seed,
        rate);
  }

  /** Each rule but end-to-end descent, with its twin. */
  static Map<Optimizer, OptimizerTwin> rules() {
    return Map.of(
        new GradientDescent(),
        new OptimizerTwin("gradient-descent", Map.of()),
        new Momentum(0.9),
        new OptimizerTwin("momentum", Map.of("beta", 0.9)),
        new HeavyBall(0.8),
        new OptimizerTwin("heavy-ball", Map.of("beta", 0.8)),
        new Nesterov(0.8),
        new OptimizerTwin("nesterov", Map.of("beta", 0.8)),
        new AdaGrad(0.1, 1e-7),
        new OptimizerTwin("adagrad", Map.of("initialAccumulator", 0.1, "epsilon", 1e-7)),
        new AdaDelta(0.95, 1e-6),
        new OptimizerTwin("adadelta", Map.of("rho", 0.95, "epsilon", 1e-6)),
        new RmsProp(0.9, 1e-8, true),
        new OptimizerTwin(
            "rmsprop", Map.of("beta", 0.9, "epsilon", 1e-8, "epsilonInsideRoot", 1.0)),
        new Adam(0.9, 0.999, 1e-8, false),
        new OptimizerTwin(
            "adam", Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "epsilonHat", 0.0)),
        new AdamW(0.9, 0.999, 1e-8, true),
        new OptimizerTwin(
            "adamw", Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "epsilonHat", 1.0)),
        new Langevin(0.01),
        new OptimizerTwin("langevin", Map.of("temperature", 0.01)));
  }

  static List<Outcome> train(
      SplitDataset split, List<Trial> trials, Stop stop, Recording recording) {
    return train(Kernels::best, split, trials, stop, recording);
  }

  static List<Outcome> train(
      Function<Precision, Kernels> kernels,
      SplitDataset split,
      List<Trial> trials,
      Stop stop,
      Recording recording) {
    Trial shape = trials.get(0);
    boolean endToEnd =
        Cost.isEndToEnd(shape.network(), shape.loss(), shape.presentation(), DataShape.of(split));
    TreeSet<Integer> exponents =
        new TreeSet<>(endToEnd ? List.of(shape.lossExponent()) : List.of());
    return new Trainer(kernels, TrainingData.of(split, exponents), stop, recording)
        .train(trials, steps -> {});
  }
}
