package org.isobath.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Functions of the definition against series in 60 digits and StrictMath, and activations at their
 * edges.
 */
final class FunctionsTest {
  private static final MathContext DIGITS = new MathContext(60);

  @Test
  void float64FunctionsAreGoodToTwoUnitsInTheLastPlace() {
    assertThat(worst64(Functions64::exp, FunctionsTest::exp, -708, 709.7)).isLessThan(1);
    assertThat(worst64(Functions64::expm1, x -> exp(x).subtract(BigDecimal.ONE, DIGITS), -50, 0))
        .isLessThan(1.5);
    assertThat(worst64(Functions64::log1p, y -> log1p(new BigDecimal(y)), 0, 1e6)).isLessThan(2);
    assertThat(worst64(Functions64::tanh, FunctionsTest::tanh, -20, 20)).isLessThan(2.5);
    assertThat(
            worst64(
                Functions64::sigmoid,
                x -> BigDecimal.ONE.divide(exp(-x).add(BigDecimal.ONE), DIGITS),
                -700,
                700))
        .isLessThan(2);
    assertThat(worst64(Functions64::softplus, x -> log1p(exp(x)), -60, 30)).isLessThan(3);
  }

  @Test
  void float32FunctionsAreGoodToTwoUnitsInTheLastPlace() {
    assertThat(worst32(Functions32::exp, StrictMath::exp, -87, 88.7)).isLessThan(1);
    assertThat(worst32(Functions32::expm1, StrictMath::expm1, -50, 0)).isLessThan(1.5);
    assertThat(worst32(Functions32::log1p, StrictMath::log1p, 0, 1e6)).isLessThan(2.5);
    assertThat(worst32(Functions32::tanh, StrictMath::tanh, -20, 20)).isLessThan(2.5);
    assertThat(worst32(Functions32::sigmoid, FunctionsTest::sigmoid, -87, 87)).isLessThan(2.5);
    assertThat(worst32(Functions32::softplus, FunctionsTest::softplus, -87, 87)).isLessThan(3);
  }

