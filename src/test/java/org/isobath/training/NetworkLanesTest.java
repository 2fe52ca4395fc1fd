package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.isobath.data.Dataset;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.kernel.Precision;
import org.isobath.network.Chunk;
import org.isobath.network.DoubleWell;
import org.isobath.network.DoubleWellLanes;
import org.isobath.network.Loss;
import org.isobath.network.LossLanes;
import org.isobath.network.Network;
import org.isobath.network.NetworkLanes;
import org.isobath.network.Perceptron;
import org.isobath.network.PerceptronLanes;
import org.isobath.network.Tally;
import org.isobath.network.TiedAutoencoder;
import org.isobath.network.TiedAutoencoderLanes;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Langevin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients in lanes against finite differences of the losses there, and their extremes. */
final class NetworkLanesTest {
  private static final int ROWS = 5;
  private static final int FEATURES = 3;

  private final Kernels kernels = Kernels.best(Precision.FLOAT64);
  private final LaneMemory memory = kernels.memory();
  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource
  void backpropagationIsTheDerivativeOfEveryLoss(Activation activation) {
    List<Loss> losses =
        List.of(
            new Loss.Power(2),
            new Loss.Power(4),
            new Loss.Power(6),
            new Loss.SoftmaxCrossEntropy(),
            new Loss.Logistic());
    for (Loss loss : losses) {
      for (boolean bias : new boolean[] {false, true}) {
        LossLanes lossLanes = new LossLanes(kernels, loss, outputs(loss), outputs(loss));
        Perceptron whole = RowFixtures.perceptron(activation, bias, 4, 3);
        check(whole, lossLanes, new PerceptronLanes(kernels, whole, lossLanes, FEATURES, ROWS));
        Perceptron masked = RowFixtures.masked(whole, 4, FEATURES);
        check(masked, lossLanes, new PerceptronLanes(kernels, masked, lossLanes, FEATURES, ROWS));
      }
    }
  }

  private static int outputs(Loss loss) {
    return loss instanceof Loss.Logistic ? 1 : 2;
  }

  @Test
  void theTiedAutoencoderAndTheDoubleWellHaveTheirGradients() {
    for (int exponent : new int[] {2, 4}) {
      LossLanes loss = new LossLanes(kernels, new Loss.Power(exponent), FEATURES, 0);
      check(new TiedAutoencoder(), loss, new TiedAutoencoderLanes(kernels, loss, ROWS));
    }
    LossLanes none = new LossLanes(kernels, new Loss.Power(2), 1, 0);
    DoubleWell well = new DoubleWell(3, 0.7, 0.5, 4);
    check(well, none, new DoubleWellLanes(kernels, well));
  }

  /** On orthonormal inputs, the closed form of the loss and its gradient. */
  @Test
  void theTiedAutoencoderOfOrthonormalInputsFollowsItsClosedForm() {
    LossLanes loss = new LossLanes(kernels, new Loss.Power(2), 3, 0);
    TiedAutoencoderLanes network = new TiedAutoencoderLanes(kernels, loss, 2);
    int inputs = memory.allocate(6);
    for (int lane = 0; lane < memory.lanes(); lane++) {
      memory.set(inputs, 0, lane, 1);
      memory.set(inputs, 4, lane, 1);
      double[] w = {0.3 + 0.1 * lane, 0.7 - 0.3 * lane, -0.4};
      for (int j = 0; j < 3; j++) {
        memory.set(network.weights(0), j, lane, w[j]);
      }
    }
    Tally tally = new Tally(memory.lanes(), false);
    network.learn(new Chunk(2, inputs, false, inputs, inputs), 0.5, true, tally);
    network.finish();
    for (int lane = 0; lane < memory.lanes(); lane++) {
      double[] w = new double[3];
      double q = 0;
      double s = 0;
      for (int j = 0; j < 3; j++) {
        w[j] = memory.get(network.weights(0), j, lane);
        q += w[j] * w[j];
        s += j < 2 && w[j] > 0 ? w[j] * w[j] : 0;
      }
      double value = (2 - (2 - q) * s) / 4;
      assertThat(network.loss(tally.loss(lane), 2)).isCloseTo(value, within(1e-15));
      for (int j = 0; j < 3; j++) {
        double positive = j < 2 ? Math.max(0, w[j]) : 0;
        assertThat(memory.get(network.gradient(0), j, lane))
            .isCloseTo((s * w[j] - (2 - q) * positive) / 2, within(1e-15));
      }
    }
  }

