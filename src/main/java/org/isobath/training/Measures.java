package org.isobath.training;

import java.util.Map;
import java.util.TreeMap;
import org.isobath.network.LinearNetwork;

/** Numbers about a trial's last weights, beside its losses. */
final class Measures {
  private Measures() {}

  /**
   * The measures of a trial: {@code end_to_end_norm}, ‖W_e‖ (Frobenius), and for depth above 1
   * {@code balancedness}, max_j max |W_{j+1}ᵀ W_{j+1} − W_j W_jᵀ| (docs/equations.md, eq. 11). A
   * measure that is not finite is left out.
   */
  static Map<String, Double> of(
      double[][] weights, LinearNetwork.Shape[] shapes, double[] endToEnd) {
    Map<String, Double> measures = new TreeMap<>();
    double squares = 0;
    for (double element : endToEnd) {
      squares = Math.fma(element, element, squares);
    }
    put(measures, "end_to_end_norm", Math.sqrt(squares));
    if (weights.length > 1) {
      double largest = 0;
      for (int layer = 0; layer + 1 < weights.length; layer++) {
        largest = Math.max(largest, imbalance(weights, shapes, layer));
      }
      put(measures, "balancedness", largest);
    }
    return measures;
  }

  private static double imbalance(double[][] weights, LinearNetwork.Shape[] shapes, int layer) {
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

  private static void put(Map<String, Double> measures, String name, double value) {
    if (Double.isFinite(value)) {
      measures.put(name, value);
    }
  }
}
