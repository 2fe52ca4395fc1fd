package org.isobath.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isobath.kernel.Activation;
import org.isobath.network.StoredWeights.Entry;
import org.junit.jupiter.api.Test;

final class InitializerTest {
  private static LinearNetwork.Shape[] shapes(List<Integer> widths, int features, int targets) {
    return new LinearNetwork(widths).shapes(features, targets);
  }

  @Test
  void shapesChainFromTheFeaturesToTheTargets() {
    assertThat(shapes(List.of(5, 3), 7, 2))
        .containsExactly(
            new LinearNetwork.Shape(5, 7),
            new LinearNetwork.Shape(3, 5),
            new LinearNetwork.Shape(2, 3));
    assertThat(new LinearNetwork(List.of(5, 3)).parameters(7, 2)).isEqualTo(35 + 15 + 6);
  }

  @Test
  void gaussianWeightsOfALayerDoNotDependOnTheOtherLayers() {
    Gaussian gaussian = new Gaussian(0.01);
    double[][] shallow = gaussian.weights(3, shapes(List.of(4), 6, 1));
    double[][] deep = gaussian.weights(3, shapes(List.of(4, 9), 6, 1));
    assertThat(deep[0]).isEqualTo(shallow[0]);
    assertThat(gaussian.weights(4, shapes(List.of(4), 6, 1))[0]).isNotEqualTo(shallow[0]);
    double[][] doubled = new Gaussian(0.02).weights(3, shapes(List.of(4), 6, 1));
    assertThat(doubled[0][5]).isCloseTo(2 * shallow[0][5], within(1e-18));
  }

  @Test
  void gaussianWeightsHaveTheStandardDeviation() {
    double[] weights = new Gaussian(0.01).weights(1, shapes(List.of(), 20_000, 1))[0];
    double squares = 0;
    for (double weight : weights) {
      squares += weight * weight;
    }
    assertThat(Math.sqrt(squares / weights.length)).isCloseTo(0.01, within(2e-4));
  }

  @Test
  void balancedWeightsNeedHiddenWidthsOfAtLeastTheRank() {
    Balanced balanced = new Balanced(0.1);
    assertThat(balanced.misfit(shapes(List.of(3), 5, 3))).isEmpty();
    assertThat(balanced.misfit(shapes(List.of(3, 2), 5, 3)))
        .isEqualTo(
            "balanced weights need hidden widths of at least 3 (the smaller of features and"
                + " targets), but layer 2 has width 2");
  }

  @Test
  void storedWeightsMustNameEveryWeightOnce() {
    LinearNetwork.Shape[] shapes = shapes(List.of(2), 1, 1);
    List<Entry> all =
        List.of(
            new Entry(2, 0, 1, 4),
            new Entry(1, 0, 0, 1),
            new Entry(1, 1, 0, 2),
            new Entry(2, 0, 0, 3));
    StoredWeights stored = new StoredWeights("w.csv", all);
    assertThat(stored.misfit(shapes)).isEmpty();
    assertThat(stored.weights(9, shapes)).isEqualTo(new double[][] {{1, 2}, {3, 4}});
    assertThat(new StoredWeights("w.csv", all.subList(0, 3)).misfit(shapes))
        .isEqualTo("w.csv has no weight at layer 2, row 0, column 0");
    List<Entry> twice = new ArrayList<>(all);
    twice.add(new Entry(1, 0, 0, 5));
    assertThat(new StoredWeights("w.csv", twice).misfit(shapes))
        .isEqualTo("w.csv has two weights at layer 1, row 0, column 0");
    assertThat(new StoredWeights("w.csv", List.of(new Entry(3, 0, 0, 1))).misfit(shapes))
        .isEqualTo("w.csv has a weight of layer 3, the network has layers 1 to 2");
    assertThatThrownBy(() -> new StoredWeights("w.csv", twice).weights(1, shapes))
        .hasMessageContaining("two weights");
    assertThat(
            new StoredWeights("other.csv", List.of(all.get(2), all.get(0), all.get(3), all.get(1)))
                .sha256())
        .isEqualTo(stored.sha256());
  }

