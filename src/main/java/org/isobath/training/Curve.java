package org.isobath.training;

/**
 * Loss by step.
 *
 * @param steps ascending; the first is 0, the last is the trial's last
 * @param losses the loss after as many updates; NaN where it was not finite
 */
public record Curve(long[] steps, double[] losses) {
  /** A curve without points, of a trial that failed. */
  public static final Curve EMPTY = new Curve(new long[0], new double[0]);
}
