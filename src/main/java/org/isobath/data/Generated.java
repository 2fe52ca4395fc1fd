package org.isobath.data;

import java.util.List;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/** What generated tables share. */
final class Generated {
  // Indices of streams. SensorArray has those from 0 on. Never renumber one.
  static final int TEACHER_SIGN = 100;
  static final int GAUSSIAN_FEATURES = 110;
  static final int GAUSSIAN_NOISE = 111;
  static final int ORTHONORMAL = 120;

  private Generated() {}

  /** Names x1 … of columns. */
  static List<String> names(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "x" + i).toList();
  }

  /** Independent standard normal numbers, row-major; more rows begin with the same. */
  static double[] gaussian(long seed, int index, int rows, int columns) {
    RandomStream stream = new RandomStream(seed, Purpose.EMBEDDED_DATA, index);
    double[] values = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = stream.gaussian(i);
    }
    return values;
  }
}
