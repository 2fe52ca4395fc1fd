package org.isobath.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * The values that one part of a trial takes, by index. An axis of a thousand million seeds needs no
 * more memory than one of three.
 */
public sealed interface Axis<T> extends Serializable permits Axis.Values, Axis.Run {
  /** Number of values, at least 1. */
  long size();

  /** The value at an index from 0 to size − 1. */
  T get(long index);

  /** An axis of listed values. */
  static <T> Axis<T> of(List<T> values) {
    return new Values<>(values);
  }

  /** Listed values, in the order given. */
  record Values<T>(List<T> values) implements Axis<T> {
    /** Copies. */
    public Values {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("Invalid axis: [] (must have at least one value)");
      }
    }

    @Override
    public long size() {
      return values.size();
    }

    @Override
    public T get(long index) {
      return values.get(Math.toIntExact(index));
    }
  }

  /**
   * Consecutive whole numbers.
   *
   * @param from the first
   * @param size how many, at least 1
   */
  record Run(long from, long size) implements Axis<Long> {
    /** Validates. */
    public Run {
      if (size < 1) {
        throw new IllegalArgumentException("Invalid count: " + size + " (must be at least 1)");
      }
      Math.addExact(from, size - 1);
    }

    @Override
    public Long get(long index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException("index " + index + " of " + size);
      }
      return from + index;
    }
  }
}
