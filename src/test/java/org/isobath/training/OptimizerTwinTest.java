package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.isobath.data.Dataset;
import org.isobath.network.LinearNetwork;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The slow twin of the update rules, before it judges others: against numbers and identities. */
final class OptimizerTwinTest {
  static Stream<Trajectories.Case> cases() {
    return Trajectories.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsTheTrajectoriesComputedElsewhere(Trajectories.Case trial) {
    LinearNetwork.Shape[] shapes = shapes(trial.network(), trial.data());
    List<double[][][]> path =
        new OptimizerTwin(trial.optimizer(), trial.constants())
            .train(
                trial.data(),
                trial.lossExponent(),
                trial.learningRate(),
                trial.weightDecay(),
                Fixtures.matrices(trial.initialWeights(), shapes),
                Trajectories.STEPS,
                Trajectories::noise);
    assertThat(trial.losses()).hasSize(Trajectories.STEPS + 1);
    for (int step = 0; step <= Trajectories.STEPS; step++) {
      double loss = SlowTwin.loss(trial.data(), path.get(step), trial.lossExponent());
      assertThat(loss).isCloseTo(trial.losses()[step], within(1e-12 * trial.losses()[step]));
    }
    assertThat(trial.weightsAfter()).containsOnlyKeys(1, Trajectories.STEPS);
    trial
        .weightsAfter()
        .forEach(
            (step, weights) -> {
              double[][][] expected = Fixtures.matrices(weights, shapes);
              for (int layer = 0; layer < expected.length; layer++) {
                for (int i = 0; i < expected[layer].length; i++) {
                  assertThat(path.get(step)[layer][i])
                      .containsExactly(expected[layer][i], within(1e-12));
                }
              }
            });
  }

  @Test
  void theTrajectoriesCoverEveryRuleDepthAndExponent() {
    Map<String, TreeSet<String>> shapes = new TreeMap<>();
    for (Trajectories.Case trial : Trajectories.all()) {
      boolean rule = trial.optimizer().equals("end-to-end");
      double depth = rule ? trial.constants().get("depth") : trial.network().depth();
      shapes
          .computeIfAbsent(trial.optimizer(), o -> new TreeSet<>())
          .add((int) depth + "/" + trial.lossExponent());
    }
    assertThat(shapes)
        .containsOnlyKeys(
            "adadelta",
            "adagrad",
            "adam",
            "adamw",
            "end-to-end",
            "gradient-descent",
            "heavy-ball",
            "langevin",
            "momentum",
            "nesterov",
            "rmsprop");
    for (TreeSet<String> covered : shapes.values()) {
      assertThat(covered).contains("1/2", "1/4", "1/6", "2/2", "2/4", "2/6", "3/2", "3/4", "3/6");
    }
  }

  /**
   * Σ x² from (1, 2, 3): the values that the documentation of Optax prints after each of five
   * steps. As a network: three rows of unit features, weight x, target 0, and Σ x² = 6 L.
   */
  @Test
  void printsTheNumbersOfAnotherLibrary() {
    assertThat(optax("gradient-descent", Map.of(), 0.003))
        .containsExactly("13.8", "13.7", "13.5", "13.3", "13.2");
    assertThat(optax("adagrad", Map.of("initialAccumulator", 0.1, "epsilon", 1e-7), 1))
        .containsExactly("5.01", "2.40", "1.25", "0.686", "0.385");
    assertThat(optax("adadelta", Map.of("rho", 0.9, "epsilon", 1e-6), 10))
        .containsExactly("13.6", "13.2", "12.9", "12.5", "12.1");
    Map<String, Double> rms = Map.of("beta", 0.9, "epsilon", 1e-8, "epsilonInsideRoot", 1.0);
    assertThat(optax("rmsprop", rms, 0.003))
        .containsExactly("13.9", "13.8", "13.7", "13.7", "13.6");
    Map<String, Double> adam =
        Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "epsilonHat", 0.0);
    assertThat(optax("adam", adam, 0.003)).containsExactly("14.0", "13.9", "13.9", "13.9", "13.8");
  }

