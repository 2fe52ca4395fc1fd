package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.kernel.Precision;
import org.isobath.network.Balanced;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far deep gradient descent is from end-to-end descent. */
final class EndToEndGapTest {
  private static final Recording GAPS =
      new Recording(1_000_000, List.of(), true, Set.of(Measure.END_TO_END_GAP), false);

  private static Trial trial(
      LinearNetwork network, Initializer start, double rate, long steps, Schedule schedule) {
    return new Trial(
        Scaling.NONE,
        network,
        4,
        new GradientDescent(),
        schedule,
        0.05,
        start,
        steps,
        Precision.FLOAT64,
        4,
        rate);
  }

  private static Map<String, Double> measures(Dataset data, Trial trial) {
    return Fixtures.train(data, List.of(trial), GAPS).get(0).measures();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 2", "3, 1", "3, 2"})
  void isTheDistanceOfTheSlowTwins(int depth, int targets) {
    Dataset data = Fixtures.data(17, 12, 3, targets, 0.2);
    LinearNetwork network = LinearNetwork.of(depth, 3);
    long steps = 40;
    Trial trial = trial(network, new Gaussian(0.5), 0.02, steps, Schedule.CONSTANT);
    double[][][] start = Fixtures.matrices(trial, data);
    List<double[][][]> deep = path("gradient-descent", Map.of(), data, trial, start);
    List<double[][][]> rule =
        path(
            "end-to-end",
            Map.of("depth", (double) depth),
            data,
            trial,
            new double[][][] {SlowTwin.product(start, 0, depth)});
    double largest = 0;
    double last = 0;
    for (int step = 0; step <= steps; step++) {
      double[][] product = SlowTwin.product(deep.get(step), 0, depth);
      double differences = 0;
      double squares = 0;
      for (int k = 0; k < targets; k++) {
        for (int f = 0; f < 3; f++) {
          double w = rule.get(step)[0][k][f];
          differences += (product[k][f] - w) * (product[k][f] - w);
          squares += w * w;
        }
      }
      last = Math.sqrt(differences / squares);
      largest = Math.max(largest, last);
    }
    Map<String, Double> measures = measures(data, trial);
    assertThat(last).isGreaterThan(1e-3);
    assertThat(measures.get("end_to_end_gap")).isCloseTo(last, within(1e-9));
    assertThat(measures.get("end_to_end_gap_largest")).isCloseTo(largest, within(1e-9));
  }

  private static List<double[][][]> path(
      String kind, Map<String, Double> constants, Dataset data, Trial trial, double[][][] start) {
    return new OptimizerTwin(kind, constants)
        .train(
            data,
            trial.lossExponent(),
            trial.learningRate(),
            trial.weightDecay(),
            start,
            (int) trial.steps(),
            (step, layer, element) -> 0);
  }

  /** From balanced weights, at a fixed time, it halves with the rate, whatever the width. */
  @ParameterizedTest
  @CsvSource({"2, 1", "2, 9", "3, 1", "3, 9"})
  void isOfFirstOrderInTheRate(int depth, int width) {
    Dataset data = Fixtures.data(17, 12, 3, 1, 0.2);
    double[] gaps = new double[3];
    for (int halving = 0; halving < 3; halving++) {
      long steps = 100L << halving;
      Trial trial =
          trial(
              LinearNetwork.of(depth, width),
              new Balanced(0.4),
              2.0 / steps,
              steps,
              Schedule.CONSTANT);
      gaps[halving] = measures(data, trial).get("end_to_end_gap_largest");
    }
    assertThat(gaps[0]).isBetween(1e-5, 0.1);
    assertThat(gaps[0] / gaps[1]).isBetween(1.8, 2.2);
    assertThat(gaps[1] / gaps[2]).isBetween(1.9, 2.1);
  }

  /** From small random weights the two leave zero at other times, and then go the same way. */
  @Test
  void fromSmallWeightsIsSmallOnlyAfterTheEscape() {
    Dataset data = Fixtures.data(17, 12, 3, 1, 0.2);
    Trial trial =
        new Trial(
            Scaling.NONE,
            LinearNetwork.of(2, 2),
            2,
            new GradientDescent(),
            0,
            new Gaussian(0.01),
            2000,
            Precision.FLOAT64,
            4,
            0.01);
    Map<String, Double> measures = measures(data, trial);
    assertThat(measures.get("escape_step")).isBetween(100.0, 1900.0);
    assertThat(measures.get("end_to_end_gap_largest")).isGreaterThan(0.1);
    assertThat(measures.get("end_to_end_gap_after_escape_largest")).isLessThan(0.01);
    assertThat(measures.get("end_to_end_gap_after_escape"))
        .isLessThanOrEqualTo(measures.get("end_to_end_gap_after_escape_largest"));
  }

  @Test
  void dependsOnNoPack() {
    Dataset data = Fixtures.data(3, 14, 3, 2, 0.2);
    List<Trial> trials = new ArrayList<>();
    for (double rate : new double[] {0.01, 0.05, 0.2, 0.5, 1, 4}) {
      for (long seed = 1; seed <= 9; seed++) {
        trials.add(
            new Trial(
                Scaling.NONE,
                LinearNetwork.of(2, 3),
                4,
                new GradientDescent(),
                seed % 2 == 0 ? Schedule.CONSTANT : new Schedule(0.9, 4, 6),
                0,
                new Gaussian(0.2),
                50,
                Precision.FLOAT64,
                seed,
                rate));
      }
    }
    List<Outcome> together = Fixtures.train(data, trials, GAPS);
    for (int i = 0; i < trials.size(); i += 5) {
      Outcome alone = Fixtures.train(data, List.of(trials.get(i)), GAPS).get(0);
      assertThat(PackTest.text(alone)).isEqualTo(PackTest.text(together.get(i)));
    }
    assertThat(together).extracting(Outcome::status).contains(Status.DIVERGED, Status.COMPLETED);
  }

  @Test
  void changesNothingElseOfAnOutcome() {
    Dataset data = Fixtures.data(17, 12, 3, 1, 0.2);
    Trial trial = trial(LinearNetwork.of(2, 2), new Balanced(0.4), 0.02, 50, Schedule.CONSTANT);
    Outcome with = Fixtures.train(data, List.of(trial), GAPS).get(0);
    Outcome without = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0);
    assertThat(with.curve().losses()).isEqualTo(without.curve().losses());
    assertThat(with.finalWeights()).isDeepEqualTo(without.finalWeights());
    assertThat(without.measures()).doesNotContainKey("end_to_end_gap");
  }
}
