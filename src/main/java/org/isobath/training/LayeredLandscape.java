package org.isobath.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.isobath.kernel.Activation;
import org.isobath.network.Mask;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.StoredWeights;

/**
 * The landscape of a network of layers: backpropagation, and its derivative along a vector (eq. 46;
 * Pearlmutter 1994, "Fast exact multiplication by the Hessian"), a row at a time.
 */
final class LayeredLandscape implements Landscape {
  private final Activation activation;
  private final boolean bias;
  private final Network.Shape[] shapes;
  private final RowLoss loss;
  private final Examples examples;
  private final double[][] weights;

  /** The places of the weights that can change, among all layers' elements. */
  private final int[] free;

  private final int elements;

  LayeredLandscape(Network network, RowLoss loss, Examples examples, double[][] weights) {
    this.activation =
        network instanceof Perceptron perceptron ? perceptron.activation() : Activation.IDENTITY;
    this.bias = network instanceof Perceptron perceptron && perceptron.bias();
    this.shapes = network.shapes(examples.features(), examples.outputs());
    this.loss = loss;
    this.examples = examples;
    this.weights = weights;
    int sum = 0;
    for (Network.Shape shape : shapes) {
      sum = Math.addExact(sum, shape.size());
    }
    this.elements = sum;
    Optional<Mask> mask =
        network instanceof Perceptron perceptron ? perceptron.mask() : Optional.empty();
    this.free = free(mask);
  }

  private int[] free(Optional<Mask> mask) {
    boolean[] fixed = new boolean[elements];
    int start = 0;
    for (int layer = 0; layer < shapes.length; layer++) {
      int in = shapes[layer].in();
      for (StoredWeights.Entry entry : entriesOf(mask, layer)) {
        fixed[start + entry.row() * in + entry.column()] = entry.value() == 0;
      }
      start += shapes[layer].size();
    }
    int[] places = new int[elements];
    int count = 0;
    for (int i = 0; i < elements; i++) {
      if (!fixed[i]) {
        places[count++] = i;
      }
    }
    return Arrays.copyOf(places, count);
  }

  private static List<StoredWeights.Entry> entriesOf(Optional<Mask> mask, int layer) {
    return mask.map(m -> m.byLayer().getOrDefault(layer + 1, List.of())).orElse(List.of());
  }

  @Override
  public int size() {
    return free.length;
  }

  @Override
  public double value() {
    double sum = 0;
    Pass pass = new Pass();
    for (int row = 0; row < examples.rows(); row++) {
      pass.forward(row);
      sum += loss.value(row, pass.output());
    }
    return sum / examples.rows();
  }

  @Override
  public double[] gradient() {
    Pass pass = new Pass();
    for (int row = 0; row < examples.rows(); row++) {
      pass.forward(row);
      loss.gradient(row, pass.output(), pass.delta[shapes.length - 1]);
      pass.backward();
    }
    return vector(pass.gradient, examples.rows());
  }

  @Override
  public double[][] jacobian() {
    int outputs = examples.outputs();
    double[][] jacobian = new double[examples.rows() * outputs][];
    for (int row = 0; row < examples.rows(); row++) {
      for (int output = 0; output < outputs; output++) {
        Pass pass = new Pass();
        pass.forward(row);
        pass.delta[shapes.length - 1][output] = 1;
        pass.backward();
        jacobian[row * outputs + output] = vector(pass.gradient, 1);
      }
    }
    return jacobian;
  }

  @Override
  public double[] times(double[] vector) {
    double[][] along = new double[shapes.length][];
    double[] all = new double[elements];
    for (int i = 0; i < free.length; i++) {
      all[free[i]] = vector[i];
    }
    int start = 0;
    for (int layer = 0; layer < shapes.length; layer++) {
      along[layer] = Arrays.copyOfRange(all, start, start + shapes[layer].size());
      start += shapes[layer].size();
    }
    Pass pass = new Pass();
    Change change = new Change(pass, along);
    int last = shapes.length - 1;
    for (int row = 0; row < examples.rows(); row++) {
      pass.forward(row);
      change.forward();
      loss.gradient(row, pass.output(), pass.delta[last]);
      loss.hessianTimes(row, pass.output(), change.sums[last], change.delta[last]);
      change.backward();
    }
    return vector(change.gradient, examples.rows());
  }

  private double[] vector(double[][] layers, int rows) {
    double[] all = new double[elements];
    int start = 0;
    for (double[] layer : layers) {
      System.arraycopy(layer, 0, all, start, layer.length);
      start += layer.length;
    }
    double[] vector = new double[free.length];
    for (int i = 0; i < free.length; i++) {
      vector[i] = all[free[i]] / rows;
    }
    return vector;
  }

  /** The inputs of a layer without the bias. */
  private int inputs(int layer) {
    return bias ? shapes[layer].in() - 1 : shapes[layer].in();
  }

