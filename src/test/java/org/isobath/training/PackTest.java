package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.isobath.data.Dataset;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.LinearNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial's outcome has the same bits alone, in any lane and in any pack. */
final class PackTest {
  private static final Recording RECORDING = new Recording(40, List.of(0.3, 0.05), true);

  /** 126 trials: more than train at once in float64, so that ended lanes are filled again. */
  private static List<Trial> trials(Precision precision, int exponent, List<Integer> widths) {
    List<Trial> trials = new ArrayList<>();
    // Rates up to 3 diverge early or late, so that lanes end at many different steps.
    for (double rate : new double[] {1e-4, 0.01, 0.1, 0.4, 0.7, 1, 3}) {
      for (long seed = 1; seed <= 18; seed++) {
        Trial trial = Fixtures.trial(new LinearNetwork(widths), exponent, rate, 60, seed);
        trials.add(Fixtures.in(precision, Fixtures.withDecay(trial, seed % 2 == 0 ? 0.01 : 0)));
      }
    }
    return trials;
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT64, 2",
    "FLOAT64, 7",
    "FLOAT64, 8",
    "FLOAT64, 9",
    "FLOAT64, 41",
    "FLOAT64, 126",
    "FLOAT32, 3",
    "FLOAT32, 16",
    "FLOAT32, 17",
    "FLOAT32, 126"
  })
  void outcomesDoNotDependOnTheSizeOfThePack(Precision precision, int size) {
    Dataset data = Fixtures.data(1, 29, 5, 2, 0.3);
    for (int exponent : new int[] {2, 4, 6}) {
      for (List<Integer> widths : List.of(List.<Integer>of(), List.of(3), List.of(2, 4))) {
        List<Trial> trials = trials(precision, exponent, widths);
        List<Outcome> alone = new ArrayList<>();
        trials.forEach(trial -> alone.addAll(Fixtures.train(data, List.of(trial), RECORDING)));
        List<Outcome> packed = new ArrayList<>();
        for (int first = 0; first < trials.size(); first += size) {
          List<Trial> pack = trials.subList(first, Math.min(first + size, trials.size()));
          packed.addAll(Fixtures.train(data, pack, RECORDING));
        }
        for (int i = 0; i < trials.size(); i++) {
          assertThat(text(packed.get(i))).isEqualTo(text(alone.get(i)));
        }
      }
    }
  }

  @Test
  void outcomesDoNotDependOnTheLane() {
    Dataset data = Fixtures.data(4, 40, 3, 1, 0.3);
    List<Trial> trials = trials(Precision.FLOAT64, 4, List.of(2));
    List<Outcome> inOrder = Fixtures.train(data, trials, RECORDING);
    List<Trial> shuffled = new ArrayList<>(trials);
    Collections.shuffle(shuffled, new Random(17));
    List<Outcome> outcomes = Fixtures.train(data, shuffled, RECORDING);
    for (int i = 0; i < trials.size(); i++) {
      Outcome other = outcomes.get(shuffled.indexOf(trials.get(i)));
      assertThat(text(other)).isEqualTo(text(inOrder.get(i)));
    }
    assertThat(inOrder).extracting(Outcome::status).contains(Status.DIVERGED, Status.COMPLETED);
  }

  @ParameterizedTest
  @EnumSource
  void scalarAndVectorKernelsGiveTheSameOutcomes(Precision precision) {
    Dataset data = Fixtures.data(6, 33, 4, 2, 0.3);
    TrainingData prepared = TrainingData.of(data, new TreeSet<>(List.of(2, 4, 6)));
    for (int exponent : new int[] {2, 4, 6}) {
      List<Trial> trials = trials(precision, exponent, List.of(3, 2));
      List<Outcome> scalar =
          new Trainer(Kernels::scalar, prepared, Stop.DEFAULT, RECORDING)
              .train(trials, steps -> {});
      List<Outcome> best =
          new Trainer(Kernels::best, prepared, Stop.DEFAULT, RECORDING).train(trials, steps -> {});
      for (int i = 0; i < trials.size(); i++) {
        assertThat(text(best.get(i))).isEqualTo(text(scalar.get(i)));
      }
    }
  }

  @Test
  void releasedKernelsGiveTheOutcomesOfNewOnes() {
    Dataset data = Fixtures.data(6, 33, 4, 1, 0.3);
    TrainingData prepared = TrainingData.of(data, new TreeSet<>(List.of(2, 4)));
    Kernels kernels = Kernels.best(Precision.FLOAT64);
    int free = kernels.memory().allocate(0);
    for (int exponent : new int[] {4, 2, 4}) {
      List<Trial> trials = trials(Precision.FLOAT64, exponent, List.of(3, 2));
      kernels.memory().release(free);
      List<Outcome> again =
          new Trainer(precision -> kernels, prepared, Stop.DEFAULT, RECORDING)
              .train(trials, steps -> {});
      List<Outcome> fresh = Fixtures.train(data, trials, RECORDING);
      for (int i = 0; i < trials.size(); i++) {
        assertThat(text(again.get(i))).isEqualTo(text(fresh.get(i)));
      }
    }
  }

  /** Every number of an outcome, to the bit. */
  static String text(Outcome outcome) {
    return List.of(
                outcome.status(),
                outcome.steps(),
                outcome.divergedAt(),
                outcome.initialLoss(),
                outcome.finalLoss(),
                outcome.bestLoss(),
                outcome.bestStep(),
                outcome.lastFiniteLoss(),
                outcome.optimumLoss(),
                outcome.measures())
            .toString()
        + java.util.Arrays.toString(outcome.stepsToTarget())
        + java.util.Arrays.toString(outcome.curve().steps())
        + java.util.Arrays.toString(outcome.curve().losses())
        + java.util.Arrays.deepToString(outcome.initialWeights())
        + java.util.Arrays.deepToString(outcome.finalWeights());
  }
}