  /** By its series, after halving. */
  private static BigDecimal exp(double x) {
    BigDecimal r = new BigDecimal(x).divide(BigDecimal.valueOf(1 << 14), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 30; n++) {
      term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < 14; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** A step of Newton from StrictMath's, with the square of its error. */
  private static BigDecimal log1p(BigDecimal y) {
    double near = StrictMath.log1p(y.doubleValue());
    BigDecimal u = y.add(BigDecimal.ONE).multiply(exp(-near), DIGITS).subtract(BigDecimal.ONE);
    BigDecimal half = u.multiply(u, DIGITS).multiply(new BigDecimal("0.5"));
    return new BigDecimal(near).add(u, DIGITS).subtract(half, DIGITS);
  }

  private static BigDecimal tanh(double x) {
    BigDecimal e = exp(2 * x);
    return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
  }

  private static double sigmoid(double x) {
    return x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private interface FloatUnaryOperator {
    float apply(float x);
  }

  /** The largest error in units in the last place of the result. */
  private static double worst64(
      DoubleUnaryOperator ours, DoubleFunction<BigDecimal> theirs, double low, double high) {
    double worst = 0;
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      double x = argument(random, low, high);
      BigDecimal expected = theirs.apply(x);
      double error = new BigDecimal(ours.applyAsDouble(x)).subtract(expected).doubleValue();
      worst = Math.max(worst, Math.abs(error) / Math.ulp(expected.doubleValue()));
    }
    return worst;
  }

  private static double worst32(
      FloatUnaryOperator ours, DoubleUnaryOperator theirs, double low, double high) {
    double worst = 0;
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      float x = (float) argument(random, low, high);
      double expected = theirs.applyAsDouble(x);
      double unit = Math.ulp((float) expected);
      worst = Math.max(worst, Math.abs(ours.apply(x) - expected) / unit);
    }
    return worst;
  }

  /** As often of every size as evenly spread. */
  private static double argument(Random random, double low, double high) {
    double x = low + random.nextDouble() * (high - low);
    return random.nextBoolean() ? x : x * Math.pow(2, -50 * random.nextDouble());
  }

  @ParameterizedTest
  @EnumSource
  void functionsAreStableAtTheirEnds(Precision precision) {
    double infinite = Double.POSITIVE_INFINITY;
    double[] z = {800, -800, infinite, -infinite, 0, -0.0, Double.NaN};
    assertThat(activated(precision, Activation.SOFTPLUS, z)).startsWith(800, 0, infinite, 0);
    assertThat(activated(precision, Activation.SIGMOID, z)).startsWith(1, 0, 1, 0, 0.5, 0.5);
    assertThat(activated(precision, Activation.TANH, z)).startsWith(1, -1, 1, -1, 0, -0.0);
    assertThat(activated(precision, Activation.ELU, z)).startsWith(800, -1, infinite, -1, 0, -0.0);
    assertThat(activated(precision, Activation.RELU, z)).startsWith(800, 0, infinite, 0, 0, 0);
    assertThat(activated(precision, Activation.SQUARE, z)).startsWith(640_000, 640_000, infinite);
    assertThat(activated(precision, Activation.IDENTITY, z)).isEqualTo(z);
    for (Activation f : Activation.values()) {
      assertThat(activated(precision, f, z)[6]).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource
  void slopesAreThoseOfTheConventions(Precision precision) {
    double[] z = {800, -800, 0, -0.0};
    assertThat(slopes(precision, Activation.IDENTITY, z)).containsExactly(1, 1, 1, 1);
    assertThat(slopes(precision, Activation.RELU, z)).containsExactly(1, 0, 0, 0);
    assertThat(slopes(precision, Activation.ELU, z)).containsExactly(1, 0, 1, 1);
    assertThat(slopes(precision, Activation.SOFTPLUS, z)).containsExactly(1, 0, 0.5, 0.5);
    assertThat(slopes(precision, Activation.SIGMOID, z)).containsExactly(0, 0, 0.25, 0.25);
    assertThat(slopes(precision, Activation.TANH, z)).containsExactly(0, 0, 1, 1);
    assertThat(slopes(precision, Activation.SQUARE, z)).containsExactly(1600, -1600, 0, -0.0);
  }

  @ParameterizedTest
  @EnumSource
  void slopesAreFiniteDifferences(Activation f) {
    for (double z : new double[] {-7, -1.3, -0.2, 1e-3, 0.4, 2.5, 9}) {
      double h = 1e-5;
      double[] around = activated(Precision.FLOAT64, f, new double[] {z - h, z + h});
      double slope = slopes(Precision.FLOAT64, f, new double[] {z})[0];
      assertThat(slope).isCloseTo((around[1] - around[0]) / (2 * h), offset(1e-9));
    }
  }

  private static double[] activated(Precision precision, Activation f, double[] values) {
    Kernels kernels = Kernels.best(precision);
    double[] padded = Arrays.copyOf(values, precision.lanes());
    int z = Lanes.array(kernels, padded, 0, 1);
    kernels.activate(f, 1, z, z);
    return Arrays.copyOf(Lanes.numbers(kernels, z, 1), values.length);
  }

  private static double[] slopes(Precision precision, Activation f, double[] values) {
    Kernels kernels = Kernels.best(precision);
    double[] padded = Arrays.copyOf(values, precision.lanes());
    double[] ones = new double[precision.lanes()];
    Arrays.fill(ones, 1);
    int z = Lanes.array(kernels, padded, 0, 1);
    int a = kernels.memory().allocate(1);
    int d = Lanes.array(kernels, ones, 0, 1);
    kernels.activate(f, 1, z, a);
    kernels.activateBack(f, 1, z, a, d, d);
    return Arrays.copyOf(Lanes.numbers(kernels, d, 1), values.length);
  }
}
