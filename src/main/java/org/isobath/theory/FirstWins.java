package org.isobath.theory;

/**
 * Which of two inputs a single ReLU unit with tied weights aligns with when it is trained on one
 * input at a time at a small rate (Ghosh, Frei, Ha, Yu 2022; docs/equations.md, eq. 81).
 */
public final class FirstWins {
  private FirstWins() {}

  /**
   * The probability that it is the first.
   *
   * @param ratio a₁/a₂ of the unit's sums for both at the start, not negative
   */
  public static double probability(double ratio) {
    if (!(ratio >= 0)) {
      throw new IllegalArgumentException("Invalid ratio: " + ratio + " (must not be negative)");
    }
    return 2 / StrictMath.PI * StrictMath.atan(ratio);
  }
}
