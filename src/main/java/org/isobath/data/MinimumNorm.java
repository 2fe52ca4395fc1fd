package org.isobath.data;

/**
 * The smallest matrix, in the Frobenius norm, among those that have the least loss: where gradient
 * descent of depth 1 ends when it starts from zero at p = 2 (docs/equations.md, eq. 31).
 *
 * <p>Models of least loss agree in what they predict, F. So it is Xᵀ's solution of X Wᵀ = F with
 * the pseudoinverse: by the singular values of the triangle of X, without those below 1e-13 of the
 * largest.
 */
public final class MinimumNorm {
  private MinimumNorm() {}

  /**
   * The matrix, row-major, targets × features. As dear as {@link Optimum#leastLoss}.
   *
   * @param exponent p: 2, 4 or 6
   */
  public static double[] of(Dataset data, int exponent) {
    Dataset attainable =
        new Dataset(
            data.name(),
            data.featureNames(),
            data.targetNames(),
            data.rows(),
            data.featureArray(),
            Optimum.predictions(data, exponent));
    Compression small = Compression.of(attainable);
    int features = data.features();
    int targets = data.targets();
    SingularValues parts = SingularValues.of(small.rows(), features, small.features());
    int width = parts.values().length;
    double[] matrix = new double[targets * features];
    for (int r = 0; r < parts.rank(); r++) {
      for (int k = 0; k < targets; k++) {
        double share = 0;
        for (int row = 0; row < small.rows(); row++) {
          share =
              Math.fma(parts.left()[row * width + r], small.targets()[row * targets + k], share);
        }
        share /= parts.values()[r];
        for (int f = 0; f < features; f++) {
          int to = k * features + f;
          matrix[to] = Math.fma(share, parts.right()[f * width + r], matrix[to]);
        }
      }
    }
    return matrix;
  }
}
