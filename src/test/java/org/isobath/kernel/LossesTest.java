package org.isobath.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses of lanes against their formulas, their derivatives against finite differences. */
final class LossesTest {
  /** A loss of the numbers z, where the derivatives then stand. */
  private interface Loss {
    void add(Kernels kernels, int z, double factor, double[] losses);
  }

  @Test
  void derivativesAreFiniteDifferences() {
    Kernels kernels = Kernels.best(Precision.FLOAT64);
    Random random = new Random(3);
    int classes = Lanes.array(kernels, random.ints(24, 0, 4).asDoubleStream().toArray(), 0, 3);
    int labels = Lanes.array(kernels, random.ints(96, 0, 2).asDoubleStream().toArray(), 0, 12);
    int targets = Lanes.array(kernels, Lanes.draw(random, 96, 0), 0, 12);
    holdAgainstDifferences(kernels, (k, z, f, l) -> k.crossEntropy(3, 4, z, classes, f, z, l, 0));
    holdAgainstDifferences(kernels, (k, z, f, l) -> k.logistic(12, z, labels, f, z, l, 0));
    for (int p : new int[] {2, 4, 6}) {
      // The derivative of r^p is p times the one that the kernel gives.
      holdAgainstDifferences(kernels, (k, z, f, l) -> k.power(p, 12, z, targets, p * f, z, l, 0));
    }
  }

