package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isobath.data.Dataset;
import org.isobath.data.Spectrum;
import org.isobath.network.LinearNetwork;
import org.junit.jupiter.api.Test;

/** What is measured of trained networks, against the slow twin and what must hold. */
final class MeasuresTest {
  private static final Recording ALL =
      new Recording(12, List.of(), true, EnumSet.allOf(Measure.class), true);

  @Test
  void measuresAtTheEndAreThoseOfTheLastWeights() {
    for (int exponent : new int[] {2, 4}) {
      Dataset data = Fixtures.data(4, 25, 4, 2, 0.3);
      Trial trial = Fixtures.trial(new LinearNetwork(List.of(3, 2)), exponent, 0.02, 90, 7);
      Outcome outcome = Fixtures.train(data, List.of(trial), ALL).get(0);
      LinearNetwork.Shape[] shapes = trial.network().shapes(4, 2);
      double[][][] weights = Fixtures.matrices(outcome.finalWeights(), shapes);
      double[][][] gradients = SlowTwin.gradients(data, weights, exponent);
      Map<String, Double> measures = outcome.measures();
      assertThat(measures)
          .containsOnlyKeys(
              "balancedness",
              "distance_to_minimum_norm",
              "edge_of_stability",
              "end_to_end_gap",
              "end_to_end_gap_after_escape",
              "end_to_end_gap_after_escape_largest",
              "end_to_end_gap_largest",
              "end_to_end_norm",
              "escape_step",
              "gradient_norm",
              "sharpness");
      double[][] product = SlowTwin.product(weights, 0, 3);
      assertThat(measures.get("end_to_end_norm")).isCloseTo(norm(product), within(1e-13));
      double squares = 0;
      for (double[][] gradient : gradients) {
        squares += norm(gradient) * norm(gradient);
      }
      assertThat(measures.get("gradient_norm")).isCloseTo(Math.sqrt(squares), within(1e-13));
      assertThat(measures.get("edge_of_stability")).isEqualTo(0.02 * measures.get("sharpness") / 2);
    }
  }

  @Test
  void onlyWhatTheJobAsksForIsMeasured() {
    Dataset data = Fixtures.data(4, 25, 4, 1, 0.3);
    Trial trial = Fixtures.trial(LinearNetwork.of(2, 3), 2, 1e-6, 20, 7);
    Outcome plain = Fixtures.train(data, List.of(trial), Recording.DEFAULT).get(0);
    assertThat(plain.measures()).containsOnlyKeys("balancedness", "end_to_end_norm");
    assertThat(plain.curve().measures()).isEmpty();
    Recording one = new Recording(9, List.of(), false, EnumSet.of(Measure.GRADIENT_NORM), false);
    Outcome more = Fixtures.train(data, List.of(trial), one).get(0);
    assertThat(more.measures())
        .containsOnlyKeys("balancedness", "end_to_end_norm", "gradient_norm");
    assertThat(more.curve().measures()).isEmpty();
  }

  @Test
  void measuresAlongTheCurveAreThoseOfTrialsThatEndThere() {
    Dataset data = Fixtures.data(5, 30, 4, 1, 0.3);
    Trial trial = Fixtures.trial(LinearNetwork.of(2, 3), 4, 0.05, 200, 2);
    Outcome whole = Fixtures.train(data, List.of(trial), ALL).get(0);
    Curve curve = whole.curve();
    assertThat(curve.steps()).hasSizeGreaterThan(8);
    for (int point = 1; point < curve.steps().length; point++) {
      Trial shorter = Fixtures.trial(LinearNetwork.of(2, 3), 4, 0.05, curve.steps()[point], 2);
      Map<String, Double> expected =
          new TreeMap<>(Fixtures.train(data, List.of(shorter), ALL).get(0).measures());
      expected.remove("escape_step");
      assertThat(at(curve, point)).isEqualTo(expected);
    }
    assertThat(at(curve, 0).get("end_to_end_norm"))
        .isCloseTo(norm(SlowTwin.product(Fixtures.matrices(trial, data), 0, 2)), within(1e-14));
  }

