package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.isobath.data.Dataset;
import org.isobath.data.Spectrum;
import org.isobath.network.LinearNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loss's derivatives in all weights, and its sharpness, against differences and closed forms.
 */
final class LayerHessianTest {
  static Stream<Arguments> shapes() {
    List<Arguments> cases = new ArrayList<>();
    for (List<Integer> widths :
        List.of(List.<Integer>of(), List.of(1), List.of(3), List.of(2, 3), List.of(3, 1, 2))) {
      for (int exponent : new int[] {2, 4, 6}) {
        for (int targets : new int[] {1, 2}) {
          cases.add(Arguments.of(widths, exponent, targets));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void derivativesAreThoseOfTheSlowTwin(List<Integer> widths, int exponent, int targets) {
    for (int rows : new int[] {3, 17}) {
      Dataset data = Fixtures.data(7, rows, 5, targets, 0.3);
      LinearNetwork network = new LinearNetwork(widths);
      double[][] weights = weights(network, data);
      LayerHessian hessian = at(data, network, exponent, weights);
      double[] point = flat(weights);
      double[] gradient = twin(data, network, exponent, point);
      assertThat(hessian.gradient())
          .containsExactly(gradient, within(1e-12 * (1 + size(gradient))));
      assertThat(hessian.size()).isEqualTo(point.length);
      double[][] full = full(hessian);
      double h = 1e-5;
      for (int i = 0; i < point.length; i++) {
        double[] up = twin(data, network, exponent, moved(point, i, h));
        double[] down = twin(data, network, exponent, moved(point, i, -h));
        for (int j = 0; j < point.length; j++) {
          double slope = (up[j] - down[j]) / (2 * h);
          assertThat(full[i][j]).isCloseTo(slope, within(1e-7 * (1 + size(full[i]))));
          assertThat(full[i][j]).isCloseTo(full[j][i], within(1e-13 * (1 + size(full[i]))));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void sharpnessIsTheLargestEigenvalueOfTheFullHessian(
      List<Integer> widths, int exponent, int targets) {
    Dataset data = Fixtures.data(8, 19, 5, targets, 0.3);
    LinearNetwork network = new LinearNetwork(widths);
    LayerHessian hessian = at(data, network, exponent, weights(network, data));
    double expected = largest(new Array2DRowRealMatrix(full(hessian)));
    assertThat(LargestEigenvalue.of(hessian.size(), hessian::times))
        .isCloseTo(expected, within(1e-10 * Math.abs(expected)));
  }

  @Test
  void atDepthOneAndPowerTwoSharpnessIsTheDatasLargestCurvature() {
    for (int targets : new int[] {1, 3}) {
      Dataset data = Fixtures.data(3, 60, 9, targets, 0.5);
      LinearNetwork network = LinearNetwork.of(1, 1);
      LayerHessian hessian = at(data, network, 2, weights(network, data));
      double curvature = Spectrum.of(data)[0];
      assertThat(LargestEigenvalue.of(hessian.size(), hessian::times))
          .isCloseTo(curvature, within(1e-11 * curvature));
    }
  }

  /** L = ½ (a b − y)²: the Hessian is [[b², 2ab − y], [2ab − y, a²]]. */
  @Test
  void twoWeightsHaveAClosedForm() {
    Dataset data =
        new Dataset("one", List.of("x"), List.of("y"), 1, new double[] {1}, new double[] {3});
    LinearNetwork network = LinearNetwork.of(2, 1);
    for (double[] w : new double[][] {{0.5, -2}, {1.5, 2}, {0, 0}, {3, 1}}) {
      LayerHessian hessian = at(data, network, 2, new double[][] {{w[0]}, {w[1]}});
      double cross = 2 * w[0] * w[1] - 3;
      double mean = (w[0] * w[0] + w[1] * w[1]) / 2;
      double half = (w[0] * w[0] - w[1] * w[1]) / 2;
      assertThat(LargestEigenvalue.of(2, hessian::times))
          .isCloseTo(mean + Math.hypot(half, cross), within(1e-13));
      assertThat(hessian.gradient())
          .containsExactly(
              new double[] {(w[0] * w[1] - 3) * w[1], (w[0] * w[1] - 3) * w[0]}, within(1e-15));
    }
  }

  @Test
  void theLargestEigenvalueOfAnySymmetricMatrixIsFound() {
    Random random = new Random(12);
    for (int size : new int[] {1, 2, 3, 7, 40, 150}) {
      for (int kind = 0; kind < 4; kind++) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (kind) {
                case 0 -> random.nextGaussian(); // both signs
                case 1 -> -1 - i; // all negative: the largest is not the farthest from 0
                case 2 -> Math.pow(10, -i / 8.0); // Hessians look like this
                default -> i < size / 2 ? 5 : 5 - 1e-6 * i; // a cluster at the top
              };
        }
        RealMatrix matrix = withEigenvalues(values, random);
        double expected = Arrays.stream(values).max().orElseThrow();
        double norm = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        assertThat(LargestEigenvalue.of(size, matrix::operate))
            .as("size %d, kind %d", size, kind)
            .isCloseTo(expected, within(1e-10 * norm));
      }
    }
  }

  @Test
  void extremesHaveAnAnswer() {
    assertThat(LargestEigenvalue.of(5, v -> new double[5])).isZero();
    UnaryOperator<double[]> identity = double[]::clone;
    assertThat(LargestEigenvalue.of(9, identity)).isCloseTo(1, within(1e-15));
    assertThat(LargestEigenvalue.of(3, v -> new double[] {Double.NaN, 0, 0})).isNaN();
    assertThat(LargestEigenvalue.of(3, v -> new double[] {1e300, 1e300, 1e300})).isNaN();
    UnaryOperator<double[]> tiny = v -> Arrays.stream(v).map(x -> 1e-150 * x).toArray();
    assertThat(LargestEigenvalue.of(4, tiny)).isCloseTo(1e-150, within(1e-160));
  }

  private static LayerHessian at(
      Dataset data, LinearNetwork network, int exponent, double[][] weights) {
    TrainingData prepared = TrainingData.of(data, new TreeSet<>(List.of(exponent)));
    return new LayerHessian(
        PowerLoss.of(prepared, exponent), network.shapes(data.features(), data.targets()), weights);
  }

  private static double[][] weights(LinearNetwork network, Dataset data) {
    Trial trial = Fixtures.trial(network, 2, 1, 1, 3);
    return trial.initializer().weights(3, network.shapes(data.features(), data.targets()));
  }

  private static double[][] full(LayerHessian hessian) {
    double[][] full = new double[hessian.size()][];
    for (int i = 0; i < full.length; i++) {
      full[i] = hessian.times(moved(new double[full.length], i, 1));
    }
    return full;
  }

  private static double[] moved(double[] point, int element, double by) {
    double[] moved = point.clone();
    moved[element] += by;
    return moved;
  }

  /** The gradient by the slow twin at a point of all weights. */
  private static double[] twin(Dataset data, LinearNetwork network, int exponent, double[] point) {
    LinearNetwork.Shape[] shapes = network.shapes(data.features(), data.targets());
    double[][] weights = new double[shapes.length][];
    int from = 0;
    for (int layer = 0; layer < shapes.length; layer++) {
      weights[layer] = Arrays.copyOfRange(point, from, from + shapes[layer].size());
      from += shapes[layer].size();
    }
    double[][][] gradients = SlowTwin.gradients(data, Fixtures.matrices(weights, shapes), exponent);
    return Arrays.stream(gradients)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] flat(double[][] weights) {
    return Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double size(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static double largest(RealMatrix symmetric) {
    RealMatrix exact = symmetric.add(symmetric.transpose()).scalarMultiply(0.5);
    return Arrays.stream(new EigenDecomposition(exact).getRealEigenvalues()).max().orElseThrow();
  }

  private static RealMatrix withEigenvalues(double[] values, Random random) {
    int size = values.length;
    RealMatrix any = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        any.setEntry(i, j, random.nextGaussian());
      }
    }
    RealMatrix q = new QRDecomposition(any).getQ();
    RealMatrix scaled = q.copy();
    for (int i = 0; i < size; i++) {
      scaled.setColumnVector(i, q.getColumnVector(i).mapMultiply(values[i]));
    }
    return scaled.multiply(q.transpose());
  }
}
