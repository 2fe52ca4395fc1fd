package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.junit.jupiter.api.Test;

final class OptimumTest {
  private static final int[] EXPONENTS = {2, 4, 6};

  private static Dataset constantFeature(double... targets) {
    double[] ones = new double[targets.length];
    Arrays.fill(ones, 1);
    return RandomData.of(1, 1, ones, targets);
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12 * expected));
  }

  @Test
  void aConstantFeatureHasAClosedForm() {
    // Σ (w − y)^p with y = 0, 0, 0, a is least where 3 w^(p−1) = (a − w)^(p−1)
    double a = 7.5;
    for (int p : EXPONENTS) {
      double w = a / (1 + Math.pow(3, 1.0 / (p - 1)));
      double expected = (3 * Math.pow(w, p) + Math.pow(a - w, p)) / (4 * p);
      assertClose(Optimum.leastLoss(constantFeature(0, 0, 0, a), p), expected);
      assertClose(Optimum.leastLoss(constantFeature(-2, 2), p), Math.pow(2, p) / p);
    }
  }

  @Test
  void randomDataAgreeWithASlowTwin() {
    for (int seed = 0; seed < 5; seed++) {
      Dataset data = RandomData.gaussian(40, 5, 1, seed);
      for (int p : EXPONENTS) {
        assertClose(Optimum.leastLoss(data, p), twin(data, p));
      }
    }
    Dataset wild =
        RandomData.withTargets(
            RandomData.gaussian(30, 3, 1, 9),
            Arrays.stream(RandomData.gaussian(30, 1, 1, 8).targetArray())
                .map(y -> y * y * y * 1e3)
                .toArray());
    for (int p : EXPONENTS) {
      assertClose(Optimum.leastLoss(wild, p), twin(wild, p));
    }
  }

  @Test
  void illConditionedFeaturesKeepTheirAccuracy() {
    // The same space spanned well and badly.
    Dataset well = RandomData.conditioned(200, 12, 1, 1, 3);
    Dataset badly = RandomData.conditioned(200, 12, 1, 1e6, 3);
    for (int p : EXPONENTS) {
      double expected = Optimum.leastLoss(well, p);
      assertThat(Optimum.leastLoss(badly, p)).isCloseTo(expected, within(1e-10 * expected));
    }
  }

  @Test
  void dependentAndZeroColumnsChangeNothing() {
    Dataset data = RandomData.gaussian(50, 6, 1, 4);
    Dataset three = RandomData.map(data, (c, x) -> c < 3 ? x[c] : 0);
    Dataset dependent = RandomData.map(data, (c, x) -> c < 3 ? 1e5 * x[c] : x[c - 3] - x[0]);
    for (int p : EXPONENTS) {
      double expected = Optimum.leastLoss(three, p);
      assertClose(expected, twin(firstColumns(data, 3), p));
      assertThat(Optimum.leastLoss(dependent, p)).isCloseTo(expected, within(1e-11 * expected));
    }
    Dataset nothing = RandomData.map(data, (c, x) -> 0);
    double[] y = data.targetArray();
    assertClose(
        Optimum.leastLoss(nothing, 4), Arrays.stream(y).map(v -> v * v * v * v).sum() / 200);
  }

  @Test
  void interpolationGivesExactlyZero() {
    for (int p : EXPONENTS) {
      assertThat(Optimum.leastLoss(RandomData.gaussian(5, 9, 2, 1), p)).isZero();
      assertThat(Optimum.leastLoss(RandomData.gaussian(6, 6, 1, 2), p)).isZero();
      Dataset data = RandomData.gaussian(300, 8, 1, 3);
      double[] linear = new double[300];
      Arrays.setAll(linear, i -> 600 * data.feature(i, 0) - data.feature(i, 7));
      assertThat(Optimum.leastLoss(RandomData.withTargets(data, linear), p)).isZero();
      assertThat(Optimum.leastLoss(RandomData.withTargets(data, new double[300]), p)).isZero();
    }
  }

  @Test
  void rowsThatAnOwnFeatureInterpolatesDoNotStopNewton() {
    // Feature 2 is there in one row only: its curvature vanishes at the optimum.
    double[] x = {1, 0, 1, 0, 1, 0, 1, 5};
    double[] y = {0, 0, 3, 100};
    for (int p : EXPONENTS) {
      double w = 3 / (1 + Math.pow(2, 1.0 / (p - 1)));
      double expected = (2 * Math.pow(w, p) + Math.pow(3 - w, p)) / (4 * p);
      assertClose(Optimum.leastLoss(RandomData.of(2, 1, x, y), p), expected);
    }
  }

  @Test
  void targetsAreSolvedByThemselvesAndAdded() {
    Dataset data = RandomData.gaussian(30, 4, 2, 6);
    double[] first = new double[30];
    double[] second = new double[30];
    Arrays.setAll(first, i -> data.target(i, 0));
    Arrays.setAll(second, i -> data.target(i, 1));
    for (int p : EXPONENTS) {
      double sum =
          Optimum.leastLoss(RandomData.withTargets(data, first), p)
              + Optimum.leastLoss(RandomData.withTargets(data, second), p);
      assertClose(Optimum.leastLoss(data, p), sum);
    }
  }

  @Test
  void theUnitOfTheTargetComesOutAsAPower() {
    Dataset data = RandomData.gaussian(30, 4, 1, 7);
    double[] larger = Arrays.stream(data.targetArray()).map(y -> y * 1e30).toArray();
    for (int p : EXPONENTS) {
      assertClose(
          Optimum.leastLoss(RandomData.withTargets(data, larger), p),
          Optimum.leastLoss(data, p) * Math.pow(1e30, p));
    }
  }

  @Test
  void otherExponentsAreRefused() {
    assertThatThrownBy(() -> Optimum.leastLoss(constantFeature(1, 2), 3))
        .hasMessage("Invalid exponent: 3 (must be 2, 4 or 6)");
  }

  private static Dataset firstColumns(Dataset data, int columns) {
    double[] x = new double[data.rows() * columns];
    Arrays.setAll(x, i -> data.feature(i / columns, i % columns));
    return RandomData.of(columns, 1, x, data.targetArray());
  }

  /** Damped Newton from zero weights, in the coordinates of the data; checks its own gradient. */
  private static double twin(Dataset data, int p) {
    int d = data.features();
    double[] w = new double[d];
    double damping = p == 2 ? 1 : 1.0 / (p - 1);
    for (int step = 0; step < 400; step++) {
      double[] g = new double[d];
      double[][] h = new double[d][d];
      for (int row = 0; row < data.rows(); row++) {
        double r = residual(data, row, w);
        for (int i = 0; i < d; i++) {
          g[i] += Math.pow(r, p - 1) * data.feature(row, i);
          for (int j = 0; j < d; j++) {
            h[i][j] += (p - 1) * Math.pow(r, p - 2) * data.feature(row, i) * data.feature(row, j);
          }
        }
      }
      double[] move =
          new QRDecomposition(new Array2DRowRealMatrix(h))
              .getSolver()
              .solve(new ArrayRealVector(g))
              .toArray();
      for (int i = 0; i < d; i++) {
        w[i] -= damping * move[i];
      }
    }
    double loss = 0;
    double[] g = new double[d];
    double[] size = new double[d];
    for (int row = 0; row < data.rows(); row++) {
      double r = residual(data, row, w);
      loss += Math.pow(r, p) / p / data.rows();
      for (int i = 0; i < d; i++) {
        double term = Math.pow(r, p - 1) * data.feature(row, i);
        g[i] += term;
        size[i] += Math.abs(term);
      }
    }
    for (int i = 0; i < d; i++) {
      assertThat(Math.abs(g[i])).isLessThanOrEqualTo(1e-11 * size[i]);
    }
    return loss;
  }

  private static double residual(Dataset data, int row, double[] w) {
    double r = -data.target(row, 0);
    for (int i = 0; i < w.length; i++) {
      r += data.feature(row, i) * w[i];
    }
    return r;
  }
}
