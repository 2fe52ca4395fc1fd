package org.isobath.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.isobath.kernel.Lanes.array;
import static org.isobath.kernel.Lanes.bits;
import static org.isobath.kernel.Lanes.both;
import static org.isobath.kernel.Lanes.draw;
import static org.isobath.kernel.Lanes.numbers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers, activations and losses of lanes: vector kernels give the bits of the definition. */
final class LayersAgreementTest {
  static Stream<Arguments> seeds() {
    List<Arguments> cases = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      IntStream.range(0, 12).forEach(seed -> cases.add(Arguments.of(precision, seed)));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void productsAgree(Precision precision, int seed) {
    Random random = new Random(seed);
    for (double awkward : new double[] {0, 0.01}) {
      // More than 64 of each once: sums are then made in parts.
      int most = 12;
      int rows = 1 + random.nextInt(seed % 4 == 1 ? 150 : most);
      int in = 1 + random.nextInt(seed % 4 == 2 ? 150 : most);
      int out = 1 + random.nextInt(seed % 4 == 3 ? 150 : most);
      Dense layer = new Dense(in, out, random.nextBoolean());
      double[] inputs = draw(random, rows * in * 16, awkward);
      double[] weights = draw(random, layer.weights() * 16, awkward);
      double[] errors = draw(random, rows * out * 16, awkward);
      double[] before = draw(random, layer.weights() * 16, awkward);
      List<double[]> results = new ArrayList<>();
      for (Kernels kernels : both(precision)) {
        LaneMemory memory = kernels.memory();
        int a = array(kernels, inputs, 0, rows * in);
        int shared = array(kernels, inputs, 0, memory.sharedElements(rows * in));
        int w = array(kernels, weights, 0, layer.weights());
        int dz = array(kernels, errors, 0, rows * out);
        int g = array(kernels, before, 0, layer.weights());
        int z = memory.allocate(rows * out);
        int da = memory.allocate(rows * in);
        kernels.forward(layer, rows, a, w, z);
        results.add(numbers(kernels, z, rows * out));
        kernels.forwardShared(layer, rows, shared, w, z);
        results.add(numbers(kernels, z, rows * out));
        kernels.backward(layer, rows, dz, w, da);
        results.add(numbers(kernels, da, rows * in));
        kernels.gradient(layer, rows, a, dz, g, true);
        results.add(numbers(kernels, g, layer.weights()));
        kernels.gradient(layer, rows, a, dz, g, false);
        results.add(numbers(kernels, g, layer.weights()));
        kernels.gradientShared(layer, rows, shared, dz, g, true);
        results.add(numbers(kernels, g, layer.weights()));
        kernels.gradientShared(layer, rows, shared, dz, g, false);
        results.add(numbers(kernels, g, layer.weights()));
      }
      assertHalvesAgree(results);
    }
  }

  /** Shared inputs give what copies of them in every lane give. */
  @ParameterizedTest
  @EnumSource
  void sharingInputsChangesNothing(Precision precision) {
    Random random = new Random(2);
    Kernels kernels = Kernels.best(precision);
    LaneMemory memory = kernels.memory();
    Dense layer = new Dense(83, 7, true);
    int rows = 70;
    double[] data = draw(random, 90 * 83, 0.001);
    int[] order = random.ints(200, 0, 90).toArray();
    int shared = memory.allocate(memory.sharedElements(rows * 83));
    int each = memory.allocate(rows * 83);
    memory.gatherShared(data, 83, order, 100, rows, shared);
    for (int lane = 0; lane < memory.lanes(); lane++) {
      memory.gather(data, 83, order, 100, rows, each, lane);
    }
    assertThat(memory.get(each, 83 + 5, 1)).isEqualTo(memory.get(shared, 0, 83 + 5));
    if (precision == Precision.FLOAT64) {
      assertThat(memory.get(each, 83 + 5, 1)).isEqualTo(data[order[101] * 83 + 5]);
    }
    int w = array(kernels, draw(random, 16 * layer.weights(), 0), 0, layer.weights());
    int dz = array(kernels, draw(random, 16 * rows * 7, 0), 0, rows * 7);
    int[] z = {memory.allocate(rows * 7), memory.allocate(rows * 7)};
    int[] g = {memory.allocate(layer.weights()), memory.allocate(layer.weights())};
    kernels.forward(layer, rows, each, w, z[0]);
    kernels.forwardShared(layer, rows, shared, w, z[1]);
    kernels.gradient(layer, rows, each, dz, g[0], false);
    kernels.gradientShared(layer, rows, shared, dz, g[1], false);
    assertThat(bits(numbers(kernels, z[1], rows * 7)))
        .isEqualTo(bits(numbers(kernels, z[0], rows * 7)));
    assertThat(bits(numbers(kernels, g[1], layer.weights())))
        .isEqualTo(bits(numbers(kernels, g[0], layer.weights())));
  }

  /** A batch in two parts, and one row by itself, give the bits of the whole. */
  @ParameterizedTest
  @EnumSource
  void aBatchMayComeInParts(Precision precision) {
    Random random = new Random(4);
    Kernels kernels = Kernels.best(precision);
    LaneMemory memory = kernels.memory();
    int lanes = memory.lanes();
    Dense layer = new Dense(9, 5, true);
    int a = array(kernels, draw(random, 16 * 100 * 9, 0), 0, 100 * 9);
    int dz = array(kernels, draw(random, 16 * 100 * 5, 0), 0, 100 * 5);
    int w = array(kernels, draw(random, 16 * layer.weights(), 0), 0, layer.weights());
    int whole = memory.allocate(layer.weights());
    int parts = memory.allocate(layer.weights());
    kernels.gradient(layer, 100, a, dz, whole, false);
    kernels.gradient(layer, 37, a, dz, parts, false);
    kernels.gradient(layer, 63, a + 37 * 9 * lanes, dz + 37 * 5 * lanes, parts, true);
    assertThat(bits(numbers(kernels, parts, layer.weights())))
        .isEqualTo(bits(numbers(kernels, whole, layer.weights())));
    int z = memory.allocate(100 * 5);
    int one = memory.allocate(5);
    kernels.forward(layer, 100, a, w, z);
    kernels.forward(layer, 1, a + 63 * 9 * lanes, w, one);
    assertThat(bits(numbers(kernels, one, 5)))
        .isEqualTo(bits(numbers(kernels, z + 63 * 5 * lanes, 5)));
  }

  @ParameterizedTest
  @EnumSource
  void activationsAgree(Precision precision) {
    for (Activation f : Activation.values()) {
      Random random = new Random(7);
      double[] sums = draw(random, 16 * 1000, 0.05);
      // From the smallest numbers to beyond where everything is 0 or 1, near both ends of the range
      // of exp.
      for (int i = 0; i < 12_000; i++) {
        sums[i] *= Math.pow(2, random.nextInt(24) - 12);
      }
      Arrays.setAll(sums, i -> i >= 12_000 && i < 13_000 ? -750 + 1.5 * (i - 12_000) : sums[i]);
      Arrays.setAll(sums, i -> i >= 13_000 && i < 14_000 ? -105 + 0.21 * (i - 13_000) : sums[i]);
      double[] errors = draw(random, 16 * 1000, 0.05);
      List<double[]> results = new ArrayList<>();
      for (Kernels kernels : both(precision)) {
        int z = array(kernels, sums, 0, 16_000 / precision.lanes());
        int da = array(kernels, errors, 0, 16_000 / precision.lanes());
        int a = kernels.memory().allocate(16_000 / precision.lanes());
        kernels.activate(f, 16_000 / precision.lanes(), z, a);
        results.add(numbers(kernels, a, 16_000 / precision.lanes()));
        kernels.activateBack(f, 16_000 / precision.lanes(), z, a, da, da);
        results.add(numbers(kernels, da, 16_000 / precision.lanes()));
        kernels.activate(f, 16_000 / precision.lanes(), z, z);
        results.add(numbers(kernels, z, 16_000 / precision.lanes()));
      }
      assertHalvesAgree(results);
      assertThat(bits(results.get(2))).isEqualTo(bits(results.get(0)));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lossesAgree(Precision precision, int seed) {
    Random random = new Random(seed);
    for (double awkward : new double[] {0, 0.05}) {
      int rows = 1 + random.nextInt(20);
      int outputs = 1 + random.nextInt(11);
      double[] z = draw(random, 16 * rows * outputs, awkward);
      double size = Math.pow(10, random.nextInt(5) - 1);
      // Small integers: ties.
      Arrays.setAll(z, i -> seed % 3 == 0 ? Math.rint(2 * z[i]) : size * z[i]);
      double[] targets = draw(random, 16 * rows * outputs, awkward);
      double[] classes = random.ints(16L * rows, 0, outputs).asDoubleStream().toArray();
      double[] labels = random.ints(16L * rows * outputs, 0, 2).asDoubleStream().toArray();
      List<double[]> results = new ArrayList<>();
      for (Kernels kernels : both(precision)) {
        LaneMemory memory = kernels.memory();
        int scores = array(kernels, z, 0, rows * outputs);
        int truth = array(kernels, targets, 0, rows * outputs);
        int label = array(kernels, labels, 0, rows * outputs);
        int cls = array(kernels, classes, 0, rows);
        int dz = memory.allocate(rows * outputs);
        double[] losses = new double[3 * precision.lanes()];
        int at = precision.lanes();
        kernels.crossEntropy(rows, outputs, scores, cls, 0.3, dz, losses, at);
        results.add(numbers(kernels, dz, rows * outputs));
        results.add(losses.clone());
        kernels.logistic(rows * outputs, scores, label, 0.3, dz, losses, at);
        results.add(numbers(kernels, dz, rows * outputs));
        results.add(losses.clone());
        for (int exponent : new int[] {2, 4, 6}) {
          kernels.power(exponent, rows * outputs, scores, truth, 0.3, dz, losses, at);
          results.add(numbers(kernels, dz, rows * outputs));
          results.add(losses.clone());
        }
        double[] counts = new double[3 * precision.lanes()];
        kernels.countRight(rows, outputs, scores, outputs == 1 ? label : cls, counts, at);
        results.add(counts);
        int mask = array(kernels, labels, 0, memory.sharedElements(rows * outputs));
        kernels.mask(rows * outputs, mask, scores);
        results.add(numbers(kernels, scores, rows * outputs));
        kernels.crossEntropy(rows, outputs, truth, cls, 0.3, truth, losses, at);
        results.add(numbers(kernels, truth, rows * outputs));
      }
      assertHalvesAgree(results);
    }
  }

  private static void assertHalvesAgree(List<double[]> results) {
    int half = results.size() / 2;
    for (int i = 0; i < half; i++) {
      assertThat(bits(results.get(half + i))).isEqualTo(bits(results.get(i)));
    }
  }
}
