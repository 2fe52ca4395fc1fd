package org.isobath.training;

import java.util.ArrayList;
import java.util.List;
import org.isobath.data.Dataset;

/**
 * A linear network trained one trial at a time, straight from the formulas of docs/equations.md:
 * matrices as arrays of rows, predictions for every row, no lanes, no tricks. Slow and obvious.
 */
final class SlowTwin {
  private SlowTwin() {}

  /** loss[t] for t = 0 … steps, or up to the first that diverged. */
  static List<Double> losses(
      Dataset data, Trial trial, double[][][] weights, double divergedAbove) {
    List<Double> losses = new ArrayList<>();
    for (long step = 0; step <= trial.steps(); step++) {
      double loss = loss(data, weights, trial.lossExponent());
      losses.add(loss);
      if (!Double.isFinite(loss) || loss > divergedAbove * losses.get(0)) {
        break;
      }
      double[][][] gradients = gradients(data, weights, trial.lossExponent());
      for (int layer = 0; layer < weights.length; layer++) {
        for (int i = 0; i < weights[layer].length; i++) {
          for (int j = 0; j < weights[layer][i].length; j++) {
            weights[layer][i][j] =
                (1 - trial.learningRate() * trial.weightDecay()) * weights[layer][i][j]
                    - trial.learningRate() * gradients[layer][i][j];
          }
        }
      }
    }
    return losses;
  }

  /** L = 1/(p n) Σ_i Σ_k (prediction − y)^p. */
  static double loss(Dataset data, double[][][] weights, int exponent) {
    double sum = 0;
    double[][] endToEnd = product(weights, 0, weights.length);
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < data.targets(); k++) {
        sum += Math.pow(residual(data, endToEnd, row, k), exponent);
      }
    }
    return sum / (exponent * (double) data.rows());
  }

  /** ∂L/∂W_j = (W_N … W_{j+1})ᵀ G (W_{j−1} … W_1)ᵀ with G = (1/n) (r^{p−1})ᵀ X. */
  static double[][][] gradients(Dataset data, double[][][] weights, int exponent) {
    double[][] endToEnd = product(weights, 0, weights.length);
    double[][] g = new double[data.targets()][data.features()];
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < data.targets(); k++) {
        double power = Math.pow(residual(data, endToEnd, row, k), exponent - 1);
        for (int f = 0; f < data.features(); f++) {
          g[k][f] += power * data.feature(row, f) / data.rows();
        }
      }
    }
    double[][][] gradients = new double[weights.length][][];
    for (int layer = 0; layer < weights.length; layer++) {
      double[][] gradient = g;
      if (layer + 1 < weights.length) {
        gradient = multiply(transposed(product(weights, layer + 1, weights.length)), gradient);
      }
      if (layer > 0) {
        gradient = multiply(gradient, transposed(product(weights, 0, layer)));
      }
      gradients[layer] = gradient;
    }
    return gradients;
  }

  private static double residual(Dataset data, double[][] endToEnd, int row, int k) {
    double prediction = 0;
    for (int f = 0; f < data.features(); f++) {
      prediction += endToEnd[k][f] * data.feature(row, f);
    }
    return prediction - data.target(row, k);
  }

  /** W_to … W_{from+1}. */
  static double[][] product(double[][][] weights, int from, int to) {
    double[][] product = weights[from];
    for (int layer = from + 1; layer < to; layer++) {
      product = multiply(weights[layer], product);
    }
    return product;
  }

  static double[][] multiply(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }
}
