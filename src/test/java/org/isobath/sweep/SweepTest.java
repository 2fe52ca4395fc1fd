package org.isobath.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.kernel.Precision;
import org.isobath.network.Balanced;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Momentum;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.isobath.training.Trial;
import org.isobath.training.TrialKey;
import org.isobath.training.TrialKeys;
import org.junit.jupiter.api.Test;

final class SweepTest {
  private static Grid grid(List<Integer> depths, Axis<Long> seeds, List<Double> rates, long steps) {
    return new Grid(
        Axis.of(List.of(Scaling.MIN_MAX, Scaling.Z_SCORE)),
        Axis.of(depths.stream().map(depth -> LinearNetwork.of(depth, 2)).toList()),
        Axis.of(List.of(2, 4)),
        Axis.of(List.of(Precision.FLOAT64)),
        Axis.of(List.<Optimizer>of(new GradientDescent())),
        Axis.of(List.of(steps)),
        Axis.of(List.of(Schedule.CONSTANT, new Schedule(0.9, 1, 0))),
        Axis.of(List.of(0.0, 0.1)),
        Axis.of(List.<Initializer>of(new Gaussian(0.1), new Balanced(0.1))),
        seeds,
        Axis.of(rates));
  }

  private static Sweep sweep(Grid... grids) {
    Experiment experiment =
        new Experiment(
            "test",
            new SensorArray(),
            List.of(grids),
            Stop.DEFAULT,
            Recording.DEFAULT,
            Optional.empty());
    return new Sweep(experiment, 100, 5, 1);
  }

  @Test
  void theLearningRateVariesFastestThenTheSeed() {
    Sweep sweep = sweep(grid(List.of(1, 2), new Axis.Run(5, 3), List.of(0.1, 0.2), 10));
    assertThat(sweep.trials()).isEqualTo(2 * 2 * 2 * 2 * 2 * 2 * 3 * 2);
    assertThat(sweep.trial(0).learningRate()).isEqualTo(0.1);
    assertThat(sweep.trial(1).learningRate()).isEqualTo(0.2);
    assertThat(sweep.trial(1).seed()).isEqualTo(5);
    assertThat(sweep.trial(2).seed()).isEqualTo(6);
    assertThat(sweep.trial(sweep.trials() - 1).scaling()).isEqualTo(Scaling.Z_SCORE);
  }

  @Test
  void indexToTrialIsOneToOne() {
    Sweep sweep =
        sweep(
            grid(List.of(1, 2), new Axis.Run(1, 4), List.of(0.1, 0.2, 0.3), 10),
            grid(List.of(3), new Axis.Run(1, 7), List.of(0.1), 20));
    Set<Trial> trials = new HashSet<>();
    Set<String> keys = new HashSet<>();
    TrialKeys inTurn = new TrialKeys(Scaling::word, Stop.DEFAULT);
    for (long i = 0; i < sweep.trials(); i++) {
      Trial trial = sweep.trial(i);
      trials.add(trial);
      String key = TrialKey.of(trial, trial.scaling().word(), Stop.DEFAULT);
      keys.add(key);
      assertThat(inTurn.trial(trial)).isEqualTo(key);
      assertThat(inTurn.setting(trial))
          .isEqualTo(TrialKey.ofSetting(trial, trial.scaling().word(), Stop.DEFAULT));
    }
    assertThat(trials).hasSize((int) sweep.trials());
    assertThat(keys).hasSize((int) sweep.trials());
  }

