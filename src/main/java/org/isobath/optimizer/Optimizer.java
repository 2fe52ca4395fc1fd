package org.isobath.optimizer;

import java.io.Serializable;
import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * An update rule: a record of its constants. The learning rate is not part of it: it is a value of
 * each lane.
 */
public sealed interface Optimizer extends Serializable permits GradientDescent {
  /** The word of job files and tables. */
  String kind();

  /** The constants, by the names of job files; empty if there are none. */
  Map<String, Double> constants();

  /** How many arrays of the weights' shape the rule remembers between steps. */
  int stateArrays();

  /**
   * One step of some elements of a layer, in place; arguments are addresses.
   *
   * @param kernels the arithmetic
   * @param weights of the first element
   * @param gradient of the loss without weight decay
   * @param state {@link #stateArrays} arrays, zero before the first step
   * @param rates {@link LaneRates}
   * @param elements number of elements
   */
  void step(Kernels kernels, int weights, int gradient, int[] state, int rates, int elements);

  /**
   * One step of a whole layer W whose gradient is a x, and c = b W of the new weights, for rules
   * that have a kernel for both at once: wide layers are then read once. The same bits as {@link
   * #step} and a product.
   *
   * @return whether it was done
   */
  default boolean stepAndMultiply(
      Kernels kernels, int weights, int a, int x, int rates, int b, int c, int rows, int columns) {
    return false;
  }
}
