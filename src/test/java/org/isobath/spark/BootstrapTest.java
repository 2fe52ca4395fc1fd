package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
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
    Bootstrap bootstrap = new Bootstrap();
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
}