  private double[][] ofOutputs() {
    double[][] arrays = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      arrays[layer] = new double[shapes[layer].out()];
    }
    return arrays;
  }

  private double[][] ofWeights() {
    double[][] arrays = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      arrays[layer] = new double[shapes[layer].size()];
    }
    return arrays;
  }

  /** What each layer is given: the row, then what the layer before makes of its sums. */
  private double[][] ofInputs() {
    double[][] arrays = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      arrays[layer] = new double[inputs(layer)];
    }
    return arrays;
  }

  /** A row on its way up and down, and the gradient summed over rows. */
  private final class Pass {
    private final double[][] given = ofInputs();
    private final double[][] sums = ofOutputs();
    private final double[][] delta = ofOutputs();
    private final double[][] gradient = ofWeights();

    /** Derivatives of the loss in what layers are given, before the activation's slope. */
    private final double[][] back = ofInputs();

    double[] output() {
      return sums[shapes.length - 1];
    }

    void forward(int row) {
      int features = examples.features();
      System.arraycopy(examples.inputs(), row * features, given[0], 0, features);
      for (int layer = 0; layer < shapes.length; layer++) {
        int in = shapes[layer].in();
        for (int out = 0; out < shapes[layer].out(); out++) {
          double sum = bias ? weights[layer][out * in + in - 1] : 0;
          for (int i = 0; i < given[layer].length; i++) {
            sum += weights[layer][out * in + i] * given[layer][i];
          }
          sums[layer][out] = sum;
        }
        if (layer + 1 < shapes.length) {
          for (int i = 0; i < given[layer + 1].length; i++) {
            given[layer + 1][i] = Slope.value(activation, sums[layer][i]);
          }
        }
      }
    }

    void backward() {
      for (int layer = shapes.length - 1; layer >= 0; layer--) {
        addProduct(gradient[layer], layer, delta[layer], given[layer], 1);
        if (layer > 0) {
          Arrays.fill(back[layer], 0);
          addPassed(back[layer], layer, weights[layer], delta[layer]);
          for (int i = 0; i < back[layer].length; i++) {
            delta[layer - 1][i] = Slope.first(activation, sums[layer - 1][i]) * back[layer][i];
          }
        }
      }
    }

    /** gradient += delta (given, constant)ᵀ. */
    void addProduct(double[] product, int layer, double[] left, double[] right, double constant) {
      int in = shapes[layer].in();
      for (int out = 0; out < left.length; out++) {
        for (int i = 0; i < right.length; i++) {
          product[out * in + i] += left[out] * right[i];
        }
        if (bias) {
          product[out * in + in - 1] += left[out] * constant;
        }
      }
    }

    /** sum += Wᵀ delta. */
    void addPassed(double[] sum, int layer, double[] matrix, double[] left) {
      int in = shapes[layer].in();
      for (int out = 0; out < left.length; out++) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += matrix[out * in + i] * left[out];
        }
      }
    }
  }

  /** The derivative of a pass along a vector of weights. */
  private final class Change {
    private final Pass pass;
    private final double[][] along;
    private final double[][] given = ofInputs();
    private final double[][] sums = ofOutputs();
    private final double[][] delta = ofOutputs();
    private final double[][] gradient = ofWeights();

    Change(Pass pass, double[][] along) {
      this.pass = pass;
      this.along = along;
    }

    void forward() {
      for (int layer = 0; layer < shapes.length; layer++) {
        int in = shapes[layer].in();
        for (int out = 0; out < shapes[layer].out(); out++) {
          double sum = bias ? along[layer][out * in + in - 1] : 0;
          for (int i = 0; i < given[layer].length; i++) {
            sum += along[layer][out * in + i] * pass.given[layer][i];
            sum += weights[layer][out * in + i] * given[layer][i];
          }
          sums[layer][out] = sum;
        }
        if (layer + 1 < shapes.length) {
          for (int i = 0; i < given[layer + 1].length; i++) {
            given[layer + 1][i] = Slope.first(activation, pass.sums[layer][i]) * sums[layer][i];
          }
        }
      }
    }

    /** Goes down beside the pass, whose delta of the last layer is set; and so is this one's. */
    void backward() {
      pass.backward();
      for (int layer = shapes.length - 1; layer >= 0; layer--) {
        pass.addProduct(gradient[layer], layer, delta[layer], pass.given[layer], 1);
        pass.addProduct(gradient[layer], layer, pass.delta[layer], given[layer], 0);
        if (layer > 0) {
          double[] back = new double[inputs(layer)];
          pass.addPassed(back, layer, along[layer], pass.delta[layer]);
          pass.addPassed(back, layer, weights[layer], delta[layer]);
          for (int i = 0; i < back.length; i++) {
            double z = pass.sums[layer - 1][i];
            delta[layer - 1][i] =
                Slope.second(activation, z) * sums[layer - 1][i] * pass.back[layer][i]
                    + Slope.first(activation, z) * back[i];
          }
        }
      }
    }
  }
}
