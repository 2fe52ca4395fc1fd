package org.isobath.random;

import java.util.Arrays;
import java.util.Objects;

/**
 * A random-access stream of random numbers: the number at a position is a pure function of (seed,
 * purpose, index, position) (docs/equations.md, eq. 15).
 *
 * @param seed chosen by the user
 * @param purpose what the numbers are for
 * @param index which of the purpose's streams: a layer, a step, a replicate
 */
public record RandomStream(long seed, Purpose purpose, int index) {
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  /** Numbers that are made at once: their words stay in a core's first cache. */
  private static final int TOGETHER = 256;

  /** Validates. */
  public RandomStream {
    Objects.requireNonNull(purpose);
  }

  /** 64 random bits at a position. */
  public long bits(long position) {
    int[] counter = {(int) position, (int) (position >>> 32), index, purpose.code()};
    int[] block = Philox.block(counter, (int) seed, (int) (seed >>> 32));
    return (block[0] & Philox.LOW) | ((long) block[1] << 32);
  }

  /** Uniform on the open interval (0, 1): the midpoints of 2⁵³ equal cells. */
  public double uniform(long position) {
    double cell = (double) (bits(position) >>> 11);
    double midpoint = (cell + 0.5) * TWO_TO_MINUS_53;
    return midpoint < 1 ? midpoint : Math.nextDown(1.0);
  }

  /** Standard normal, by inverting the distribution function at {@link #uniform}. */
  public double gaussian(long position) {
    return NormalQuantile.of(uniform(position));
  }

  /**
   * Uniform on 0 … bound − 1, by multiplying and shifting.
   *
   * @param bound at least 1; the bias is below bound / 2⁶⁴
   */
  public int below(long position, int bound) {
    requireBound(bound);
    long random = bits(position);
    return below(bound, random & Philox.LOW, random >>> 32);
  }

  /** {@link #below(long, int)} at the positions from 0 on, faster. */
  public void below(int bound, int[] numbers) {
    requireBound(bound);
    long[][] words = new long[4][Math.min(TOGETHER, numbers.length)];
    for (int first = 0; first < numbers.length; first += TOGETHER) {
      int count = Math.min(TOGETHER, numbers.length - first);
      for (int i = 0; i < count; i++) {
        words[0][i] = first + i;
      }
      Arrays.fill(words[1], 0);
      Arrays.fill(words[2], index & Philox.LOW);
      Arrays.fill(words[3], purpose.code() & Philox.LOW);
      Philox.blocks(words, count, (int) seed, (int) (seed >>> 32));
      for (int i = 0; i < count; i++) {
        numbers[first + i] = below(bound, words[0][i], words[1][i]);
      }
    }
  }

  private static void requireBound(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("Invalid bound: " + bound + " (must be at least 1)");
    }
  }

  private static int below(int bound, long low, long high) {
    return (int) ((high * bound + (low * bound >>> 32)) >>> 32);
  }
}