  private void check(Network network, LossLanes loss, NetworkLanes lanes) {
    Network.Shape[] shapes = network.shapes(FEATURES, loss.outputs());
    for (int layer = 0; layer < shapes.length; layer++) {
      fill(lanes.weights(layer), shapes[layer].size(), 0.4);
    }
    lanes.restrict();
    int inputs = memory.allocate(ROWS * FEATURES);
    fill(inputs, ROWS * FEATURES, 0.8);
    boolean tied = network instanceof TiedAutoencoder;
    int targets = tied ? inputs : memory.allocate(ROWS * loss.targets());
    int labels = memory.allocate(ROWS);
    for (int lane = 0; lane < memory.lanes() && !tied; lane++) {
      for (int row = 0; row < ROWS; row++) {
        double[] encoded = new double[loss.targets()];
        int label = random.nextInt(2);
        loss.encode(label, encoded, 0);
        memory.set(labels, row, lane, label);
        for (int k = 0; k < encoded.length; k++) {
          memory.set(targets, row * encoded.length + k, lane, encoded[k]);
        }
      }
    }
    // In two chunks, as full batches come.
    boolean landscape = network instanceof DoubleWell;
    int first = landscape ? ROWS : 3;
    Chunk all = new Chunk(ROWS, inputs, false, targets, labels);
    Chunk head = new Chunk(first, inputs, false, targets, labels);
    int width = memory.lanes();
    Chunk tail =
        new Chunk(
            ROWS - first,
            inputs + first * FEATURES * width,
            false,
            targets + first * (tied ? FEATURES : loss.targets()) * width,
            labels + first * width);
    Tally tally = new Tally(width, false);
    lanes.learn(head, 1.0 / ROWS, true, tally);
    if (!landscape) {
      lanes.learn(tail, 1.0 / ROWS, false, tally);
    }
    lanes.finish();
    double step = 1e-5;
    for (int layer = 0; layer < shapes.length; layer++) {
      for (int e = 0; e < shapes[layer].size(); e++) {
        double[] above = losses(lanes, all, layer, e, step);
        double[] below = losses(lanes, all, layer, e, -step);
        for (int lane = 0; lane < width; lane++) {
          double difference = (above[lane] - below[lane]) / (2 * step);
          double gradient = memory.get(lanes.gradient(layer), e, lane);
          assertThat(gradient)
              .as("%s, layer %d, element %d", network, layer, e)
              .isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
        }
      }
    }
  }

  private double[] losses(NetworkLanes lanes, Chunk all, int layer, int element, double by) {
    double[] kept = new double[memory.lanes()];
    for (int lane = 0; lane < kept.length; lane++) {
      kept[lane] = memory.get(lanes.weights(layer), element, lane);
      memory.set(lanes.weights(layer), element, lane, kept[lane] + by);
    }
    lanes.restrict();
    Tally tally = new Tally(kept.length, false);
    lanes.evaluate(all, tally);
    double[] losses = new double[kept.length];
    for (int lane = 0; lane < kept.length; lane++) {
      losses[lane] = lanes.loss(tally.loss(lane), ROWS);
      memory.set(lanes.weights(layer), element, lane, kept[lane]);
    }
    return losses;
  }

  private void fill(int address, int elements, double scale) {
    for (int e = 0; e < elements; e++) {
      for (int lane = 0; lane < memory.lanes(); lane++) {
        memory.set(address, e, lane, scale * random.nextGaussian());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersOf800GiveNoNaN(Activation activation) {
    double[] x = {800, -800, -800, 800, 800, 800, 0, 0};
    for (Precision precision : Precision.values()) {
      for (Loss loss : List.of(new Loss.SoftmaxCrossEntropy(), new Loss.Logistic())) {
        Dataset data =
            Dataset.ofClasses(
                "large",
                List.of("a", "b"),
                "y",
                List.of("no", "yes"),
                x,
                new double[] {0, 1, 1, 0});
        Trial trial =
            RowFixtures.trial(
                RowFixtures.perceptron(activation, true, 3),
                loss,
                RowFixtures.batches(Batches.Sampler.IN_ORDER, 3),
                new GradientDescent(),
                1e-9,
                4,
                precision,
                1);
        Outcome outcome =
            RowFixtures.train(
                    SplitDataset.whole(data),
                    List.of(trial),
                    Stop.DEFAULT,
                    new Recording(10, List.of(), true))
                .get(0);
        assertThat(outcome.status()).isIn(Status.COMPLETED, Status.STALLED);
        for (double value : outcome.curve().losses()) {
          assertThat(value).isFinite();
        }
        for (double[] layer : outcome.finalWeights()) {
          for (double weight : layer) {
            assertThat(weight).isFinite();
          }
        }
      }
    }
  }

  /** T/(k (1 − ηk/2)) in each direction of the flat half of a well, whose curvature there is k. */
  @Test
  void langevinDescentOfAQuadraticHasItsStationaryVariance() {
    double rate = 0.5;
    double temperature = 0.01;
    int directions = 400;
    DoubleWell well = new DoubleWell(directions, 0.05, 1, 1);
    Trial trial =
        RowFixtures.trial(
            well,
            new Loss.Power(2),
            Presentation.PLAIN,
            new Langevin(temperature),
            rate,
            60,
            Precision.FLOAT64,
            1);
    Recording weights = new Recording(2, List.of(), true);
    Stop never = new Stop(1e9, Double.NaN);
    SplitDataset split = SplitDataset.whole(Fixtures.data(1, 3, 2, 1, 0));
    double sum = 0;
    int count = 0;
    for (long seed = 1; seed <= 31; seed += 2) {
      Trial of =
          RowFixtures.trial(
              well,
              trial.loss(),
              trial.presentation(),
              trial.optimizer(),
              rate,
              60,
              Precision.FLOAT64,
              seed);
      double[] w = RowFixtures.train(split, List.of(of), never, weights).get(0).finalWeights()[0];
      for (int j = 1; j <= directions; j++) {
        sum += w[j] * w[j];
        count++;
      }
    }
    double expected = temperature / (1 - rate / 2);
    // A variance of so many samples has the relative error √(2/count) = 1.8 %.
    assertThat(sum / count).isCloseTo(expected, within(0.06 * expected));
  }
}