  private static List<String> optax(String kind, Map<String, Double> constants, double rate) {
    // L = 1/(2·3) Σ (√6 x)² = Σ x².
    double root = Math.sqrt(6);
    double[] features = {root, 0, 0, 0, root, 0, 0, 0, root};
    Dataset data =
        new Dataset("Σ x²", List.of("a", "b", "c"), List.of("y"), 3, features, new double[3]);
    List<double[][][]> path =
        new OptimizerTwin(kind, constants)
            .train(data, 2, rate, 0, new double[][][] {{{1, 2, 3}}}, 5, (s, l, e) -> 0);
    List<String> printed = new ArrayList<>();
    for (int step = 1; step <= 5; step++) {
      double loss = SlowTwin.loss(data, path.get(step), 2);
      printed.add(
          loss >= 10
              ? "%.1f".formatted(loss)
              : loss >= 1 ? "%.2f".formatted(loss) : "%.3f".formatted(loss));
    }
    return printed;
  }

  @Test
  void momentumIsTheHeavyBallAtASmallerRate() {
    List<double[][][]> one = train("momentum", Map.of("beta", 0.75), 0.04);
    List<double[][][]> other = train("heavy-ball", Map.of("beta", 0.75), 0.04 * 0.25);
    assertSame(one, other, 1e-15);
  }

  @Test
  void rulesWithoutMemoryAreGradientDescent() {
    List<double[][][]> plain = train("gradient-descent", Map.of(), 0.05);
    for (String kind : List.of("momentum", "heavy-ball", "nesterov")) {
      assertSame(train(kind, Map.of("beta", 0.0), 0.05), plain, 1e-15);
    }
    assertSame(train("langevin", Map.of("temperature", 0.0), 0.05), plain, 1e-15);
  }

  /** With β₁ = 0 and ε = 0, Adam is RMSprop at the rate η √(1 − β₂ᵗ), by either form. */
  @Test
  void adamWithoutMomentumIsRmspropWithCorrectedRate() {
    Dataset data = data();
    double[][][] start = start(data);
    for (double hat : new double[] {0, 1}) {
      Map<String, Double> adam =
          Map.of("beta1", 0.0, "beta2", 0.9, "epsilon", 0.0, "epsilonHat", hat);
      Map<String, Double> rms = Map.of("beta", 0.9, "epsilon", 0.0, "epsilonInsideRoot", 1.0);
      double[][][] one =
          new OptimizerTwin("adam", adam)
              .train(data, 4, 0.01, 0, start, 1, Trajectories::noise)
              .get(1);
      double[][][] other =
          new OptimizerTwin("rmsprop", rms)
              .train(data, 4, 0.01 * Math.sqrt(1 - 0.9), 0, start, 1, Trajectories::noise)
              .get(1);
      assertSame(List.<double[][][]>of(one), List.<double[][][]>of(other), 1e-14);
    }
  }

  /** Without ε, rules that divide by the root of squares do not see the unit of the loss. */
  @Test
  void adaptiveRulesDoNotSeeTheScaleOfTheLoss() {
    Dataset data = data();
    Dataset doubled = scaled(data, 2);
    Map<String, Map<String, Double>> rules =
        Map.of(
            "adagrad", Map.of("initialAccumulator", 0.0, "epsilon", 0.0),
            "rmsprop", Map.of("beta", 0.9, "epsilon", 0.0, "epsilonInsideRoot", 0.0),
            "adam", Map.of("beta1", 0.9, "beta2", 0.99, "epsilon", 0.0, "epsilonHat", 1.0));
    rules.forEach(
        (kind, constants) -> {
          OptimizerTwin twin = new OptimizerTwin(kind, constants);
          double[][][] start = start(data);
          // Twice the features and targets: 2^p times the loss at the same weights.
          assertSame(
              twin.train(data, 4, 0.01, 0, start, 20, Trajectories::noise),
              twin.train(doubled, 4, 0.01, 0, start, 20, Trajectories::noise),
              1e-13);
        });
  }

