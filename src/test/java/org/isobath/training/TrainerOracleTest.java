package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.isobath.data.Dataset;
import org.isobath.kernel.Precision;
import org.isobath.network.Balanced;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradient descent on linear networks against a slow twin, closed forms and identities. */
final class TrainerOracleTest {
  static Stream<Arguments> shapes() {
    List<List<Integer>> widths =
        List.of(
            List.of(),
            List.of(1),
            List.of(5),
            List.of(1, 1),
            List.of(3, 4),
            List.of(7, 2, 6),
            List.of(2, 3, 4, 3));
    List<Arguments> cases = new ArrayList<>();
    for (List<Integer> hidden : widths) {
      for (int exponent : new int[] {2, 4, 6}) {
        for (int targets : new int[] {1, 3}) {
          cases.add(Arguments.of(hidden, exponent, targets));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void lossesAreThoseOfTheSlowTwin(List<Integer> widths, int exponent, int targets) {
    for (int rows : new int[] {4, 37}) {
      Dataset data = Fixtures.data(11, rows, 6, targets, 0.3);
      List<Trial> trials = new ArrayList<>();
      for (double rate : new double[] {1e-4, 1e-2, 0.05}) {
        for (double decay : new double[] {0, 0.1}) {
          Trial trial = Fixtures.trial(new LinearNetwork(widths), exponent, rate, 60, 5);
          trials.add(Fixtures.withDecay(trial, decay));
        }
      }
      List<Outcome> outcomes = Fixtures.train(data, trials, Fixtures.EVERY_STEP);
      for (int i = 0; i < trials.size(); i++) {
        double[][][] weights = Fixtures.matrices(trials.get(i), data);
        List<Double> expected = SlowTwin.losses(data, trials.get(i), weights, 1e6);
        Curve curve = outcomes.get(i).curve();
        assertThat(curve.steps()).hasSize(expected.size());
        for (int t = 0; t < expected.size(); t++) {
          double loss = expected.get(t);
          if (Double.isFinite(loss)) {
            // A loss that grows a thousandfold a step carries rounding along with it.
            assertThat(curve.losses()[t]).isCloseTo(loss, within(1e-9 * loss));
          } else {
            assertThat(curve.losses()[t]).isNaN();
          }
        }
        long lastStep = expected.size() - 1;
        boolean diverged = lastStep < 60;
        assertThat(outcomes.get(i).steps()).isEqualTo(lastStep);
        assertThat(outcomes.get(i).divergedAt()).isEqualTo(diverged ? lastStep : -1);
        assertThat(outcomes.get(i).status() == Status.DIVERGED).isEqualTo(diverged);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void oneStepFollowsTheFiniteDifferencesOfTheLoss(
      List<Integer> widths, int exponent, int targets) {
    Dataset data = Fixtures.data(3, 15, 4, targets, 0.2);
    double rate = 0.5;
    Trial trial = Fixtures.trial(new LinearNetwork(widths), exponent, rate, 1, 8);
    Outcome outcome = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0);
    double h = 1e-5;
    double[][][] weights = Fixtures.matrices(trial, data);
    double[][][] after =
        Fixtures.matrices(
            outcome.finalWeights(), trial.network().shapes(data.features(), data.targets()));
    for (int layer = 0; layer < weights.length; layer++) {
      for (int i = 0; i < weights[layer].length; i++) {
        for (int j = 0; j < weights[layer][i].length; j++) {
          double w = weights[layer][i][j];
          weights[layer][i][j] = w + h;
          double up = SlowTwin.loss(data, weights, exponent);
          weights[layer][i][j] = w - h;
          double down = SlowTwin.loss(data, weights, exponent);
          weights[layer][i][j] = w;
          double gradient = (w - after[layer][i][j]) / rate;
          assertThat(gradient)
              .isCloseTo((up - down) / (2 * h), within(1e-7 * (1 + Math.abs(gradient))));
        }
      }
    }
  }

  /** w_t − w* = (I − ηS)^t (w_0 − w*). */
  @Test
  void depthOneWithPowerTwoFollowsTheClosedForm() {
    Dataset data = Fixtures.data(21, 50, 5, 1, 0.4);
    RealMatrix x = new Array2DRowRealMatrix(data.rows(), data.features());
    RealVector y = new ArrayRealVector(data.targetArray());
    for (int row = 0; row < data.rows(); row++) {
      for (int f = 0; f < data.features(); f++) {
        x.setEntry(row, f, data.feature(row, f));
      }
    }
    RealMatrix s = x.transpose().multiply(x).scalarMultiply(1.0 / data.rows());
    RealVector optimum =
        new LUDecomposition(s)
            .getSolver()
            .solve(x.transpose().operate(y).mapMultiply(1.0 / data.rows()));
    double rate = 0.3;
    RealMatrix step =
        MatrixUtils.createRealIdentityMatrix(data.features()).subtract(s.scalarMultiply(rate));
    Trial trial = Fixtures.trial(LinearNetwork.of(1, 1), 2, rate, 200, 4);
    double[] initial = Fixtures.matrices(trial, data)[0][0];
    RealVector expected =
        optimum.add(step.power(200).operate(new ArrayRealVector(initial).subtract(optimum)));
    Outcome outcome = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0);
    for (int f = 0; f < data.features(); f++) {
      assertThat(outcome.finalWeights()[0][f]).isCloseTo(expected.getEntry(f), within(1e-12));
    }
    RealVector residual = x.operate(optimum).subtract(y);
    assertThat(outcome.optimumLoss())
        .isCloseTo(residual.dotProduct(residual) / (2 * data.rows()), within(1e-14));
  }

  /** D_j' = (1 − ηλ)² D_j + η² (g_{j+1}ᵀ g_{j+1} − g_j g_jᵀ), D_j = W_{j+1}ᵀW_{j+1} − W_j W_jᵀ. */
  @ParameterizedTest
  @MethodSource("shapes")
  void oneStepKeepsTheBalancednessIdentity(List<Integer> widths, int exponent, int targets) {
    Dataset data = Fixtures.data(5, 20, 4, targets, 0.2);
    double rate = 0.02;
    double decay = 0.3;
    Trial trial =
        Fixtures.withDecay(Fixtures.trial(new LinearNetwork(widths), exponent, rate, 1, 2), decay);
    Outcome outcome = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0);
    LinearNetwork.Shape[] shapes = trial.network().shapes(data.features(), data.targets());
    double[][][] before = Fixtures.matrices(outcome.initialWeights(), shapes);
    double[][][] after = Fixtures.matrices(outcome.finalWeights(), shapes);
    double[][][] gradients = SlowTwin.gradients(data, before, exponent);
    double keep = 1 - rate * decay;
    for (int layer = 0; layer + 1 < shapes.length; layer++) {
      double[][] was = imbalance(before, layer);
      double[][] is = imbalance(after, layer);
      double[][] drift = imbalance(gradients, layer);
      for (int i = 0; i < was.length; i++) {
        for (int j = 0; j < was.length; j++) {
          double expected = keep * keep * was[i][j] + rate * rate * drift[i][j];
          assertThat(is[i][j]).isCloseTo(expected, within(1e-14));
        }
      }
    }
  }

  private static double[][] imbalance(double[][][] weights, int layer) {
    double[][] upper =
        SlowTwin.multiply(SlowTwin.transposed(weights[layer + 1]), weights[layer + 1]);
    double[][] lower = SlowTwin.multiply(weights[layer], SlowTwin.transposed(weights[layer]));
    for (int i = 0; i < upper.length; i++) {
      for (int j = 0; j < upper.length; j++) {
        upper[i][j] -= lower[i][j];
      }
    }
    return upper;
  }

  @Test
  void balancedWeightsAreBalancedAndTheirProductDoesNotDependOnDepthOrWidth() {
    for (int targets : new int[] {1, 3}) {
      Dataset data = Fixtures.data(9, 10, 5, targets, 0.1);
      double[][] endToEnd = new double[0][];
      for (List<Integer> widths :
          List.of(List.<Integer>of(), List.of(3), List.of(5, 4), List.of(4, 6, 3))) {
        LinearNetwork network = new LinearNetwork(widths);
        LinearNetwork.Shape[] shapes = network.shapes(5, targets);
        double[][][] weights = Fixtures.matrices(new Balanced(0.7).weights(6, shapes), shapes);
        double[][] product = SlowTwin.product(weights, 0, weights.length);
        if (endToEnd.length == 0) {
          endToEnd = product;
        }
        for (int k = 0; k < targets; k++) {
          for (int f = 0; f < 5; f++) {
            assertThat(product[k][f]).isCloseTo(endToEnd[k][f], within(1e-14));
          }
        }
        Trial trial =
            new Trial(
                org.isobath.data.Scaling.NONE,
                network,
                2,
                new GradientDescent(),
                0,
                new Balanced(0.7),
                1,
                Precision.FLOAT64,
                6,
                1e-300);
        Outcome outcome = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0);
        if (network.depth() > 1) {
          assertThat(outcome.measures().get("balancedness")).isLessThan(1e-14);
        }
      }
    }
  }

  @Test
  void aPerfectFitIsFollowedFarBelowTheRoundingOfTheSquares() {
    Dataset data = Fixtures.data(2, 300, 4, 1, 0);
    Trial trial = Fixtures.trial(LinearNetwork.of(1, 1), 2, 0.5, 3000, 1);
    double[][][] weights = Fixtures.matrices(trial, data);
    List<Double> expected = SlowTwin.losses(data, trial, weights, 1e6);
    Curve curve = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0).curve();
    int compared = 0;
    for (int t = 0; t < expected.size() && expected.get(t) > 1e-24; t++) {
      double loss = expected.get(t);
      // Residuals of size √loss are differences of numbers of size 1, in the twin too.
      double rounding = 1e-12 + 1e-15 / Math.sqrt(loss);
      assertThat(curve.losses()[t]).isCloseTo(loss, within(rounding * loss));
      compared++;
    }
    assertThat(compared).isGreaterThan(500);
  }

  /** float32 follows float64 as far as its seven digits allow. */
  @ParameterizedTest
  @MethodSource("shapes")
  void float32FollowsFloat64(List<Integer> widths, int exponent, int targets) {
    Dataset data = Fixtures.data(13, 60, 6, targets, 0.3);
    Trial trial = Fixtures.trial(new LinearNetwork(widths), exponent, 1e-3, 100, 5);
    Curve wide = Fixtures.train(data, List.of(trial), Fixtures.EVERY_STEP).get(0).curve();
    Trial narrow = Fixtures.in(Precision.FLOAT32, trial);
    Curve rounded = Fixtures.train(data, List.of(narrow), Fixtures.EVERY_STEP).get(0).curve();
    assertThat(rounded.steps()).isEqualTo(wide.steps());
    int different = 0;
    for (int t = 0; t < wide.losses().length; t++) {
      double loss = wide.losses()[t];
      assertThat(rounded.losses()[t]).isCloseTo(loss, within(2e-5 * loss));
      different += rounded.losses()[t] == loss ? 0 : 1;
    }
    assertThat(different).isGreaterThan(50);
  }
}
