package org.isobath.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * The largest eigenvalue of a symmetric matrix of which only products with vectors are known, by
 * the Lanczos method with full reorthogonalization, restarted from its best vector (Golub and Van
 * Loan, "Matrix computations", section 10.1). Largest means rightmost, not farthest from 0.
 *
 * <p>It starts from one fixed random vector, so that a matrix always has the same answer.
 */
final class LargestEigenvalue {
  /** A residual below this share of the norm: the eigenvalue is then right to about its square. */
  private static final double ACCURACY = 1e-7;

  /** Off-diagonals below this share of the norm are rounding: the space is used up. */
  private static final double EXHAUSTED = 1e-14;

  /** A vector that shrinks below this share loses digits, and is made orthogonal once more. */
  private static final double CANCELLED = 1e-3;

  private static final int MOST_VECTORS = 60;
  private static final int MOST_RESTARTS = 40;

  /** Numbers that the vectors of a search may hold together. */
  private static final int MOST_NUMBERS = 1 << 25;

  private static final int STEPS_A_LOOK = 5;

  private LargestEigenvalue() {}

  /**
   * The eigenvalue; NaN if products are not finite, or if it was not found, which takes a matrix
   * whose leading eigenvalues almost meet.
   *
   * @param size of the matrix, at least 1
   * @param product multiplies the matrix by a vector of that size
   */
  static double of(int size, UnaryOperator<double[]> product) {
    RandomStream random = new RandomStream(0, Purpose.EIGENVECTOR, 0);
    double[] start = new double[size];
    Arrays.setAll(start, random::gaussian);
    int most = Math.min(size, Math.max(3, Math.min(MOST_VECTORS, MOST_NUMBERS / size)));
    for (int restart = 0; restart < MOST_RESTARTS; restart++) {
      Search search = new Search(product, start);
      while (search.vectors.size() < most && search.grow()) {
        if (search.vectors.size() % STEPS_A_LOOK == 0 && search.look()) {
          break;
        }
      }
      if (!search.finite) {
        return Double.NaN;
      }
      if (search.look()) {
        return search.value;
      }
      start = search.combined();
    }
    return Double.NaN;
  }

  /** One Krylov space: an orthonormal basis, and the matrix in it, which is tridiagonal. */
  private static final class Search {
    private final UnaryOperator<double[]> product;
    private final List<double[]> vectors = new ArrayList<>();
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();
    private double[] next;
    private double nextLength;
    private boolean finite = true;
    private double value = Double.NaN;
    private double[] coefficients = new double[0];

    Search(UnaryOperator<double[]> product, double[] start) {
      this.product = product;
      this.next = start.clone();
      this.nextLength = Math.sqrt(dot(start, start));
    }

    /** Takes one more vector; false if there is none, or products are not finite. */
    boolean grow() {
      if (!(nextLength > EXHAUSTED * norm()) || nextLength == 0) {
        return false;
      }
      if (!vectors.isEmpty()) {
        beside.add(nextLength);
      }
      double[] vector = next;
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= nextLength;
      }
      vectors.add(vector);
      next = product.apply(vector);
      diagonal.add(dot(next, vector));
      double before = Math.sqrt(dot(next, next));
      orthogonalize();
      nextLength = Math.sqrt(dot(next, next));
      if (nextLength < CANCELLED * before) {
        // What is left is small enough for rounding to show.
        orthogonalize();
        nextLength = Math.sqrt(dot(next, next));
      }
      finite = Double.isFinite(nextLength) && Double.isFinite(diagonal.get(diagonal.size() - 1));
      return finite;
    }

    /** Takes out of the next vector what the others have, the latest first. */
    private void orthogonalize() {
      for (int v = vectors.size() - 1; v >= 0; v--) {
        double[] known = vectors.get(v);
        double share = -dot(next, known);
        for (int i = 0; i < next.length; i++) {
          next[i] = Math.fma(share, known[i], next[i]);
        }
      }
    }

    /** Finds the largest eigenvalue in the space; whether it is one of the whole matrix. */
    boolean look() {
      int count = vectors.size();
      double[] main = diagonal.stream().mapToDouble(Double::doubleValue).toArray();
      double[] off = beside.stream().mapToDouble(Double::doubleValue).toArray();
      if (count == 1 || norm() == 0) {
        value = main[0];
        coefficients = new double[count];
        coefficients[0] = 1;
      } else {
        EigenDecomposition parts = new EigenDecomposition(main, off);
        double[] values = parts.getRealEigenvalues();
        int best = 0;
        for (int i = 1; i < count; i++) {
          best = values[i] > values[best] ? i : best;
        }
        value = values[best];
        coefficients = parts.getEigenvector(best).toArray();
      }
      double residual = nextLength * Math.abs(coefficients[count - 1]);
      return residual <= ACCURACY * norm() || nextLength <= EXHAUSTED * norm();
    }

    /** The vector of the largest eigenvalue in the space. */
    double[] combined() {
      double[] sum = new double[next.length];
      for (int v = 0; v < coefficients.length; v++) {
        double[] vector = vectors.get(v);
        for (int i = 0; i < sum.length; i++) {
          sum[i] = Math.fma(coefficients[v], vector[i], sum[i]);
        }
      }
      return sum;
    }

    /** About the size of the matrix, as far as it is known: 0 before the first product. */
    private double norm() {
      double largest = 0;
      for (double entry : diagonal) {
        largest = Math.max(largest, Math.abs(entry));
      }
      for (double entry : beside) {
        largest = Math.max(largest, entry);
      }
      return largest;
    }

    private static double dot(double[] left, double[] right) {
      // Four sums, so that additions need not wait for each other; their order is fixed.
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 3 < left.length; i += 4) {
        a = Math.fma(left[i], right[i], a);
        b = Math.fma(left[i + 1], right[i + 1], b);
        c = Math.fma(left[i + 2], right[i + 2], c);
        d = Math.fma(left[i + 3], right[i + 3], d);
      }
      for (; i < left.length; i++) {
        a = Math.fma(left[i], right[i], a);
      }
      return (a + b) + (c + d);
    }
  }
}