  @Test
  void measuresDoNotDependOnThePack() {
    Dataset data = Fixtures.data(6, 30, 4, 2, 0.3);
    List<Trial> trials = new ArrayList<>();
    for (double rate : new double[] {1e-3, 0.1, 0.6, 3}) {
      for (long seed = 1; seed <= 5; seed++) {
        trials.add(Fixtures.trial(new LinearNetwork(List.of(2, 3)), 4, rate, 60, seed));
      }
    }
    List<Outcome> packed = Fixtures.train(data, trials, ALL);
    assertThat(packed).extracting(Outcome::status).contains(Status.DIVERGED, Status.COMPLETED);
    for (int i = 0; i < trials.size(); i++) {
      Outcome alone = Fixtures.train(data, List.of(trials.get(i)), ALL).get(0);
      assertThat(packed.get(i).measures()).isEqualTo(alone.measures());
      for (int point = 0; point < alone.curve().steps().length; point++) {
        assertThat(at(packed.get(i).curve(), point)).isEqualTo(at(alone.curve(), point));
      }
    }
  }

  @Test
  void theEscapeStepIsTheFirstBelowHalfOfTheInitialLoss() {
    Dataset data = Fixtures.data(4, 25, 4, 1, 0.3);
    Recording every = new Recording(1000, List.of(), false);
    Trial trial = Fixtures.trial(LinearNetwork.of(3, 2), 2, 0.02, 400, 7);
    Outcome outcome = Fixtures.train(data, List.of(trial), every).get(0);
    double[] losses = outcome.curve().losses();
    int first = 0;
    while (!(losses[first] < losses[0] / 2)) {
      first++;
    }
    assertThat(first).isBetween(2, 399);
    assertThat(outcome.measures().get("escape_step")).isEqualTo(first);
  }

  /** At depth 1 and p = 2, a rate of 2 c / λ stands at c of the edge, whatever the weights. */
  @Test
  void theEdgeOfStabilityIsOneWhereDescentTurnsUnstable() {
    Dataset data = Fixtures.data(14, 40, 5, 1, 0.3);
    double edge = 2 / Spectrum.of(data)[0];
    for (double share : new double[] {0.5, 0.98, 1.02}) {
      Trial trial = Fixtures.trial(LinearNetwork.of(1, 1), 2, share * edge, 3000, 1);
      Outcome outcome = Fixtures.train(data, List.of(trial), ALL).get(0);
      assertThat(outcome.status()).isEqualTo(share < 1 ? Status.COMPLETED : Status.DIVERGED);
      assertThat(outcome.measures().get("edge_of_stability")).isCloseTo(share, within(1e-10));
    }
  }

  /** n < d: from zero, gradient descent of depth 1 ends at the smallest interpolating weights. */
  @Test
  void descentFromZeroEndsAtTheMinimumNormSolution() {
    Dataset data = Fixtures.data(9, 4, 7, 1, 0.3);
    Trial some = Fixtures.trial(LinearNetwork.of(1, 1), 2, 0.3, 100_000, 1);
    Trial trial =
        new Trial(
            some.scaling(),
            some.network(),
            2,
            some.optimizer(),
            0,
            new org.isobath.network.Gaussian(0),
            some.steps(),
            some.precision(),
            1,
            some.learningRate());
    List<Outcome> outcomes = Fixtures.train(data, List.of(trial, some), ALL);
    assertThat(outcomes.get(0).finalLoss()).isLessThan(1e-20);
    assertThat(outcomes.get(0).measures().get("distance_to_minimum_norm")).isLessThan(1e-8);
    assertThat(outcomes.get(1).finalLoss()).isLessThan(1e-20);
    assertThat(outcomes.get(1).measures().get("distance_to_minimum_norm")).isGreaterThan(0.1);
  }

  private static Map<String, Double> at(Curve curve, int point) {
    Map<String, Double> measures = new TreeMap<>();
    curve
        .measures()
        .forEach(
            (name, values) -> {
              if (!Double.isNaN(values[point])) {
                measures.put(name, values[point]);
              }
            });
    return measures;
  }

  private static double norm(double[][] matrix) {
    double squares = 0;
    for (double[] row : matrix) {
      for (double value : row) {
        squares += value * value;
      }
    }
    return Math.sqrt(squares);
  }
}
