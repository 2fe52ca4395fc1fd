package org.isobath.data;

import java.util.OptionalDouble;

/** Decimal numbers as data files may write them. */
final class Decimal {
  /** What {@link #parse} takes, for messages. */
  static final String ALLOWED = "a finite decimal number such as 12, -0.5 or 1.2e-3";

  private Decimal() {}

  /**
   * The nearest double of a decimal number, with spaces around it allowed; empty for anything else
   * (hexadecimal, a trailing d or f, NaN, Infinity, an overflow).
   */
  static OptionalDouble parse(String text) {
    if (!isDecimal(text)) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** What is wrong with a text that {@link #parse} refuses. */
  static String problem(String text) {
    if (text.isBlank()) {
      return "empty field";
    }
    return isDecimal(text) ? "number too large for double precision" : "not a number";
  }

  /** Spaces, sign, digits with at most one point, exponent, spaces. */
  private static boolean isDecimal(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    int i = 0;
    while (i < end && text.charAt(i) == ' ') {
      i++;
    }
    i = afterSign(text, i, end);
    int whole = afterDigits(text, i, end);
    int digits = whole - i;
    i = whole;
    if (i < end && text.charAt(i) == '.') {
      int fraction = afterDigits(text, i + 1, end);
      digits += fraction - i - 1;
      i = fraction;
    }
    if (digits == 0) {
      return false;
    }
    if (i < end && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int start = afterSign(text, i + 1, end);
      i = afterDigits(text, start, end);
      if (i == start) {
        return false;
      }
    }
    return i == end;
  }

  private static int afterSign(String text, int i, int end) {
    return i < end && (text.charAt(i) == '-' || text.charAt(i) == '+') ? i + 1 : i;
  }

  private static int afterDigits(String text, int start, int end) {
    int i = start;
    while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
