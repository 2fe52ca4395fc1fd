package org.isobath.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isobath.data.Scaling;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Precision;
import org.isobath.network.FanIn;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Schedule;
import org.isobath.training.Batches;
import org.isobath.training.Batches.Sampler;
import org.isobath.training.Curve;
import org.isobath.training.Outcome;
import org.isobath.training.Presentation;
import org.isobath.training.Pretraining;
import org.isobath.training.Recording;
import org.isobath.training.Status;
import org.isobath.training.Stop;
import org.isobath.training.Targets;
import org.isobath.training.Trial;
import org.isobath.training.TrialKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the rows of trials of all kinds say. */
final class RowsTest {
  private static final Recording RECORDING =
      new Recording(2, List.of(), true, java.util.Set.of(), false);
  private static final SweepContext CONTEXT =
      new SweepContext("s", "d", Map.of(Scaling.NONE, "f"), 40, 6, Stop.DEFAULT, RECORDING);

  private static Trial trial(Network network, Loss loss, Presentation presentation) {
    return new Trial(
        Scaling.NONE,
        presentation,
        network,
        loss,
        new GradientDescent(),
        Schedule.CONSTANT,
        0,
        new FanIn(2),
        10,
        Precision.FLOAT64,
        1,
        0.1);
  }

  private static Outcome outcome(double[][] weights) {
    TreeMap<String, double[]> along = new TreeMap<>();
    along.put("test_loss", new double[] {5, 4});
    along.put("train_accuracy", new double[] {Double.NaN, 0.5});
    long[] unreached = new long[Targets.names(RECORDING).size()];
    Arrays.fill(unreached, -1);
    return new Outcome(
        Status.COMPLETED,
        10,
        -1,
        3,
        2,
        2,
        10,
        2,
        0,
        unreached,
        Map.of("test_loss", 4.0, "train_accuracy", 0.5, "pretraining_loss", 0.25),
        new Curve(new long[] {0, 10}, new double[] {3, 2}, along),
        weights,
        weights,
        "");
  }

