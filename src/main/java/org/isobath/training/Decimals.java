package org.isobath.training;

import java.math.BigDecimal;
import java.math.MathContext;

/** Decimal text of doubles. */
public final class Decimals {
  private static final int ENOUGH_DIGITS = 17;

  private Decimals() {}

  /**
   * The shortest decimal that reads back as the same double, without exponent from 1e-7 to 1e15.
   * Unlike {@link Double#toString(double)} it is the same on every Java.
   */
  public static String text(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= ENOUGH_DIGITS; digits++) {
      shortest = exact.round(new MathContext(digits));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    shortest = shortest.stripTrailingZeros();
    double size = Math.abs(value);
    if (size >= 1e-7 && size < 1e15) {
      return shortest.toPlainString();
    }
    int exponent = shortest.precision() - shortest.scale() - 1;
    return shortest.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }
}
