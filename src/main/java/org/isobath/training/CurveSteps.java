package org.isobath.training;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Which steps of a curve are kept. */
final class CurveSteps {
  private CurveSteps() {}

  /**
   * Step 0, then steps spaced evenly in their logarithm up to the last; every step if there are as
   * many points as steps.
   *
   * @param points how many at most, at least 2
   * @param steps the last step
   * @return ascending, without repeats
   */
  static long[] of(int points, long steps) {
    if (points >= steps) {
      return LongStream.rangeClosed(0, steps).toArray();
    }
    long[] chosen = new long[points];
    for (int i = 1; i < points; i++) {
      double share = points == 2 ? 1 : (i - 1) / (double) (points - 2);
      chosen[i] = Math.round(StrictMath.pow(steps, share));
    }
    chosen[points - 1] = steps;
    return Arrays.stream(chosen).sorted().distinct().toArray();
  }
}