  @Test
  void biasesStartAtZeroAndLeaveTheWeightsAsTheyAre() {
    Perceptron with = new Perceptron(List.of(4, 3), Activation.RELU, true, Optional.empty());
    Perceptron without = new Perceptron(List.of(4, 3), Activation.RELU, false, Optional.empty());
    for (Initializer initializer : List.of(new Gaussian(0.5), new FanIn(2))) {
      double[][] biased = initializer.weights(7, with.shapes(6, 2));
      double[][] bare = initializer.weights(7, without.shapes(6, 2));
      int[] inputs = {6, 4, 3};
      for (int layer = 0; layer < 3; layer++) {
        int in = inputs[layer];
        for (int element = 0; element < biased[layer].length; element++) {
          int row = element / (in + 1);
          int column = element % (in + 1);
          assertThat(biased[layer][element])
              .isEqualTo(column == in ? 0 : bare[layer][row * in + column]);
        }
      }
    }
    // Without biases a perceptron starts as the linear network of its shape does.
    assertThat(new Gaussian(0.5).weights(7, without.shapes(6, 2)))
        .isEqualTo(new Gaussian(0.5).weights(7, shapes(List.of(4, 3), 6, 2)));
  }

  @Test
  void fanInScalesOneDrawByTheInputsOfEachLayer() {
    LinearNetwork.Shape[] shapes = shapes(List.of(200), 50, 10);
    double[][] he = new FanIn(2).weights(5, shapes);
    double[][] lecun = new FanIn(1).weights(5, shapes);
    double[][] unit = new Gaussian(1).weights(5, shapes);
    int[] inputs = {50, 200};
    for (int layer = 0; layer < 2; layer++) {
      for (int element = 0; element < he[layer].length; element++) {
        assertThat(he[layer][element])
            .isEqualTo(Math.sqrt(2.0 / inputs[layer]) * unit[layer][element]);
        assertThat(lecun[layer][element])
            .isCloseTo(he[layer][element] / Math.sqrt(2), within(1e-12));
      }
    }
    assertThatThrownBy(() -> new FanIn(0)).hasMessageContaining("Invalid gain: 0.0");
  }

  @Test
  void aDirectionHasItsRatioAndItsNorm() {
    LinearNetwork.Shape[] shapes = new TiedAutoencoder().shapes(5, 5);
    double[] weights = new Direction(0.75, 10).weights(3, shapes)[0];
    assertThat(weights).containsExactly(new double[] {6, 8, 0, 0, 0}, within(1e-14));
    assertThat(new Direction(0.75, 10).weights(4, shapes)[0]).isEqualTo(weights);
    assertThat(new Direction(1, 1).misfit(new TiedAutoencoder().shapes(1, 1)))
        .isEqualTo("a direction needs one unit of at least 2 inputs");
    assertThat(new Direction(1, 1).misfit(shapes(List.of(3), 5, 1))).isNotEmpty();
  }

  @Test
  void aMaskOfTheWrongShapeIsNamedWithBothShapes() {
    LinearNetwork.Shape[] shapes =
        new Perceptron(List.of(2), Activation.RELU, true, Optional.empty()).shapes(2, 1);
    assertThat(mask(1, 2, 2).misfit(shapes)).isEmpty();
    assertThat(mask(2, 1, 2).misfit(shapes)).isEmpty();
    assertThat(mask(1, 2, 3).misfit(shapes))
        .isEqualTo(
            "m.csv has 6 values of layer 1, up to row 1 and column 2; that layer is 2 × 2 (rows and columns count from 0)");
    assertThat(mask(1, 1, 2).misfit(shapes))
        .isEqualTo(
            "m.csv has 2 values of layer 1, up to row 0 and column 1; that layer is 2 × 2 (rows and columns count from 0)");
    assertThat(mask(3, 1, 1).misfit(shapes))
        .isEqualTo("m.csv masks layer 3, the network has layers 1 to 2");
  }

  private static Mask mask(int layer, int rows, int columns) {
    List<StoredWeights.Entry> entries = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        entries.add(new StoredWeights.Entry(layer, row, column, (row + column) % 2));
      }
    }
    return new Mask(new StoredWeights("m.csv", entries));
  }
}
