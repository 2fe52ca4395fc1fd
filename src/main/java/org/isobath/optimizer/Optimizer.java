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
   * One step of one layer, in place.
   *
   * @param kernels the arithmetic
   * @param weights {@code [element][lane]}
   * @param gradient {@code [element][lane]}, the gradient of the loss without weight decay
   * @param state {@link #stateArrays} arrays {@code [element][lane]}, zero before the first step
   * @param rates learning rate and weight decay of each lane
   * @param elements number of elements of the layer
   */
  void step(
      Kernels kernels,
      double[] weights,
      double[] gradient,
      double[][] state,
      LaneRates rates,
      int elements);
}
