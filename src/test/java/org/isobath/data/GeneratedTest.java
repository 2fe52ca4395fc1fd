package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.isobath.data.Orthonormal.Basis;
import org.junit.jupiter.api.Test;

final class GeneratedTest {
  private static final DataFolder NO_FOLDER = new DataFolder(Path.of("nowhere"));

  private static void assertStandardNormal(double[] values) {
    DescriptiveStatistics found = new DescriptiveStatistics(values);
    double error = 1 / Math.sqrt(values.length);
    assertThat(found.getMean()).isCloseTo(0, within(4 * error));
    assertThat(found.getVariance()).isCloseTo(1, within(4 * Math.sqrt(2) * error));
    assertThat(found.getKurtosis()).isCloseTo(0, within(4 * Math.sqrt(24) * error));
  }

  @Test
  void theTeacherGivesTheSignOfTheSum() {
    Dataset data = new TeacherSign(20, 4200, 1).load(NO_FOLDER);
    assertStandardNormal(data.featureArray());
    int ones = 0;
    for (int row = 0; row < data.rows(); row++) {
      double sum = 0;
      for (int column = 0; column < 20; column++) {
        sum += data.feature(row, column);
      }
      assertThat(data.label(row)).isEqualTo(sum > 0 ? 1 : 0);
      ones += data.label(row);
    }
    assertThat(ones).isBetween(2100 - 130, 2100 + 130);
    Dataset fewer = new TeacherSign(20, 50, 1).load(NO_FOLDER);
    assertThat(fewer.featureArray()).containsExactly(Arrays.copyOf(data.featureArray(), 1000));
    assertThat(new TeacherSign(20, 50, 2).load(NO_FOLDER).fingerprint())
        .isNotEqualTo(fewer.fingerprint());
  }

  @Test
  void gaussianFeaturesHaveTheirCoefficientsAndNoise() {
    GaussianFeatures source = new GaussianFeatures(6, 20_000, 0.5, 3, 1, 7);
    double[] beta = source.coefficients();
    double squares = 0;
    for (int j = 0; j < 6; j++) {
      assertThat(beta[j] / beta[0]).isCloseTo(1.0 / (j + 1), within(1e-15));
      squares += beta[j] * beta[j];
    }
    assertThat(Math.sqrt(squares)).isCloseTo(3, within(1e-14));
    Dataset data = source.load(NO_FOLDER);
    assertStandardNormal(data.featureArray());
    double[] noise = new double[data.rows()];
    for (int row = 0; row < data.rows(); row++) {
      double sum = 0;
      for (int j = 0; j < 6; j++) {
        sum += beta[j] * data.feature(row, j);
      }
      noise[row] = (data.target(row, 0) - sum) / 0.5;
    }
    assertStandardNormal(noise);
    assertThat(new GaussianFeatures(4, 1, 0, 2, 0, 1).coefficients()).containsExactly(1, 1, 1, 1);
    Dataset none = new GaussianFeatures(3, 5, 1, 0, 0, 1).load(NO_FOLDER);
    Dataset more = new GaussianFeatures(9, 5, 1, 0, 0, 1).load(NO_FOLDER);
    assertThat(none.targetArray()).containsExactly(more.targetArray());
  }

  @Test
  void orthonormalInputsAreOrthonormalAndTheirOwnTargets() throws DataException {
    for (Basis basis : Basis.values()) {
      for (int rows : new int[] {1, 7, 40}) {
        Dataset data = new Orthonormal(40, rows, basis, 3).load(NO_FOLDER);
        assertThat(data.targetArray()).isSameAs(data.featureArray());
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j <= i; j++) {
            double product = 0;
            for (int k = 0; k < 40; k++) {
              product += data.feature(i, k) * data.feature(j, k);
            }
            assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-14));
          }
        }
      }
    }
    Dataset unit = new Orthonormal(3, 2, Basis.UNIT_VECTORS, 1).load(NO_FOLDER);
    assertThat(unit.featureArray()).containsExactly(1, 0, 0, 0, 1, 0);
    assertThatThrownBy(() -> new Orthonormal(3, 4, Basis.RANDOM, 1).load(NO_FOLDER))
        .hasMessage(
            "Invalid rows: 4 (must be at most 3: no more than d vectors of d features can be orthonormal)");
  }

  @Test
  void noisyLabelsAreReplacedWithTheirShareEvenly() {
    int rows = 30_000;
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 4;
    }
    Dataset data =
        Dataset.ofClasses(
            "d",
            java.util.List.of("x"),
            "y",
            java.util.List.of("a", "b", "c", "d"),
            new double[rows],
            labels);
    double[] noisy = RandomLabels.noisy(data, 0.3, 5);
    int[][] counts = new int[4][4];
    for (int row = 0; row < rows; row++) {
      counts[row % 4][(int) noisy[row]]++;
    }
    for (int from = 0; from < 4; from++) {
      for (int to = 0; to < 4; to++) {
        // Five standard deviations of a binomial of 7500.
        double expected = from == to ? 5250 : 750;
        assertThat((double) counts[from][to])
            .isCloseTo(expected, within(from == to ? 200.0 : 130.0));
      }
    }
    assertThat(RandomLabels.noisy(data, 0, 5)).containsExactly(labels);
    double[] all = RandomLabels.noisy(data, 1, 5);
    for (int row = 0; row < rows; row++) {
      assertThat(all[row]).isNotEqualTo(labels[row]);
    }
    assertThat(RandomLabels.noisy(data, 0.3, 5)).containsExactly(noisy);
    assertThat(RandomLabels.noisy(data, 0.3, 6)).isNotEqualTo(noisy);
    assertThatThrownBy(() -> RandomLabels.noisy(data, 1.1, 5))
        .hasMessage("Invalid share: 1.1 (must be 0 to 1)");
  }

  @Test
  void replicasKeepTheRowsFirstAndZeroTheirShareOfEntries() {
    Dataset data = new TeacherSign(20, 300, 4).load(NO_FOLDER);
    int[] rows = {5, 7, 200, 11};
    Replicas few = new Replicas(data, rows, 2, 0.3, 9);
    assertThat(few.rows()).isEqualTo(12);
    double[] row = new double[20];
    double[] original = new double[20];
    for (int i = 0; i < few.rows(); i++) {
      few.row(i, row);
      data.row(rows[i % 4], original);
      for (int j = 0; j < 20; j++) {
        assertThat(row[j])
            .isIn(i < 4 ? new Double[] {original[j]} : new Double[] {0.0, original[j]});
      }
    }
    int[] all = java.util.stream.IntStream.range(0, 300).toArray();
    Replicas many = new Replicas(data, all, 4, 0.3, 9);
    int zeros = 0;
    int ones = 0;
    for (int i = 0; i < many.rows(); i++) {
      many.row(i, row);
      zeros += (int) Arrays.stream(row).filter(x -> x == 0).count();
      ones += many.label(i);
    }
    assertThat(zeros).isBetween(7200 - 360, 7200 + 360); // of 24,000
    assertThat(ones).isBetween(750 - 97, 750 + 97); // of 1500
    // A row's copies do not depend on what else is copied.
    many.row(300 + 5, original);
    few.row(4, row);
    assertThat(row).containsExactly(original);
    assertThat(few.label(4)).isEqualTo(many.label(305));
    few.row(8, original);
    assertThat(row).isNotEqualTo(original);
  }
}
