package org.isobath.training;

import org.isobath.network.Loss;

/**
 * A loss of one row's outputs z with its first two derivatives, in plain arithmetic: for measures,
 * which are few (docs/equations.md, eq. 2, 40 and 41). The mean over the rows is not part of it.
 */
final class RowLoss {
  private final Loss loss;
  private final Examples examples;
  private final double[] shares;

  RowLoss(Loss loss, Examples examples) {
    this.loss = loss;
    this.examples = examples;
    this.shares = new double[examples.outputs()];
  }

  /** The loss of a row. */
  double value(int row, double[] z) {
    if (loss instanceof Loss.Power power) {
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        sum += power(z[k] - target(row, k), power.exponent());
      }
      return sum / power.exponent();
    }
    if (loss instanceof Loss.Logistic) {
      double margin = sign(row) * z[0];
      return Math.max(0, -margin) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
    }
    return softmax(z) - z[label(row)];
  }

  /** Its derivative in each output. */
  void gradient(int row, double[] z, double[] gradient) {
    if (loss instanceof Loss.Power power) {
      for (int k = 0; k < z.length; k++) {
        gradient[k] = power(z[k] - target(row, k), power.exponent() - 1);
      }
    } else if (loss instanceof Loss.Logistic) {
      double sign = sign(row);
      gradient[0] = -sign * sigmoid(-sign * z[0]);
    } else {
      softmax(z);
      System.arraycopy(shares, 0, gradient, 0, z.length);
      gradient[label(row)] -= 1;
    }
  }

  /** The product of its matrix of second derivatives with a vector. */
  void hessianTimes(int row, double[] z, double[] vector, double[] product) {
    if (loss instanceof Loss.Power power) {
      for (int k = 0; k < z.length; k++) {
        double curvature =
            (power.exponent() - 1) * power(z[k] - target(row, k), power.exponent() - 2);
        product[k] = curvature * vector[k];
      }
    } else if (loss instanceof Loss.Logistic) {
      product[0] = sigmoid(z[0]) * sigmoid(-z[0]) * vector[0];
    } else {
      softmax(z);
      double mean = 0;
      for (int k = 0; k < z.length; k++) {
        mean += shares[k] * vector[k];
      }
      for (int k = 0; k < z.length; k++) {
        product[k] = shares[k] * (vector[k] - mean);
      }
    }
  }

  /** Sets the shares to e^{z_k} / Σ e^z and gives log Σ e^z. */
  private double softmax(double[] z) {
    double largest = z[0];
    for (double value : z) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      shares[k] = StrictMath.exp(z[k] - largest);
      sum += shares[k];
    }
    for (int k = 0; k < z.length; k++) {
      shares[k] /= sum;
    }
    return largest + StrictMath.log(sum);
  }

  private double target(int row, int output) {
    if (examples.classes() == 0) {
      return examples.targets()[row * examples.outputs() + output];
    }
    return examples.outputs() == 1 ? sign(row) : label(row) == output ? 1 : 0;
  }

  /** −1 for class 0, 1 for class 1. */
  private double sign(int row) {
    return 2.0 * label(row) - 1;
  }

  private int label(int row) {
    return (int) examples.targets()[row];
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  private static double power(double value, int exponent) {
    double product = 1;
    for (int i = 0; i < exponent; i++) {
      product *= value;
    }
    return product;
  }
}
