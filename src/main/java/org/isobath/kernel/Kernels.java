package org.isobath.kernel;

/**
 * The arithmetic of training, on groups of lanes in a {@link LaneMemory} of its own; arrays are
 * given by their addresses. Lanes never mix, and each lane's operations and their order are those
 * of the scalar kernels, the definition, whatever the number of lanes or the processor. Only + − ×
 * ÷ √ and fma, so that every machine gives the same bits.
 *
 * <p>Update rules remember decaying averages. Where gradients vanish these would end among the
 * subnormal numbers, which are many times slower; so a tiny number is added to an average and taken
 * away again, which turns what is smaller still into 0: {@code avg(a, s, b, x) = fma(b, x, fma(a,
 * s, tiny)) − tiny}.
 *
 * <p>Not for two threads at once.
 */
public sealed interface Kernels
    permits ScalarKernels32, ScalarKernels64, VectorKernels32, VectorKernels64 {
  /** The fastest kernels that this Java can run; all give the same bits. */
  static Kernels best(Precision precision) {
    // The vector classes may be loaded only when the module is there.
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return scalar(precision);
    }
    int bytes = VirtualMachine.regionBytes();
    return switch (precision) {
      case FLOAT64 -> new VectorKernels64(bytes);
      case FLOAT32 -> new VectorKernels32(bytes);
    };
  }

  /** The definition. */
  static Kernels scalar(Precision precision) {
    int bytes = VirtualMachine.regionBytes();
    return switch (precision) {
      case FLOAT64 -> new ScalarKernels64(bytes);
      case FLOAT32 -> new ScalarKernels32(bytes);
    };
  }

  /** What runs, for people: the implementation and its vector width. */
  String description();

  /**
   * Does multiply-adds that wait for nothing but the processor's own units: the rate that no kernel
   * can pass.
   *
   * @return how many were done
   */
  long multiplyAdds(int rounds);

  /** The memory that all addresses mean. */
  LaneMemory memory();

  /**
   * Data for {@link #residualPass}, rounded to the precision.
   *
   * @param features row-major count × width
   * @param targets row-major count × outputs
   * @param triangular whether row i is zero in the features before 8 ⌊i / 8⌋, which are then never
   *     read
   */
  Rows rows(
      double[] features, double[] targets, int count, int width, int outputs, boolean triangular);

  /**
   * One full-batch pass over the rows for one output of several groups: with residuals r_i = x_i ·
   * w − y_i, the loss sums Σ r_i^p, in double whatever the precision, and the gradients factor · Σ
   * r_i^{p−1} x_i, all in the order of the rows (docs/equations.md, eq. 3 and 4).
   *
   * @param rows of {@link #rows}
   * @param output which output, from 0
   * @param exponent p: 2, 4 or 6
   * @param factor what gradients are multiplied by
   * @param weights addresses of outputs × features weights, one a group
   * @param gradients addresses of the outputs × features gradients, one a group; only those of the
   *     output are written
   * @param losses receives Σ r_i^p, {@code [group][lane]}
   * @param groups number of groups
   */
  void residualPass(
      Rows rows,
      int output,
      int exponent,
      double factor,
      int[] weights,
      int[] gradients,
      double[] losses,
      int groups);

  /**
   * C ← C + A' B, where A' are some columns of A and B the rows that they meet. With the first
   * column C begins afresh, so a product can be made in parts, in order.
   *
   * @param a rows × aColumns
   * @param b count × columns
   * @param c rows × columns
   * @param first first column of A that is used
   * @param count how many columns of A are used
   */
  void addProduct(int a, int b, int c, int rows, int aColumns, int first, int count, int columns);

  /**
   * C = A Bᵀ: A is rows × inner, B columns × inner. Each element is (s0 + s1) + (s2 + s3), where
   * s_k sums every fourth term from the k-th on, so that no sum waits for the one before.
   */
  void productWithTransposed(int a, int b, int c, int rows, int inner, int columns);

  /**
   * C = A'ᵀ B, where A' are some columns of A: rows first to first + count of the whole Aᵀ B.
   *
   * @param a inner × aColumns
   * @param b inner × columns
   * @param c count × columns
   */
  void transposedProduct(
      int a, int b, int c, int aColumns, int first, int count, int inner, int columns);

  /**
   * W ← fma(−η, G, keep · W).
   *
   * @param rates 2 elements: −η and keep of each lane
   */
  void descend(int weights, int gradient, int rates, int elements);

  /**
   * V ← avg(β, V, share, g) and W ← W − ahead · g − along · V, with g = G + λ W.
   *
   * @param velocity V
   * @param rates 3 elements: λ, −along and −ahead of each lane
   */
  void momentum(
      int weights, int gradient, int velocity, int rates, double beta, double share, int elements);

  /**
   * S ← avg(keep, S, share, g²) and W ← W − η g / (√(S + inside) + outside), with g = G + λ W.
   *
   * @param squares S
   * @param rates 2 elements: λ and −η of each lane
   */
  void rootMeanSquare(
      int weights,
      int gradient,
      int squares,
      int rates,
      double keep,
      double share,
      double inside,
      double outside,
      int elements);

  /**
   * S ← avg(ρ, S, 1 − ρ, g²), u = √((D + ε) / (S + ε)) g, D ← avg(ρ, D, 1 − ρ, u²) and W ← W − η u,
   * with g = G + λ W.
   *
   * @param squares S
   * @param changes D
   * @param rates 2 elements: λ and −η of each lane
   */
  void adadelta(
      int weights,
      int gradient,
      int squares,
      int changes,
      int rates,
      double rho,
      double epsilon,
      int elements);

  /**
   * M ← avg(β₁, M, 1 − β₁, g), S ← avg(β₂, S, 1 − β₂, g²) and W ← keep · W − rate · M / (root · √S
   * + ε), with g = G + λ W.
   *
   * @param means M
   * @param squares S
   * @param rates 4 elements: λ, keep, −rate and root of each lane
   */
  void adam(
      int weights,
      int gradient,
      int means,
      int squares,
      int rates,
      double beta1,
      double beta2,
      double epsilon,
      int elements);

  /**
   * {@link #descend} for the gradient a x, and the product of a row with the new weights: W ←
   * fma(−η, a x, keep · W), then c = b W. The same bits as {@link #transposedProduct}, {@link
   * #descend} and {@link #addProduct} one after the other, but W passes the processor once.
   *
   * @param a column of rows numbers
   * @param x row of columns numbers
   * @param b row of rows numbers
   * @param c row of columns numbers
   */
  void descendAndMultiply(
      int weights, int a, int x, int rates, int b, int c, int rows, int columns);

  /**
   * Z = A Wᵀ + bias: each sum starts at the bias, or 0, and takes the inputs in their order
   * (docs/equations.md, eq. 37).
   *
   * @param a rows × inputs
   * @param w outputs × stride
   * @param z rows × outputs
   */
  void forward(Dense layer, int rows, int a, int w, int z);

  /**
   * {@link #forward} where all lanes read the same inputs: the same bits as with a copy in each.
   *
   * @param a rows × inputs numbers, one after the other ({@link LaneMemory#gatherShared})
   */
  void forwardShared(Dense layer, int rows, int a, int w, int z);

  /**
   * dA = dZ W without the bias, in the order of the outputs, each sum from 0.
   *
   * @param dz rows × outputs
   * @param w outputs × stride
   * @param da rows × inputs
   */
  void backward(Dense layer, int rows, int dz, int w, int da);

  /**
   * G = dZᵀ A, and the sum of dZ for the bias, in the order of the rows.
   *
   * @param a rows × inputs
   * @param dz rows × outputs
   * @param g outputs × stride
   * @param add whether the sums go on from G rather than 0: so a batch may come in parts
   */
  void gradient(Dense layer, int rows, int a, int dz, int g, boolean add);

  /** {@link #gradient} where all lanes read the same inputs, as in {@link #forwardShared}. */
  void gradientShared(Dense layer, int rows, int a, int dz, int g, boolean add);

  /** A = f(Z); a may be z. */
  void activate(Activation f, int elements, int z, int a);

  /**
   * dZ = dA f'(Z); dz may be da.
   *
   * @param z what went into f
   * @param a what came out
   */
  void activateBack(Activation f, int elements, int z, int a, int da, int dz);

  /**
   * The softmax cross entropy of each row, log Σ_o exp z_o − z_label, and its derivatives, in
   * double whatever the precision (eq. 40).
   *
   * @param z rows × outputs; any number is allowed
   * @param labels rows numbers, each a class from 0 to outputs − 1
   * @param factor what derivatives are multiplied by
   * @param dz receives the derivatives, rows × outputs; may be z
   * @param losses of each lane, to which the rows' losses are added, in their order
   * @param at where the losses of the lanes start
   */
  void crossEntropy(
      int rows, int outputs, int z, int labels, double factor, int dz, double[] losses, int at);

  /**
   * The logistic loss of each number, log (1 + exp ∓z), in double; otherwise as {@link
   * #crossEntropy} (eq. 41).
   *
   * @param labels as many numbers as z, each 0 or 1
   */
  void logistic(int elements, int z, int labels, double factor, int dz, double[] losses, int at);

  /**
   * The power (z − y)^p of each number, and factor · (z − y)^{p−1}, in double; otherwise as {@link
   * #crossEntropy} (eq. 42).
   *
   * @param exponent p: 2, 4 or 6
   * @param targets y, as many numbers as z
   */
  void power(
      int exponent,
      int elements,
      int z,
      int targets,
      double factor,
      int dz,
      double[] losses,
      int at);

  /**
   * Counts the rows of each lane that are classified rightly: whose largest output, and the first
   * of equals, is the label; with one output, whose output is above 0 for label 1, and not above 0
   * for label 0. A row with NaN is wrong.
   *
   * @param labels rows numbers
   * @param counts of each lane, to which the number of rows is added
   * @param at where the counts of the lanes start
   */
  void countRight(int rows, int outputs, int z, int labels, double[] counts, int at);

  /**
   * W ← mask · W.
   *
   * @param mask elements numbers, one after the other, the same for all lanes
   */
  void mask(int elements, int mask, int w);
}
