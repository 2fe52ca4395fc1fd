package org.isobath.data;

import static java.math.RoundingMode.HALF_EVEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

final class SpectrumTest {
  @Test
  void eigenvaluesAreThoseOfTheGramMatrix() {
    Dataset data = RandomData.gaussian(60, 5, 1, 1);
    RealMatrix x = MatrixUtils.createRealMatrix(60, 5);
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 5; j++) {
        x.setEntry(i, j, data.feature(i, j));
      }
    }
    double[] expected =
        new EigenDecomposition(x.transpose().multiply(x).scalarMultiply(1.0 / 60))
            .getRealEigenvalues();
    double[] found = Spectrum.of(data);
    for (int i = 0; i < 5; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-13 * expected[0]));
    }
  }

  @Test
  void smallEigenvaluesKeepTheirAccuracy() {
    double[] found = Spectrum.of(RandomData.conditioned(100, 11, 1, 1e10, 2));
    for (int i = 0; i < 11; i++) {
      double expected = Math.pow(10, -2 * i) / 100;
      assertThat(found[i]).isCloseTo(expected, within(1e-4 * expected));
    }
  }

  @Test
  void thereIsOneEigenvalueAFeatureWhateverTheRows() {
    double[] found = Spectrum.of(RandomData.gaussian(3, 5, 1, 3));
    assertThat(found).hasSize(5);
    assertThat(found[2]).isPositive();
    assertThat(found[3]).isZero();
    assertThat(found[4]).isZero();
    assertThat(Spectrum.of(RandomData.map(RandomData.gaussian(9, 2, 1, 3), (c, x) -> 0)))
        .containsExactly(0, 0);
  }

  /** Digits as the table's description prints them, from an independent computation. */
  @Test
  void theEthanolTableHasItsPublishedSpectrum() throws DataException {
    assertPrinted(
        Spectrum.of(Scaling.MIN_MAX.apply(ethanol())),
        "39.82 1.735 .2154 .0386 .0129 5.34e-3 2.99e-3 7.57e-4 2.35e-4 5.01e-5 1.54e-5 2.05e-6 7.46e-7");
    assertPrinted(
        Spectrum.of(Scaling.Z_SCORE.apply(ethanol())),
        "72.94 15.84 11.44 7.898 1.635 1.096 .2933 .0667 .0251 7.11e-3 2.33e-3 2.34e-4 7.13e-5");
  }

  /** From the same independent computation for p = 2, and from numpy for p = 4 and 6. */
  @Test
  void theEthanolTableHasItsPublishedLeastLosses() throws DataException {
    Dataset minMax = Scaling.MIN_MAX.apply(ethanol());
    assertPrinted(new double[] {Optimum.leastLoss(minMax, 2)}, ".00105281");
    assertRelative(Optimum.leastLoss(minMax, 4), 2.4513362541657547e-05);
    assertRelative(Optimum.leastLoss(minMax, 6), 7.210525316807579e-07);
    Dataset zScore = Scaling.Z_SCORE.apply(ethanol());
    assertPrinted(new double[] {Optimum.leastLoss(zScore, 2)}, ".0499931");
    assertRelative(Optimum.leastLoss(zScore, 4), 0.05535415663779958);
    assertRelative(Optimum.leastLoss(zScore, 6), 0.07727318740497546);
    assertRelative(Optimum.leastLoss(ethanol(), 4), 11080104.340984596);
  }

  private static Dataset ethanol() throws DataException {
    Path csv = SharedData.path("gas-ethanol/ethanol.csv.gz");
    return new GasEthanol(csv).load(new DataFolder(Path.of("nowhere")));
  }

  /** The values 1, 2, 3, 4, 8, 12 … of a descending list, rounded to the digits of each word. */
  private static void assertPrinted(double[] found, String words) {
    int[] places = {1, 2, 3, 4, 8, 12, 16, 24, 32, 48, 64, 96, 112};
    String[] printed = words.split(" ", -1);
    for (int i = 0; i < printed.length; i++) {
      BigDecimal expected = new BigDecimal(printed[i]);
      assertThat(new BigDecimal(found[places[i] - 1]).setScale(expected.scale(), HALF_EVEN))
          .isEqualTo(expected);
    }
  }

  private static void assertRelative(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-10 * expected));
  }
}
