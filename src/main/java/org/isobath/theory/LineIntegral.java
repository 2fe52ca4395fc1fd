package org.isobath.theory;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import org.isobath.data.Dataset;
import org.isobath.training.PowerLoss;

/**
 * The integral of the end-to-end direction F along a closed curve: were F a gradient, it would be 0
 * (Arora, Cohen and Hazan 2018, theorem 2; docs/equations.md, eq. 32). With e = ∇L(0)/‖∇L(0)‖, the
 * curve goes straight from −R e to −r e, by a half circle of radius r to r e, straight to R e, and
 * by a half circle of radius R back.
 *
 * @param slope c = ‖∇L(0)‖
 * @param quadrature the four parts in the order of the curve, by numerical integration of F
 * @param exact the same in closed form
 * @param exactSum the closed form of their sum, without the cancellation of adding them
 * @param linearLoss the sum for the loss c e·w: 2c (R^a − r^a) (N−1)(N−2)/(3N−2), a = 3 − 2/N
 */
public record LineIntegral(
    double slope, double[] quadrature, double[] exact, double exactSum, double linearLoss) {

  /** The sum of the parts by numerical integration. */
  public double quadratureSum() {
    return Arrays.stream(quadrature).sum();
  }

  /**
   * Integrates.
   *
   * @param data with one target and at least two features
   * @param exponent p of the loss
   * @param depth N
   * @param small r > 0
   * @param large R > r
   * @throws IllegalArgumentException if {@link #obstacle} is not empty
   */
  public static LineIntegral of(Dataset data, int exponent, int depth, double small, double large) {
    String obstacle = obstacle(data, exponent);
    if (!obstacle.isEmpty()) {
      throw new IllegalArgumentException(obstacle);
    }
    if (!(small > 0 && large > small && large < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid radii: " + small + ", " + large + " (must be 0 < r < R, finite)");
    }
    EndToEndField field = new EndToEndField(PowerLoss.of(data, exponent), depth);
    double[] e = field.loss().gradient(new double[data.features()]);
    double slope = Math.sqrt(EndToEndField.dot(e, e));
    Arrays.setAll(e, i -> e[i] / slope);
    double[] coefficients = coefficients(data, exponent, e);
    return new LineIntegral(
        slope,
        quadrature(field, e, small, large),
        exact(coefficients, depth, small, large),
        exactSum(coefficients, depth, small, large),
        exactSum(new double[] {slope}, depth, small, large));
  }

  /** Why there is no such curve for these data, or an empty string. */
  public static String obstacle(Dataset data, int exponent) {
    if (data.targets() != 1) {
      return "the theorem is about one target, not " + data.targets();
    }
    if (data.features() < 2) {
      return "the curve needs at least two features";
    }
    double[] gradient = PowerLoss.of(data, exponent).gradient(new double[data.features()]);
    double squares = EndToEndField.dot(gradient, gradient);
    return squares > 0 && squares < Double.POSITIVE_INFINITY
        ? ""
        : "the gradient at zero is "
            + (squares == 0 ? "zero" : "not finite")
            + ", so the curve has no direction";
  }

  /** ∇L(s e)·e = Σ_m q_m s^m: q_m = 1/n Σ_i binomial(p−1, m) z_i^{m+1} (−y_i)^{p−1−m}, z = X e. */
  private static double[] coefficients(Dataset data, int exponent, double[] e) {
    double[] sums = new double[exponent];
    double[] z = new double[data.rows()];
    for (int row = 0; row < data.rows(); row++) {
      for (int f = 0; f < e.length; f++) {
        z[row] = Math.fma(data.feature(row, f), e[f], z[row]);
      }
    }
    double binomial = 1;
    for (int m = 0; m < exponent; m++) {
      for (int row = 0; row < data.rows(); row++) {
        sums[m] +=
            binomial
                * StrictMath.pow(z[row], m + 1)
                * StrictMath.pow(-data.target(row, 0), exponent - 1 - m);
      }
      sums[m] /= data.rows();
      binomial = binomial * (exponent - 1 - m) / (m + 1);
    }
    return sums;
  }

  /**
   * Along w = s e, F·e = N |s|^b Σ q_m s^m with b = 2 − 2/N. On a circle of radius ρ the projection
   * on w does no work, so F·dw = ρ^b dL.
   */
  private static double[] exact(double[] q, int depth, double small, double large) {
    double b = 2 - 2.0 / depth;
    double[] parts = new double[4];
    for (int m = 0; m < q.length; m++) {
      double power = b + m + 1;
      double straight =
          depth * q[m] * (StrictMath.pow(large, power) - StrictMath.pow(small, power)) / power;
      parts[0] += m % 2 == 0 ? straight : -straight;
      parts[2] += straight;
      if (m % 2 == 0) {
        parts[1] += 2 * q[m] * StrictMath.pow(small, power) / (m + 1);
        parts[3] -= 2 * q[m] * StrictMath.pow(large, power) / (m + 1);
      }
    }
    return parts;
  }

  /** The sum, in which odd m cancel: the factor of m is 0 for m = 0 and N = 1 or 2. */
  private static double exactSum(double[] q, int depth, double small, double large) {
    double n = depth;
    double sum = 0;
    for (int m = 0; m < q.length; m += 2) {
      double power = 3 - 2 / n + m;
      double numerator = n * n * (m + 1) - (3 * n - 2 + m * n);
      double factor = numerator / ((3 * n - 2 + m * n) * (m + 1));
      sum += 2 * q[m] * factor * (StrictMath.pow(large, power) - StrictMath.pow(small, power));
    }
    return sum;
  }

  private static double[] quadrature(EndToEndField field, double[] e, double small, double large) {
    double[] across = across(e);
    GaussLegendre rule = new GaussLegendre();
    double[] minus = Arrays.stream(e).map(v -> -v).toArray();
    return new double[] {
      rule.integral(s -> EndToEndField.dot(field.at(times(s, minus)), e), small, large, true),
      halfCircle(rule, field, small, minus, across),
      rule.integral(s -> EndToEndField.dot(field.at(times(s, e)), e), small, large, true),
      halfCircle(rule, field, large, e, across)
    };
  }

  /** From radius · start, through radius · across, to −radius · start. */
  private static double halfCircle(
      GaussLegendre rule, EndToEndField field, double radius, double[] start, double[] across) {
    DoubleFunction<double[]> point =
        angle -> sum(radius * StrictMath.cos(angle), start, radius * StrictMath.sin(angle), across);
    return rule.integral(
        angle ->
            EndToEndField.dot(
                field.at(point.apply(angle)),
                // The tangent is the point a quarter of a turn further.
                point.apply(angle + StrictMath.PI / 2)),
        0,
        StrictMath.PI,
        false);
  }

  /** A unit vector at right angles to e. By the theorem's proof any will do. */
  private static double[] across(double[] e) {
    int least = 0;
    for (int i = 1; i < e.length; i++) {
      least = Math.abs(e[i]) < Math.abs(e[least]) ? i : least;
    }
    double[] axis = new double[e.length];
    axis[least] = 1;
    double[] rest = sum(1, axis, -e[least], e);
    double length = Math.sqrt(EndToEndField.dot(rest, rest));
    return times(1 / length, rest);
  }

  private static double[] times(double factor, double[] vector) {
    return Arrays.stream(vector).map(v -> factor * v).toArray();
  }

  private static double[] sum(double a, double[] x, double b, double[] y) {
    double[] sum = new double[x.length];
    Arrays.setAll(sum, i -> Math.fma(a, x[i], b * y[i]));
    return sum;
  }
}
