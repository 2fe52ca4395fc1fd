package org.isobath.training;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * When a trial ends before its last step.
 *
 * @param divergedAbove a loss above this multiple of the initial loss has diverged; greater than 1
 * @param target a loss that ends the trial when reached, or NaN for none
 * @param trainAccuracy a share of right training labels that ends it when reached, or NaN for none
 */
public record Stop(double divergedAbove, double target, double trainAccuracy)
    implements Serializable {
  /** What a job without {@code stop} means. */
  public static final Stop DEFAULT = new Stop(1e6, Double.NaN, Double.NaN);

  /** Validates. */
  public Stop {
    if (!(divergedAbove > 1)) {
      throw new IllegalArgumentException(
          "Invalid divergedAbove: " + divergedAbove + " (must be greater than 1)");
    }
    if (trainAccuracy <= 0 || trainAccuracy > 1) {
      throw new IllegalArgumentException(
          "Invalid trainAccuracy: " + trainAccuracy + " (must be above 0 and at most 1)");
    }
  }

  /** Without an accuracy that ends trials. */
  public Stop(double divergedAbove, double target) {
    this(divergedAbove, target, Double.NaN);
  }

  /** The loss that ends a trial, if there is one. */
  public OptionalDouble targetLoss() {
    return Double.isNaN(target) ? OptionalDouble.empty() : OptionalDouble.of(target);
  }
}
