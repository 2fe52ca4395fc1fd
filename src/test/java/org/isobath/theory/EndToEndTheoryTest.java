package org.isobath.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.isobath.data.Dataset;
import org.isobath.training.PowerLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The theorem's numbers against plain loops, differences, Simpson's rule and Kronecker products.
 */
final class EndToEndTheoryTest {
  private static final int FEATURES = 4;

  private static Dataset data(long seed, int rows) {
    Random random = new Random(seed);
    double[] x = random.doubles((long) rows * FEATURES, -1, 1).toArray();
    double[] y = random.doubles(rows, -1, 1.5).toArray();
    return new Dataset("random", names(FEATURES), List.of("y"), rows, x, y);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "x" + i).toList();
  }

  /** F, from the formula of the paper and nothing else. */
  private static double[] plainField(Dataset data, int exponent, int depth, double[] w) {
    double[] g = new double[w.length];
    for (int row = 0; row < data.rows(); row++) {
      double residual = -data.target(row, 0);
      for (int f = 0; f < w.length; f++) {
        residual += data.feature(row, f) * w[f];
      }
      for (int f = 0; f < w.length; f++) {
        g[f] += Math.pow(residual, exponent - 1) * data.feature(row, f) / data.rows();
      }
    }
    double norm = Math.sqrt(product(w, w));
    double[] field = new double[w.length];
    for (int f = 0; f < w.length; f++) {
      double projected = product(g, w) / (norm * norm) * w[f];
      field[f] = Math.pow(norm, 2 - 2.0 / depth) * (g[f] + (depth - 1) * projected);
    }
    return field;
  }

  @ParameterizedTest
  @CsvSource({
    "2,1", "2,2", "2,3", "2,5", "4,1", "4,2", "4,3", "4,4", "6,2", "6,3", "6,7", "4,1000"
  })
  void theLineIntegralIsThatOfSimpsonsRuleInAnyPlane(int exponent, int depth) {
    Dataset data = data(3, 12);
    double small = 0.2;
    double large = 0.9;
    LineIntegral integral = LineIntegral.of(data, exponent, depth, small, large);
    double[] e = plainField(data, exponent, 1, new double[] {1e-150, 0, 0, 0});
    double slope = Math.sqrt(product(e, e));
    assertThat(integral.slope()).isCloseTo(slope, within(1e-14));
    e = combined(1 / slope, e, 0, e);
    // Another plane than that of the program: half circles do the same work in all of them.
    double[] across = {0.3, -0.7, 1.1, 0.2};
    across = combined(1, across, -product(across, e), e);
    across = combined(1 / Math.sqrt(product(across, across)), across, 0, e);
    int steps = 4000;
    double[] parts = new double[4];
    for (int i = 0; i <= steps; i++) {
      double weight = (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * steps);
      double s = small + (large - small) * i / steps;
      double length = large - small;
      parts[0] += weight * length * product(plainField(data, exponent, depth, times(-s, e)), e);
      parts[2] += weight * length * product(plainField(data, exponent, depth, times(s, e)), e);
      double angle = Math.PI * i / steps;
      double[] cosine = times(Math.cos(angle), e);
      double[] sine = times(Math.sin(angle), e);
      double[] out = combined(1, cosine, Math.sin(angle), across);
      double[] tangentOut = combined(-1, sine, Math.cos(angle), across);
      parts[3] +=
          weight
              * Math.PI
              * large
              * product(plainField(data, exponent, depth, times(large, out)), tangentOut);
      double[] back = combined(-1, cosine, Math.sin(angle), across);
      double[] tangentBack = combined(1, sine, Math.cos(angle), across);
      parts[1] +=
          weight
              * Math.PI
              * small
              * product(plainField(data, exponent, depth, times(small, back)), tangentBack);
    }
    for (int part = 0; part < 4; part++) {
      double size = 1e-9 * Math.max(1, Math.abs(parts[part]));
      assertThat(integral.quadrature()[part]).isCloseTo(parts[part], within(size));
      assertThat(integral.quadrature()[part])
          .isCloseTo(integral.exact()[part], within(1e-12 * depth * (1 + Math.abs(parts[part]))));
    }
    double sum = Arrays.stream(integral.exact()).sum();
    assertThat(integral.exactSum()).isCloseTo(sum, within(1e-13 * depth));
    assertThat(integral.quadratureSum()).isCloseTo(sum, within(1e-12 * depth));
  }

  /** Straight parts are even and half circles odd at p = 2, so only the slope at zero is left. */
  @Test
  void atPowerTwoItIsTheClosedFormOfALinearLoss() {
    for (int depth : new int[] {1, 2, 3, 4, 9}) {
      LineIntegral integral = LineIntegral.of(data(5, 30), 2, depth, 0.3, 1.7);
      double n = depth;
      double a = 3 - 2 / n;
      double expected =
          2
              * integral.slope()
              * (Math.pow(1.7, a) - Math.pow(0.3, a))
              * (n - 1)
              * (n - 2)
              / (3 * n - 2);
      assertThat(integral.linearLoss()).isCloseTo(expected, within(1e-13));
      assertThat(integral.exactSum()).isCloseTo(expected, within(1e-13));
      assertThat(integral.quadratureSum()).isCloseTo(expected, within(1e-12));
      if (depth <= 2) {
        assertThat(integral.linearLoss()).isZero();
        assertThat(integral.exactSum()).isZero();
      }
    }
  }

  @Test
  void nearZeroEveryLossIsLinear() {
    for (int exponent : new int[] {4, 6}) {
      double before = 5;
      for (double radius : new double[] {0.1, 0.01, 0.001}) {
        LineIntegral integral = LineIntegral.of(data(6, 20), exponent, 3, radius / 10, radius);
        double gap = Math.abs(integral.exactSum() / integral.linearLoss() - 1);
        assertThat(gap).isLessThan(before / 50);
        before = gap;
        assertThat(integral.quadratureSum() / integral.exactSum()).isCloseTo(1, within(1e-10));
      }
    }
  }

  /** Depth 2 is no exception once the loss is not quadratic: the theorem's N > 2 is its proof's. */
  @Test
  void depthTwoIsNoGradientEitherAtPowerFour() {
    LineIntegral integral = LineIntegral.of(data(6, 20), 4, 2, 0.1, 1);
    assertThat(integral.linearLoss()).isZero();
    assertThat(Math.abs(integral.exactSum())).isGreaterThan(0.01);
    assertThat(integral.quadratureSum()).isCloseTo(integral.exactSum(), within(1e-12));
  }

  @Test
  void theFieldAndItsJacobianAreThoseOfPlainLoopsAndDifferences() {
    Dataset data = data(8, 15);
    double[] w = {0.4, -0.7, 0.2, 0.9};
    for (int exponent : new int[] {2, 4, 6}) {
      for (int depth : new int[] {1, 2, 3, 6}) {
        EndToEndField field = new EndToEndField(PowerLoss.of(data, exponent), depth);
        assertThat(field.at(w))
            .containsExactly(plainField(data, exponent, depth, w), within(1e-13));
        double[] jacobian = field.jacobian(w);
        double h = 1e-5;
        double squares = 0;
        double odd = 0;
        for (int j = 0; j < FEATURES; j++) {
          double[] unit = new double[FEATURES];
          unit[j] = 1;
          double[] up = plainField(data, exponent, depth, combined(1, w, h, unit));
          double[] down = plainField(data, exponent, depth, combined(1, w, -h, unit));
          for (int i = 0; i < FEATURES; i++) {
            double slope = (up[i] - down[i]) / (2 * h);
            assertThat(jacobian[i * FEATURES + j])
                .isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
            double entry = jacobian[i * FEATURES + j];
            double gap = (entry - jacobian[j * FEATURES + i]) / 2;
            squares += entry * entry;
            odd += gap * gap;
          }
        }
        EndToEndField.Asymmetry asymmetry = field.asymmetry(w);
        assertThat(asymmetry.norm()).isCloseTo(Math.sqrt(squares), within(1e-12));
        assertThat(asymmetry.antisymmetricNorm()).isCloseTo(Math.sqrt(odd), within(1e-12));
        assertThat(asymmetry.antisymmetricNorm())
            .isCloseTo(closedForm(data, exponent, depth, w), within(1e-11));
        assertThat(asymmetry.share() > 1e-3).isEqualTo(depth > 1);
      }
    }
  }

  /** J − Jᵀ = ‖w‖^{−2/N} (N−1) (w aᵀ − a wᵀ) with a = (N−2)/N g + H w. */
  private static double closedForm(Dataset data, int exponent, int depth, double[] w) {
    PowerLoss loss = PowerLoss.of(data, exponent);
    double[] curved = loss.curvature(w).times(w);
    double[] a = combined((depth - 2.0) / depth, loss.gradient(w), 1, curved);
    double area = Math.sqrt(product(w, w) * product(a, a) - Math.pow(product(w, a), 2));
    return Math.pow(product(w, w), -1.0 / depth) * (depth - 1) * area / Math.sqrt(2);
  }

  @Test
  void theSpectrumIsThatOfTheKroneckerForm() {
    Random random = new Random(2);
    for (int outputs : new int[] {1, 2, 3, 5}) {
      int features = 3;
      for (int depth : new int[] {1, 2, 3, 5}) {
        double[] w = random.doubles((long) outputs * features, -1, 1).toArray();
        RealMatrix matrix = new Array2DRowRealMatrix(outputs, features);
        for (int i = 0; i < w.length; i++) {
          matrix.setEntry(i / features, i % features, w[i]);
        }
        RealMatrix whole = new Array2DRowRealMatrix(w.length, w.length);
        for (int j = 1; j <= depth; j++) {
          RealMatrix left = power(matrix.multiply(matrix.transpose()), (j - 1.0) / depth);
          RealMatrix right =
              power(matrix.transpose().multiply(matrix), (depth - (double) j) / depth);
          for (int a = 0; a < w.length; a++) {
            for (int b = 0; b < w.length; b++) {
              whole.addToEntry(
                  a,
                  b,
                  left.getEntry(a / features, b / features)
                      * right.getEntry(a % features, b % features));
            }
          }
        }
        List<Double> expected = new ArrayList<>();
        for (double value : new EigenDecomposition(whole).getRealEigenvalues()) {
          expected.add(value);
        }
        expected.sort(Collections.reverseOrder());
        List<Double> actual = new ArrayList<>();
        for (Preconditioner.Eigenvalue value : Preconditioner.spectrum(w, outputs, depth)) {
          for (long copy = 0; copy < value.multiplicity(); copy++) {
            actual.add(value.value());
          }
        }
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
          // The root of a rounding error of 0 is 1e-8 and more; the program has exactly 0.
          assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-9));
        }
      }
    }
  }

  private static RealMatrix power(RealMatrix symmetric, double exponent) {
    if (exponent == 0) {
      return MatrixUtils.createRealIdentityMatrix(symmetric.getRowDimension());
    }
    EigenDecomposition parts = new EigenDecomposition(symmetric);
    double[] values = parts.getRealEigenvalues();
    double largest = Arrays.stream(values).max().orElse(0);
    Arrays.setAll(values, i -> values[i] > 1e-13 * largest ? Math.pow(values[i], exponent) : 0);
    return parts
        .getV()
        .multiply(MatrixUtils.createRealDiagonalMatrix(values))
        .multiply(parts.getVT());
  }

  @Test
  void oneOutputHasTwoEigenvalues() {
    double[] w = {3, 0, -4};
    double norm = Math.pow(5, 2 - 2.0 / 3);
    List<Preconditioner.Eigenvalue> spectrum = Preconditioner.spectrum(w, 1, 3);
    assertThat(spectrum).hasSize(2);
    assertThat(spectrum.get(0).value()).isCloseTo(3 * norm, within(1e-13));
    assertThat(spectrum.get(0).multiplicity()).isEqualTo(1);
    assertThat(spectrum.get(1).value()).isCloseTo(norm, within(1e-13));
    assertThat(spectrum.get(1).multiplicity()).isEqualTo(2);
    assertThat(Preconditioner.spectrum(w, 1, 1))
        .containsExactly(new Preconditioner.Eigenvalue(1, 3));
    assertThat(Preconditioner.spectrum(new double[3], 1, 3))
        .containsExactly(new Preconditioner.Eigenvalue(0, 3));
  }

  @Test
  void dataWithoutACurveAreRefused() {
    Dataset one = new Dataset("one", List.of("x"), List.of("y"), 1, new double[1], new double[1]);
    Dataset zero = new Dataset("zero", names(2), List.of("y"), 1, new double[2], new double[] {1});
    assertThat(LineIntegral.obstacle(one, 2)).isEqualTo("the curve needs at least two features");
    assertThat(LineIntegral.obstacle(zero, 2))
        .isEqualTo("the gradient at zero is zero, so the curve has no direction");
    assertThatThrownBy(() -> LineIntegral.of(data(1, 5), 2, 3, 1, 1))
        .hasMessage("Invalid radii: 1.0, 1.0 (must be 0 < r < R, finite)");
    EndToEndField field = new EndToEndField(PowerLoss.of(data(1, 5), 4), 3);
    assertThat(field.at(new double[FEATURES])).containsOnly(0);
    assertThatThrownBy(() -> field.jacobian(new double[FEATURES]))
        .hasMessage("Invalid w: 0 (the field has no derivative there)");
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static double[] times(double factor, double[] vector) {
    return combined(factor, vector, 0, vector);
  }

  private static double[] combined(double a, double[] x, double b, double[] y) {
    double[] sum = new double[x.length];
    Arrays.setAll(sum, i -> a * x[i] + b * y[i]);
    return sum;
  }
}
