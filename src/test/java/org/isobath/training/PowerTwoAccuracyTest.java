package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.isobath.data.Dataset;
import org.isobath.network.LinearNetwork;
import org.junit.jupiter.api.Test;

/**
 * What training on the compressed rows costs in accuracy: nothing that shows, against 50 digits.
 */
final class PowerTwoAccuracyTest {
  private static final MathContext DIGITS = new MathContext(50);
  private static final int ROWS = 40;
  private static final int FEATURES = 5;
  private static final int STEPS = 400;

  @Test
  void lossesAndWeightsAreThoseOfExactArithmeticOnIllConditionedData() {
    Dataset data = illConditioned();
    double rate = 0.9;
    Trial trial = Fixtures.trial(LinearNetwork.of(1, 1), 2, rate, STEPS, 3);
    Outcome outcome = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0);
    BigDecimal[] w = new BigDecimal[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      w[f] = new BigDecimal(outcome.initialWeights()[0][f]);
    }
    BigDecimal least = loss(data, optimum(data));
    double smallestShare = 1;
    for (int step = 0; step <= STEPS; step++) {
      BigDecimal loss = loss(data, w);
      double excess = loss.subtract(least, DIGITS).doubleValue();
      double error =
          new BigDecimal(outcome.curve().losses()[step]).subtract(loss, DIGITS).doubleValue();
      double share = excess / loss.doubleValue();
      if (share > 1e-6) {
        assertThat(Math.abs(error) / excess).as("step %d", step).isLessThan(1e-9);
        smallestShare = Math.min(smallestShare, share);
      }
      if (step < STEPS) {
        descend(data, w, new BigDecimal(rate));
      }
    }
    // The comparison has followed the loss far down.
    assertThat(smallestShare).isLessThan(1e-3);
    for (int f = 0; f < FEATURES; f++) {
      double expected = w[f].doubleValue();
      assertThat(outcome.finalWeights()[0][f] - expected)
          .isBetween(-1e-11 * (1 + Math.abs(expected)), 1e-11 * (1 + Math.abs(expected)));
    }
  }

  /** Two features that differ by 10⁻⁴ only: XᵀX has a condition number of some 10⁹. */
  private static Dataset illConditioned() {
    Random random = new Random(4);
    double[] x = new double[ROWS * FEATURES];
    double[] y = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int f = 0; f < FEATURES; f++) {
        x[row * FEATURES + f] = 0.5 * random.nextGaussian();
      }
      x[row * FEATURES + 1] = x[row * FEATURES] + 5e-5 * random.nextGaussian();
      y[row] = x[row * FEATURES] - 2 * x[row * FEATURES + 3] + 0.001 * random.nextGaussian();
    }
    return new Dataset("ill", List.of("a", "b", "c", "d", "e"), List.of("y"), ROWS, x, y);
  }

  private static BigDecimal residual(Dataset data, int row, BigDecimal[] w) {
    BigDecimal r = new BigDecimal(data.targetArray()[row]).negate();
    for (int f = 0; f < FEATURES; f++) {
      r = r.add(new BigDecimal(data.feature(row, f)).multiply(w[f], DIGITS), DIGITS);
    }
    return r;
  }

  private static BigDecimal loss(Dataset data, BigDecimal[] w) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int row = 0; row < ROWS; row++) {
      BigDecimal r = residual(data, row, w);
      sum = sum.add(r.multiply(r, DIGITS), DIGITS);
    }
    return sum.divide(BigDecimal.valueOf(2L * ROWS), DIGITS);
  }

  private static void descend(Dataset data, BigDecimal[] w, BigDecimal rate) {
    BigDecimal[] gradient = new BigDecimal[FEATURES];
    java.util.Arrays.fill(gradient, BigDecimal.ZERO);
    for (int row = 0; row < ROWS; row++) {
      BigDecimal r = residual(data, row, w);
      for (int f = 0; f < FEATURES; f++) {
        BigDecimal x = new BigDecimal(data.feature(row, f));
        gradient[f] = gradient[f].add(x.multiply(r, DIGITS), DIGITS);
      }
    }
    BigDecimal scale = rate.divide(BigDecimal.valueOf(ROWS), DIGITS);
    for (int f = 0; f < FEATURES; f++) {
      w[f] = w[f].subtract(scale.multiply(gradient[f], DIGITS), DIGITS);
    }
  }

  /** By Gaussian elimination of the normal equations, which 50 digits can afford. */
  private static BigDecimal[] optimum(Dataset data) {
    BigDecimal[][] a = new BigDecimal[FEATURES][FEATURES + 1];
    for (int i = 0; i < FEATURES; i++) {
      java.util.Arrays.fill(a[i], BigDecimal.ZERO);
      for (int row = 0; row < ROWS; row++) {
        BigDecimal x = new BigDecimal(data.feature(row, i));
        for (int j = 0; j <= FEATURES; j++) {
          double other = j < FEATURES ? data.feature(row, j) : data.targetArray()[row];
          a[i][j] = a[i][j].add(x.multiply(new BigDecimal(other), DIGITS), DIGITS);
        }
      }
    }
    for (int pivot = 0; pivot < FEATURES; pivot++) {
      for (int i = 0; i < FEATURES; i++) {
        if (i != pivot) {
          BigDecimal factor = a[i][pivot].divide(a[pivot][pivot], DIGITS);
          for (int j = pivot; j <= FEATURES; j++) {
            a[i][j] = a[i][j].subtract(factor.multiply(a[pivot][j], DIGITS), DIGITS);
          }
        }
      }
    }
    BigDecimal[] w = new BigDecimal[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      w[i] = a[i][FEATURES].divide(a[i][i], DIGITS);
    }
    return w;
  }
}
