package org.isobath.training;

import java.util.Arrays;
import org.isobath.kernel.Kernels;

/**
 * Loss and gradient in the end-to-end matrix, in lanes: all that a linear network's step needs of
 * the data, at a cost that depends neither on depth nor on width.
 */
final class DataPass {
  private final Kernels kernels;
  private final Kernels.Rows[] outputs;
  private final double[] remainders;
  private final int exponent;
  private final double count;

  DataPass(Kernels kernels, TrainingData data, int exponent) {
    this.kernels = kernels;
    this.exponent = exponent;
    this.count = data.data().rows();
    this.outputs = new Kernels.Rows[data.data().targets()];
    this.remainders = new double[outputs.length];
    for (int output = 0; output < outputs.length; output++) {
      outputs[output] = data.rows(exponent, output);
      remainders[output] = data.remainder(exponent, output);
    }
  }

  /**
   * L = 1/(p n) Σ_i Σ_k r_ik^p and G = 1/n Σ_i r_i^{p−1} x_iᵀ (docs/equations.md, eq. 2 and 3).
   *
   * @param endToEnd W_e, {@code [output · features + feature][lane]}
   * @param gradient receives G, of the same shape
   * @param loss receives L of each lane
   * @param scratch of the length of loss
   */
  void run(double[] endToEnd, double[] gradient, double[] loss, double[] scratch) {
    int lanes = loss.length;
    Arrays.fill(loss, 0);
    int features = outputs[0].width();
    for (int output = 0; output < outputs.length; output++) {
      kernels.residualPass(
          outputs[output], exponent, endToEnd, gradient, output * features, scratch, lanes);
      for (int lane = 0; lane < lanes; lane++) {
        loss[lane] += scratch[lane] + remainders[output];
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      loss[lane] /= exponent * count;
    }
    kernels.scale(gradient, 1 / count, gradient.length);
  }
}
