package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.isobath.data.Dataset;
import org.isobath.data.Replicas;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Precision;
import org.isobath.network.Network;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.GradientDescent;
import org.junit.jupiter.api.Test;

/** A phase on random labels, and what batches, noise and stops do around it. */
final class PretrainingTest {
  private static final Recording RECORDING = new Recording(1000, List.of(), true);

  private static final Network NETWORK = RowFixtures.perceptron(Activation.RELU, true, 60);
  private static final Dataset DATA = RowFixtures.classes(4, 40, 8, 2);
  private static final SplitDataset SPLIT = new SplitDataset(DATA, 30, 10, false);
  private static final Batches BATCHES = new Batches(Batches.Sampler.RESHUFFLED, 12, false);

  private static Trial trial(Pretraining pretraining, double rate) {
    Presentation presentation = new Presentation(BATCHES, 0, 0, 0, pretraining);
    return RowFixtures.trial(
        NETWORK,
        RowFixtures.LOGISTIC,
        presentation,
        new Adam(0.9, 0.999, 1e-8, false),
        rate,
        20,
        Precision.FLOAT64,
        3);
  }

  @Test
  void itLearnsAllRandomLabelsAndTheTrialStartsFromThere() {
    Trial whole = trial(new Pretraining(1, 0.3, 5000, 0.5), 0.01);
    Outcome outcome = RowFixtures.train(SPLIT, List.of(whole), Stop.DEFAULT, RECORDING).get(0);
    assertThat(outcome.measures())
        .containsEntry("pretraining_train_accuracy", 1.0)
        .containsKeys("pretraining_steps", "pretraining_loss", "pretraining_test_accuracy");
    // It ends at the end of an epoch of 60 rows.
    assertThat(outcome.measures().get("pretraining_steps") % 5).isZero();
    assertThat(outcome.measures().get("pretraining_steps")).isBetween(5.0, 4999.0);

    // The weights that it left know the random labels, and the trial begins with them.
    Replicas replicas = new Replicas(DATA, IntStream.range(0, 30).toArray(), 1, 0.3, 3);
    double[][][] start = Fixtures.matrices(outcome.initialWeights(), NETWORK.shapes(8, 1));
    RowTwin twin = new RowTwin(NETWORK, RowFixtures.LOGISTIC);
    double[] x = new double[8];
    double loss = 0;
    for (int row = 0; row < replicas.rows(); row++) {
      replicas.row(row, x);
      assertThat(twin.isRight(start, x, replicas.label(row))).isTrue();
      loss += twin.value(start, x, new double[] {replicas.label(row)}) / replicas.rows();
    }
    assertThat(outcome.measures().get("pretraining_loss")).isCloseTo(loss, within(1e-12));
    double first = 0;
    for (int row = 0; row < 30; row++) {
      DATA.row(row, x);
      first += twin.value(start, x, new double[] {DATA.label(row)}) / 30;
    }
    assertThat(outcome.initialLoss()).isCloseTo(first, within(1e-12));
    assertThat(outcome.curve().losses()[0]).isEqualTo(outcome.initialLoss());
  }

  @Test
  void itIsTheSameWhateverTheTrialDoesAfterwards() {
    Pretraining pretraining = new Pretraining(2, 0.5, 40, 0.2);
    List<Outcome> outcomes =
        RowFixtures.train(
            SPLIT,
            List.of(trial(pretraining, 0.01), trial(pretraining, 0.1)),
            Stop.DEFAULT,
            RECORDING);
    assertThat(
            Arrays.deepEquals(outcomes.get(0).initialWeights(), outcomes.get(1).initialWeights()))
        .isTrue();
    Outcome without =
        RowFixtures.train(SPLIT, List.of(trial(Pretraining.NONE, 0.01)), Stop.DEFAULT, RECORDING)
            .get(0);
    assertThat(Arrays.deepEquals(outcomes.get(0).initialWeights(), without.initialWeights()))
        .isFalse();
    assertThat(without.measures()).doesNotContainKey("pretraining_steps");
  }