  private static Map<String, @Nullable Object> named(Table table, @Nullable Object[] row) {
    assertThat(row).hasSameSizeAs(table.columns());
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      named.put(table.columns().get(i).name(), row[i]);
    }
    return named;
  }

  @Test
  void aPerceptronOnBatchesSaysSo() {
    Trial trial =
        trial(
            new Perceptron(List.of(4, 3), Activation.TANH, true, Optional.empty()),
            new Loss.Logistic(),
            new Presentation(
                new Batches(Sampler.IN_ORDER, 5, true), 2, 0.5, 0.25, new Pretraining(2, 0, 7, 1)));
    Map<String, @Nullable Object> row =
        named(Table.TRIALS, new Rows(CONTEXT).trial(0, "id", trial, outcome(new double[0][])));
    assertThat(row)
        .containsEntry("network", "perceptron")
        .containsEntry("network_parameters", "{\"bias\":true}")
        .containsEntry("widths", List.of(4, 3))
        .containsEntry("width", null)
        .containsEntry("activation", "tanh")
        .containsEntry("loss", "logistic")
        .containsEntry("loss_exponent", null)
        .containsEntry("batch_size", 5L)
        .containsEntry("sampler", "in-order")
        .containsEntry("batch_reduction", "sum")
        .containsEntry("features", 2)
        .containsEntry("input_noise", 0.5)
        .containsEntry("label_noise", 0.25)
        .containsEntry("pretraining", "random-labels")
        .containsEntry(
            "pretraining_parameters",
            "{\"learningRate\":1,\"replicas\":2,\"steps\":7,\"zeroed\":0}")
        .containsEntry("initializer", "fan-in")
        .containsEntry("initializer_parameters", "{\"gain\":2}");
  }

  @Test
  void aLinearNetworkOnAllRowsSaysSo() {
    Trial trial = trial(LinearNetwork.of(2, 3), new Loss.Power(4), Presentation.PLAIN);
    Map<String, @Nullable Object> row =
        named(Table.TRIALS, new Rows(CONTEXT).trial(0, "id", trial, outcome(new double[0][])));
    assertThat(row)
        .containsEntry("network_parameters", "{}")
        .containsEntry("activation", null)
        .containsEntry("loss", "power")
        .containsEntry("loss_exponent", 4)
        .containsEntry("batch_size", 40L)
        .containsEntry("sampler", "full-batch")
        .containsEntry("batch_reduction", "mean")
        .containsEntry("features", 6)
        .containsEntry("pretraining", "none")
        .containsEntry("pretraining_parameters", "{}");
  }

  @Test
  void accuraciesAndTestLossesHaveColumnsOfTheirOwn() {
    Trial trial = trial(LinearNetwork.of(1, 1), new Loss.Power(2), Presentation.PLAIN);
    Outcome outcome = outcome(new double[0][]);
    Map<String, @Nullable Object> row =
        named(Table.TRIALS, new Rows(CONTEXT).trial(0, "id", trial, outcome));
    assertThat(row)
        .containsEntry("train_accuracy", 0.5)
        .containsEntry("test_loss", 4.0)
        .containsEntry("test_accuracy", null)
        .containsEntry("measures", Map.of("pretraining_loss", 0.25));
    var points = new Rows(CONTEXT).curve(0, "id", outcome);
    assertThat(named(Table.CURVES, points.next()))
        .containsEntry("step", 0L)
        .containsEntry("loss", 3.0)
        .containsEntry("train_accuracy", null)
        .containsEntry("test_loss", 5.0)
        .containsEntry("test_accuracy", null)
        .containsEntry("measures", null);
    assertThat(named(Table.CURVES, points.next())).containsEntry("train_accuracy", 0.5);
  }

  @Test
  void aBiasIsTheColumnAfterTheLastInput() {
    Trial trial =
        trial(
            new Perceptron(List.of(1), Activation.RELU, true, Optional.empty()),
            new Loss.Power(2),
            new Presentation(Batches.FULL, 2, 0, 0, Pretraining.NONE));
    double[][] weights = {{10, 11, 12}, {20, 21, 22, 23}};
    assertThat(
            new Rows(CONTEXT)
                .weights(0, "id", trial, outcome(weights))
                .skip(7)
                .map(row -> Arrays.asList(row).subList(3, 8).toString()))
        .containsExactly(
            "[10, 1, 0, 0, 10.0]",
            "[10, 1, 0, 1, 11.0]",
            "[10, 1, 0, 2, 12.0]",
            "[10, 2, 0, 0, 20.0]",
            "[10, 2, 0, 1, 21.0]",
            "[10, 2, 1, 0, 22.0]",
            "[10, 2, 1, 1, 23.0]");
  }

  @Test
  void keysTellAllOfItApart() {
    Perceptron relu = new Perceptron(List.of(4), Activation.RELU, true, Optional.empty());
    Perceptron tanh = new Perceptron(List.of(4), Activation.TANH, true, Optional.empty());
    Perceptron bare = new Perceptron(List.of(4), Activation.RELU, false, Optional.empty());
    Batches five = new Batches(Sampler.RESHUFFLED, 5, false);
    List<Presentation> presentations =
        List.of(
            Presentation.PLAIN,
            new Presentation(five, 0, 0, 0, Pretraining.NONE),
            new Presentation(new Batches(Sampler.IN_ORDER, 5, false), 0, 0, 0, Pretraining.NONE),
            new Presentation(new Batches(Sampler.RESHUFFLED, 5, true), 0, 0, 0, Pretraining.NONE),
            new Presentation(five, 2, 0, 0, Pretraining.NONE),
            new Presentation(five, 0, 0.1, 0, Pretraining.NONE),
            new Presentation(five, 0, 0, 0.1, Pretraining.NONE),
            new Presentation(five, 0, 0, 0, new Pretraining(2, 0.3, 7, 0.1)));
    List<String> keys = new java.util.ArrayList<>();
    for (Network network : List.of(LinearNetwork.of(2, 4), relu, tanh, bare)) {
      for (Loss loss : List.of(new Loss.Power(2), new Loss.Power(4), new Loss.Logistic())) {
        for (Presentation presentation : presentations) {
          keys.add(TrialKey.of(trial(network, loss, presentation), "f", Stop.DEFAULT));
        }
      }
    }
    assertThat(keys).doesNotHaveDuplicates().hasSize(4 * 3 * 8);
  }
}
