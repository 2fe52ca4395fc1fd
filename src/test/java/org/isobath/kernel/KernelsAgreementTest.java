package org.isobath.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector kernels give the bits of the scalar definition, for any number of lanes. */
final class KernelsAgreementTest {
  private static final double[] AWKWARD = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -3 * Double.MIN_VALUE,
    1e-310,
    Double.MAX_VALUE,
    -1e200,
    1e-160
  };
  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = Kernels.best();

  static IntStream lanes() {
    return IntStream.rangeClosed(1, 130);
  }

  @Test
  void theTestsRunWithTheVectorModule() {
    assertThat(vector).isInstanceOf(VectorKernels.class);
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void residualPassesAgree(int lanes) {
    for (int exponent : new int[] {2, 4, 6}) {
      for (double awkward : new double[] {0, 0.02}) {
        Random random = new Random(31L * lanes + exponent);
        int count = 1 + random.nextInt(21);
        int width = 1 + random.nextInt(9);
        Kernels.Rows rows =
            new Kernels.Rows(
                draw(random, count * width, awkward),
                draw(random, count * 2, awkward),
                count,
                width,
                2,
                1);
        double[] weights = draw(random, 2 * width * lanes, awkward);
        double[][] gradients = {new double[2 * width * lanes], new double[2 * width * lanes]};
        double[][] losses = {new double[lanes], new double[lanes]};
        scalar.residualPass(rows, exponent, weights, gradients[0], width, losses[0], lanes);
        vector.residualPass(rows, exponent, weights, gradients[1], width, losses[1], lanes);
        assertSameBits(gradients[1], gradients[0]);
        assertSameBits(losses[1], losses[0]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void productsAndUpdatesAgree(int lanes) {
    Random random = new Random(lanes);
    int m = 1 + random.nextInt(4);
    int inner = 1 + random.nextInt(4);
    int n = 1 + random.nextInt(4);
    double[] a = draw(random, m * inner * lanes, 0.05);
    double[] b = draw(random, inner * n * lanes, 0.05);
    double[][] c = {new double[m * n * lanes], new double[m * n * lanes]};
    scalar.product(a, b, c[0], m, inner, n, lanes);
    vector.product(a, b, c[1], m, inner, n, lanes);
    assertSameBits(c[1], c[0]);
    scalar.productWithTransposed(a, b, c[0], m, inner, n, lanes);
    vector.productWithTransposed(a, b, c[1], m, inner, n, lanes);
    assertSameBits(c[1], c[0]);
    scalar.transposedProduct(a, b, c[0], m, inner, n, lanes);
    vector.transposedProduct(a, b, c[1], m, inner, n, lanes);
    assertSameBits(c[1], c[0]);

    double[] rates = draw(random, lanes, 0);
    double[] keep = draw(random, lanes, 0);
    double[][] w = {c[0].clone(), c[0].clone()};
    double[] gradient = draw(random, m * n * lanes, 0.05);
    scalar.descend(w[0], gradient, rates, keep, m * n);
    vector.descend(w[1], gradient, rates, keep, m * n);
    assertSameBits(w[1], w[0]);
    scalar.scale(w[0], 0.3, m * n * lanes);
    vector.scale(w[1], 0.3, m * n * lanes);
    assertSameBits(w[1], w[0]);
  }

  private static double[] draw(Random random, int size, double awkwardShare) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          random.nextDouble() < awkwardShare
              ? AWKWARD[random.nextInt(AWKWARD.length)]
              : random.nextGaussian();
    }
    return values;
  }

  private static void assertSameBits(double[] actual, double[] expected) {
    assertThat(java.util.Arrays.stream(actual).mapToLong(Double::doubleToLongBits).toArray())
        .isEqualTo(java.util.Arrays.stream(expected).mapToLong(Double::doubleToLongBits).toArray());
  }
}
