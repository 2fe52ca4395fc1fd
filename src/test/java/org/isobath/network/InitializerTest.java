package org.isobath.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
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
}
