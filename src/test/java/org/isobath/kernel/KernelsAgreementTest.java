package org.isobath.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.isobath.kernel.Lanes.array;
import static org.isobath.kernel.Lanes.bits;
import static org.isobath.kernel.Lanes.both;
import static org.isobath.kernel.Lanes.draw;
import static org.isobath.kernel.Lanes.numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector kernels give the bits of the scalar definition, for up to 136 lanes. */
final class KernelsAgreementTest {
  static Stream<Arguments> groups() {
    List<Arguments> cases = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      int lanes = Kernels.scalar(precision).memory().lanes();
      IntStream.rangeClosed(1, 136 / lanes).forEach(g -> cases.add(Arguments.of(precision, g)));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @EnumSource
  void theTestsRunWithTheVectorModule(Precision precision) {
    assertThat(Kernels.best(precision)).isNotInstanceOf(Kernels.scalar(precision).getClass());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void residualPassesAgree(Precision precision, int groups) {
    for (int exponent : new int[] {2, 4, 6}) {
      for (double awkward : new double[] {0, 0.002}) {
        for (boolean triangular : new boolean[] {false, true}) {
          Random random = new Random(31L * groups + exponent);
          int width = 1 + random.nextInt(triangular ? 90 : 21);
          int count = triangular ? width : 1 + random.nextInt(150);
          double[] features = draw(random, count * width, awkward);
          double[] targets = draw(random, count * 2, awkward);
          double[] weights = draw(random, groups * 16 * 2 * width, awkward);
          List<double[]> results = new ArrayList<>();
          for (Kernels kernels : both(precision)) {
            int lanes = kernels.memory().lanes();
            Rows rows = kernels.rows(features, targets, count, width, 2, triangular);
            int[] w = new int[groups];
            int[] g = new int[groups];
            for (int group = 0; group < groups; group++) {
              w[group] = array(kernels, weights, group * 2 * width * lanes, 2 * width);
              g[group] = kernels.memory().allocate(2 * width);
            }
            double[] losses = new double[groups * lanes];
            kernels.residualPass(rows, 1, exponent, 0.1, w, g, losses, groups);
            results.add(losses);
            for (int group = 0; group < groups; group++) {
              results.add(numbers(kernels, g[group], 2 * width));
            }
          }
          assertHalvesAgree(results);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void productsAndUpdatesAgree(Precision precision, int seed) {
    Random random = new Random(seed);
    for (double awkward : new double[] {0, 0.02}) {
      int m = 1 + random.nextInt(6);
      int inner = 1 + random.nextInt(11);
      int n = 1 + random.nextInt(9);
      double[] numbers = draw(random, 16 * 400, awkward);
      int first = random.nextInt(inner);
      int count = 1 + random.nextInt(inner - first);
      List<double[]> results = new ArrayList<>();
      for (Kernels kernels : both(precision)) {
        int a = array(kernels, numbers, 0, m * inner);
        int b = array(kernels, numbers, 1000, inner * n);
        int c = array(kernels, numbers, 2000, m * n);
        kernels.addProduct(a, b, c, m, inner, 0, inner, n);
        results.add(numbers(kernels, c, m * n));
        kernels.addProduct(a, b, c, m, inner, first, count, n);
        results.add(numbers(kernels, c, m * n));
        int transposed = array(kernels, numbers, 3000, n * inner);
        kernels.productWithTransposed(a, transposed, c, m, inner, n);
        results.add(numbers(kernels, c, m * n));
        int rows = kernels.memory().allocate(count * n);
        int other = array(kernels, numbers, 100, m * n);
        kernels.transposedProduct(a, other, rows, inner, first, count, m, n);
        results.add(numbers(kernels, rows, count * n));
        int rates = array(kernels, numbers, 500, 2);
        kernels.descend(c, other, rates, m * n);
        results.add(numbers(kernels, c, m * n));
        int column = array(kernels, numbers, 40, inner);
        int row = array(kernels, numbers, 60, n);
        int factors = array(kernels, numbers, 80, inner);
        int product = kernels.memory().allocate(n);
        kernels.descendAndMultiply(b, column, row, rates, factors, product, inner, n);
        results.add(numbers(kernels, b, inner * n));
        results.add(numbers(kernels, product, n));
      }
      assertHalvesAgree(results);
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void updatesWithMemoryAgree(Precision precision, int seed) {
    Random random = new Random(seed);
    for (double awkward : new double[] {0, 0.02}) {
      int elements = 1 + random.nextInt(20);
      double[] numbers = draw(random, 16 * 400, awkward);
      List<double[]> results = new ArrayList<>();
      for (Kernels kernels : both(precision)) {
        int w = array(kernels, numbers, 0, elements);
        int g = array(kernels, numbers, 1000, elements);
        int first = array(kernels, numbers, 2000, elements);
        int second = array(kernels, numbers, 3000, elements);
        int rates = array(kernels, numbers, 4000, 4);
        List<Runnable> updates =
            List.of(
                () -> kernels.momentum(w, g, first, rates, 0.9, 1 - 0.9, elements),
                () -> kernels.rootMeanSquare(w, g, first, rates, 1, 1, 0.1, 0, elements),
                () -> kernels.rootMeanSquare(w, g, first, rates, 0.9, 0.1, 0, 1e-7, elements),
                () -> kernels.adadelta(w, g, first, second, rates, 0.95, 1e-6, elements),
                () -> kernels.adam(w, g, first, second, rates, 0.9, 0.999, 1e-8, elements));
        for (Runnable update : updates) {
          update.run();
          results.add(numbers(kernels, w, elements));
          results.add(numbers(kernels, first, elements));
          results.add(numbers(kernels, second, elements));
          // The next rule starts from its own numbers, as squares are not negative.
          kernels.memory().copy(g, first, elements);
        }
      }
      assertHalvesAgree(results);
    }
  }

  @ParameterizedTest
  @EnumSource
  void descendingAndMultiplyingAtOnceIsTheSame(Precision precision) {
    Random random = new Random(9);
    for (int rows : new int[] {1, 2, 5, 8, 11}) {
      Kernels kernels = Kernels.best(precision);
      int columns = 1 + random.nextInt(7);
      double[] numbers = draw(random, 16 * 200, 0.01);
      int once = array(kernels, numbers, 0, rows * columns);
      int apart = array(kernels, numbers, 0, rows * columns);
      int a = array(kernels, numbers, 100, rows);
      int x = array(kernels, numbers, 200, columns);
      int b = array(kernels, numbers, 300, rows);
      int rates = array(kernels, numbers, 400, 2);
      int c = kernels.memory().allocate(columns);
      int product = kernels.memory().allocate(columns);
      int gradient = kernels.memory().allocate(rows * columns);
      kernels.descendAndMultiply(once, a, x, rates, b, c, rows, columns);
      kernels.transposedProduct(a, x, gradient, rows, 0, rows, 1, columns);
      kernels.descend(apart, gradient, rates, rows * columns);
      kernels.addProduct(b, apart, product, 1, rows, 0, rows, columns);
      assertThat(bits(numbers(kernels, once, rows * columns)))
          .isEqualTo(bits(numbers(kernels, apart, rows * columns)));
      assertThat(bits(numbers(kernels, c, columns)))
          .isEqualTo(bits(numbers(kernels, product, columns)));
    }
  }

  /** A product made in parts is the product made at once. */
  @ParameterizedTest
  @EnumSource
  void aProductMayBeMadeInParts(Precision precision) {
    Kernels kernels = Kernels.best(precision);
    Random random = new Random(5);
    int a = array(kernels, draw(random, 16 * 21, 0), 0, 21);
    int b = array(kernels, draw(random, 16 * 28, 0), 0, 28);
    int whole = kernels.memory().allocate(12);
    int parts = kernels.memory().allocate(12);
    kernels.addProduct(a, b, whole, 3, 7, 0, 7, 4);
    for (int[] part : new int[][] {{0, 2}, {2, 1}, {3, 4}}) {
      int rows = b + part[0] * 4 * kernels.memory().lanes();
      kernels.addProduct(a, rows, parts, 3, 7, part[0], part[1], 4);
    }
    assertThat(numbers(kernels, parts, 12)).isEqualTo(numbers(kernels, whole, 12));
  }

  @ParameterizedTest
  @EnumSource
  void passesAllocateNothing(Precision precision) throws Exception {
    // In a process of its own: what the compiler does with vectors depends on all that ran before.
    Process process =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                KernelsAgreementTest.class.getName(),
                precision.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes()).strip()).isEqualTo("0");
  }

  /** Prints how many bytes kernels of a precision allocate once they are compiled. */
  public static void main(String[] arguments) {
    System.out.println(allocatedBytes(Precision.valueOf(arguments[0])));
  }

  private static long allocatedBytes(Precision precision) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    Kernels kernels = Kernels.best(precision);
    Random random = new Random(3);
    int width = 37;
    int count = 300;
    int groups = 6;
    double[] features = draw(random, count * width, 0);
    Rows rows = kernels.rows(features, draw(random, count, 0), count, width, 1, false);
    int[] w = new int[groups];
    int[] g = new int[groups];
    for (int group = 0; group < groups; group++) {
      w[group] = kernels.memory().allocate(width);
      g[group] = kernels.memory().allocate(width);
    }
    double[] losses = new double[groups * kernels.memory().lanes()];
    int rates = kernels.memory().allocate(4);
    Dense layer = new Dense(width, 7, true);
    int inputs = kernels.memory().allocate(7 * width);
    int weights = kernels.memory().allocate(layer.weights());
    int z = kernels.memory().allocate(7 * 7);
    int a = kernels.memory().allocate(7 * 7);
    int labels = kernels.memory().allocate(7);
    int[] batch = {9, 4, 100, 0};
    Activation[] activations = Activation.values();
    long allocated = Long.MAX_VALUE;
    // Interpreted vector operations allocate; compiled ones must not.
    long end = System.nanoTime() + 30_000_000_000L;
    while (allocated > 0 && System.nanoTime() < end) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int repeat = 0; repeat < 50; repeat++) {
        kernels.residualPass(rows, 0, 4, 1e-3, w, g, losses, groups);
        kernels.addProduct(w[0], w[1], g[0], 1, 6, 0, 6, 6);
        kernels.productWithTransposed(w[0], w[1], g[0], 1, 6, 6);
        kernels.transposedProduct(w[0], w[1], g[0], 6, 0, 6, 1, 6);
        kernels.descend(w[2], g[2], rates, width);
        kernels.momentum(w[2], g[2], g[3], rates, 0.9, 0.1, width);
        kernels.rootMeanSquare(w[2], g[2], g[3], rates, 0.9, 0.1, 0, 1e-7, width);
        kernels.adadelta(w[2], g[2], g[3], g[4], rates, 0.95, 1e-6, width);
        kernels.adam(w[2], g[2], g[3], g[4], rates, 0.9, 0.999, 1e-8, width);
        kernels.forward(layer, 7, inputs, weights, z);
        kernels.forwardShared(layer, 7, inputs, weights, z);
        for (Activation f : activations) {
          kernels.activate(f, 7 * layer.outputs(), z, a);
          kernels.activateBack(f, 7 * layer.outputs(), z, a, a, a);
        }
        kernels.crossEntropy(7, layer.outputs(), z, labels, 0.1, a, losses, 0);
        kernels.logistic(7, z, labels, 0.1, a, losses, 0);
        kernels.power(2, 7, z, labels, 0.1, a, losses, 0);
        kernels.power(4, 7, z, labels, 0.1, a, losses, 0);
        kernels.power(6, 7, z, labels, 0.1, a, losses, 0);
        kernels.countRight(7, layer.outputs(), z, labels, losses, 0);
        kernels.mask(7, inputs, labels);
        kernels.backward(layer, 7, z, weights, inputs);
        kernels.gradient(layer, 7, inputs, z, weights, true);
        kernels.gradientShared(layer, 7, inputs, z, weights, false);
        kernels.memory().gather(features, width, batch, 1, 3, inputs, 2);
        kernels.memory().gatherShared(features, width, batch, 1, 3, inputs);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    return allocated;
  }

  @Test
  void arraysStandOnLinesOf64Bytes() {
    for (Precision precision : Precision.values()) {
      LaneMemory memory = Kernels.best(precision).memory();
      int bytes = precision == Precision.FLOAT64 ? 8 : 4;
      for (int elements : new int[] {1, 3, 17}) {
        // A Java array's numbers start 16 bytes behind the object.
        assertThat((16 + memory.allocate(elements) * bytes) % 64).isZero();
      }
    }
  }

  @Test
  void releasedMemoryIsAllocatedAnewAndZero() {
    for (Precision precision : Precision.values()) {
      LaneMemory memory = Kernels.best(precision).memory();
      int first = memory.allocate(3);
      memory.set(first, 2, 0, 3);
      int second = memory.allocate(200_000);
      memory.set(second, 0, 0, 1);
      memory.set(second, 199_999, memory.lanes() - 1, 2);
      memory.release(second);
      assertThat(memory.allocate(200_000)).isEqualTo(second);
      assertThat(memory.get(first, 2, 0)).isEqualTo(3);
      assertThat(memory.get(second, 0, 0)).isZero();
      assertThat(memory.get(second, 199_999, memory.lanes() - 1)).isZero();
    }
  }

  private static void assertHalvesAgree(List<double[]> results) {
    int half = results.size() / 2;
    for (int i = 0; i < half; i++) {
      assertThat(bits(results.get(half + i))).isEqualTo(bits(results.get(i)));
    }
  }
}
