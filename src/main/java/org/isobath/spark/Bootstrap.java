package org.isobath.spark;

import java.util.Arrays;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * Percentile bootstrap intervals over seeds (Efron 1979): 95 %, 2000 resamples from counter-based
 * streams, so that the same values give the same interval everywhere. Infinite values stand for
 * what was not reached (docs/equations.md, eq. 18).
 */
final class Bootstrap {
  private static final int REPLICATES = 2000;
  private static final double TAIL = 0.025;

  /** The resamples are the same for all tables: comparisons between rows share their noise. */
  private static final long SEED = 1;

  private Bootstrap() {}

  /** The interval of the median: [low, high]. */
  static double[] median(double[] values) {
    return interval(values.length, picks -> medianOf(values, picks));
  }

  /**
   * The interval of median(numerators) / median(denominators) over resampled pairs: [low, high]. A
   * resample in which neither median is finite counts as 1, no difference seen.
   */
  static double[] ratioOfMedians(double[] numerators, double[] denominators) {
    return interval(
        numerators.length,
        picks -> {
          double numerator = medianOf(numerators, picks);
          double denominator = medianOf(denominators, picks);
          return Double.isInfinite(numerator) && Double.isInfinite(denominator)
              ? 1
              : numerator / denominator;
        });
  }

  /**
   * The interval of mean(minuends) − mean(subtrahends) over resampled pairs: [low, high]. A
   * resample in which both means are infinite counts as 0, no difference seen.
   */
  static double[] differenceOfMeans(double[] minuends, double[] subtrahends) {
    return interval(
        minuends.length,
        picks -> {
          double minuend = 0;
          double subtrahend = 0;
          for (int pick : picks) {
            minuend += minuends[pick];
            subtrahend += subtrahends[pick];
          }
          return Double.isInfinite(minuend) && Double.isInfinite(subtrahend)
              ? 0
              : (minuend - subtrahend) / picks.length;
        });
  }

  /** A statistic of a resample, given by the places of its values. */
  private interface Statistic {
    double of(int[] picks);
  }

  private static double[] interval(int size, Statistic statistic) {
    if (size == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double[] replicates = new double[REPLICATES];
    int[] picks = new int[size];
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      RandomStream random = new RandomStream(SEED, Purpose.BOOTSTRAP, replicate);
      for (int i = 0; i < size; i++) {
        picks[i] = random.below(i, size);
      }
      replicates[replicate] = statistic.of(picks);
    }
    Arrays.sort(replicates);
    int low = (int) Math.floor(TAIL * (REPLICATES - 1));
    int high = (int) Math.ceil((1 - TAIL) * (REPLICATES - 1));
    return new double[] {replicates[low], replicates[high]};
  }

  private static double medianOf(double[] values, int[] picks) {
    double[] picked = Arrays.stream(picks).mapToDouble(pick -> values[pick]).sorted().toArray();
    return (picked[(picked.length - 1) / 2] + picked[picked.length / 2]) / 2;
  }
}
