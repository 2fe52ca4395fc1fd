package org.isobath.theory;

import org.isobath.training.PowerLoss;

/**
 * The direction of end-to-end descent for one output (Arora, Cohen and Hazan 2018;
 * docs/equations.md, eq. 32), as a vector field on the end-to-end vectors w:
 *
 * <pre>  F(w) = ‖w‖^{2−2/N} (g + (N−1) (g·w/‖w‖²) w),   g = ∇L(w),   F(0) = 0 for N ≥ 2.</pre>
 *
 * @param loss of one target
 * @param depth N ≥ 1
 */
public record EndToEndField(PowerLoss loss, int depth) {
  /** Validates. */
  public EndToEndField {
    if (loss.targets() != 1) {
      throw new IllegalArgumentException(
          "Invalid targets: " + loss.targets() + " (the field is one output's)");
    }
    if (depth < 1) {
      throw new IllegalArgumentException("Invalid depth: " + depth + " (must be at least 1)");
    }
  }

  /** 2 − 2/N: the power of the norm. */
  double power() {
    return 2 - 2.0 / depth;
  }

  /** F at a vector. */
  public double[] at(double[] w) {
    double[] gradient = loss.gradient(w);
    double squares = dot(w, w);
    if (depth == 1 || squares == 0) {
      return depth == 1 ? gradient : new double[w.length];
    }
    double scale = StrictMath.pow(squares, power() / 2);
    double along = (depth - 1) * dot(gradient, w) / squares;
    double[] field = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      field[i] = scale * Math.fma(along, w[i], gradient[i]);
    }
    return field;
  }

  /**
   * The Jacobian of F at a vector that is not 0: row i holds the derivatives of F_i. The field is a
   * gradient only where it is symmetric (docs/equations.md, eq. 33).
   *
   * @return row-major, features × features
   */
  public double[] jacobian(double[] w) {
    int size = w.length;
    double squares = dot(w, w);
    if (!isDefinedAt(w)) {
      throw new IllegalArgumentException("Invalid w: 0 (the field has no derivative there)");
    }
    double[] g = loss.gradient(w);
    PowerLoss.Curvature curvature = loss.curvature(w);
    double[] curved = curvature.times(w);
    double power = power();
    double scale = StrictMath.pow(squares, power / 2);
    double along = dot(g, w) / squares;
    double[] jacobian = new double[size * size];
    for (int j = 0; j < size; j++) {
      double[] unit = new double[size];
      unit[j] = 1;
      double[] column = curvature.times(unit);
      for (int i = 0; i < size; i++) {
        double fromNorm = power * g[i] * w[j] / squares;
        double fromProjection =
            w[i] * (g[j] + curved[j]) / squares + (power - 2) * along * w[i] * w[j] / squares;
        double diagonal = i == j ? along : 0;
        jacobian[i * size + j] =
            scale * (column[i] + fromNorm + (depth - 1) * (fromProjection + diagonal));
      }
    }
    return jacobian;
  }

  /**
   * How far the Jacobian at a vector is from symmetric.
   *
   * @param norm ‖J‖ (Frobenius)
   * @param antisymmetricNorm ‖(J − Jᵀ)/2‖, 0 where F could be a gradient
   */
  public record Asymmetry(double norm, double antisymmetricNorm) {
    /** The antisymmetric part's share of the norm, from 0 to 1. */
    public double share() {
      return norm == 0 ? 0 : antisymmetricNorm / norm;
    }
  }

  /** Whether the field has a derivative at a vector: its square is neither 0 nor too large. */
  public static boolean isDefinedAt(double[] w) {
    double squares = dot(w, w);
    return squares > 0 && squares < Double.POSITIVE_INFINITY;
  }

  /** The asymmetry of the Jacobian at a vector that is not 0. */
  public Asymmetry asymmetry(double[] w) {
    double[] jacobian = jacobian(w);
    int size = w.length;
    double all = 0;
    double odd = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double entry = jacobian[i * size + j];
        double difference = (entry - jacobian[j * size + i]) / 2;
        all = Math.fma(entry, entry, all);
        odd = Math.fma(difference, difference, odd);
      }
    }
    return new Asymmetry(Math.sqrt(all), Math.sqrt(odd));
  }

  static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum = Math.fma(left[i], right[i], sum);
    }
    return sum;
  }
}
