package org.isobath.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed forms against what they stand for, done the long way. */
final class ClosedFormsTest {
  private static final double[] COEFFICIENTS = coefficients();
  private static final int ROWS = 10;
  private static final double NOISE = 0.5;

  private static double[] coefficients() {
    double[] coefficients = new double[24];
    Arrays.setAll(coefficients, j -> 1 / (1.0 + j));
    return coefficients;
  }

  /** Thousands of tables, each solved by a pseudo-inverse of a library. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 14, 18, 24})
  void leastSquaresErrsAsMuchAsTheClosedFormSays(int features) {
    Random random = new Random(features);
    int draws = 2000;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      double[][] x = new double[ROWS][features];
      double[] y = new double[ROWS];
      for (int row = 0; row < ROWS; row++) {
        y[row] = NOISE * random.nextGaussian();
        for (int j = 0; j < COEFFICIENTS.length; j++) {
          double value = random.nextGaussian();
          y[row] += COEFFICIENTS[j] * value;
          if (j < features) {
            x[row][j] = value;
          }
        }
      }
      RealVector solution =
          new SingularValueDecomposition(new Array2DRowRealMatrix(x, false))
              .getSolver()
              .solve(new ArrayRealVector(y, false));
      double error = NOISE * NOISE;
      for (int j = 0; j < COEFFICIENTS.length; j++) {
        double gap = COEFFICIENTS[j] - (j < features ? solution.getEntry(j) : 0);
        error += gap * gap;
      }
      sum += error;
      squares += error * error;
    }
    double mean = sum / draws;
    double standardError = Math.sqrt((squares / draws - mean * mean) / draws);
    double expected = new DoubleDescent(COEFFICIENTS, NOISE, ROWS).squaredError(features);
    assertThat(standardError).as("the test can tell").isLessThan(0.05 * expected);
    assertThat(mean).isCloseTo(expected, within(4 * standardError));
  }

  @Test
  void theErrorIsInfiniteAtThePeak() {
    DoubleDescent descent = new DoubleDescent(COEFFICIENTS, NOISE, ROWS);
    for (int features : new int[] {9, 10, 11}) {
      assertThat(descent.squaredError(features)).isInfinite();
    }
    assertThat(descent.squaredError(8)).isFinite();
    assertThat(descent.squaredError(12)).isFinite();
    assertThatThrownBy(() -> descent.squaredError(25))
        .hasMessage("Invalid features: 25 (must be 1 to 24)");
    assertThatThrownBy(() -> descent.squaredError(0)).isInstanceOf(RuntimeException.class);
  }

  /** Plain stochastic descent of the unit, one input at a time. */
  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1, 2.5})
  void theFirstInputWinsAsOftenAsTheClosedFormSays(double ratio) {
    Random random = new Random(7);
    double rate = 0.04;
    int runs = 3000;
    int won = 0;
    for (int run = 0; run < runs; run++) {
      double length = Math.hypot(ratio, 1);
      double[] a = {ratio / length, 1 / length};
      while (Math.min(a[0], a[1]) > 0.02) {
        int i = random.nextInt(2);
        double q = a[0] * a[0] + a[1] * a[1];
        double pull = rate * (2 - q) * a[i];
        double shrink = 1 - rate * a[i] * a[i];
        a[0] *= shrink;
        a[1] *= shrink;
        a[i] += pull;
      }
      won += a[0] > a[1] ? 1 : 0;
    }
    double expected = FirstWins.probability(ratio);
    double standardError = Math.sqrt(expected * (1 - expected) / runs);
    assertThat(won / (double) runs).isCloseTo(expected, within(4 * standardError + 0.01));
  }

  @Test
  void theWinnersLawHasItsEnds() {
    assertThat(FirstWins.probability(0)).isZero();
    assertThat(FirstWins.probability(1)).isCloseTo(0.5, within(1e-15));
    assertThat(FirstWins.probability(1e300)).isCloseTo(1, within(1e-15));
    assertThatThrownBy(() -> FirstWins.probability(-1)).hasMessageContaining("ratio");
  }

  /** The whole potential summed over a fine grid of all its coordinates. */
  @Test
  void aGridOverAllCoordinatesGivesTheSameShare() {
    TwoWells wells = new TwoWells(1, 1, 6, 0.3);
    for (int directions : new int[] {1, 2}) {
      int points = 160;
      double[] masses = new double[2];
      double reach = 4.5;
      int transverse = directions == 1 ? 1 : points;
      for (int i = 0; i < points; i++) {
        double u = 2.4 * (2 * (i + 0.5) / points - 1);
        double s = u <= -1 ? 0 : u >= 1 ? 1 : (2 + 3 * u - u * u * u) / 4;
        for (int j = 0; j < points; j++) {
          double v = reach * (2 * (j + 0.5) / points - 1);
          for (int k = 0; k < transverse; k++) {
            double v2 = directions == 1 ? 0 : reach * (2 * (k + 0.5) / points - 1);
            double potential = Math.pow(u * u - 1, 2) + 0.5 * (1 + 5 * s) * (v * v + v2 * v2);
            masses[u < 0 ? 0 : 1] += Math.exp(-potential / 0.3);
          }
        }
      }
      assertThat(wells.flatShare(directions))
          .as("%d directions", directions)
          .isCloseTo(masses[0] / (masses[0] + masses[1]), within(1e-4));
    }
  }

  /** The variance after a step is (1 − ηκ)² of that before it, and 2ηT more. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 1, 1.9})
  void stepsOfLangevinDescentComeToRestAtTheStationaryVariance(double rate) {
    double curvature = 1.05;
    double temperature = 0.3;
    double variance = 7;
    for (int step = 0; step < 20_000; step++) {
      double kept = 1 - rate * curvature;
      variance = kept * kept * variance + 2 * rate * temperature;
    }
    assertThat(StationaryVariance.of(temperature, curvature, rate))
        .isCloseTo(variance, within(1e-12 * variance));
  }

  @Test
  void smallStepsHaveTheVarianceOfBoltzmannsLawAndLargeOnesNone() {
    DoubleUnaryOperator density = w -> Math.exp(-1.7 * w * w / 2 / 0.2);
    GaussLegendre rule = new GaussLegendre();
    double mass = rule.integral(density, -8, 8, false);
    double square = rule.integral(w -> w * w * density.applyAsDouble(w), -8, 8, false);
    assertThat(StationaryVariance.of(0.2, 1.7, 1e-9)).isCloseTo(square / mass, within(1e-8));
    assertThat(StationaryVariance.of(0.2, 2, 1)).isInfinite();
    assertThat(StationaryVariance.of(0.2, 2, 0.999999)).isFinite();
    assertThat(StationaryVariance.of(0, 2, 0.5)).isZero();
    assertThatThrownBy(() -> StationaryVariance.of(1, 0, 1)).hasMessageContaining("curvature 0.0");
  }

  @Test
  void theFlatShareGrowsAsTheVolumesSay() {
    // Cold, both wells are quadratic, and their shares go by their volumes.
    TwoWells cold = new TwoWells(1, 1, 4, 1e-4);
    for (int directions : new int[] {0, 1, 2, 8}) {
      double odds = Math.pow(2, directions);
      assertThat(cold.flatShare(directions)).isCloseTo(odds / (1 + odds), within(2e-3));
    }
    assertThat(new TwoWells(2, 3, 3, 0.7).flatShare(9)).isCloseTo(0.5, within(1e-14));
    assertThat(new TwoWells(1, 1, 4, 0.2).flatShare(5000)).isCloseTo(1, within(1e-12));
    assertThatThrownBy(() -> new TwoWells(1, 4, 1, 1)).hasMessageContaining("Invalid wells");
  }
}
