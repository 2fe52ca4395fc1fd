package org.isobath.training;

import org.isobath.network.DoubleWell;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.TiedAutoencoder;

/**
 * The training loss as a function of all weights of a network at once, at one point: its value, its
 * gradient, and exact products of the Hessian with vectors. A vector holds the layers' elements one
 * after the other, without those that a mask keeps at zero. Weight decay is no part of it.
 */
interface Landscape {
  /** How many weights can change. */
  int size();

  /** The loss. */
  double value();

  /** Its gradient. */
  double[] gradient();

  /** The product of its matrix of second derivatives with a vector. */
  double[] times(double[] vector);

  /**
   * The derivatives of all rows' outputs: one vector a row and output.
   *
   * @throws IllegalStateException if the loss is no function of outputs
   */
  double[][] jacobian();

  /** The landscape of a network at some weights, {@code [layer][element]}. */
  static Landscape at(Network network, Loss loss, Examples examples, double[][] weights) {
    if (network instanceof DoubleWell well) {
      return new WellLandscape(well, weights[0]);
    }
    if (network instanceof TiedAutoencoder) {
      return new TiedLandscape(new RowLoss(loss, examples), examples, weights[0]);
    }
    return new LayeredLandscape(network, new RowLoss(loss, examples), examples, weights);
  }
}
