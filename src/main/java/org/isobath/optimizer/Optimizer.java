package org.isobath.optimizer;

import java.io.Serializable;
import java.util.Map;
import org.isobath.kernel.Kernels;

/**
 * An update rule: a record of its constants. The learning rate is not part of it: it is a value of
 * each {@link Lane}. Weight decay is coupled, g = ∂L/∂W + λ W, unless the rule says otherwise.
 */
public sealed interface Optimizer extends Serializable
    permits GradientDescent,
        Momentum,
        HeavyBall,
        Nesterov,
        AdaGrad,
        AdaDelta,
        RmsProp,
        Adam,
        AdamW,
        Langevin,
        EndToEnd {
  /** The word of job files and tables. */
  String kind();

  /** The constants, by the names of job files: numbers and booleans; empty if there are none. */
  Map<String, Object> constants();

  /** How many arrays of the weights' shape the rule remembers between steps. */
  int stateArrays();

  /** What all elements of these arrays are before the first step. */
  default double initialState() {
    return 0;
  }

  /** Elements of the array of rates, which holds what differs between lanes in a step. */
  int rates();

  /**
   * Sets a lane's rates for the step that is about to be made; called before the first step, and
   * then as long as something changes.
   *
   * @return whether the next step's rates differ even at the same learning rate
   */
  boolean setRates(Lane lane);

  /**
   * One step of some rows of a layer, in place.
   *
   * @param kernels the arithmetic
   * @param lanes of the group
   * @param rates address of the array of rates
   * @param block which weights
   */
  void step(Kernels kernels, Lane[] lanes, int rates, Block block);

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
