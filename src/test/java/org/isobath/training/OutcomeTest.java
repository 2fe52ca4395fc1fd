package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.isobath.data.Dataset;
import org.isobath.network.LinearNetwork;
import org.junit.jupiter.api.Test;

/** What a trial's row says, against its curve recorded at every step. */
final class OutcomeTest {
  private final Dataset data = Fixtures.data(7, 30, 4, 1, 0.5);

  private Outcome train(double rate, long steps, Stop stop, Recording recording) {
    Trial trial = Fixtures.trial(LinearNetwork.of(2, 3), 4, rate, steps, 3);
    return Fixtures.trainer(data, stop, recording).train(List.of(trial), s -> {}).get(0);
  }

  @Test
  void stepsToTargetAreExactWhateverTheCurveKeeps() {
    List<Double> targets = List.of(0.01, 1.0, 0.2, 1e-9);
    Curve every = train(0.05, 400, Stop.DEFAULT, new Recording(1000, targets, false)).curve();
    Outcome sparse = train(0.05, 400, Stop.DEFAULT, new Recording(5, targets, false));
    assertThat(every.steps()).hasSize(401);
    assertThat(sparse.curve().steps()).hasSize(5).startsWith(0).endsWith(400);
    double[] losses =
        Targets.losses(
            new Recording(5, targets, false), sparse.initialLoss(), sparse.optimumLoss());
    assertThat(Targets.names(new Recording(5, targets, false)))
        .containsExactly(
            "0.5 of gap", "0.1 of gap", "0.01 of gap", "0.001 of gap", "0.01", "1", "0.2", "1e-9");
    int reached = 0;
    for (int i = 0; i < losses.length; i++) {
      long first = -1;
      for (int t = 400; t >= 0; t--) {
        if (every.losses()[t] <= losses[i]) {
          first = t;
        }
      }
      assertThat(sparse.stepsToTarget()[i]).isEqualTo(first);
      reached += first >= 0 ? 1 : 0;
    }
    assertThat(reached).isBetween(3, losses.length - 1);
  }

  @Test
  void theRowSumsUpTheCurve() {
    Outcome outcome = train(0.05, 100, Stop.DEFAULT, new Recording(1000, List.of(), false));
    double[] losses = outcome.curve().losses();
    assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
    assertThat(outcome.initialLoss()).isEqualTo(losses[0]);
    assertThat(outcome.finalLoss()).isEqualTo(losses[100]);
    assertThat(outcome.lastFiniteLoss()).isEqualTo(losses[100]);
    assertThat(outcome.bestLoss()).isEqualTo(losses[(int) outcome.bestStep()]);
    assertThat(outcome.bestLoss()).isEqualTo(java.util.Arrays.stream(losses).min().orElseThrow());
    assertThat(outcome.steps()).isEqualTo(100);
    assertThat(outcome.divergedAt()).isEqualTo(-1);
  }

  @Test
  void aDivergedTrialKeepsItsBestAndItsLastFiniteLossAndHasNoFinalLoss() {
    Outcome outcome = train(3, 100, Stop.DEFAULT, new Recording(1000, List.of(), false));
    double[] losses = outcome.curve().losses();
    int end = (int) outcome.divergedAt();
    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.steps()).isEqualTo(end).isBetween(1L, 99L);
    assertThat(outcome.finalLoss()).isNaN();
    assertThat(losses).hasSize(end + 1);
    for (int t = 0; t < end; t++) {
      assertThat(losses[t]).isLessThanOrEqualTo(1e6 * losses[0]);
    }
    double last = Double.isNaN(losses[end]) ? losses[end - 1] : losses[end];
    assertThat(outcome.lastFiniteLoss()).isEqualTo(last);
    assertThat(outcome.bestLoss()).isLessThanOrEqualTo(losses[0]);
  }

  @Test
  void theMultipleOfTheInitialLossThatCountsAsDivergedIsTheJobs() {
    Recording every = new Recording(1000, List.of(), false);
    Outcome strict = train(3, 100, new Stop(1.5, Double.NaN), every);
    Outcome loose = train(3, 100, new Stop(1e300, Double.NaN), every);
    assertThat(strict.divergedAt()).isLessThan(loose.divergedAt());
    assertThat(strict.lastFiniteLoss()).isGreaterThan(1.5 * strict.initialLoss());
    assertThat(loose.curve().losses()[(int) loose.divergedAt()]).isNaN();
  }

  @Test
  void aTrialThatReachesItsTargetEndsThere() {
    Outcome full = train(0.05, 400, Stop.DEFAULT, new Recording(1000, List.of(), false));
    double target = full.curve().losses()[120];
    Outcome outcome = train(0.05, 400, new Stop(1e6, target), new Recording(5, List.of(), true));
    assertThat(outcome.status()).isEqualTo(Status.REACHED);
    assertThat(outcome.steps()).isEqualTo(120);
    assertThat(outcome.finalLoss()).isEqualTo(target);
    assertThat(outcome.curve().steps()).endsWith(120);
  }

  @Test
  void aTrialThatNeverLeavesItsInitialLossHasStalled() {
    Recording every = new Recording(1000, List.of(), false);
    assertThat(train(1e-9, 50, Stop.DEFAULT, every).status()).isEqualTo(Status.STALLED);
    assertThat(train(1e-3, 50, Stop.DEFAULT, every).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void gapTargetsAreCountedFromTheOptimum() {
    Outcome outcome = train(0.05, 400, Stop.DEFAULT, new Recording(1000, List.of(), false));
    long half = outcome.stepsToTarget()[0];
    double target = outcome.optimumLoss() + 0.5 * (outcome.initialLoss() - outcome.optimumLoss());
    assertThat(outcome.curve().losses()[(int) half]).isLessThanOrEqualTo(target);
    assertThat(outcome.curve().losses()[(int) half - 1]).isGreaterThan(target);
    assertThat(outcome.optimumLoss()).isPositive().isLessThan(outcome.bestLoss());
  }

  @Test
  void everyStepOfEveryTrialIsReported() {
    AtomicLong steps = new AtomicLong();
    List<Trial> trials =
        List.of(
            Fixtures.trial(LinearNetwork.of(1, 1), 2, 0.01, 1000, 1),
            Fixtures.trial(LinearNetwork.of(1, 1), 2, 0.02, 1000, 2));
    Fixtures.trainer(data, Stop.DEFAULT, Recording.DEFAULT).train(trials, steps::addAndGet);
    assertThat(steps).hasValue(2000);
  }

  @Test
  void decimalsAreTheShortestThatReadBack() {
    assertThat(Decimals.text(1e-5)).isEqualTo("0.00001");
    assertThat(Decimals.text(2e-3)).isEqualTo("0.002");
    assertThat(Decimals.text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Decimals.text(1.5e-8)).isEqualTo("1.5e-8");
    assertThat(Decimals.text(-2e20)).isEqualTo("-2e20");
    assertThat(Decimals.text(100)).isEqualTo("100");
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < 2000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Decimals.text(value))).isCloseTo(value, within(0.0));
      }
    }
  }
}
