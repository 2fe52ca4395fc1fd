package org.isobath.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Percentile bootstrap intervals over seeds (Efron 1979): 95 %, 2000 resamples from counter-based
 * streams, so that the same values give the same interval everywhere. Infinite values stand for
 * what was not reached (docs/equations.md, eq. 18).
 *
 * <p>A resample is kept as how often it picked each value: its median is then found by counting
 * along the sorted values, and all settings with as many seeds share the resamples.
 */
final class Bootstrap implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int REPLICATES = 2000;
  private static final double TAIL = 0.025;

  /** The resamples are the same for all tables: comparisons between rows share their noise. */
  private static final long SEED = 1;

  /** Resamples of so many values at most are remembered: 40 MB. */
  private static final int MOST_REMEMBERED = 10_000;

  private transient volatile @Nullable Resamples last;

  /** The interval of the median: [low, high]. */
  double[] median(double[] values) {
    Sorted sorted = Sorted.of(values);
    return interval(values.length, sorted::median);
  }

  /**
   * The interval of median(numerators) / median(denominators) over resampled pairs: [low, high]. A
   * resample in which neither median is finite counts as 1, no difference seen.
   */
  double[] ratioOfMedians(double[] numerators, double[] denominators) {
    Sorted above = Sorted.of(numerators);
    Sorted below = Sorted.of(denominators);
    return interval(
        numerators.length,
        (picks, start) -> {
          double numerator = above.median(picks, start);
          double denominator = below.median(picks, start);
          return Double.isInfinite(numerator) && Double.isInfinite(denominator)
              ? 1
              : numerator / denominator;
        });
  }

  /**
   * The interval of mean(minuends) − mean(subtrahends) over resampled pairs: [low, high]. A
   * resample in which both means are infinite counts as 0, no difference seen.
   */
  double[] differenceOfMeans(double[] minuends, double[] subtrahends) {
    return interval(
        minuends.length,
        (picks, start) -> {
          double minuend = sum(minuends, picks, start);
          double subtrahend = sum(subtrahends, picks, start);
          return Double.isInfinite(minuend) && Double.isInfinite(subtrahend)
              ? 0
              : (minuend - subtrahend) / minuends.length;
        });
  }

  private static double sum(double[] values, char[] picks, int start) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      // What was not picked may be infinite, and 0 times that is no number.
      if (picks[start + i] > 0) {
        sum += picks[start + i] * values[i];
      }
    }
    return sum;
  }

  /** A statistic of a resample. */
  private interface Statistic {
    /** Value i was picked picks[start + i] times. */
    double of(char[] picks, int start);
  }

  private double[] interval(int size, Statistic statistic) {
    if (size == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    Resamples known = last;
    Resamples resamples = known != null && known.size() == size ? known : Resamples.of(size);
    last = resamples;
    double[] replicates =
        IntStream.range(0, REPLICATES)
            .parallel()
            .mapToDouble(replicate -> resamples.apply(statistic, replicate))
            .sorted()
            .toArray();
    int low = (int) Math.floor(TAIL * (REPLICATES - 1));
    int high = (int) Math.ceil((1 - TAIL) * (REPLICATES - 1));
    return new double[] {replicates[low], replicates[high]};
  }

  /**
   * All resamples of so many values.
   *
   * @param size number of values
   * @param picks {@code [replicate][value]} if that is small enough to remember, or empty
   */
  private record Resamples(int size, char[] picks) {
    static Resamples of(int size) {
      if (size > MOST_REMEMBERED) {
        return new Resamples(size, new char[0]);
      }
      char[] picks = new char[REPLICATES * size];
      IntStream.range(0, REPLICATES)
          .parallel()
          .forEach(replicate -> draw(replicate, size, picks, replicate * size));
      return new Resamples(size, picks);
    }

    double apply(Statistic statistic, int replicate) {
      if (picks.length > 0) {
        return statistic.of(picks, replicate * size);
      }
      char[] drawn = new char[size];
      draw(replicate, size, drawn, 0);
      return statistic.of(drawn, 0);
    }

    private static void draw(int replicate, int size, char[] picks, int start) {
      int[] picked = new int[size];
      new RandomStream(SEED, Purpose.BOOTSTRAP, replicate).below(size, picked);
      for (int place : picked) {
        picks[start + place]++;
      }
    }
  }

  /**
   * Values in ascending order.
   *
   * @param values sorted
   * @param places where each of them stood
   */
  private record Sorted(double[] values, int[] places) {
    static Sorted of(double[] values) {
      int[] places =
          IntStream.range(0, values.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> values[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      return new Sorted(Arrays.stream(places).mapToDouble(i -> values[i]).toArray(), places);
    }

    double median(char[] picks, int start) {
      int lower = (values.length - 1) / 2;
      int upper = values.length / 2;
      int seen = 0;
      int i = -1;
      while (seen <= lower) {
        i++;
        seen += picks[start + places[i]];
      }
      double low = values[i];
      while (seen <= upper) {
        i++;
        seen += picks[start + places[i]];
      }
      return (low + values[i]) / 2;
    }
  }
}
