package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CompressionTest {
  @Test
  void theLossIsTheSameForAllWeights() {
    for (int[] shape :
        new int[][] {{50, 7, 1}, {8, 7, 2}, {7, 7, 1}, {5, 7, 3}, {1, 1, 1}, {400, 30, 2}}) {
      assertSameLoss(RandomData.gaussian(shape[0], shape[1], shape[2], 1));
    }
  }

  @Test
  void illConditionedDataKeepTheirAccuracy() {
    assertSameLoss(RandomData.conditioned(300, 20, 2, 1e9, 2));
  }

  @Test
  void rankDeficientDataAndZeroColumnsAreNoException() {
    assertSameLoss(
        RandomData.map(RandomData.gaussian(60, 6, 1, 3), (c, x) -> c == 4 ? x[1] + x[2] : x[c]));
    assertSameLoss(
        RandomData.map(RandomData.gaussian(60, 6, 1, 4), (c, x) -> c == 0 || c == 3 ? 0 : x[c]));
    assertSameLoss(RandomData.map(RandomData.gaussian(60, 6, 1, 5), (c, x) -> 0.0));
  }

  @Test
  void valuesOfAnySizeAreCompressed() {
    assertSameLoss(
        RandomData.map(
            RandomData.gaussian(60, 3, 1, 6), (c, x) -> x[c] * (c == 0 ? 1e140 : 1e-140)));
  }

  @Test
  void theFactorIsUpperTriangularWithAsManyRowsAsFeatures() {
    Compression compression = Compression.of(RandomData.gaussian(50, 4, 2, 7));
    assertThat(compression.rows()).isEqualTo(4);
    assertThat(compression.targets()).hasSize(8);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < row; column++) {
        assertThat(compression.features()[row * 4 + column]).isZero();
      }
    }
  }

  @Test
  void fewRowsStayAsTheyAre() {
    Dataset data = RandomData.gaussian(5, 5, 2, 8);
    Compression compression = Compression.of(data);
    assertThat(compression.features()).isSameAs(data.featureArray());
    assertThat(compression.targets()).isSameAs(data.targetArray());
    assertThat(compression.remainders()).containsExactly(0, 0);
  }

  private static void assertSameLoss(Dataset data) {
    Compression compression = Compression.of(data);
    SplittableRandom random = new SplittableRandom(99);
    for (int k = 0; k < data.targets(); k++) {
      for (int trial = 0; trial < 5; trial++) {
        double[] weights = random.doubles(data.features(), -1, 1).toArray();
        double expected = squares(data.rows(), data.featureArray(), data.targetArray(), weights, k);
        double found =
            squares(compression.rows(), compression.features(), compression.targets(), weights, k)
                + compression.remainders()[k];
        assertThat(found).as(data.toString()).isCloseTo(expected, within(1e-13 * expected));
      }
    }
  }

  private static double squares(
      int rows, double[] features, double[] targets, double[] weights, int k) {
    int outputs = targets.length / rows;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double residual = -targets[row * outputs + k];
      for (int j = 0; j < weights.length; j++) {
        residual += features[row * weights.length + j] * weights[j];
      }
      sum += residual * residual;
    }
    return sum;
  }
}
