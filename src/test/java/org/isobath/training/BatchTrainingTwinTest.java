package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.isobath.data.Dataset;
import org.isobath.data.Split;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Precision;
import org.isobath.network.DoubleWell;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.TiedAutoencoder;
import org.isobath.optimizer.Langevin;
import org.isobath.optimizer.Momentum;
import org.isobath.optimizer.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trials against the slow twin: the same weights after some dozen steps. */
final class BatchTrainingTwinTest {
  private static final int STEPS = 30;
  private static final double CLOSE = 1e-11;
  private static final Recording RECORDING = new Recording(1_000, List.of(), true);

  private static final Batches BATCHES = new Batches(Batches.Sampler.RESHUFFLED, 7, false);

  @Test
  void everyRuleTrainsAPerceptronLikeItsTwin() {
    Dataset data = RowFixtures.classes(1, 23, 4, 3);
    for (Map.Entry<Optimizer, OptimizerTwin> rule : RowFixtures.rules().entrySet()) {
      Network network = RowFixtures.perceptron(Activation.TANH, true, 5, 4);
      check(data, network, RowFixtures.SOFTMAX, BATCHES, rule.getKey(), rule.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyActivationAndLossTrainsLikeItsTwin(Activation activation) {
    for (int classes : new int[] {2, 3}) {
      Dataset data = RowFixtures.classes(classes, 23, 4, classes);
      List<Loss> losses =
          classes == 2
              ? List.of(RowFixtures.LOGISTIC, RowFixtures.POWER)
              : List.of(RowFixtures.SOFTMAX, new Loss.Power(4), RowFixtures.POWER);
      for (Loss loss : losses) {
        for (boolean bias : new boolean[] {false, true}) {
          check(data, RowFixtures.perceptron(activation, bias, 6), loss);
        }
      }
      Network masked = RowFixtures.masked(RowFixtures.perceptron(activation, true, 6), 6, 4);
      check(data, masked, losses.get(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySamplerGivesTheBatchesThatItSays(Batches.Sampler sampler) {
    Dataset data = RowFixtures.classes(1, 23, 4, 3);
    int size = sampler == Batches.Sampler.FULL_BATCH ? 0 : 7;
    for (boolean sum : new boolean[] {false, true}) {
      check(
          data,
          RowFixtures.perceptron(Activation.RELU, true, 5),
          RowFixtures.SOFTMAX,
          new Batches(sampler, size, sum),
          new Langevin(0.01),
          RowFixtures.rules().get(new Langevin(0.01)));
    }
  }

  @Test
  void otherNetworksTrainLikeTheirTwins() {
    Dataset numbers = Fixtures.data(3, 23, 4, 2, 0.3);
    check(numbers, new TiedAutoencoder(), RowFixtures.POWER);
    check(numbers, new DoubleWell(3, 0.7, 0.5, 4), RowFixtures.POWER);
    check(numbers, new LinearNetwork(List.of(3, 5)), new Loss.Power(4));
    check(RowFixtures.classes(1, 23, 4, 2), new LinearNetwork(List.of()), RowFixtures.LOGISTIC);
  }

  /** The other way of training: test losses there are those of the same formulas. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void linearNetworksHaveTheTestLossesOfTheirTwins(int exponent) {
    Dataset numbers = Fixtures.data(3, 23, 4, 2, 0.3);
    Loss loss = new Loss.Power(exponent);
    for (List<Integer> widths : List.of(List.<Integer>of(), List.of(3), List.of(3, 5))) {
      Network network = new LinearNetwork(widths);
      DataShape shape = new DataShape(18, 4, 2, 0);
      assertThat(Cost.isEndToEnd(network, loss, Presentation.PLAIN, shape)).isTrue();
      Optimizer rule = new Momentum(0.9);
      check(numbers, network, loss, Batches.FULL, rule, RowFixtures.rules().get(rule));
    }
  }

  private static void check(Dataset data, Network network, Loss loss) {
    Optimizer rule = new Momentum(0.9);
    check(data, network, loss, BATCHES, rule, RowFixtures.rules().get(rule));
  }

  private static void check(
      Dataset data,
      Network network,
      Loss loss,
      Batches batches,
      Optimizer rule,
      OptimizerTwin twinRule) {
    boolean steep =
        network instanceof Perceptron perceptron && perceptron.activation() == Activation.SQUARE;
    double rate = batches.sum() || steep ? 0.005 : 0.05;
    Presentation presentation = RowFixtures.presentation(batches, 0, 0);
    Trial trial =
        RowFixtures.trial(network, loss, presentation, rule, rate, STEPS, Precision.FLOAT64, 6);
    SplitDataset split = new SplitDataset(data, data.rows() - 5, 5, false);
    Outcome outcome = RowFixtures.train(split, List.of(trial), Stop.DEFAULT, RECORDING).get(0);
    boolean reproduces = network instanceof TiedAutoencoder;
    int outputs = reproduces ? data.features() : loss.outputs(data.targets(), data.classes());
    Network.Shape[] shapes = network.shapes(data.features(), outputs);
    RowTwin twin = new RowTwin(network, loss);
    BatchPlan plan =
        network instanceof DoubleWell
            ? new BatchPlan(Batches.FULL, 1, 6, 0)
            : new BatchPlan(batches, split.trainingRows(), 6, 0);
    List<RowTwin.Rows> seen = new ArrayList<>();
    for (long step = 1; step <= STEPS; step++) {
      seen.add(rows(data, plan.places(step), loss, outputs, reproduces));
    }
    double[][][] start =
        Fixtures.matrices(trial.initializer().weights(trial.seed(), shapes), shapes);
    twin.mask(start);
    List<double[][][]> path =
        twin.train(
            start,
            seen,
            batches.sum(),
            twinRule,
            rate,
            trial.weightDecay(),
            (step, layer, element) ->
                Langevin.noise(6, layer - 1)
                    .gaussian((step - 1) * shapes[layer - 1].size() + element));
    double[][][] expected = path.get(STEPS);
    double[][][] found = Fixtures.matrices(outcome.finalWeights(), shapes);
    for (int layer = 0; layer < found.length; layer++) {
      for (int i = 0; i < found[layer].length; i++) {
        assertThat(found[layer][i])
            .as("%s, %s, %s, layer %d", network, loss, rule, layer)
            .containsExactly(expected[layer][i], within(CLOSE));
      }
    }
    Split.Rows rows = split.rows(6);
    RowTwin.Rows training = rows(data, rows.training(), loss, outputs, reproduces);
    for (int step = 0; step <= STEPS; step++) {
      assertThat(outcome.curve().losses()[step])
          .isCloseTo(twin.mean(path.get(step), training), within(CLOSE));
    }
    if (network instanceof DoubleWell) {
      return;
    }
    RowTwin.Rows test = rows(data, rows.test(), loss, outputs, reproduces);
    for (int step = 0; step <= STEPS; step++) {
      assertThat(outcome.curve().measures().get("test_loss")[step])
          .isCloseTo(twin.mean(path.get(step), test), within(CLOSE));
    }
    assertThat(outcome.measures().get("test_loss"))
        .isEqualTo(outcome.curve().measures().get("test_loss")[STEPS]);
    if (data.classes() > 0) {
      assertThat(outcome.measures().get("train_accuracy"))
          .isEqualTo(accuracy(twin, expected, data, rows.training()));
      assertThat(outcome.measures().get("test_accuracy"))
          .isEqualTo(accuracy(twin, expected, data, rows.test()));
    }
  }

  private static double accuracy(RowTwin twin, double[][][] weights, Dataset data, int[] rows) {
    double right = 0;
    double[] x = new double[data.features()];
    for (int row : rows) {
      data.row(row, x);
      right += twin.isRight(weights, x, data.label(row)) ? 1 : 0;
    }
    return right / rows.length;
  }

  private static RowTwin.Rows rows(
      Dataset data, int[] rows, Loss loss, int outputs, boolean reproduces) {
    double[][] x = new double[rows.length][data.features()];
    double[][] y = new double[rows.length][outputs];
    for (int i = 0; i < rows.length; i++) {
      data.row(rows[i], x[i]);
      for (int k = 0; k < outputs; k++) {
        if (reproduces) {
          y[i][k] = x[i][k];
        } else if (data.classes() == 0) {
          y[i][k] = data.target(rows[i], k);
        } else if (!(loss instanceof Loss.Power)) {
          y[i][k] = data.label(rows[i]);
        } else if (outputs == 1) {
          y[i][k] = data.label(rows[i]) == 1 ? 1 : -1;
        } else {
          y[i][k] = data.label(rows[i]) == k ? 1 : 0;
        }
      }
    }
    return new RowTwin.Rows(x, y);
  }
}
