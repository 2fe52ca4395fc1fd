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

  /**
   * The same for losses that cost a pass over all rows: each step is moved to the end of its epoch,
   * where they are known anyway. Within the first epoch the steps 1, 10, 100 and so on remain.
   *
   * @param epoch steps of an epoch
   */
  static long[] byEpochs(int points, long steps, long epoch) {
    LongStream.Builder first = LongStream.builder();
    for (long step = 1; step < Math.min(epoch, steps); step *= 10) {
      first.add(step);
    }
    LongStream later =
        Arrays.stream(of(points, steps))
            .map(step -> Math.min(steps, (step + epoch - 1) / epoch * epoch));
    return LongStream.concat(first.build(), later).sorted().distinct().toArray();
  }
}
