package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

final class SensorArrayTest {
  private static final DataFolder NO_FOLDER = new DataFolder(Path.of("nowhere"));
  private static final Dataset RAW = new SensorArray().load(NO_FOLDER);

  /** Places in the spectrum, from 1, and the eigenvalues of the real table there. */
  private static final int[] PLACES = {1, 2, 3, 4, 8, 12, 16, 24, 32, 48, 64, 96, 112};

  private static final double[] REAL_MIN_MAX = {
    39.82, 1.735, .2154, .0386, .0129, 5.34e-3, 2.99e-3, 7.57e-4, 2.35e-4, 5.01e-5, 1.54e-5,
    2.05e-6, 7.46e-7
  };
  private static final double[] REAL_Z_SCORE = {
    72.94, 15.84, 11.44, 7.898, 1.635, 1.096, .2933, .0667, .0251, 7.11e-3, 2.33e-3, 2.34e-4,
    7.13e-5
  };

  @Test
  void theTableIsTheSameBitsEverywhere() {
    assertThat(RAW.name()).isEqualTo("sensor-array");
    assertThat(RAW.rows()).isEqualTo(2565);
    assertThat(RAW.features()).isEqualTo(128);
    assertThat(RAW.targetNames()).containsExactly("concentration_ppmv");
    assertThat(new double[] {RAW.feature(0, 0), RAW.feature(1000, 77), RAW.feature(2564, 127)})
        .containsExactly(0.1780204843216292, -0.5510934693692502, -1.4843380089901885);
    assertThat(RAW.fingerprint())
        .isEqualTo("30b158eb906522ec85f27455dee480e627d7a884039d9074822dcea6e327923a");
  }

  @Test
  void itsSpectraAreWithinAFactorOfTwoOfTheRealTables() throws DataException {
    assertNear(Scaling.MIN_MAX, REAL_MIN_MAX);
    assertNear(Scaling.Z_SCORE, REAL_Z_SCORE);
  }

  private static void assertNear(Scaling scaling, double[] real) throws DataException {
    double[] found = Spectrum.of(scaling.apply(RAW));
    for (int i = 0; i < PLACES.length; i++) {
      assertThat(found[PLACES[i] - 1] / real[i])
          .as(scaling.word() + " " + PLACES[i])
          .isBetween(0.5, 2.0);
    }
  }

  @Test
  void itsSpectraArePinned() throws DataException {
    assertThat(printed(Scaling.MIN_MAX))
        .isEqualTo(
            "3.877085e+01 1.005017e+00 1.873347e-01 7.111471e-02 1.760687e-02 4.278791e-03 2.474747e-03 5.897758e-04 2.568847e-04 5.932187e-05 2.191505e-05 1.993515e-06 7.400252e-07");
    assertThat(printed(Scaling.Z_SCORE))
        .isEqualTo(
            "7.365623e+01 1.531148e+01 1.031842e+01 9.604852e+00 1.254696e+00 7.538484e-01 3.341260e-01 8.801183e-02 3.310423e-02 7.964424e-03 2.727976e-03 1.950966e-04 6.838823e-05");
  }

  private static String printed(Scaling scaling) throws DataException {
    double[] found = Spectrum.of(scaling.apply(RAW));
    return Arrays.stream(PLACES)
        .mapToObj(place -> String.format(Locale.ROOT, "%.6e", found[place - 1]))
        .reduce((left, right) -> left + " " + right)
        .orElseThrow();
  }

  @Test
  void theRateOfTheLiteratureIsStableUnderMinMax() throws DataException {
    assertThat(2 / Spectrum.of(Scaling.MIN_MAX.apply(RAW))[0]).isGreaterThan(0.0503);
    assertThat(2 / Spectrum.of(Scaling.Z_SCORE.apply(RAW))[0]).isCloseTo(0.0274, within(0.0005));
  }

  @Test
  void itsLeastLossesAreNearTheRealTables() throws DataException {
    assertThat(Optimum.leastLoss(Scaling.MIN_MAX.apply(RAW), 2))
        .isCloseTo(0.00105281, within(1e-4));
    assertThat(Optimum.leastLoss(Scaling.Z_SCORE.apply(RAW), 2)).isCloseTo(0.0499931, within(5e-3));
    assertThat(Optimum.leastLoss(Scaling.MIN_MAX.apply(RAW), 4))
        .isCloseTo(2.45e-5, within(2.45e-5));
  }

  @Test
  void itsConcentrationsAreDistributedLikeTheRealOnes() throws DataException {
    var target = new DescriptiveStatistics(Scaling.MIN_MAX.apply(RAW).targetArray());
    assertThat(target.getMean()).isCloseTo(0.1882, within(0.005));
    assertThat(Math.sqrt(target.getPopulationVariance())).isCloseTo(0.1450, within(0.005));
    assertThat(target.getSkewness()).isCloseTo(1.04, within(0.1));
    assertThat(target.getKurtosis()).isCloseTo(2.57, within(0.3));
    assertThat(Arrays.stream(RAW.targetArray()).filter(c -> c >= 500).count()).isEqualTo(16);
  }

  @Test
  void anotherSeedGivesAnotherTableOfAnotherName() {
    Dataset other = new SensorArray(7).load(NO_FOLDER);
    assertThat(other.name()).isEqualTo("sensor-array-7");
    assertThat(other.targetArray()).containsExactly(RAW.targetArray());
    assertThat(other.fingerprint()).isNotEqualTo(RAW.fingerprint());
  }
}
