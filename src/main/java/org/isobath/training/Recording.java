package org.isobath.training;

import java.io.Serializable;
import java.util.List;

/**
 * What a trial leaves beside its row.
 *
 * @param curvePoints about how many points of the curve are kept, at least 2: log-spaced steps, the
 *     first and the last always; as many as the steps or more keeps every step
 * @param targets absolute losses whose first step is recorded
 * @param weights whether the weights at the start and at the end are kept
 */
public record Recording(int curvePoints, List<Double> targets, boolean weights)
    implements Serializable {
  /** What a job without {@code record} means. */
  public static final Recording DEFAULT = new Recording(200, List.of(), false);

  /** Copies. */
  public Recording {
    targets = List.copyOf(targets);
    if (curvePoints < 2) {
      throw new IllegalArgumentException(
          "Invalid curvePoints: " + curvePoints + " (must be at least 2)");
    }
  }
}
