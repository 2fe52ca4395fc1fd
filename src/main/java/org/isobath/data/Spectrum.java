package org.isobath.data;

import java.util.Arrays;

/**
 * The eigenvalues of XᵀX/n: the curvatures of the power-2 loss at depth 1. Its largest stable
 * learning rate for full-batch gradient descent is 2 / the first (docs/equations.md, eq. 14).
 */
public final class Spectrum {
  private Spectrum() {}

  /**
   * All eigenvalues, one a feature, descending, at least 0. They are squares of singular values of
   * the compressed data, so small ones are right to 10⁻¹⁶ of the root of the largest.
   */
  public static double[] of(Dataset data) {
    Compression compression = Compression.of(data);
    double[] singular =
        SingularValues.of(compression.rows(), data.features(), compression.features()).values();
    double[] eigenvalues = new double[data.features()]; // zeros beyond the number of rows
    Arrays.setAll(
        eigenvalues, i -> i < singular.length ? singular[i] * singular[i] / data.rows() : 0);
    return eigenvalues;
  }
}
