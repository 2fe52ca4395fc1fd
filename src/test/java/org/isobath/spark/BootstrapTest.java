package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Bootstrap intervals against their definition, and against distributions that are known. */
final class BootstrapTest {
  private final Bootstrap bootstrap = new Bootstrap();

  /** The definition, with no regard for time: eq. 18. */
  private static double[] slowly(double[] numerators, double[] denominators) {
    double[] statistics =
        IntStream.range(0, 2000)
            .mapToDouble(
                replicate -> {
                  RandomStream random = new RandomStream(1, Purpose.BOOTSTRAP, replicate);
                  int size = numerators.length;
                  int[] picks = IntStream.range(0, size).map(i -> random.below(i, size)).toArray();
                  double above = median(numerators, picks);
                  double below = median(denominators, picks);
                  boolean neither = Double.isInfinite(above) && Double.isInfinite(below);
                  return neither ? 1 : above / below;
                })
            .sorted()
            .toArray();
    return new double[] {statistics[49], statistics[1950]};
  }

  private static double median(double[] values, int[] picks) {
    double[] picked = Arrays.stream(picks).mapToDouble(pick -> values[pick]).sorted().toArray();
    return (picked[(picked.length - 1) / 2] + picked[picked.length / 2]) / 2;
  }

  @Test
  void intervalsAreTheDefinitionsForAnyNumberOfSeeds() {
    Random random = new Random(4);
    for (int size : new int[] {1, 2, 3, 5, 5, 8, 51, 1025, 5}) {
      double[] numerators = values(random, size);
      double[] denominators = values(random, size);
      double[] ones = new double[size];
      Arrays.fill(ones, 1);
      assertThat(bootstrap.median(numerators)).isEqualTo(slowly(numerators, ones));
      assertThat(bootstrap.ratioOfMedians(numerators, denominators))
          .isEqualTo(slowly(numerators, denominators));
    }
  }

  /** Whole numbers that tie, some of them infinite. */
  private static double[] values(Random random, int size) {
    return random
        .ints(size, 1, 20)
        .mapToDouble(value -> value > 14 ? Double.POSITIVE_INFINITY : value)
        .toArray();
  }

  @Test
  void ofOneSeedAnIntervalIsItsValue() {
    assertThat(bootstrap.median(new double[] {3})).containsExactly(3, 3);
    assertThat(bootstrap.ratioOfMedians(new double[] {6}, new double[] {3})).containsExactly(2, 2);
    assertThat(bootstrap.differenceOfMeans(new double[] {6}, new double[] {4}))
        .containsExactly(2, 2);
    assertThat(bootstrap.median(new double[0])).containsOnly(Double.NaN);
  }

  /** Of two values, a resample is both lows with chance 1/4: the interval spans them. */
  @Test
  void ofTwoSeedsAnIntervalSpansBoth() {
    assertThat(bootstrap.median(new double[] {1, 9})).containsExactly(1, 9);
    assertThat(bootstrap.differenceOfMeans(new double[] {1, 9}, new double[] {1, 1}))
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
    assertThat(bootstrap.ratioOfMedians(twice, values)).containsExactly(2, 2);
    double[] difference = bootstrap.differenceOfMeans(more, values);
    assertThat(difference[0]).isCloseTo(5, within(1e-12));
    assertThat(difference[1]).isCloseTo(5, within(1e-12));
  }

  @Test
  void whatIsNotReachedIsNeverDropped() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] some = {10, 10, infinity, infinity, 10};
    double[] all = {5, 5, 5, 5, 5};
    assertThat(bootstrap.ratioOfMedians(some, all)).containsExactly(2, infinity);
    assertThat(bootstrap.ratioOfMedians(all, some)).containsExactly(0, 0.5);
    assertThat(bootstrap.differenceOfMeans(some, some)).containsExactly(0, 0);
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
    double[] interval = bootstrap.differenceOfMeans(values, new double[n]);
    double expected = 1.96 / Math.sqrt(n);
    assertThat(interval[0]).isCloseTo(mean - expected, within(0.1 * expected + 0.005));
    assertThat(interval[1]).isCloseTo(mean + expected, within(0.1 * expected + 0.005));
  }
}
