package org.isobath.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;
import org.isobath.training.Batches;
import org.isobath.training.DataShape;
import org.isobath.training.Presentation;
import org.isobath.training.Pretraining;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.junit.jupiter.api.Test;

final class PredictionTest {
  private static Sweep sweep(List<Long> steps, List<Double> rates) {
    Grid grid =
        new Grid(
            Axis.of(List.of(Scaling.NONE)),
            Axis.of(List.of(LinearNetwork.of(2, 1))),
            Axis.of(List.of(4)),
            Axis.of(List.of(Precision.FLOAT64)),
            Axis.of(List.<Optimizer>of(new GradientDescent())),
            Axis.of(steps),
            Axis.of(List.of(0.0)),
            Axis.of(List.<Initializer>of(new Gaussian(0.1))),
            new Axis.Run(1, 24),
            Axis.of(rates));
    Experiment experiment =
        new Experiment(
            "test",
            new SensorArray(),
            List.of(grid),
            Stop.DEFAULT,
            Recording.DEFAULT,
            Optional.empty());
    return new Sweep(experiment, 40, 3, 1);
  }

  private static Prediction measured(Sweep sweep) {
    java.util.Random random = new java.util.Random(3);
    double[] x = random.doubles(120, -1, 1).toArray();
    double[] y = random.doubles(40, -1, 1).toArray();
    Dataset data = new Dataset("rows", List.of("a", "b", "c"), List.of("y"), 40, x, y);
    TrainingData prepared = TrainingData.of(data, new TreeSet<>(List.of(4)));
    return Prediction.measure(
        sweep, Map.of(Scaling.NONE, prepared), Stop.DEFAULT, Recording.DEFAULT);
  }

  @Test
  void timeGrowsWithTheStepsAndLessWhereTrialsEndEarly() {
    Sweep sweep = sweep(List.of(1_000L, 1_000_000L), List.of(1e-3));
    Prediction prediction = measured(sweep);
    double few = prediction.seconds(sweep.pack(0));
    double many = prediction.seconds(sweep.pack(sweep.packs() - 1));
    assertThat(few).isPositive();
    assertThat(many).isGreaterThan(20 * few).isLessThan(1100 * few);

    // Here every trial diverges after a few steps.
    Sweep diverging = sweep(List.of(1_000_000L), List.of(1e9));
    assertThat(measured(diverging).all(1).core()).isLessThan(0.1 * many);
  }

  @Test
  void coresEndWithinOnePackOfEachOther() {
    Sweep sweep = sweep(List.of(1_000L, 2_000L, 5_000L), List.of(1e-3));
    Prediction prediction = measured(sweep);
    List<Pack> packs = new ArrayList<>();
    for (long i = 0; i < sweep.packs(); i++) {
      packs.add(sweep.pack(i));
    }
    double sum = packs.stream().mapToDouble(prediction::seconds).sum();
    for (int cores = 1; cores < 5; cores++) {
      Prediction.Total total = prediction.of(packs, cores);
      assertThat(total.core()).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-12));
      assertThat(total.cores()).isBetween(sum / cores - 1e-12, sum / cores + total.longest());
      assertThat(total.idle(cores)).isBetween(0.0, 1.0);
    }
    assertThat(prediction.all(2)).isEqualTo(prediction.of(packs, 2));
  }

  /** Looks at all rows take longer than the steps here, and each step takes long. */
  @Test
  void rowByRowItIsNearToWhatTrainingTakes() {
    int rows = 20_000;
    Presentation batches =
        new Presentation(
            new Batches(Batches.Sampler.RESHUFFLED, 20, false), 0, 0, 0, Pretraining.NONE);
    Grid grid =
        new Grid(
            Axis.of(List.of(Scaling.NONE)),
            Axis.of(List.of(batches)),
            Axis.of(
                List.<Network>of(
                    new Perceptron(List.of(30), Activation.RELU, true, Optional.empty()))),
            Axis.of(List.<Loss>of(new Loss.Power(2))),
            Axis.of(List.of(Precision.FLOAT64)),
            Axis.of(List.<Optimizer>of(new GradientDescent())),
            Axis.of(List.of(20_000L)),
            Axis.of(List.of(Schedule.CONSTANT)),
            Axis.of(List.of(0.0)),
            Axis.of(List.<Initializer>of(new Gaussian(0.1))),
            new Axis.Run(1, 2),
            Axis.of(List.of(1e-3, 2e-3, 5e-3, 1e-2)));
    java.util.Random random = new java.util.Random(3);
    double[] x = random.doubles(3L * rows, -1, 1).toArray();
    double[] y = random.doubles(rows, -1, 1).toArray();
    Dataset data = new Dataset("rows", List.of("a", "b", "c"), List.of("y"), rows, x, y);
    TrainingData prepared = TrainingData.of(data, new TreeSet<>());
    Recording recording = new Recording(2, List.of(), false);
    Experiment experiment =
        new Experiment(
            "test", new SensorArray(), List.of(grid), Stop.DEFAULT, recording, Optional.empty());
    Sweep sweep = new Sweep(experiment, DataShape.of(data));
    Pack pack = sweep.pack(0);
    Prediction prediction =
        Prediction.measure(sweep, Map.of(Scaling.NONE, prepared), Stop.DEFAULT, recording);
    long start = System.nanoTime();
    new Trainer(Kernels::best, prepared, Stop.DEFAULT, recording)
        .train(sweep.trials(pack), steps -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(prediction.seconds(pack)).isBetween(seconds / 4, seconds * 4);
  }

  @Test
  void nothingMeasuredPredictsNothing() {
    Sweep sweep = sweep(List.of(10L), List.of(1e-3));
    assertThat(Prediction.none(sweep).seconds(sweep.pack(0))).isNaN();
  }
}
