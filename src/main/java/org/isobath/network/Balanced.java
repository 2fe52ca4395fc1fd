package org.isobath.network;

import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Balanced weights with W_{j+1}ᵀ W_{j+1} = W_j W_jᵀ for every j, whose product is a drawn
 * end-to-end matrix: with its thin SVD U Σ Vᵀ, W₁ = Σ^{1/N} Vᵀ, the middle layers Σ^{1/N}, W_N = U
 * Σ^{1/N}, padded with zeros to the widths (Arora, Cohen and Hazan 2018, section 4;
 * docs/equations.md, eq. 10).
 *
 * @param standardDeviation σ of the entries of the end-to-end matrix, drawn from N(0, σ²)
 */
public record Balanced(double standardDeviation) implements Initializer {
  /** The stream of the end-to-end matrix; layers use 1, 2, … */
  private static final int END_TO_END = 0;

  /** Validates. */
  public Balanced {
    Gaussian.requireDeviation(standardDeviation);
  }

  @Override
  public String kind() {
    return "balanced";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("standardDeviation", standardDeviation);
  }

  @Override
  public double[][] weights(long seed, LinearNetwork.Shape[] shapes) {
    String misfit = misfit(shapes);
    if (!misfit.isEmpty()) {
      throw new IllegalArgumentException(misfit);
    }
    int depth = shapes.length;
    int in = shapes[0].in();
    int out = shapes[depth - 1].out();
    double[] endToEnd = Gaussian.draw(seed, END_TO_END, in * out, standardDeviation);
    if (depth == 1) {
      return new double[][] {endToEnd};
    }
    Factors factors = Factors.of(endToEnd, out, in);
    double[][] weights = new double[depth][];
    for (int layer = 0; layer < depth; layer++) {
      LinearNetwork.Shape shape = shapes[layer];
      weights[layer] = new double[shape.size()];
      for (int r = 0; r < factors.sigma.length; r++) {
        double root = StrictMath.pow(factors.sigma[r], 1.0 / depth);
        if (layer == 0) {
          for (int column = 0; column < in; column++) {
            weights[layer][r * in + column] = root * factors.right[r][column];
          }
        } else if (layer == depth - 1) {
          for (int row = 0; row < out; row++) {
            weights[layer][row * shape.in() + r] = root * factors.left[r][row];
          }
        } else {
          weights[layer][r * shape.in() + r] = root;
        }
      }
    }
    return weights;
  }

  @Override
  public boolean isZero() {
    return standardDeviation == 0;
  }

  @Override
  public String misfit(LinearNetwork.Shape[] shapes) {
    int rank = Math.min(shapes[0].in(), shapes[shapes.length - 1].out());
    for (int layer = 0; layer < shapes.length - 1; layer++) {
      if (shapes[layer].out() < rank) {
        return "balanced weights need hidden widths of at least "
            + rank
            + " (the smaller of features and targets), but layer "
            + (layer + 1)
            + " has width "
            + shapes[layer].out();
      }
    }
    return "";
  }

  /** The thin SVD: singular values, and one left and one right singular vector for each. */
  private record Factors(double[] sigma, double[][] left, double[][] right) {
    static Factors of(double[] matrix, int rows, int columns) {
      if (rows == 1 || columns == 1) {
        return ofVector(matrix, rows);
      }
      RealMatrix dense = new Array2DRowRealMatrix(rows, columns);
      for (int i = 0; i < matrix.length; i++) {
        dense.setEntry(i / columns, i % columns, matrix[i]);
      }
      // Commons Math is pure Java: the same bits on every machine, unlike a native LAPACK.
      SingularValueDecomposition svd = new SingularValueDecomposition(dense);
      return new Factors(svd.getSingularValues(), svd.getUT().getData(), svd.getVT().getData());
    }

    private static Factors ofVector(double[] vector, int rows) {
      double squares = 0;
      for (double value : vector) {
        squares = Math.fma(value, value, squares);
      }
      double norm = Math.sqrt(squares);
      double[] unit = new double[vector.length];
      for (int i = 0; i < unit.length; i++) {
        unit[i] = norm == 0 ? (i == 0 ? 1 : 0) : vector[i] / norm;
      }
      double[][] one = {{1}};
      double[][] direction = {unit};
      return rows == 1
          ? new Factors(new double[] {norm}, one, direction)
          : new Factors(new double[] {norm}, direction, one);
    }
  }
}
