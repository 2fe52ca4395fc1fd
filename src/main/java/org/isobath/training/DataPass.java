package org.isobath.training;

import java.util.Arrays;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Rows;

/**
 * Loss and gradient in the end-to-end matrix, in lanes: all that a linear network's step needs of
 * the data, at a cost that depends neither on depth nor on width.
 */
final class DataPass {
  private final Kernels kernels;
  private final Rows rows;
  private final double[] remainders;
  private final int exponent;
  private final double count;
  private final double[] sums;

  DataPass(Kernels kernels, TrainingData data, int exponent, int mostGroups) {
    this.kernels = kernels;
    this.exponent = exponent;
    this.count = data.data().rows();
    this.rows = data.rows(kernels, exponent);
    this.remainders = new double[data.data().targets()];
    Arrays.setAll(remainders, output -> data.remainder(exponent, output));
    this.sums = new double[mostGroups * kernels.memory().lanes()];
  }

  /**
   * L = 1/(p n) Σ_i Σ_k r_ik^p and G = 1/n Σ_i r_i^{p−1} x_iᵀ (docs/equations.md, eq. 2 and 3).
   *
   * @param endToEnd addresses of W_e, one a group
   * @param gradients addresses that receive G, one a group
   * @param losses receives L, {@code [group][lane]}
   */
  void run(int[] endToEnd, int[] gradients, double[] losses, int groups) {
    int lanes = groups * kernels.memory().lanes();
    Arrays.fill(losses, 0, lanes, 0);
    for (int output = 0; output < remainders.length; output++) {
      kernels.residualPass(rows, output, exponent, 1 / count, endToEnd, gradients, sums, groups);
      for (int lane = 0; lane < lanes; lane++) {
        losses[lane] += sums[lane] + remainders[output];
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      losses[lane] /= exponent * count;
    }
  }
}
