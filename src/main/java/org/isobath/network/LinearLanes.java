package org.isobath.network;

import org.isobath.kernel.Kernels;

/**
 * A linear network's weights and their gradients in lanes. The data are touched only through the
 * gradient G of the loss in W_e; all layers' gradients follow from it (docs/equations.md, eq. 5).
 */
public final class LinearLanes {
  private final LinearNetwork.Shape[] shapes;
  private final int lanes;
  private final int outputs;
  private final double[][] weights;
  private final double[][] gradients;

  /** above[j] = W_N … W_{j+2}: outputs × out of layer j (from 0); unused for the last layer. */
  private final double[][] above;

  /** G (W_j … W_1)ᵀ in turn, two arrays by turns. */
  private final double[][] passed;

  private final double[] endToEnd;
  private final double[] endToEndGradient;

  /**
   * Lanes with these initial weights.
   *
   * @param shapes the layers' shapes, from the input side
   * @param initial {@code [lane][layer][element]}
   */
  public LinearLanes(LinearNetwork.Shape[] shapes, double[][][] initial) {
    this(shapes, initial.length);
    for (int lane = 0; lane < lanes; lane++) {
      for (int layer = 0; layer < shapes.length; layer++) {
        double[] source = initial[lane][layer];
        for (int element = 0; element < source.length; element++) {
          weights[layer][element * lanes + lane] = source[element];
        }
      }
    }
  }

  private LinearLanes(LinearNetwork.Shape[] shapes, int lanes) {
    this.shapes = shapes.clone();
    this.lanes = lanes;
    int depth = shapes.length;
    this.outputs = shapes[depth - 1].out();
    this.weights = new double[depth][];
    this.gradients = new double[depth][];
    this.above = new double[depth][];
    int widest = 0;
    for (int layer = 0; layer < depth; layer++) {
      weights[layer] = inLanes(shapes[layer].size());
      gradients[layer] = inLanes(shapes[layer].size());
      widest = Math.max(widest, shapes[layer].out());
      if (layer < depth - 2) {
        above[layer] = inLanes(outputs * shapes[layer].out());
      }
    }
    if (depth > 1) {
      // W_N itself is what stands above the last but one layer.
      above[depth - 2] = weights[depth - 1];
    }
    this.passed = new double[][] {inLanes(outputs * widest), inLanes(outputs * widest)};
    this.endToEnd = depth == 1 ? weights[0] : inLanes(outputs * shapes[0].in());
    this.endToEndGradient = depth == 1 ? gradients[0] : inLanes(outputs * shapes[0].in());
  }

  private double[] inLanes(int elements) {
    return new double[Math.multiplyExact(elements, lanes)];
  }

  /** The number of lanes. */
  public int lanes() {
    return lanes;
  }

  /** The number of layers. */
  public int depth() {
    return shapes.length;
  }

  /** The shape of a layer, from 0. */
  public LinearNetwork.Shape shape(int layer) {
    return shapes[layer];
  }

  /** A layer's weights, {@code [element][lane]}, to be updated in place. */
  public double[] weights(int layer) {
    return weights[layer];
  }

  /** A layer's gradient after {@link #backward}, {@code [element][lane]}. */
  public double[] gradient(int layer) {
    return gradients[layer];
  }

  /** Where {@link #backward} expects G: outputs × features, {@code [element][lane]}. */
  public double[] endToEndGradient() {
    return endToEndGradient;
  }

  /**
   * Computes W_e = W_N … W_1 of the present weights: outputs × features, {@code [element][lane]}.
   */
  public double[] endToEnd(Kernels kernels) {
    int depth = shapes.length;
    for (int layer = depth - 2; layer >= 1; layer--) {
      kernels.product(
          above[layer],
          weights[layer],
          above[layer - 1],
          outputs,
          shapes[layer].out(),
          shapes[layer].in(),
          lanes);
    }
    if (depth > 1) {
      kernels.product(
          above[0], weights[0], endToEnd, outputs, shapes[0].out(), shapes[0].in(), lanes);
    }
    return endToEnd;
  }

  /** From G in {@link #endToEndGradient} to all layers' gradients; after {@link #endToEnd}. */
  public void backward(Kernels kernels) {
    double[] below = endToEndGradient();
    for (int layer = 0; layer < shapes.length - 1; layer++) {
      LinearNetwork.Shape shape = shapes[layer];
      kernels.transposedProduct(
          above[layer], below, gradients[layer], shape.out(), outputs, shape.in(), lanes);
      // The last layer's gradient is what has been passed through all the others.
      double[] next = layer == shapes.length - 2 ? gradients[layer + 1] : passed[layer % 2];
      kernels.productWithTransposed(
          below, weights[layer], next, outputs, shape.in(), shape.out(), lanes);
      below = next;
    }
  }

  /** One lane's weights, {@code [layer][element]}, copied. */
  public double[][] weightsOfLane(int lane) {
    double[][] copy = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      copy[layer] = new double[shapes[layer].size()];
      for (int element = 0; element < copy[layer].length; element++) {
        copy[layer][element] = weights[layer][element * lanes + lane];
      }
    }
    return copy;
  }

  /** The same network with only these lanes, in this order. */
  public LinearLanes keeping(int[] kept) {
    LinearLanes fewer = new LinearLanes(shapes, kept.length);
    for (int layer = 0; layer < shapes.length; layer++) {
      copyLanes(weights[layer], lanes, kept, fewer.weights[layer]);
    }
    return fewer;
  }

  /** Copies lanes of an {@code [element][lane]} array to an array with only those lanes. */
  public static void copyLanes(double[] from, int lanes, int[] kept, double[] to) {
    for (int element = 0; element < from.length / lanes; element++) {
      for (int i = 0; i < kept.length; i++) {
        to[element * kept.length + i] = from[element * lanes + kept[i]];
      }
    }
  }
}
