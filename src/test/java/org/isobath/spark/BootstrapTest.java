package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bootstrap intervals against distributions that are known. */
final class BootstrapTest {
  @Test
  void ofOneSeedAnIntervalIsItsValue() {
    assertThat(Bootstrap.median(new double[] {3})).containsExactly(3, 3);
    assertThat(Bootstrap.ratioOfMedians(new double[] {6}, new double[] {3})).containsExactly(2, 2);
    assertThat(Bootstrap.differenceOfMeans(new double[] {6}, new double[] {4}))
        .containsExactly(2, 2);
    assertThat(Bootstrap.median(new double[0])).containsOnly(Double.NaN);
  }

  /** Of two values, a resample is both lows with chance 1/4: the interval spans them. */
  @Test
  void ofTwoSeedsAnIntervalSpansBoth() {
    assertThat(Bootstrap.median(new double[] {1, 9})).containsExactly(1, 9);
    assertThat(Bootstrap.differenceOfMeans(new double[] {1, 9}, new double[] {1, 1}))
        .containsExactly(0, 8);
  }

  @Test
  void whatPairsShareCancels() {
    double[] values = new Random(7).doubles(9, 1, 100).toArray();
    double[] twice = new double[values.length];
    double[] more = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      twice[i] = 2 * values[i];
      more[i] = values[i] + 5;
    }
    assertThat(Bootstrap.ratioOfMedians(twice, values)).containsExactly(2, 2);
    double[] difference = Bootstrap.differenceOfMeans(more, values);
    assertThat(difference[0]).isCloseTo(5, within(1e-12));
    assertThat(difference[1]).isCloseTo(5, within(1e-12));
  }

  @Test
  void whatIsNotReachedIsNeverDropped() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] some = {10, 10, infinity, infinity, 10};
    double[] all = {5, 5, 5, 5, 5};
    assertThat(Bootstrap.ratioOfMedians(some, all)).containsExactly(2, infinity);
    assertThat(Bootstrap.ratioOfMedians(all, some)).containsExactly(0, 0.5);
    assertThat(Bootstrap.differenceOfMeans(some, some)).containsExactly(0, 0);
  }

  /** The mean of n Gaussians has the standard error s/√n; its interval is ±1.96 of that. */
  @Test
  void theIntervalOfAMeanIsItsStandardErrorsWidth() {
    Random random = new Random(11);
    int n = 400;
    double[] values = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      values[i] = random.nextGaussian();
      mean += values[i] / n;
    }
    double[] interval = Bootstrap.differenceOfMeans(values, new double[n]);
    double expected = 1.96 / Math.sqrt(n);
    assertThat(interval[0]).isCloseTo(mean - expected, within(0.1 * expected + 0.005));
    assertThat(interval[1]).isCloseTo(mean + expected, within(0.1 * expected + 0.005));
  }
}
