package org.isobath.kernel;

/**
 * The arithmetic of training, on {@code [element][lane]} arrays: element e of lane l stands at e ·
 * lanes + l. A lane is a trial; lanes never mix, and each lane's operations and their order are
 * those of {@link ScalarKernels}, the definition, whatever the number of lanes or the processor.
 *
 * <p>Only + − × ÷ and fma, so that every machine gives the same bits.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {
  /** The fastest kernels that this Java can run; all give the same bits. */
  static Kernels best() {
    // VectorKernels may be loaded only when the module is there.
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? VectorKernels.create()
        : new ScalarKernels();
  }

  /** What runs, for people: the implementation and its vector width. */
  String description();

  /**
   * One full-batch pass over the rows for one output: with residuals r_i = x_i · w − y_i, the sums
   * Σ r_i^p and Σ r_i^{p−1} x_i, both in the order of the rows (docs/equations.md, eq. 3 and 4).
   *
   * @param rows the data and the output
   * @param exponent p: 2, 4 or 6
   * @param weights w, {@code [feature][lane]} from element {@code offset}
   * @param gradient receives Σ r_i^{p−1} x_i, {@code [feature][lane]} from element {@code offset}
   * @param offset first element of this output in weights and gradient
   * @param loss receives Σ r_i^p of each lane
   * @param lanes number of lanes
   */
  void residualPass(
      Rows rows,
      int exponent,
      double[] weights,
      double[] gradient,
      int offset,
      double[] loss,
      int lanes);

  /**
   * C = A B in every lane: A is rows × inner, B inner × columns, C rows × columns, all row-major.
   */
  void product(double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes);

  /** C = A Bᵀ in every lane: A is rows × inner, B columns × inner. */
  void productWithTransposed(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes);

  /** C = Aᵀ B in every lane: A is inner × rows, B inner × columns. */
  void transposedProduct(
      double[] a, double[] b, double[] c, int rows, int inner, int columns, int lanes);

  /** A ← factor · A, for the first {@code count} numbers. */
  void scale(double[] a, double factor, int count);

  /**
   * W ← fma(−η, G, keep · W), with η and keep of each lane.
   *
   * @param elements number of elements; W and G have elements · lanes numbers
   */
  void descend(
      double[] weights,
      double[] gradient,
      double[] negativeLearningRate,
      double[] keep,
      int elements);

  /**
   * The rows that a pass reads for one output.
   *
   * @param features row-major count × width
   * @param targets row-major count × outputs
   * @param count number of rows
   * @param width number of features
   * @param outputs number of outputs
   * @param output which output, from 0
   */
  record Rows(double[] features, double[] targets, int count, int width, int outputs, int output) {
    double target(int row) {
      return targets[row * outputs + output];
    }
  }
}
