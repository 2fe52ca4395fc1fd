package org.isobath.network;

/** Updates some elements of a layer's weights in place, in a group of lanes. */
@FunctionalInterface
public interface LayerUpdate {
  /**
   * Updates.
   *
   * @param layer from 0
   * @param first the first element of the layer that is updated
   * @param weights address of that element's weights
   * @param gradient address of its gradient, of the loss without weight decay
   * @param elements how many elements from there on
   */
  void update(int layer, int first, int weights, int gradient, int elements);
}
