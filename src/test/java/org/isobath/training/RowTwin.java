package org.isobath.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isobath.kernel.Activation;
import org.isobath.network.DoubleWell;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.TiedAutoencoder;

/**
 * Any network trained one trial and one row at a time, straight from the formulas: the functions of
 * the JDK, no lanes, no tricks. Slow and obvious.
 */
record RowTwin(Network network, Loss loss) {
  /** Features and targets of some rows; the target of a class is its number. */
  record Rows(double[][] x, double[][] y) {}

  /**
   * Trains.
   *
   * @param batches the rows of each step
   * @return the weights after 0, 1, … steps
   */
  List<double[][][]> train(
      double[][][] weights,
      List<Rows> batches,
      boolean sum,
      OptimizerTwin rule,
      double rate,
      double decay,
      OptimizerTwin.Noise noise) {
    List<double[][][]> path = new ArrayList<>();
    path.add(weights);
    Map<String, Map<String, Double>> states = new HashMap<>();
    for (int step = 1; step <= batches.size(); step++) {
      double[][][] before = path.get(step - 1);
      Rows batch = batches.get(step - 1);
      double[][][] gradients = zeros(before);
      for (int row = 0; row < batch.x().length; row++) {
        add(gradients, gradient(before, batch.x()[row], batch.y()[row]));
      }
      double scale = sum ? 1 : 1.0 / batch.x().length;
      double[][][] now = zeros(before);
      for (int l = 0; l < now.length; l++) {
        for (int i = 0; i < now[l].length; i++) {
          int columns = now[l][i].length;
          for (int j = 0; j < columns; j++) {
            Map<String, Double> state =
                states.computeIfAbsent(l + "," + i + "," + j, place -> new HashMap<>());
            double xi = noise.at(step, l + 1, i * columns + j);
            now[l][i][j] =
                rule.updated(
                    before[l][i][j], scale * gradients[l][i][j], state, step, rate, decay, xi);
          }
        }
      }
      path.add(now);
    }
    return path;
  }

  /** The mean loss of rows. */
  double mean(double[][][] weights, Rows rows) {
    double sum = 0;
    for (int row = 0; row < rows.x().length; row++) {
      sum += value(weights, rows.x()[row], rows.y()[row]);
    }
    return sum / rows.x().length;
  }

  /** The loss of one row. */
  double value(double[][][] weights, double[] x, double[] y) {
    if (network instanceof DoubleWell well) {
      return well(well, weights[0][0]);
    }
    double[] z = predict(weights, x);
    double sum = 0;
    if (loss instanceof Loss.Power power) {
      for (int k = 0; k < z.length; k++) {
        sum += Math.pow(z[k] - y[k], power.exponent()) / power.exponent();
      }
      return sum;
    }
    if (loss instanceof Loss.Logistic) {
      double s = y[0] == 1 ? 1 : -1;
      return softplus(-s * z[0]);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : z) {
      largest = Math.max(largest, value);
    }
    for (double value : z) {
      sum += StrictMath.exp(value - largest);
    }
    return largest + StrictMath.log(sum) - z[(int) y[0]];
  }

  /** Whether the row's class is that of the largest output. */
  boolean isRight(double[][][] weights, double[] x, int label) {
    double[] z = predict(weights, x);
    if (z.length == 1) {
      return label == (z[0] > 0 ? 1 : 0);
    }
    int best = 0;
    for (int k = 1; k < z.length; k++) {
      best = z[k] > z[best] ? k : best;
    }
    return best == label;
  }

  private double[] predict(double[][][] weights, double[] x) {
    if (network instanceof TiedAutoencoder) {
      double a = 0;
      for (int j = 0; j < x.length; j++) {
        a += weights[0][0][j] * x[j];
      }
      double[] reproduced = new double[x.length];
      for (int j = 0; j < x.length; j++) {
        reproduced[j] = weights[0][0][j] * Math.max(0, a);
      }
      return reproduced;
    }
    return sums(weights, x).get(weights.length - 1);
  }

  /** What goes into each layer's activation. */
  private List<double[]> sums(double[][][] weights, double[] x) {
    List<double[]> sums = new ArrayList<>();
    double[] a = x;
    for (int l = 0; l < weights.length; l++) {
      double[] z = new double[weights[l].length];
      for (int i = 0; i < z.length; i++) {
        for (int j = 0; j < a.length; j++) {
          z[i] += weights[l][i][j] * a[j];
        }
        if (weights[l][i].length > a.length) {
          z[i] += weights[l][i][a.length];
        }
      }
      sums.add(z);
      a = new double[z.length];
      for (int i = 0; i < z.length; i++) {
        a[i] = activation(z[i]);
      }
    }
    return sums;
  }

  private double activation(double z) {
    Activation f =
        network instanceof Perceptron perceptron ? perceptron.activation() : Activation.IDENTITY;
    return switch (f) {
      case IDENTITY -> z;
      case RELU -> z > 0 ? z : 0;
      case ELU -> z > 0 ? z : StrictMath.exp(z) - 1;
      case SOFTPLUS -> softplus(z);
      case SIGMOID -> sigmoid(z);
      case TANH -> StrictMath.tanh(z);
      case SQUARE -> z * z;
    };
  }

