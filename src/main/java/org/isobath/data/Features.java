package org.isobath.data;

import java.io.Serializable;

/** The features of a dataset, row-major, in as much memory as they need. Immutable. */
sealed interface Features extends Serializable permits Features.Doubles, Features.Bytes {
  /** How many numbers there are. */
  int size();

  /** The number at an index. */
  double get(int index);

  /** Copies {@code count} numbers from an index on into an array at {@code at}. */
  void copy(int from, int count, double[] to, int at);

  /** All numbers: the array itself, not to be modified. */
  double[] array();

  /** Some rows, in the order in which they are named. */
  Features rows(int[] rows, int columns);

  /** Numbers of any size. */
  record Doubles(double[] array) implements Features {
    private static final long serialVersionUID = 1L;

    @Override
    public int size() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void copy(int from, int count, double[] to, int at) {
      System.arraycopy(array, from, to, at, count);
    }

    @Override
    public Features rows(int[] rows, int columns) {
      double[] chosen = new double[Math.multiplyExact(rows.length, columns)];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(array, rows[i] * columns, chosen, i * columns, columns);
      }
      return new Doubles(chosen);
    }
  }

  /** Numbers 0/unit … 255/unit, an eighth of the memory: pixels. */
  final class Bytes implements Features {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private final double unit;

    /** Made when first asked for; a race makes it twice, and the same. */
    private transient volatile double[] array = {};

    Bytes(byte[] bytes, double unit) {
      this.bytes = bytes;
      this.unit = unit;
    }

    /** The same numbers divided by one number. Only for pixels as they came. */
    Bytes over(double divisor) {
      if (unit != 1) {
        throw new IllegalStateException("scaled twice: the second division would round again");
      }
      return new Bytes(bytes, divisor);
    }

    @Override
    public int size() {
      return bytes.length;
    }

    @Override
    public double get(int index) {
      return (bytes[index] & 0xff) / unit;
    }

    @Override
    public void copy(int from, int count, double[] to, int at) {
      for (int i = 0; i < count; i++) {
        to[at + i] = (bytes[from + i] & 0xff) / unit;
      }
    }

    @Override
    public double[] array() {
      double[] known = array;
      // A deserialized object has none: transient fields are null then, whatever they say above.
      if (known == null || known.length != bytes.length) {
        known = new double[bytes.length];
        copy(0, bytes.length, known, 0);
        array = known;
      }
      return known;
    }

    @Override
    public Features rows(int[] rows, int columns) {
      byte[] chosen = new byte[Math.multiplyExact(rows.length, columns)];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(bytes, rows[i] * columns, chosen, i * columns, columns);
      }
      return new Bytes(chosen, unit);
    }
  }
}
