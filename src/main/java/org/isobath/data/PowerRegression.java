package org.isobath.data;

/**
 * Newton's method for the least of f(w) = 1/(p n) Σ (z·w − y)^p, p = 4 or 6, with z the rows of an
 * orthonormal basis.
 *
 * <p>f is convex, so a full step or one halved until f falls enough (Armijo) always ends at the
 * least; from the least-squares solution it takes some 10 to 30 steps. Boyd and Vandenberghe,
 * "Convex optimization", sections 9.5 and 9.6.
 */
final class PowerRegression {
  private static final int MOST_STEPS = 500;
  private static final int MOST_HALVINGS = 60;
  private static final double ARMIJO = 1e-4;

  /** Half the squared Newton decrement, relative to f, at which f is as good as least. */
  private static final double ACCURACY = 1e-14;

  private final ColumnSpace space;
  private final int exponent;

  /** y − z·w, the negative residual, row by row. */
  private double[] rest;

  private PowerRegression(ColumnSpace space, double[] rest, int exponent) {
    this.space = space;
    this.rest = rest;
    this.exponent = exponent;
  }

  /**
   * The least of f.
   *
   * @param loss f
   * @param rest y − z·w there, row by row
   */
  record Least(double loss, double[] rest) {}

  /**
   * Finds the least of f.
   *
   * @param leastSquaresResidual y minus its projection on the space: where Newton starts
   */
  static Least least(ColumnSpace space, double[] leastSquaresResidual, int exponent) {
    PowerRegression search = new PowerRegression(space, leastSquaresResidual.clone(), exponent);
    double loss = search.minimize();
    return new Least(loss, search.rest);
  }

  private double minimize() {
    double loss = loss(rest);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] slope = negativeGradient();
      double[] direction = PositiveSystem.solve(hessian(), slope);
      double decrement = dot(slope, direction);
      if (!(decrement / 2 > ACCURACY * loss)) {
        return loss;
      }
      double length = 1;
      double[] next = moved(direction, length);
      double nextLoss = loss(next);
      for (int halving = 0;
          halving < MOST_HALVINGS && !(nextLoss <= loss - ARMIJO * length * decrement);
          halving++) {
        length /= 2;
        next = moved(direction, length);
        nextLoss = loss(next);
      }
      if (!(nextLoss < loss)) {
        return loss; // rounding is all that is left
      }
      rest = next;
      loss = nextLoss;
    }
    return loss;
  }

  private double[] moved(double[] direction, double length) {
    double[] change = direction.clone();
    for (int j = 0; j < change.length; j++) {
      change[j] *= length;
    }
    double[] next = rest.clone();
    space.subtract(change, next);
    return next;
  }

  private double loss(double[] residual) {
    double sum = 0;
    for (double value : residual) {
      sum += power(value, exponent);
    }
    return sum / ((double) exponent * space.rows());
  }

  /** 1/n Σ (y − z·w)^(p−1) z. */
  private double[] negativeGradient() {
    int rank = space.rank();
    double[] basis = space.basis();
    double[] slope = new double[rank];
    for (int row = 0; row < space.rows(); row++) {
      double weight = power(rest[row], exponent - 1) / space.rows();
      for (int j = 0; j < rank; j++) {
        slope[j] = Math.fma(weight, basis[row * rank + j], slope[j]);
      }
    }
    return slope;
  }

  /** (p − 1)/n Σ (y − z·w)^(p−2) z zᵀ, row-major, lower triangle. */
  private double[] hessian() {
    int rank = space.rank();
    double[] basis = space.basis();
    double[] hessian = new double[rank * rank];
    for (int row = 0; row < space.rows(); row++) {
      int offset = row * rank;
      double weight = (exponent - 1) * power(rest[row], exponent - 2) / space.rows();
      for (int i = 0; i < rank; i++) {
        double factor = weight * basis[offset + i];
        for (int j = 0; j <= i; j++) {
          hessian[i * rank + j] = Math.fma(factor, basis[offset + j], hessian[i * rank + j]);
        }
      }
    }
    return hessian;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int j = 0; j < left.length; j++) {
      sum = Math.fma(left[j], right[j], sum);
    }
    return sum;
  }

  private static double power(double value, int exponent) {
    double square = value * value;
    double even =
        switch (exponent / 2) {
          case 1 -> square;
          case 2 -> square * square;
          default -> square * square * square;
        };
    return exponent % 2 == 0 ? even : even * value;
  }
}
