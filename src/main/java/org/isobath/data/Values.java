package org.isobath.data;

import java.util.Arrays;

/** A growing array of doubles. */
final class Values {
  private double[] values;
  private int size;

  /** Expects at least so many. */
  Values(int expected) {
    values = new double[Math.max(16, expected)];
  }

  void add(double value) {
    if (size == values.length) {
      // The text of a number takes at least two bytes of at most 1 GiB: this cannot overflow.
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  double[] array() {
    return Arrays.copyOf(values, size);
  }
}
