package org.isobath.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The matrix by which end-to-end descent multiplies the gradient at some W_e (Arora, Cohen and
 * Hazan 2018, claim 1; docs/equations.md, eq. 34). Its eigenvectors are products of singular
 * vectors of W_e: it favours directions that W_e already has.
 */
public final class Preconditioner {
  /** Singular values below this share of the largest are rounding: 1e-13 in their squares. */
  private static final double NEGLIGIBLE = 3.1622776601683794e-7;

  private Preconditioner() {}

  /**
   * An eigenvalue.
   *
   * @param multiplicity how many eigenvectors it has here
   */
  public record Eigenvalue(double value, long multiplicity) {}

  /**
   * All outputs · features eigenvalues Σ_j σ_r^{2(N−j)/N} σ_r'^{2(j−1)/N}, descending; equal ones
   * of one kind together. σ^0 is 1, also for σ = 0.
   *
   * @param endToEnd W_e, row-major, outputs × features
   * @param depth N ≥ 1
   */
  public static List<Eigenvalue> spectrum(double[] endToEnd, int outputs, int depth) {
    int features = endToEnd.length / outputs;
    double[] sigma = singularValues(endToEnd, outputs, features);
    List<Eigenvalue> spectrum = new ArrayList<>();
    for (int r = 0; r < outputs; r++) {
      double left = r < sigma.length ? sigma[r] : 0;
      for (double right : sigma) {
        spectrum.add(new Eigenvalue(eigenvalue(left, right, depth), 1));
      }
      if (features > sigma.length) {
        spectrum.add(new Eigenvalue(eigenvalue(left, 0, depth), features - sigma.length));
      }
    }
    spectrum.sort(Comparator.comparingDouble(Eigenvalue::value).reversed());
    return joined(spectrum);
  }

  private static double eigenvalue(double left, double right, int depth) {
    double sum = 0;
    for (int j = 1; j <= depth; j++) {
      sum +=
          StrictMath.pow(left, 2.0 * (depth - j) / depth)
              * StrictMath.pow(right, 2.0 * (j - 1) / depth);
    }
    return sum;
  }

  private static List<Eigenvalue> joined(List<Eigenvalue> sorted) {
    List<Eigenvalue> joined = new ArrayList<>();
    for (Eigenvalue next : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).value() == next.value()) {
        long both = joined.get(last).multiplicity() + next.multiplicity();
        joined.set(last, new Eigenvalue(next.value(), both));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static double[] singularValues(double[] endToEnd, int outputs, int features) {
    double[][] rows = new double[outputs][];
    for (int k = 0; k < outputs; k++) {
      rows[k] = Arrays.copyOfRange(endToEnd, k * features, (k + 1) * features);
    }
    if (outputs == 1) {
      return new double[] {Math.sqrt(EndToEndField.dot(endToEnd, endToEnd))};
    }
    double[] values =
        new SingularValueDecomposition(new Array2DRowRealMatrix(rows, false)).getSingularValues();
    double least = NEGLIGIBLE * values[0];
    return Arrays.stream(values).map(v -> v < least ? 0 : v).toArray();
  }
}
