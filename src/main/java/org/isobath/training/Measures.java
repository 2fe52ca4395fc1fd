package org.isobath.training;

import java.util.Map;
import java.util.TreeMap;
import org.isobath.network.LinearNetwork;

/**
 * Numbers about a network's weights, beside its losses (docs/equations.md, eq. 11 and 29 to 31): a
 * pure function of weights, data and learning rate, however weights are kept while they train. One
 * object serves the trials of one shape.
 */
final class Measures {
  private final TrainingData data;
  private final LinearNetwork.Shape[] shapes;
  private final int exponent;
  private final Recording recording;
  private final PowerLoss loss;

  Measures(TrainingData data, Trial shape, int exponent, Recording recording) {
    this.data = data;
    this.exponent = exponent;
    this.shapes = shape.network().shapes(data.data().features(), data.data().targets());
    this.recording = recording;
    this.loss = PowerLoss.of(data, exponent);
  }

  /**
   * The measures by name. Always {@code end_to_end_norm}, and {@code balancedness} for depth above
   * 1; those of {@link Measure} if they are recorded. What is not finite is left out.
   *
   * @param weights {@code [layer][element]}
   */
  Map<String, Double> of(double[][] weights, double learningRate) {
    Map<String, Double> measures = new TreeMap<>();
    double[] endToEnd = endToEnd(weights);
    put(measures, "end_to_end_norm", norm(endToEnd));
    if (weights.length > 1) {
      double largest = 0;
      for (int layer = 0; layer + 1 < weights.length; layer++) {
        largest = Math.max(largest, imbalance(weights, layer));
      }
      put(measures, "balancedness", largest);
    }
    if (recording.measures().contains(Measure.DISTANCE_TO_MINIMUM_NORM)) {
      double[] difference = data.minimumNorm(exponent).clone();
      for (int i = 0; i < difference.length; i++) {
        difference[i] = endToEnd[i] - difference[i];
      }
      put(measures, "distance_to_minimum_norm", norm(difference));
    }
    boolean sharpness = recording.measures().contains(Measure.SHARPNESS);
    if (sharpness || recording.measures().contains(Measure.GRADIENT_NORM)) {
      LayerHessian hessian = new LayerHessian(loss, shapes, weights);
      if (recording.measures().contains(Measure.GRADIENT_NORM)) {
        put(measures, "gradient_norm", norm(hessian.gradient()));
      }
      if (sharpness) {
        double largest = LargestEigenvalue.of(hessian.size(), hessian::times);
        put(measures, "sharpness", largest);
        put(measures, "edge_of_stability", learningRate * largest / 2);
      }
    }
    return measures;
  }

  /** W_N … W_1, multiplied from the output side. */
  double[] endToEnd(double[][] weights) {
    int last = shapes.length - 1;
    int outputs = shapes[last].out();
    double[] product = weights[last];
    for (int layer = last - 1; layer >= 0; layer--) {
      int inner = shapes[layer].out();
      int columns = shapes[layer].in();
      double[] next = new double[outputs * columns];
      for (int k = 0; k < outputs; k++) {
        for (int i = 0; i < inner; i++) {
          double factor = product[k * inner + i];
          for (int j = 0; j < columns; j++) {
            next[k * columns + j] =
                Math.fma(factor, weights[layer][i * columns + j], next[k * columns + j]);
          }
        }
      }
      product = next;
    }
    return product;
  }

  /** max |W_{j+1}ᵀ W_{j+1} − W_j W_jᵀ| of a layer and the next. */
  private double imbalance(double[][] weights, int layer) {
    int width = shapes[layer].out();
    int in = shapes[layer].in();
    int out = shapes[layer + 1].out();
    double[] lower = weights[layer];
    double[] upper = weights[layer + 1];
    double largest = 0;
    for (int a = 0; a < width; a++) {
      for (int b = 0; b < width; b++) {
        double difference = 0;
        for (int row = 0; row < out; row++) {
          difference = Math.fma(upper[row * width + a], upper[row * width + b], difference);
        }
        for (int column = 0; column < in; column++) {
          difference = Math.fma(-lower[a * in + column], lower[b * in + column], difference);
        }
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    return largest;
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares = Math.fma(value, value, squares);
    }
    return Math.sqrt(squares);
  }

  /** A follower's last and largest gap, if there is one. */
  static void putGap(Map<String, Double> measures, String name, Follower follower, int lane) {
    put(measures, name, follower.last(lane));
    put(measures, name + "_largest", follower.largest(lane));
  }

  /** Leaves out what is not finite. */
  static void put(Map<String, Double> measures, String name, double value) {
    if (Double.isFinite(value)) {
      measures.put(name, value);
    }
  }
}
