package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Precision;
import org.isobath.network.Network;
import org.isobath.optimizer.GradientDescent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CurveStepsTest {
  @Test
  void anEpochOfManyStepsIsLookedAtAFewTimes() {
    assertThat(CurveSteps.byEpochs(200, 938, 938)).containsExactly(0, 1, 10, 100, 938);
    assertThat(CurveSteps.byEpochs(200, 500, 938)).containsExactly(0, 1, 10, 100, 500);
    assertThat(CurveSteps.byEpochs(200, 2000, 938)).containsExactly(0, 1, 10, 100, 938, 1876, 2000);
  }

  @Test
  void wholeEpochsKeepEveryStep() {
    assertThat(CurveSteps.byEpochs(200, 100, 1)).isEqualTo(CurveSteps.of(200, 100));
    assertThat(CurveSteps.byEpochs(200, 5000, 1)).isEqualTo(CurveSteps.of(200, 5000));
  }

  @ParameterizedTest
  @CsvSource({"2,1,7", "2,100,7", "20,100,7", "200,100000,57", "200,50,57", "3,10,10", "5,11,10"})
  void pointsBeyondTheFirstEpochCostNoLookOfTheirOwn(int points, long steps, long epoch) {
    long[] chosen = CurveSteps.byEpochs(points, steps, epoch);
    assertThat(chosen).startsWith(0).endsWith(steps).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(chosen).filter(step -> step > epoch && step < steps))
        .allMatch(step -> step % epoch == 0);
    assertThat(chosen.length).isLessThanOrEqualTo(points + 5);
    // No point is further from an evenly spaced one than an epoch.
    for (long step : CurveSteps.of(points, steps)) {
      assertThat(Arrays.stream(chosen).anyMatch(c -> c >= step && c - step < epoch)).isTrue();
    }
  }

  /** The losses are those of the same steps when every step is kept. */
  @Test
  void curvesByEpochsArePartsOfWholeCurves() {
    SplitDataset split = new SplitDataset(RowFixtures.classes(1, 40, 4, 3), 30, 10, false);
    Network network = RowFixtures.perceptron(Activation.TANH, true, 5);
    for (Batches.Sampler sampler :
        List.of(Batches.Sampler.RESHUFFLED, Batches.Sampler.WITH_REPLACEMENT)) {
      Trial trial =
          RowFixtures.trial(
              network,
              RowFixtures.SOFTMAX,
              RowFixtures.batches(sampler, 2),
              new GradientDescent(),
              0.1,
              97,
              Precision.FLOAT64,
              1);
      Recording every = new Recording(1000, List.of(), true);
      Recording few =
          new Recording(every.curvePoints(), true, List.of(), true, every.measures(), false);
      Outcome all = RowFixtures.train(split, List.of(trial), Stop.DEFAULT, every).get(0);
      Outcome some = RowFixtures.train(split, List.of(trial), Stop.DEFAULT, few).get(0);
      assertThat(some.curve().steps()).containsExactly(0, 1, 10, 15, 30, 45, 60, 75, 90, 97);
      for (int i = 0; i < some.curve().steps().length; i++) {
        int step = (int) some.curve().steps()[i];
        assertThat(some.curve().losses()[i]).isEqualTo(all.curve().losses()[step]);
        assertThat(some.curve().measures().get("test_loss")[i])
            .isEqualTo(all.curve().measures().get("test_loss")[step]);
      }
      assertThat(some.finalWeights()).isDeepEqualTo(all.finalWeights());
    }
  }
}
