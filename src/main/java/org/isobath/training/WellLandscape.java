package org.isobath.training;

import org.isobath.network.DoubleWell;

/** The landscape of a {@link DoubleWell} at u, v (docs/equations.md, eq. 45). */
final class WellLandscape implements Landscape {
  private final DoubleWell well;
  private final double[] point;
  private final double u;
  private final double squares;

  WellLandscape(DoubleWell well, double[] point) {
    this.well = well;
    this.point = point;
    this.u = point[0];
    double sum = 0;
    for (int j = 1; j < point.length; j++) {
      sum += point[j] * point[j];
    }
    this.squares = sum;
  }

  /** κ(u), its first derivative or its second. */
  private double curvature(int derivative) {
    double rise = well.sharp() - well.flat();
    if (Math.abs(u) >= 1) {
      return derivative > 0 ? 0 : u < 0 ? well.flat() : well.sharp();
    }
    return switch (derivative) {
      case 0 -> well.flat() + rise * (2 + 3 * u - u * u * u) / 4;
      case 1 -> rise * (3 - 3 * u * u) / 4;
      default -> -rise * 1.5 * u;
    };
  }

  @Override
  public int size() {
    return point.length;
  }

  @Override
  public double value() {
    double barrier = u * u - 1;
    return well.height() * barrier * barrier + curvature(0) * squares / 2;
  }

  @Override
  public double[] gradient() {
    double[] gradient = new double[point.length];
    gradient[0] = 4 * well.height() * u * (u * u - 1) + curvature(1) * squares / 2;
    for (int j = 1; j < point.length; j++) {
      gradient[j] = curvature(0) * point[j];
    }
    return gradient;
  }

  @Override
  public double[] times(double[] vector) {
    double[] product = new double[point.length];
    product[0] = (well.height() * (12 * u * u - 4) + curvature(2) * squares / 2) * vector[0];
    for (int j = 1; j < point.length; j++) {
      product[0] += curvature(1) * point[j] * vector[j];
      product[j] = curvature(1) * point[j] * vector[0] + curvature(0) * vector[j];
    }
    return product;
  }

  @Override
  public double[][] jacobian() {
    throw new IllegalStateException("a double well has no outputs");
  }
}
