package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScalingTest {
  private static Dataset dataset(double[] features, double[] targets) {
    int columns = features.length / targets.length;
    List<String> names = List.of("a", "b", "c").subList(0, columns);
    return new Dataset("d.csv", names, List.of("y"), targets.length, features, targets);
  }

  @Test
  void minMaxMapsEachColumnToTheUnitInterval() throws DataException {
    Dataset scaled =
        Scaling.MIN_MAX.apply(dataset(new double[] {1, -10, 2, 0, 5, -30}, new double[] {2, 4, 3}));
    assertThat(scaled.featureArray()).containsExactly(0, 20 / 30.0, 0.25, 1, 1, 0);
    assertThat(scaled.targetArray()).containsExactly(0, 1, 0.5);
  }

  @Test
  void zScoreUsesThePopulationStandardDeviation() throws DataException {
    Dataset scaled =
        Scaling.Z_SCORE.apply(dataset(new double[] {1, 3, 1, 3}, new double[] {0, 0, 0, 4}));
    assertThat(scaled.featureArray()).containsExactly(-1, 1, -1, 1);
    double sd = Math.sqrt(3);
    assertThat(scaled.targetArray()).containsExactly(-1 / sd, -1 / sd, -1 / sd, 3 / sd);
    assertThat(Moments.mean(scaled.targetArray(), 0, 1)).isCloseTo(0, within(1e-16));
  }

  /** A mean that is a million standard deviations away cannot be taken off in one go. */
  @Test
  void zScoreIsRightForColumnsFarFromZero() throws DataException {
    int rows = 1000;
    double[] near = new double[rows];
    double[] far = new double[rows];
    java.util.Random random = new java.util.Random(2);
    for (int i = 0; i < rows; i++) {
      // Multiples of 2⁻²⁰, so that adding the offset is exact.
      near[i] = Math.rint(0x1p20 * random.nextGaussian()) * 0x1p-20;
      far[i] = 123_456_789 + near[i];
    }
    double[] expected = Scaling.Z_SCORE.apply(dataset(near, near)).featureArray();
    double[] scaled = Scaling.Z_SCORE.apply(dataset(far, near)).featureArray();
    for (int i = 0; i < rows; i++) {
      assertThat(scaled[i]).isCloseTo(expected[i], within(1e-14));
    }
  }

  @Test
  void noneGivesTheDataThemselves() throws DataException {
    Dataset data = dataset(new double[] {1, 1}, new double[] {2, 2});
    assertThat(Scaling.NONE.apply(data)).isSameAs(data);
  }

  @Test
  void allConstantColumnsAreNamedAtOnce() {
    Dataset data = dataset(new double[] {1, 7, 0.1, 2, 7, 0.1}, new double[] {3, 3});
    for (Scaling scaling : List.of(Scaling.MIN_MAX, Scaling.Z_SCORE)) {
      assertThatThrownBy(() -> scaling.apply(data))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "d.csv: Cannot scale by %s: the same value in every row of b, c, y (target). Use scaling none or max-abs, or leave such a column out with ignore."
                  .formatted(scaling.word()));
    }
  }

  @Test
  void overflowsAreRefused() {
    Dataset data = dataset(new double[] {-1e308, 1e308, 0}, new double[] {1, 2, 3});
    for (Scaling scaling : List.of(Scaling.MIN_MAX, Scaling.Z_SCORE)) {
      assertThatThrownBy(() -> scaling.apply(data))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "d.csv: Cannot scale by %s: values too large or too close together for double precision in a. Change their unit, or leave such a column out with ignore."
                  .formatted(scaling.word()));
    }
    assertThatThrownBy(
            () ->
                Scaling.Z_SCORE.apply(
                    dataset(new double[] {0, Double.MIN_VALUE}, new double[] {1, 2})))
        .isInstanceOf(DataException.class);
  }

  @Test
  void wordsAreFoundAndUnknownOnesAreNot() {
    for (Scaling scaling : Scaling.values()) {
      assertThat(Scaling.of(scaling.word())).contains(scaling);
    }
    assertThat(Scaling.of("minmax")).isEmpty();
    assertThat(Scaling.words()).containsExactly("none", "min-max", "z-score", "max-abs");
  }
}
