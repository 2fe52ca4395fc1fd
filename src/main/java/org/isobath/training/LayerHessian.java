package org.isobath.training;

import org.isobath.network.LinearNetwork;

/**
 * The derivatives of the training loss in all weights of a linear network at once: the gradient,
 * and exact products of the Hessian with vectors (docs/equations.md, eq. 29). A vector holds all
 * layers' elements one after the other. Weight decay is no part of the loss.
 *
 * <p>With A_j = W_N … W_{j+1} and M_j = G (W_{j−1} … W_1)ᵀ the gradient of layer j is A_jᵀ M_j. Its
 * derivative along V follows by the product rule, with one derivative of each product. All these
 * matrices have k rows, so a product costs about three gradients.
 */
final class LayerHessian {
  private final LinearNetwork.Shape[] shapes;
  private final double[][] weights;
  private final int outputs;

  /** A_j: outputs × out of layer j, from 0; the last is the identity. */
  private final double[][] above;

  /** M_j: outputs × in of layer j, from 0; the first is G. */
  private final double[][] passed;

  private final double[] endToEnd;
  private final PowerLoss.Curvature curvature;
  private final int size;

  /**
   * The derivatives at some weights.
   *
   * @param weights {@code [layer][element]}, row-major (out × in)
   */
  LayerHessian(PowerLoss loss, LinearNetwork.Shape[] shapes, double[][] weights) {
    this.shapes = shapes;
    this.weights = weights;
    this.outputs = loss.targets();
    int depth = shapes.length;
    int sum = 0;
    for (LinearNetwork.Shape shape : shapes) {
      sum = Math.addExact(sum, shape.size());
    }
    this.size = sum;
    this.above = new double[depth][];
    above[depth - 1] = identity(outputs);
    for (int layer = depth - 1; layer > 0; layer--) {
      above[layer - 1] = zeros(outputs * shapes[layer].in());
      addProduct(above[layer], weights[layer], shapes[layer], above[layer - 1]);
    }
    this.endToEnd = zeros(outputs * shapes[0].in());
    addProduct(above[0], weights[0], shapes[0], endToEnd);
    this.passed = new double[depth][];
    passed[0] = loss.gradient(endToEnd);
    for (int layer = 0; layer + 1 < depth; layer++) {
      passed[layer + 1] = zeros(outputs * shapes[layer].out());
      addProductWithTransposed(passed[layer], weights[layer], shapes[layer], passed[layer + 1]);
    }
    this.curvature = loss.curvature(endToEnd);
  }

  /** The number of weights. */
  int size() {
    return size;
  }

  /** W_e, row-major, outputs × features. */
  double[] endToEnd() {
    return endToEnd;
  }

  /** The gradient of the loss in all weights. */
  double[] gradient() {
    double[] gradient = zeros(size);
    int offset = 0;
    for (int layer = 0; layer < shapes.length; layer++) {
      addTransposedProduct(above[layer], passed[layer], shapes[layer], gradient, offset);
      offset += shapes[layer].size();
    }
    return gradient;
  }

  /** The Hessian times a vector. */
  double[] times(double[] vector) {
    int depth = shapes.length;
    double[][] direction = new double[depth][];
    int offset = 0;
    for (int layer = 0; layer < depth; layer++) {
      direction[layer] =
          java.util.Arrays.copyOfRange(vector, offset, offset + shapes[layer].size());
      offset += shapes[layer].size();
    }
    double[][] aboveAlong = new double[depth][];
    aboveAlong[depth - 1] = zeros(outputs * outputs);
    for (int layer = depth - 1; layer > 0; layer--) {
      aboveAlong[layer - 1] = zeros(outputs * shapes[layer].in());
      addProduct(aboveAlong[layer], weights[layer], shapes[layer], aboveAlong[layer - 1]);
      addProduct(above[layer], direction[layer], shapes[layer], aboveAlong[layer - 1]);
    }
    double[] endToEndAlong = zeros(endToEnd.length);
    addProduct(aboveAlong[0], weights[0], shapes[0], endToEndAlong);
    addProduct(above[0], direction[0], shapes[0], endToEndAlong);
    double[] passedAlong = curvature.times(endToEndAlong);
    double[] result = zeros(size);
    offset = 0;
    for (int layer = 0; layer < depth; layer++) {
      LinearNetwork.Shape shape = shapes[layer];
      addTransposedProduct(aboveAlong[layer], passed[layer], shape, result, offset);
      addTransposedProduct(above[layer], passedAlong, shape, result, offset);
      offset += shape.size();
      if (layer + 1 < depth) {
        double[] next = zeros(outputs * shape.out());
        addProductWithTransposed(passedAlong, weights[layer], shape, next);
        addProductWithTransposed(passed[layer], direction[layer], shape, next);
        passedAlong = next;
      }
    }
    return result;
  }

  /** C += A B: A is outputs × out, B a layer (out × in). */
  private void addProduct(double[] a, double[] b, LinearNetwork.Shape shape, double[] c) {
    int in = shape.in();
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < shape.out(); i++) {
        double factor = a[k * shape.out() + i];
        for (int j = 0; j < in; j++) {
          c[k * in + j] = Math.fma(factor, b[i * in + j], c[k * in + j]);
        }
      }
    }
  }

  /** C += A Bᵀ: A is outputs × in, B a layer (out × in). */
  private void addProductWithTransposed(
      double[] a, double[] b, LinearNetwork.Shape shape, double[] c) {
    int in = shape.in();
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < shape.out(); i++) {
        double sum = 0;
        for (int j = 0; j < in; j++) {
          sum = Math.fma(a[k * in + j], b[i * in + j], sum);
        }
        c[k * shape.out() + i] += sum;
      }
    }
  }

  /** C += Aᵀ B, a layer (out × in) from an offset: A is outputs × out, B outputs × in. */
  private void addTransposedProduct(
      double[] a, double[] b, LinearNetwork.Shape shape, double[] c, int offset) {
    int in = shape.in();
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < shape.out(); i++) {
        double factor = a[k * shape.out() + i];
        int to = offset + i * in;
        for (int j = 0; j < in; j++) {
          c[to + j] = Math.fma(factor, b[k * in + j], c[to + j]);
        }
      }
    }
  }

  private static double[] zeros(int size) {
    return new double[size];
  }

  private static double[] identity(int size) {
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      matrix[i * size + i] = 1;
    }
    return matrix;
  }
}
