package org.isobath.training;

import org.isobath.data.Compression;
import org.isobath.data.Dataset;

/**
 * The power-p loss as a function of the end-to-end matrix W_e (docs/equations.md, eq. 2), of one
 * matrix at a time: its value, gradient and curvature. Matrices are row-major, targets × features.
 * Sums run in the order of rows.
 */
public final class PowerLoss {
  private final int exponent;
  private final double count;
  private final int rows;
  private final int features;
  private final int targets;
  private final double[] x;
  private final double[] y;
  private final double remainder;

  private PowerLoss(
      int exponent, Dataset data, int rows, double[] x, double[] y, double remainder) {
    this.exponent = exponent;
    this.count = data.rows();
    this.features = data.features();
    this.targets = data.targets();
    this.rows = rows;
    this.x = x;
    this.y = y;
    this.remainder = remainder;
  }

  /**
   * The loss of a dataset, row by row.
   *
   * @param exponent p: 2, 4 or 6
   */
  public static PowerLoss of(Dataset data, int exponent) {
    return new PowerLoss(exponent, data, data.rows(), data.featureArray(), data.targetArray(), 0);
  }

  /** The same in as few rows as the exponent allows (docs/equations.md, eq. 6). */
  static PowerLoss of(TrainingData data, int exponent) {
    if (exponent != 2) {
      return of(data.data(), exponent);
    }
    Compression small = data.compression();
    double remainder = 0;
    for (double rest : small.remainders()) {
      remainder += rest;
    }
    return new PowerLoss(
        2, data.data(), small.rows(), small.features(), small.targets(), remainder);
  }

  /** The number of features, d. */
  public int features() {
    return features;
  }

  /** The number of targets, k. */
  public int targets() {
    return targets;
  }

  /** L = 1/(p n) Σ r^p. */
  public double value(double[] endToEnd) {
    double sum = 0;
    for (double residual : residuals(endToEnd)) {
      sum = Math.fma(power(residual, exponent - 1), residual, sum);
    }
    return (sum + remainder) / (exponent * count);
  }

  /** G = 1/n Σ_i r_i^{p−1} x_iᵀ. */
  public double[] gradient(double[] endToEnd) {
    double[] factors = residuals(endToEnd);
    for (int i = 0; i < factors.length; i++) {
      factors[i] = power(factors[i], exponent - 1) / count;
    }
    return weighted(factors);
  }

  /** The second derivative at a matrix, as a map of directions. */
  public Curvature curvature(double[] endToEnd) {
    double[] factors = residuals(endToEnd);
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (exponent - 1) * power(factors[i], exponent - 2) / count;
    }
    return new Curvature(factors);
  }

  /** The second derivative of the loss at one matrix. */
  public final class Curvature {
    /** (p−1)/n r_ik^{p−2}, of each row and target. */
    private final double[] factors;

    private Curvature(double[] factors) {
      this.factors = factors;
    }

    /** (p−1)/n Σ_i (r_i^{p−2} ∘ V x_i) x_iᵀ, for a direction V. */
    public double[] times(double[] direction) {
      double[] along = products(direction);
      for (int i = 0; i < along.length; i++) {
        along[i] *= factors[i];
      }
      return weighted(along);
    }
  }

  private double[] residuals(double[] endToEnd) {
    double[] residuals = products(endToEnd);
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] -= y[i];
    }
    return residuals;
  }

  /** W x_i of every row: rows × targets. */
  private double[] products(double[] matrix) {
    double[] products = new double[rows * targets];
    for (int row = 0; row < rows; row++) {
      int from = row * features;
      for (int k = 0; k < targets; k++) {
        // Four sums, so that additions need not wait for each other; their order is fixed.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int w = k * features;
        int f = 0;
        for (; f + 3 < features; f += 4) {
          a = Math.fma(x[from + f], matrix[w + f], a);
          b = Math.fma(x[from + f + 1], matrix[w + f + 1], b);
          c = Math.fma(x[from + f + 2], matrix[w + f + 2], c);
          d = Math.fma(x[from + f + 3], matrix[w + f + 3], d);
        }
        for (; f < features; f++) {
          a = Math.fma(x[from + f], matrix[w + f], a);
        }
        products[row * targets + k] = (a + b) + (c + d);
      }
    }
    return products;
  }

  /** Σ_i q_i x_iᵀ, of factors q, rows × targets. */
  private double[] weighted(double[] factors) {
    double[] sum = new double[targets * features];
    for (int row = 0; row < rows; row++) {
      int from = row * features;
      for (int k = 0; k < targets; k++) {
        double factor = factors[row * targets + k];
        int to = k * features;
        for (int f = 0; f < features; f++) {
          sum[to + f] = Math.fma(factor, x[from + f], sum[to + f]);
        }
      }
    }
    return sum;
  }

  /** value^exponent, for an exponent of 0 to 5, by one fixed tree of products. */
  private static double power(double value, int exponent) {
    double square = value * value;
    return switch (exponent) {
      case 0 -> 1;
      case 1 -> value;
      case 2 -> square;
      case 3 -> square * value;
      case 4 -> square * square;
      case 5 -> square * square * value;
      default -> throw new IllegalArgumentException("Invalid exponent: " + exponent);
    };
  }
}
