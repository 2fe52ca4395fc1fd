package org.isobath.job;

/** Which real numbers a value may be. */
enum Bounds {
  /** Any finite number. */
  FINITE("a finite number"),
  /** Greater than 0. */
  POSITIVE("a number greater than 0"),
  /** 0 or greater. */
  NOT_NEGATIVE("a number that is 0 or greater"),
  /** Greater than 1. */
  ABOVE_ONE("a number greater than 1"),
  /** 0 to less than 1: what an average that decays keeps. */
  SHARE("a number from 0 to less than 1"),
  /** Between 0 and 1. */
  BETWEEN_0_AND_1("a number greater than 0 and less than 1"),
  /** 0 to 1, both included. */
  FROM_0_TO_1("a number from 0 to 1"),
  /** Above 0, and 1 at most. */
  ABOVE_0_TO_1("a number greater than 0 and at most 1"),
  /** The part of a number before its power of ten. */
  SIGNIFICAND("a number from 1 to less than 10");

  private final String allowed;

  Bounds(String allowed) {
    this.allowed = allowed;
  }

  /** As messages say it. */
  String allowed() {
    return allowed;
  }

  /** Whether a finite number is one of them. */
  boolean hold(double value) {
    return switch (this) {
      case FINITE -> true;
      case POSITIVE -> value > 0;
      case NOT_NEGATIVE -> value >= 0;
      case ABOVE_ONE -> value > 1;
      case SHARE -> value >= 0 && value < 1;
      case BETWEEN_0_AND_1 -> value > 0 && value < 1;
      case FROM_0_TO_1 -> value >= 0 && value <= 1;
      case ABOVE_0_TO_1 -> value > 0 && value <= 1;
      case SIGNIFICAND -> value >= 1 && value < 10;
    };
  }
}