  @Test
  void anAccuracyEndsATrialWhereItIsReached() {
    Trial trial = trial(Pretraining.NONE, 0.05).withSteps(3000);
    Stop stop = new Stop(1e6, Double.NaN, 0.95);
    Outcome outcome = RowFixtures.train(SPLIT, List.of(trial), stop, RECORDING).get(0);
    assertThat(outcome.status()).isEqualTo(Status.REACHED);
    assertThat(outcome.measures().get("train_accuracy")).isGreaterThanOrEqualTo(0.95);
    double[] accuracies = outcome.curve().measures().get("train_accuracy");
    assertThat(accuracies[accuracies.length - 2]).isLessThan(0.95);
  }

  @Test
  void batchesAreAFunctionOfSeedAndStepAlone() {
    for (Batches.Sampler sampler : Batches.Sampler.values()) {
      int size = sampler == Batches.Sampler.FULL_BATCH ? 0 : 7;
      Batches batches = new Batches(sampler, size, false);
      BatchPlan inOrder = new BatchPlan(batches, 24, 5, 0);
      BatchPlan backwards = new BatchPlan(batches, 24, 5, 0);
      List<int[]> seen = new ArrayList<>();
      for (long step = 1; step <= 12; step++) {
        seen.add(inOrder.places(step).clone());
        assertThat(seen.get(seen.size() - 1)).hasSize(inOrder.size(step));
      }
      for (long step = 12; step >= 1; step--) {
        assertThat(backwards.places(step)).isEqualTo(seen.get((int) step - 1));
      }
      if (sampler == Batches.Sampler.IN_ORDER || sampler == Batches.Sampler.RESHUFFLED) {
        // An epoch of 7 + 7 + 7 + 3 rows has each row once.
        int[] epoch = seen.subList(4, 8).stream().flatMapToInt(Arrays::stream).sorted().toArray();
        assertThat(epoch).isEqualTo(IntStream.range(0, 24).toArray());
        assertThat(inOrder.size(8)).isEqualTo(3);
      }
    }
  }

  @Test
  void inputNoiseChangesBatchesButNotTheLossesThatAreReported() {
    Presentation noisy = RowFixtures.presentation(Batches.FULL, 0.5, 0);
    List<Outcome> outcomes = new ArrayList<>();
    for (Presentation presentation : List.of(noisy, Presentation.PLAIN)) {
      Trial trial =
          RowFixtures.trial(
              NETWORK,
              RowFixtures.LOGISTIC,
              presentation,
              new GradientDescent(),
              0.1,
              3,
              Precision.FLOAT64,
              1);
      outcomes.addAll(RowFixtures.train(SPLIT, List.of(trial), Stop.DEFAULT, RECORDING));
    }
    assertThat(outcomes.get(0).initialLoss()).isEqualTo(outcomes.get(1).initialLoss());
    assertThat(outcomes.get(0).finalLoss()).isNotEqualTo(outcomes.get(1).finalLoss());
  }

  @Test
  void theNetworkSeesTheFirstSoManyFeatures() {
    Trial trial =
        RowFixtures.trial(
            NETWORK,
            RowFixtures.LOGISTIC,
            new Presentation(BATCHES, 3, 0, 0, Pretraining.NONE),
            new GradientDescent(),
            0.1,
            9,
            Precision.FLOAT64,
            1);
    double[] few = new double[DATA.rows() * 3];
    double[] labels = new double[DATA.rows()];
    for (int row = 0; row < DATA.rows(); row++) {
      for (int j = 0; j < 3; j++) {
        few[row * 3 + j] = DATA.feature(row, j);
      }
      labels[row] = DATA.label(row);
    }
    Dataset narrow =
        Dataset.ofClasses("few", List.of("a", "b", "c"), "y", DATA.classNames(), few, labels);
    Trial plain =
        RowFixtures.trial(
            NETWORK,
            RowFixtures.LOGISTIC,
            RowFixtures.batches(Batches.Sampler.RESHUFFLED, 12),
            new GradientDescent(),
            0.1,
            9,
            Precision.FLOAT64,
            1);
    Outcome first = RowFixtures.train(SPLIT, List.of(trial), Stop.DEFAULT, RECORDING).get(0);
    Outcome second =
        RowFixtures.train(
                new SplitDataset(narrow, 30, 10, false), List.of(plain), Stop.DEFAULT, RECORDING)
            .get(0);
    assertThat(PackTest.text(first)).isEqualTo(PackTest.text(second));
  }
}
