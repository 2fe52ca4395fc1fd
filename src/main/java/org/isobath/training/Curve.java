package org.isobath.training;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Loss by step.
 *
 * @param steps ascending; the first is 0, the last is the trial's last
 * @param losses the loss after as many updates; NaN where it was not finite
 * @param measures further numbers by name, one a step, NaN where there is none; empty unless they
 *     are recorded along the curve
 */
public record Curve(long[] steps, double[] losses, SortedMap<String, double[]> measures) {
  /** A curve without points, of a trial that failed. */
  public static final Curve EMPTY =
      new Curve(new long[0], new double[0], Collections.emptySortedMap());

  /** Copies the map. */
  public Curve {
    measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
  }
}