  private double slope(double z) {
    Activation f =
        network instanceof Perceptron perceptron ? perceptron.activation() : Activation.IDENTITY;
    return switch (f) {
      case IDENTITY -> 1;
      case RELU -> z > 0 ? 1 : 0;
      case ELU -> z >= 0 ? 1 : StrictMath.exp(z);
      case SOFTPLUS -> sigmoid(z);
      case SIGMOID -> sigmoid(z) * (1 - sigmoid(z));
      case TANH -> 1 - StrictMath.tanh(z) * StrictMath.tanh(z);
      case SQUARE -> 2 * z;
    };
  }

  private static double softplus(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  private static double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + StrictMath.exp(-z)) : StrictMath.exp(z) / (1 + StrictMath.exp(z));
  }

  /** The gradient of one row's loss. */
  private double[][][] gradient(double[][][] weights, double[] x, double[] y) {
    if (network instanceof DoubleWell well) {
      return new double[][][] {{wellGradient(well, weights[0][0])}};
    }
    double[] z = predict(weights, x);
    double[] delta = new double[z.length];
    double total = 0;
    for (int k = 0; k < z.length; k++) {
      total += StrictMath.exp(z[k] - z[0]);
    }
    for (int k = 0; k < z.length; k++) {
      if (loss instanceof Loss.Power power) {
        delta[k] = Math.pow(z[k] - y[k], power.exponent() - 1);
      } else if (loss instanceof Loss.Logistic) {
        double s = y[0] == 1 ? 1 : -1;
        delta[k] = -s * sigmoid(-s * z[k]);
      } else {
        delta[k] = StrictMath.exp(z[k] - z[0]) / total - (k == (int) y[0] ? 1 : 0);
      }
    }
    double[][][] gradient = zeros(weights);
    if (network instanceof TiedAutoencoder) {
      double a = 0;
      double along = 0;
      for (int j = 0; j < x.length; j++) {
        a += weights[0][0][j] * x[j];
        along += weights[0][0][j] * delta[j];
      }
      for (int j = 0; j < x.length; j++) {
        gradient[0][0][j] = Math.max(0, a) * delta[j] + (a > 0 ? along * x[j] : 0);
      }
      return gradient;
    }
    List<double[]> sums = sums(weights, x);
    for (int l = weights.length - 1; l >= 0; l--) {
      int inputs = l == 0 ? x.length : weights[l - 1].length;
      double[] below = new double[inputs];
      for (int i = 0; i < weights[l].length; i++) {
        for (int j = 0; j < weights[l][i].length; j++) {
          double input = j == inputs ? 1 : l == 0 ? x[j] : activation(sums.get(l - 1)[j]);
          gradient[l][i][j] = delta[i] * input;
          if (j < inputs && l > 0) {
            below[j] += delta[i] * weights[l][i][j] * slope(sums.get(l - 1)[j]);
          }
        }
      }
      delta = below;
    }
    mask(gradient);
    return gradient;
  }

  /** Sets weights that do not exist to zero. */
  void mask(double[][][] weights) {
    if (network instanceof Perceptron perceptron) {
      perceptron
          .mask()
          .ifPresent(
              mask ->
                  mask.pattern()
                      .entries()
                      .forEach(e -> weights[e.layer() - 1][e.row()][e.column()] *= e.value()));
    }
  }

  private static double well(DoubleWell well, double[] w) {
    double squares = 0;
    for (int j = 1; j < w.length; j++) {
      squares += w[j] * w[j];
    }
    return well.height() * Math.pow(w[0] * w[0] - 1, 2) + curvature(well, w[0]) * squares / 2;
  }

  private static double curvature(DoubleWell well, double u) {
    double s = u <= -1 ? 0 : u >= 1 ? 1 : (2 + 3 * u - u * u * u) / 4;
    return well.flat() + (well.sharp() - well.flat()) * s;
  }

  private static double[] wellGradient(DoubleWell well, double[] w) {
    double[] gradient = new double[w.length];
    double u = w[0];
    double slope = u <= -1 || u >= 1 ? 0 : (3 - 3 * u * u) / 4 * (well.sharp() - well.flat());
    gradient[0] = 4 * well.height() * (u * u - 1) * u;
    for (int j = 1; j < w.length; j++) {
      gradient[0] += slope * w[j] * w[j] / 2;
      gradient[j] = curvature(well, u) * w[j];
    }
    return gradient;
  }

  private static double[][][] zeros(double[][][] like) {
    double[][][] zeros = new double[like.length][][];
    for (int l = 0; l < like.length; l++) {
      zeros[l] = new double[like[l].length][like[l][0].length];
    }
    return zeros;
  }

  private static void add(double[][][] sums, double[][][] terms) {
    for (int l = 0; l < sums.length; l++) {
      for (int i = 0; i < sums[l].length; i++) {
        for (int j = 0; j < sums[l][i].length; j++) {
          sums[l][i][j] += terms[l][i][j];
        }
      }
    }
  }
}
