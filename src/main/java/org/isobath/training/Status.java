package org.isobath.training;

import java.util.Locale;

/** How a trial ended (docs/equations.md, "Conventions"). */
public enum Status {
  /** All steps were made. */
  COMPLETED,
  /** A loss was not finite, or above the stated multiple of the initial loss. */
  DIVERGED,
  /** The target that ends a trial was reached. */
  REACHED,
  /** All steps were made, and no loss differed from the initial one by more than a millionth. */
  STALLED,
  /** An error of ours; the trial has no result. */
  FAILED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word of the tables. */
  public String word() {
    return word;
  }
}
