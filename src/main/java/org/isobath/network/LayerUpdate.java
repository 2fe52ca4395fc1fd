package org.isobath.network;

/** Updates some elements of a layer's weights in place, in a group of lanes. */
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

  /**
   * Updates a whole layer whose gradient is a x, and multiplies: c = b W of the new weights W, if
   * there is a faster way than {@link #update} and a product. The same bits.
   *
   * @param weights address of the layer, rows × columns
   * @param a address of a column of rows numbers
   * @param x address of a row of columns numbers
   * @param b address of a row of rows numbers
   * @param c address of a row of columns numbers
   * @return whether it was done
   */
  boolean updateAndMultiply(int weights, int a, int x, int b, int c, int rows, int columns);
}
