package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.isobath.kernel.Activation;
import org.isobath.network.DoubleWell;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Mask;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.StoredWeights;
import org.isobath.network.TiedAutoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The derivatives of all networks' losses, and the measures, against differences and closed forms.
 */
final class LandscapeTest {
  private static final List<Loss> LOSSES =
      List.of(
          new Loss.Power(2),
          new Loss.Power(4),
          new Loss.SoftmaxCrossEntropy(),
          new Loss.Logistic());

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      for (Loss loss : LOSSES) {
        cases.add(Arguments.of(perceptron(List.of(3, 2), activation, true), loss));
      }
    }
    cases.add(Arguments.of(perceptron(List.of(), Activation.RELU, false), LOSSES.get(2)));
    cases.add(Arguments.of(new LinearNetwork(List.of(2, 3)), LOSSES.get(1)));
    cases.add(Arguments.of(new TiedAutoencoder(), LOSSES.get(0)));
    cases.add(Arguments.of(new TiedAutoencoder(), LOSSES.get(1)));
    cases.add(Arguments.of(new DoubleWell(3, 1.5, 0.7, 4), LOSSES.get(0)));
    cases.add(Arguments.of(masked(), LOSSES.get(0)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAreThoseOfDifferences(Network network, Loss loss) {
    Examples examples = examples(network, loss, 6, 4);
    double[][] weights = weights(network, examples, 0.6, 3);
    Landscape landscape = Landscape.at(network, loss, examples, weights);
    double[] gradient = landscape.gradient();
    int[] free = freePlaces(network, weights);
    assertThat(landscape.size()).isEqualTo(free.length);
    double h = 1e-6;
    for (int i = 0; i < free.length; i++) {
      Landscape up = Landscape.at(network, loss, examples, moved(weights, free[i], h));
      Landscape down = Landscape.at(network, loss, examples, moved(weights, free[i], -h));
      double slope = (up.value() - down.value()) / (2 * h);
      assertThat(gradient[i]).isCloseTo(slope, within(2e-8 * (1 + Math.abs(slope))));
      double[] unit = new double[free.length];
      unit[i] = 1;
      double[] column = landscape.times(unit);
      for (int j = 0; j < free.length; j++) {
        double curvature = (up.gradient()[j] - down.gradient()[j]) / (2 * h);
        assertThat(column[j]).isCloseTo(curvature, within(3e-7 * (1 + Math.abs(curvature))));
      }
    }
  }

  /** At p = 2 the gradient is Jᵀ r / n. */
  @Test
  void theJacobianTimesResidualsIsTheGradient() {
    Loss loss = new Loss.Power(2);
    for (Network network :
        List.of(perceptron(List.of(5), Activation.SQUARE, true), new TiedAutoencoder())) {
      Examples examples = examples(network, loss, 6, 4);
      double[][] weights = weights(network, examples, 0.5, 1);
      Landscape landscape = Landscape.at(network, loss, examples, weights);
      double[][] jacobian = landscape.jacobian();
      assertThat(jacobian.length).isEqualTo(examples.rows() * examples.outputs());
      double[] product = new double[landscape.size()];
      for (int row = 0; row < examples.rows(); row++) {
        double[] predicted =
            network instanceof Perceptron perceptron
                ? new double[] {prediction(perceptron, examples, weights, row)}
                : reconstruction(examples, weights[0], row);
        for (int k = 0; k < predicted.length; k++) {
          int equation = row * predicted.length + k;
          double residual = predicted[k] - examples.targets()[equation];
          for (int i = 0; i < product.length; i++) {
            product[i] += jacobian[equation][i] * residual / examples.rows();
          }
        }
      }
      assertThat(landscape.gradient()).containsExactly(product, within(1e-14));
    }
  }

  /** At a perfect fit H = JᵀJ/n, so its rank is that of J, at most the number of equations. */
  @Test
  void aPerfectFitOfFewRowsIsFlatInAllButAsManyDirections() {
    Perceptron network = perceptron(List.of(4), Activation.SQUARE, true);
    Loss loss = new Loss.Power(2);
    Examples examples = examples(network, loss, 5, 3);
    double[][] weights = weights(network, examples, 0.7, 5);
    Landscape at = Landscape.at(network, loss, examples, weights);
    double[] fitted = new double[examples.rows()];
    for (int row = 0; row < examples.rows(); row++) {
      fitted[row] = prediction(network, examples, weights, row);
    }
    Examples perfect =
        new Examples(examples.rows(), examples.features(), examples.inputs(), 1, fitted, 0);
    Map<String, Double> measures =
        measures(network, loss, Measure.HESSIAN_SPECTRUM, Measure.JACOBIAN_RANK)
            .of(perfect, Optional.empty(), weights, weights, 0.1);
    assertThat(at.size()).isEqualTo(21);
    assertThat(measures)
        .containsEntry("weights", 21.0)
        .containsEntry("equations", 5.0)
        .containsEntry("jacobian_rank", 5.0)
        .containsEntry("hessian_rank", 5.0)
        .containsEntry("hessian_zeros", 16.0)
        .containsEntry("distance_from_initialization", 0.0);
    assertThat(measures.get("bezout_log10")).isCloseTo(5 * Math.log10(3), within(1e-14));
    double trace = 0;
    for (double[] line : Landscape.at(network, loss, perfect, weights).jacobian()) {
      trace += Arrays.stream(line).map(v -> v * v).sum() / 5;
    }
    assertThat(measures.get("hessian_trace")).isCloseTo(trace, within(1e-12 * trace));
    double sum = 0;
    for (int i = 1; i <= 21; i++) {
      sum += measures.get("hessian_eigenvalue_%03d".formatted(i));
    }
    assertThat(sum).isCloseTo(trace, within(1e-10 * trace));
  }

  /**
   * The tied autoencoder of n orthonormal inputs at a global minimum (a ≥ 0, Σ a² = 1) has loss (n
   * − 1)/(2n) and the largest curvature 4/n, along w, wherever the minimum is.
   */
  @Test
  void allGlobalMinimaOfTheTiedAutoencoderAreEquallySharp() {
    int n = 4;
    double[] inputs = new double[n * n];
    for (int i = 0; i < n; i++) {
      inputs[i * n + i] = 1;
    }
    Examples examples = new Examples(n, n, inputs, n, inputs, 0);
    Loss loss = new Loss.Power(2);
    for (double[] a :
        List.of(
            new double[] {1, 0, 0, 0},
            new double[] {0.6, 0.8, 0, 0},
            new double[] {0.5, 0.5, 0.5, 0.5})) {
      Map<String, Double> measures =
          measures(new TiedAutoencoder(), loss, Measure.HESSIAN_SPECTRUM, Measure.GRADIENT_NORM)
              .of(examples, Optional.empty(), new double[][] {a}, new double[][] {a}, 0.1);
      assertThat(Landscape.at(new TiedAutoencoder(), loss, examples, new double[][] {a}).value())
          .isCloseTo((n - 1) / (2.0 * n), within(1e-15));
      assertThat(measures.get("gradient_norm")).isCloseTo(0, within(1e-15));
      assertThat(measures.get("hessian_largest")).isCloseTo(4.0 / n, within(1e-14));
      assertThat(measures.get("alignment"))
          .isCloseTo(Arrays.stream(a).max().orElseThrow(), within(1e-15));
      double fourths = Arrays.stream(a).map(v -> v * v * v * v).sum();
      assertThat(measures.get("participation_ratio")).isCloseTo(1 / fourths, within(1e-12));
    }
  }

  @Test
  void theWellsAreEquallyDeepAndUnequallyWide() {
    DoubleWell well = new DoubleWell(2, 1.5, 0.5, 3);
    for (int side : new int[] {-1, 1}) {
      double[][] bottom = {{side, 0, 0}};
      Examples nothing = new Examples(0, 0, new double[0], 0, new double[0], 0);
      Landscape landscape = Landscape.at(well, new Loss.Power(2), nothing, bottom);
      assertThat(landscape.value()).isZero();
      assertThat(landscape.gradient()).containsOnly(0);
      assertThat(landscape.times(new double[] {0, 1, 0})[1]).isEqualTo(side < 0 ? 0.5 : 3);
      assertThat(landscape.times(new double[] {1, 0, 0})[0]).isEqualTo(12);
    }
  }

  private static NetworkMeasures measures(Network network, Loss loss, Measure... measures) {
    return new NetworkMeasures(
        network, loss, new Recording(2, List.of(), false, Set.of(measures), false));
  }

  private static Perceptron perceptron(List<Integer> widths, Activation activation, boolean bias) {
    return new Perceptron(widths, activation, bias, Optional.empty());
  }

  private static Perceptron masked() {
    List<StoredWeights.Entry> entries = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        entries.add(new StoredWeights.Entry(1, row, column, (row + column) % 2));
      }
    }
    Mask mask = new Mask(new StoredWeights("mask.csv", entries));
    return new Perceptron(List.of(3), Activation.TANH, true, Optional.of(mask));
  }

  private static Examples examples(Network network, Loss loss, int rows, int features) {
    Random random = new Random(11);
    double[] inputs = random.doubles((long) rows * features, -1, 1).toArray();
    if (network instanceof TiedAutoencoder) {
      return new Examples(rows, features, inputs, features, inputs, 0);
    }
    if (loss instanceof Loss.SoftmaxCrossEntropy) {
      double[] labels = random.ints(rows, 0, 3).asDoubleStream().toArray();
      return new Examples(rows, features, inputs, 3, labels, 3);
    }
    if (loss instanceof Loss.Logistic) {
      double[] labels = random.ints(rows, 0, 2).asDoubleStream().toArray();
      return new Examples(rows, features, inputs, 1, labels, 2);
    }
    return new Examples(rows, features, inputs, 1, random.doubles(rows, -1, 1).toArray(), 0);
  }

  private static double[][] weights(Network network, Examples examples, double size, long seed) {
    Random random = new Random(seed);
    Network.Shape[] shapes = network.shapes(examples.features(), examples.outputs());
    double[][] weights = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      weights[layer] = random.doubles(shapes[layer].size(), -size, size).toArray();
    }
    for (int place = 0, all = count(weights); place < all; place++) {
      if (Arrays.binarySearch(freePlaces(network, weights), place) < 0) {
        weights = moved(weights, place, -at(weights, place));
      }
    }
    return weights;
  }

  /** What is not masked. */
  private static int[] freePlaces(Network network, double[][] weights) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0, all = count(weights); place < all; place++) {
      int row = place / 5;
      int column = place % 5;
      boolean isMasked =
          network instanceof Perceptron perceptron
              && perceptron.mask().isPresent()
              && place < weights[0].length
              && column < 4
              && (row + column) % 2 == 0;
      if (!isMasked) {
        places.add(place);
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int count(double[][] weights) {
    return Arrays.stream(weights).mapToInt(layer -> layer.length).sum();
  }

  private static double at(double[][] weights, int place) {
    return Arrays.stream(weights)
        .flatMapToDouble(Arrays::stream)
        .skip(place)
        .findFirst()
        .orElseThrow();
  }

  private static double[][] moved(double[][] weights, int place, double by) {
    double[][] copy = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    int layer = 0;
    int rest = place;
    while (rest >= copy[layer].length) {
      rest -= copy[layer].length;
      layer++;
    }
    copy[layer][rest] += by;
    return copy;
  }

  private static double[] reconstruction(Examples examples, double[] w, int row) {
    double a = 0;
    for (int i = 0; i < w.length; i++) {
      a += w[i] * examples.inputs()[row * w.length + i];
    }
    double active = Math.max(0, a);
    return Arrays.stream(w).map(v -> v * active).toArray();
  }

  private static double prediction(
      Perceptron network, Examples examples, double[][] weights, int row) {
    int width = network.widths().get(0);
    int in = examples.features() + 1;
    double output = weights[1][width];
    for (int unit = 0; unit < width; unit++) {
      double z = weights[0][unit * in + in - 1];
      for (int i = 0; i < in - 1; i++) {
        z += weights[0][unit * in + i] * examples.inputs()[row * (in - 1) + i];
      }
      output += weights[1][unit] * z * z;
    }
    return output;
  }
}
