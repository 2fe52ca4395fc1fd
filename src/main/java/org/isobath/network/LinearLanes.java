package org.isobath.network;

import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;

/**
 * A linear network's weights in a group of lanes. The data are touched only through the gradient G
 * of the loss in W_e = W_N … W_1; all layers' gradients follow from it (docs/equations.md, eq. 5).
 *
 * <p>A wide layer's weights are many times what fits a cache, so a step goes over them twice only:
 * once to pass G upwards, once to update them and multiply the next W_e, some rows at a time.
 */
public final class LinearLanes {
  /**
   * About so many elements are updated and multiplied before the next, while in the first cache.
   */
  private static final int BLOCK = 256;

  private final Kernels kernels;
  private final LinearNetwork.Shape[] shapes;
  private final int outputs;
  private final int[] weights;

  /** W_N … W_{j+2} of the present weights, outputs × out of layer j (from 0); none for the last. */
  private final int[] above;

  /** The same of the next step's weights, while they are made. */
  private final int[] aboveNext;

  /** G (W_j … W_1)ᵀ, outputs × in of layer j; the first is G, the last its layer's gradient. */
  private final int[] passed;

  private final int endToEnd;
  private final int gradientBlock;

  /** A network whose weights are all zero. */
  public LinearLanes(Kernels kernels, LinearNetwork.Shape[] shapes) {
    this.kernels = kernels;
    this.shapes = shapes.clone();
    int depth = shapes.length;
    this.outputs = shapes[depth - 1].out();
    LaneMemory memory = kernels.memory();
    this.weights = new int[depth];
    this.above = new int[depth - 1];
    this.aboveNext = new int[depth - 1];
    this.passed = new int[depth];
    int block = 0;
    for (int layer = 0; layer < depth; layer++) {
      weights[layer] = memory.allocate(shapes[layer].size());
      passed[layer] = memory.allocate(outputs * shapes[layer].in());
      if (layer < depth - 1) {
        above[layer] = memory.allocate(outputs * shapes[layer].out());
        aboveNext[layer] = memory.allocate(outputs * shapes[layer].out());
        block = Math.max(block, rowsOfBlock(layer) * shapes[layer].in());
      }
    }
    this.endToEnd = depth == 1 ? weights[0] : memory.allocate(outputs * shapes[0].in());
    this.gradientBlock = memory.allocate(block);
  }

  private int rowsOfBlock(int layer) {
    return Math.min(shapes[layer].out(), Math.max(1, BLOCK / shapes[layer].in()));
  }

  /** Sets one lane's weights, {@code [layer][element]}; {@link #multiply} makes the rest agree. */
  public void setLane(int lane, double[][] laneWeights) {
    for (int layer = 0; layer < shapes.length; layer++) {
      for (int element = 0; element < laneWeights[layer].length; element++) {
        kernels.memory().set(weights[layer], element, lane, laneWeights[layer][element]);
      }
    }
  }

  /** One lane's weights, {@code [layer][element]}, copied. */
  public double[][] lane(int lane) {
    double[][] copy = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      copy[layer] = read(weights[layer], shapes[layer].size(), lane);
    }
    return copy;
  }

  private double[] read(int address, int elements, int lane) {
    double[] copy = new double[elements];
    for (int element = 0; element < elements; element++) {
      copy[element] = kernels.memory().get(address, element, lane);
    }
    return copy;
  }

  /** The address of W_e, outputs × features, of the present weights. */
  public int endToEnd() {
    return endToEnd;
  }

  /** The address where {@link #step} expects G, outputs × features. */
  public int endToEndGradient() {
    return passed[0];
  }

  /** Computes W_e from the weights. */
  public void multiply() {
    int last = shapes.length - 1;
    if (last > 0) {
      kernels.memory().copy(weights[last], above[last - 1], shapes[last].size());
    }
    for (int layer = last - 1; layer >= 0; layer--) {
      LinearNetwork.Shape shape = shapes[layer];
      int product = layer == 0 ? endToEnd : above[layer - 1];
      kernels.addProduct(
          above[layer], weights[layer], product, outputs, shape.out(), 0, shape.out(), shape.in());
    }
  }

  /** From G in {@link #endToEndGradient} to updated weights and their W_e. */
  public void step(LayerUpdate update) {
    int last = shapes.length - 1;
    for (int layer = 0; layer < last; layer++) {
      kernels.productWithTransposed(
          passed[layer],
          weights[layer],
          passed[layer + 1],
          outputs,
          shapes[layer].in(),
          shapes[layer].out());
    }
    update.update(last, 0, weights[last], passed[last], shapes[last].size());
    if (last > 0) {
      kernels.memory().copy(weights[last], aboveNext[last - 1], shapes[last].size());
    }
    for (int layer = last - 1; layer >= 0; layer--) {
      updateAndMultiply(layer, update);
    }
    for (int layer = 0; layer < last; layer++) {
      kernels.memory().copy(aboveNext[layer], above[layer], outputs * shapes[layer].out());
    }
  }

  private void updateAndMultiply(int layer, LayerUpdate update) {
    int in = shapes[layer].in();
    int out = shapes[layer].out();
    int rows = rowsOfBlock(layer);
    int product = layer == 0 ? endToEnd : aboveNext[layer - 1];
    if (outputs == 1
        && update.updateAndMultiply(
            weights[layer], above[layer], passed[layer], aboveNext[layer], product, out, in)) {
      return;
    }
    for (int row = 0; row < out; row += rows) {
      int count = Math.min(rows, out - row);
      int block = weights[layer] + row * in * kernels.memory().lanes();
      kernels.transposedProduct(
          above[layer], passed[layer], gradientBlock, out, row, count, outputs, in);
      update.update(layer, row * in, block, gradientBlock, count * in);
      kernels.addProduct(aboveNext[layer], block, product, outputs, out, row, count, in);
    }
  }
}