  private static void holdAgainstDifferences(Kernels kernels, Loss loss) {
    LaneMemory memory = kernels.memory();
    int start = Lanes.array(kernels, Lanes.draw(new Random(5), 96, 0), 0, 12);
    int z = memory.allocate(12);
    memory.copy(start, z, 12);
    loss.add(kernels, z, 0.5, new double[8]);
    double h = 1e-5;
    for (int e = 0; e < 12; e++) {
      int moved = memory.allocate(12);
      double[] above = new double[8];
      double[] below = new double[8];
      for (int side = -1; side <= 1; side += 2) {
        memory.copy(start, moved, 12);
        for (int lane = 0; lane < 8; lane++) {
          memory.set(moved, e, lane, memory.get(start, e, lane) + side * h);
        }
        loss.add(kernels, moved, 1, side < 0 ? below : above);
      }
      for (int lane = 0; lane < 8; lane++) {
        double slope = (above[lane] - below[lane]) / (2 * h);
        assertThat(2 * memory.get(z, e, lane))
            .isCloseTo(slope, offset(1e-7 * (1 + Math.abs(slope))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void crossEntropyIsItsFormula(Precision precision) {
    Kernels kernels = Kernels.best(precision);
    int z = kernels.memory().allocate(3);
    int label = kernels.memory().allocate(1);
    double[][] cases = {{0.5, -1.25, 2}, {800, -800, 0}, {-800, -800, -799}, {3, 3, 3}};
    for (double[] row : cases) {
      for (int right = 0; right < 3; right++) {
        double most = Math.max(row[0], Math.max(row[1], row[2]));
        double sum = 0;
        for (int o = 0; o < 3; o++) {
          kernels.memory().set(z, o, 2, row[o]);
          sum += StrictMath.exp(row[o] - most);
        }
        kernels.memory().set(label, 0, 2, right);
        double[] losses = new double[precision.lanes()];
        losses[2] = 10;
        kernels.crossEntropy(1, 3, z, label, 1, z, losses, 0);
        assertThat(losses[2])
            .isCloseTo(10 + (StrictMath.log(sum) + (most - row[right])), withPercentage(1e-13));
        for (int o = 0; o < 3; o++) {
          double share = StrictMath.exp(row[o] - most) / sum - (o == right ? 1 : 0);
          assertThat(kernels.memory().get(z, o, 2))
              .isCloseTo(share, offset(precision == Precision.FLOAT64 ? 1e-15 : 1e-7));
        }
      }
    }
  }

  @Test
  void aRowThatIsAlmostCertainKeepsTheDigitsOfItsLoss() {
    Kernels kernels = Kernels.best(Precision.FLOAT64);
    int z = kernels.memory().allocate(2);
    int label = kernels.memory().allocate(1);
    kernels.memory().set(z, 0, 0, 60);
    double[] losses = new double[8];
    kernels.crossEntropy(1, 2, z, label, 1, z, losses, 0);
    assertThat(losses[0]).isCloseTo(StrictMath.exp(-60), withPercentage(1e-13));
    assertThat(kernels.memory().get(z, 0, 0)).isCloseTo(-losses[0], withPercentage(1e-13));
  }

  @ParameterizedTest
  @EnumSource
  void theLogisticLossIsStable(Precision precision) {
    Kernels kernels = Kernels.best(precision);
    double[][] cases = {{800, 1, 0, 0}, {800, 0, 800, 1}, {-800, 1, 800, -1}, {-800, 0, 0, 0}};
    for (double[] c : cases) {
      int z = kernels.memory().allocate(1);
      int label = kernels.memory().allocate(1);
      kernels.memory().set(z, 0, 3, c[0]);
      kernels.memory().set(label, 0, 3, c[1]);
      double[] losses = new double[2 * precision.lanes()];
      kernels.logistic(1, z, label, 1, z, losses, precision.lanes());
      assertThat(losses[precision.lanes() + 3]).isEqualTo(c[2]);
      assertThat(Math.abs(kernels.memory().get(z, 0, 3))).isEqualTo(Math.abs(c[3]));
      assertThat(losses[3]).isZero();
    }
  }

  /** With two classes, cross entropy of (0, z) is the logistic loss of z. */
  @Test
  void twoClassesAreTheLogisticLoss() {
    Kernels kernels = Kernels.best(Precision.FLOAT64);
    LaneMemory memory = kernels.memory();
    int one = Lanes.array(kernels, Lanes.draw(new Random(8), 40, 0), 0, 5);
    int two = memory.allocate(10);
    int labels =
        Lanes.array(kernels, new Random(9).ints(40, 0, 2).asDoubleStream().toArray(), 0, 5);
    for (int row = 0; row < 5; row++) {
      memory.copy(one + row * 8, two + (2 * row + 1) * 8, 1);
    }
    double[] losses = new double[16];
    kernels.logistic(5, one, labels, 1, one, losses, 0);
    kernels.crossEntropy(5, 2, two, labels, 1, two, losses, 8);
    for (int lane = 0; lane < 8; lane++) {
      assertThat(losses[8 + lane]).isCloseTo(losses[lane], withPercentage(1e-13));
      assertThat(memory.get(two, 1, lane)).isCloseTo(memory.get(one, 0, lane), offset(1e-15));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstOfEqualOutputsIsTheAnswer(Precision precision) {
    for (Kernels kernels : Lanes.both(precision)) {
      double nan = Double.NaN;
      assertThat(right(kernels, 0, 2, 2, 1)).isTrue();
      assertThat(right(kernels, 1, 2, 2, 1)).isFalse();
      assertThat(right(kernels, 2, 1, -1, 1.5)).isTrue();
      assertThat(right(kernels, 0, nan, 1, 1)).isFalse();
      assertThat(right(kernels, 1, nan, 1, 1)).isFalse();
      assertThat(right(kernels, 1, 0.1)).isTrue();
      assertThat(right(kernels, 1, 0)).isFalse();
      assertThat(right(kernels, 0, 0)).isTrue();
      assertThat(right(kernels, 0, nan)).isFalse();
    }
  }

  private static boolean right(Kernels kernels, int label, double... outputs) {
    int z = kernels.memory().allocate(outputs.length);
    int labels = kernels.memory().allocate(1);
    for (int o = 0; o < outputs.length; o++) {
      kernels.memory().set(z, o, 1, outputs[o]);
    }
    kernels.memory().set(labels, 0, 1, label);
    double[] counts = new double[kernels.memory().lanes()];
    kernels.countRight(1, outputs.length, z, labels, counts, 0);
    return counts[1] == 1;
  }
}