  /** The gap to gradient descent from balanced weights, at a fixed time, halves with the rate. */
  @Test
  void endToEndDescentIsTheLimitOfDeepGradientDescent() {
    for (int depth : new int[] {2, 3}) {
      for (int targets : new int[] {1, 2}) {
        Dataset data = Fixtures.data(17, 12, 3, targets, 0.2);
        LinearNetwork network = LinearNetwork.of(depth, 2);
        double[][][] deep =
            Fixtures.matrices(
                new org.isobath.network.Balanced(0.6).weights(4, shapes(network, data)),
                shapes(network, data));
        double[] gaps = new double[3];
        for (int halving = 0; halving < gaps.length; halving++) {
          int steps = 50 << halving;
          double rate = 2.0 / steps;
          double[][][] network1 =
              last(new OptimizerTwin("gradient-descent", Map.of()), data, rate, deep, steps);
          double[][][] rule =
              last(
                  new OptimizerTwin("end-to-end", Map.of("depth", (double) depth)),
                  data,
                  rate,
                  new double[][][] {SlowTwin.product(deep, 0, depth)},
                  steps);
          double[][] product = SlowTwin.product(network1, 0, depth);
          for (int k = 0; k < targets; k++) {
            for (int f = 0; f < 3; f++) {
              gaps[halving] = Math.max(gaps[halving], Math.abs(product[k][f] - rule[0][k][f]));
            }
          }
        }
        assertThat(gaps[0]).isBetween(1e-6, 0.05);
        assertThat(gaps[0] / gaps[1]).isBetween(1.8, 2.2);
        assertThat(gaps[1] / gaps[2]).isBetween(1.9, 2.1);
      }
    }
  }

  private static double[][][] last(
      OptimizerTwin twin, Dataset data, double rate, double[][][] start, int steps) {
    return twin.train(data, 2, rate, 0, start, steps, Trajectories::noise).get(steps);
  }

  /** For a quadratic of curvature κ the stationary variance at step η is T / (κ (1 − ηκ/2)). */
  @Test
  void langevinHasItsStationaryVariance() {
    double curvature = 2;
    double rate = 0.2;
    double temperature = 0.3;
    Dataset data =
        new Dataset(
            "one weight",
            List.of("x"),
            List.of("y"),
            1,
            new double[] {Math.sqrt(curvature)},
            new double[1]);
    RandomStream random = new RandomStream(5, Purpose.INITIAL_WEIGHTS, 0);
    int steps = 200_000;
    List<double[][][]> path =
        new OptimizerTwin("langevin", Map.of("temperature", temperature))
            .train(
                data, 2, rate, 0, new double[][][] {{{0}}}, steps, (s, l, e) -> random.gaussian(s));
    double squares = 0;
    for (double[][][] weights : path) {
      squares += weights[0][0][0] * weights[0][0][0];
    }
    double expected = temperature / (curvature * (1 - rate * curvature / 2));
    // Correlated for about 1/(ηκ) steps: a standard error below 1 %.
    assertThat(squares / steps).isCloseTo(expected, within(0.03 * expected));
  }

  private static List<double[][][]> train(String kind, Map<String, Double> constants, double rate) {
    Dataset data = data();
    return new OptimizerTwin(kind, constants)
        .train(data, 4, rate, 0.1, start(data), 20, Trajectories::noise);
  }

  private static Dataset data() {
    return Fixtures.data(9, 15, 4, 2, 0.3);
  }

  private static double[][][] start(Dataset data) {
    return Fixtures.matrices(Fixtures.trial(LinearNetwork.of(2, 3), 4, 0.1, 1, 6), data);
  }

  private static Dataset scaled(Dataset data, double factor) {
    double[] x = Arrays.stream(data.featureArray()).map(v -> factor * v).toArray();
    double[] y = Arrays.stream(data.targetArray()).map(v -> factor * v).toArray();
    return new Dataset("scaled", data.featureNames(), data.targetNames(), data.rows(), x, y);
  }

  private static void assertSame(
      List<double[][][]> actual, List<double[][][]> expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int step = 0; step < actual.size(); step++) {
      for (int layer = 0; layer < actual.get(step).length; layer++) {
        for (int i = 0; i < actual.get(step)[layer].length; i++) {
          assertThat(actual.get(step)[layer][i])
              .containsExactly(expected.get(step)[layer][i], within(tolerance));
        }
      }
    }
  }

  private static LinearNetwork.Shape[] shapes(LinearNetwork network, Dataset data) {
    return network.shapes(data.features(), data.targets());
  }
}
