package org.isobath.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.isobath.training.Decimals;

/** Numbers for people: four significant digits, the same on every Java. */
public final class Numbers {
  private static final int DIGITS = 4;
  private static final int DIGITS_OF_FACTORS = 2;
  private static final int DIGITS_OF_CHARTS = 6;

  private Numbers() {}

  /** Four significant digits. */
  public static String text(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return Decimals.text(value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    double size = Math.abs(value);
    return size >= 1e-4 && size < 1e7
        ? rounded.stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.3e", value).replaceFirst("\\.?0*e", "e");
  }

  /** Thousands in groups. */
  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** How many times: two significant digits, thousands in groups. */
  public static String factor(double value) {
    if (!(Math.abs(value) >= 1e-4 && value < 1e6)) {
      return text(value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(DIGITS_OF_FACTORS, RoundingMode.HALF_EVEN));
    return rounded.compareTo(BigDecimal.valueOf(100)) >= 0
        ? count(value)
        : rounded.stripTrailingZeros().toPlainString();
  }

  /** A share as a percentage. */
  public static String percent(double share) {
    return factor(100 * share) + " %";
  }

  /** A number of a chart: six significant digits. */
  static BigDecimal charted(double value) {
    return new BigDecimal(value)
        .round(new MathContext(DIGITS_OF_CHARTS, RoundingMode.HALF_EVEN))
        .stripTrailingZeros();
  }
}
