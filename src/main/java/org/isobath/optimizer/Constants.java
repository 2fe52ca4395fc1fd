package org.isobath.optimizer;

/** What constants of update rules may be. */
final class Constants {
  private Constants() {}

  /** Of an average that decays: 0 to less than 1. */
  static void requireShare(String name, double value) {
    require(value >= 0 && value < 1, name, value, "must be at least 0 and less than 1");
  }

  static void requireBetween0And1(String name, double value) {
    require(value > 0 && value < 1, name, value, "must be greater than 0 and less than 1");
  }

  static void requireNotNegative(String name, double value) {
    require(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        name,
        value,
        "must be finite and not negative");
  }

  static void require(boolean holds, String name, Object value, String constraint) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (" + constraint + ")");
    }
  }
}
