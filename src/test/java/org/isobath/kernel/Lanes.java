package org.isobath.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Numbers for kernels, and what they make of them. */
final class Lanes {
  private static final double[] AWKWARD = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -3 * Double.MIN_VALUE,
    1e-310,
    -1e-40,
    Float.MIN_VALUE,
    Double.MAX_VALUE,
    -1e200,
    1e-160
  };

  private Lanes() {}

  static List<Kernels> both(Precision precision) {
    return List.of(Kernels.scalar(precision), Kernels.best(precision));
  }

  static int array(Kernels kernels, double[] values, int start, int elements) {
    LaneMemory memory = kernels.memory();
    int address = memory.allocate(elements);
    for (int i = 0; i < elements * memory.lanes(); i++) {
      memory.set(address, i / memory.lanes(), i % memory.lanes(), values[start + i]);
    }
    return address;
  }

  static double[] numbers(Kernels kernels, int address, int elements) {
    LaneMemory memory = kernels.memory();
    double[] numbers = new double[elements * memory.lanes()];
    Arrays.setAll(numbers, i -> memory.get(address, i / memory.lanes(), i % memory.lanes()));
    return numbers;
  }

  static double[] draw(Random random, int size, double awkwardShare) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          random.nextDouble() < awkwardShare
              ? AWKWARD[random.nextInt(AWKWARD.length)]
              : random.nextGaussian();
    }
    return values;
  }

  static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }
}