  @Test
  void packsTileTheSweepExactlyAndHoldTrialsOfOneShape() {
    Random random = new Random(12);
    for (int round = 0; round < 50; round++) {
      List<Grid> grids = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        List<Double> rates =
            random.doubles(1 + random.nextInt(30), 0.01, 1).distinct().boxed().toList();
        List<Integer> depths = random.nextBoolean() ? List.of(1, 2, 3) : List.of(2);
        long steps = 1L << random.nextInt(40);
        grids.add(grid(depths, new Axis.Run(1, 1 + random.nextInt(40)), rates, steps));
      }
      Sweep sweep = sweep(grids.toArray(Grid[]::new));
      long next = 0;
      double cost = 0;
      for (long index = 0; index < sweep.packs(); index++) {
        Pack pack = sweep.pack(index);
        assertThat(pack.index()).isEqualTo(index);
        assertThat(pack.firstTrial()).isEqualTo(next);
        assertThat(pack.trials()).isBetween(1, 4096);
        next += pack.trials();
        cost += pack.cost();
        Trial first = sweep.trial(pack.firstTrial());
        assertThat(sweep.trials(pack))
            .allMatch(
                trial ->
                    trial.network().equals(first.network())
                        && trial.lossExponent() == first.lossExponent()
                        && trial.scaling() == first.scaling()
                        && trial.steps() == first.steps());
      }
      assertThat(next).isEqualTo(sweep.trials());
      assertThat(sweep.cost())
          .isCloseTo(cost, org.assertj.core.data.Percentage.withPercentage(1e-9));
    }
  }

  @Test
  void aThousandMillionTrialsArePlannedByArithmetic() {
    Sweep sweep =
        org.junit.jupiter.api.Assertions.assertTimeout(
            Duration.ofSeconds(1),
            () -> sweep(grid(List.of(1, 2), new Axis.Run(0, 10_000_000), List.of(0.1, 0.2), 10)));
    assertThat(sweep.trials()).isEqualTo(1_280_000_000L);
    Pack last = sweep.pack(sweep.packs() - 1);
    assertThat(last.firstTrial() + last.trials()).isEqualTo(sweep.trials());
    assertThat(sweep.trial(sweep.trials() - 1).seed()).isEqualTo(9_999_999);
  }

  @Test
  void everyPartOfATrialChangesItsKeyAndNothingElseDoes() {
    Trial trial = sweep(grid(List.of(2), new Axis.Run(1, 1), List.of(0.1), 10)).trial(0);
    String key = TrialKey.of(trial, "data", Stop.DEFAULT);
    LinearNetwork deeper = LinearNetwork.of(3, 2);
    LinearNetwork wider = LinearNetwork.of(2, 3);
    GradientDescent descent = new GradientDescent();
    Gaussian gaussian = new Gaussian(0.1);
    List<Trial> others =
        List.of(
            new Trial(
                Scaling.NONE,
                trial.network(),
                2,
                descent,
                0,
                gaussian,
                10,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX, deeper, 2, descent, 0, gaussian, 10, Precision.FLOAT64, 1, 0.1),
            new Trial(
                Scaling.MIN_MAX, wider, 2, descent, 0, gaussian, 10, Precision.FLOAT64, 1, 0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                4,
                descent,
                0,
                gaussian,
                10,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0.1,
                gaussian,
                10,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0,
                new Gaussian(0.2),
                10,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0,
                new Balanced(0.1),
                10,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0,
                gaussian,
                11,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0,
                gaussian,
                10,
                Precision.FLOAT64,
                2,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0,
                gaussian,
                10,
                Precision.FLOAT64,
                1,
                0.2),
            new Trial(
                Scaling.MIN_MAX,
                trial.network(),
                2,
                descent,
                0,
                gaussian,
                10,
                Precision.FLOAT32,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                LinearNetwork.of(2, 2),
                2,
                descent,
                new Schedule(0.5, 3, 0),
                0,
                gaussian,
                10,
                Precision.FLOAT64,
                1,
                0.1),
            new Trial(
                Scaling.MIN_MAX,
                LinearNetwork.of(2, 2),
                2,
                new Momentum(0.9),
                0,
                gaussian,
                10,
                Precision.FLOAT64,
                1,
                0.1));
    Set<String> keys = new HashSet<>();
    keys.add(key);
    keys.add(TrialKey.of(trial, "other data", Stop.DEFAULT));
    keys.add(TrialKey.of(trial, "data", new Stop(1e5, Double.NaN)));
    keys.add(TrialKey.of(trial, "data", new Stop(1e6, 0.1)));
    others.forEach(other -> keys.add(TrialKey.of(other, "data", Stop.DEFAULT)));
    assertThat(keys).hasSize(4 + others.size());
    TrialKeys inTurn = new TrialKeys(scaling -> "data", Stop.DEFAULT);
    for (Trial other : others) {
      assertThat(inTurn.trial(trial)).isEqualTo(key);
      assertThat(inTurn.trial(other)).isEqualTo(TrialKey.of(other, "data", Stop.DEFAULT));
    }
    Trial same =
        new Trial(
            Scaling.MIN_MAX,
            LinearNetwork.of(2, 2),
            2,
            descent,
            -0.0,
            gaussian,
            10,
            Precision.FLOAT64,
            1,
            1e-1);
    assertThat(TrialKey.of(same, "data", Stop.DEFAULT)).isEqualTo(key);
    assertThat(TrialKey.ofSetting(others.get(8), "data", Stop.DEFAULT))
        .isEqualTo(TrialKey.ofSetting(others.get(9), "data", Stop.DEFAULT));
  }
}
