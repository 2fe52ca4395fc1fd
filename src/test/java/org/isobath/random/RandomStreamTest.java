package org.isobath.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {
  /** The known-answer vectors that the authors of Philox publish with Random123. */
  @Test
  void philoxGivesThePublishedVectors() {
    assertThat(Philox.block(new int[4], 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(Philox.block(new int[] {-1, -1, -1, -1}, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(
            Philox.block(
                new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void theNormalQuantileIsTheInverseOfTheDistributionFunction() {
    NormalDistribution normal = new NormalDistribution();
    for (double p : new double[] {1e-300, 1e-20, 1e-9, 1e-3, 0.07, 0.1, 0.5, 0.6, 0.93, 0.999}) {
      double quantile = NormalQuantile.of(p);
      assertThat(normal.cumulativeProbability(quantile)).isCloseTo(p, within(1e-12 * p + 1e-300));
    }
    assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959963984540054, within(1e-15));
    assertThat(NormalQuantile.of(0.25)).isEqualTo(-NormalQuantile.of(0.75));
  }

  @Test
  void aGaussianHasMeanZeroAndVarianceOne() {
    RandomStream stream = new RandomStream(7, Purpose.INITIAL_WEIGHTS, 1);
    int count = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = stream.gaussian(i);
      sum += value;
      squares += value * value;
    }
    assertThat(sum / count).isCloseTo(0, within(4 / Math.sqrt(count)));
    assertThat(squares / count).isCloseTo(1, within(4 * Math.sqrt(2.0 / count)));
  }

  @Test
  void everyPartOfTheKeyMatters() {
    RandomStream stream = new RandomStream(1, Purpose.INITIAL_WEIGHTS, 1);
    assertThat(stream.bits(0))
        .isEqualTo(new RandomStream(1, Purpose.INITIAL_WEIGHTS, 1).bits(0))
        .isNotEqualTo(stream.bits(1))
        .isNotEqualTo(stream.bits(1L << 32))
        .isNotEqualTo(new RandomStream(2, Purpose.INITIAL_WEIGHTS, 1).bits(0))
        .isNotEqualTo(new RandomStream(1L << 32, Purpose.INITIAL_WEIGHTS, 1).bits(0))
        .isNotEqualTo(new RandomStream(1, Purpose.BOOTSTRAP, 1).bits(0))
        .isNotEqualTo(new RandomStream(1, Purpose.INITIAL_WEIGHTS, 2).bits(0));
  }

  @Test
  void belowCoversItsRangeEvenly() {
    RandomStream stream = new RandomStream(3, Purpose.BOOTSTRAP, 0);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[stream.below(i, 7)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400);
    }
    assertThatThrownBy(() -> stream.below(0, 0))
        .hasMessage("Invalid bound: 0 (must be at least 1)");
    assertThatThrownBy(() -> stream.below(0, new int[1]))
        .hasMessage("Invalid bound: 0 (must be at least 1)");
  }

  @Test
  void manyNumbersAreThoseOfTheirPositions() {
    for (int count : new int[] {0, 1, 30, 255, 256, 257, 1000}) {
      for (int bound : new int[] {1, 7, 1 << 20, Integer.MAX_VALUE}) {
        RandomStream stream = new RandomStream(-5L << 31, Purpose.BOOTSTRAP, count - 300);
        int[] numbers = new int[count];
        stream.below(bound, numbers);
        assertThat(numbers)
            .isEqualTo(IntStream.range(0, count).map(i -> stream.below(i, bound)).toArray());
      }
    }
  }
}
