package org.isobath.network;

import java.util.Map;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * Every weight drawn from N(0, σ²), independently (docs/equations.md, eq. 9); biases are zero.
 *
 * @param standardDeviation σ, finite and at least 0
 */
public record Gaussian(double standardDeviation) implements Initializer {
  /** Validates. */
  public Gaussian {
    requireDeviation(standardDeviation);
  }

  static void requireDeviation(double standardDeviation) {
    if (!(standardDeviation >= 0) || Double.isInfinite(standardDeviation)) {
      throw new IllegalArgumentException(
          "Invalid standardDeviation: " + standardDeviation + " (must be finite and not negative)");
    }
  }

  @Override
  public String kind() {
    return "gaussian";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("standardDeviation", standardDeviation);
  }

  @Override
  public double[][] weights(long seed, LinearNetwork.Shape[] shapes) {
    double[][] weights = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      weights[layer] = draw(seed, layer + 1, shapes[layer], standardDeviation);
    }
    return weights;
  }

  /**
   * A matrix from the stream of a layer, zero in the column of the bias: the weights are the same
   * whether there is one or not.
   */
  static double[] draw(long seed, int stream, Network.Shape shape, double standardDeviation) {
    int inputs = shape.inputs();
    double[] drawn = draw(seed, stream, shape.out() * inputs, standardDeviation);
    if (!shape.biased()) {
      return drawn;
    }
    double[] values = new double[shape.size()];
    for (int row = 0; row < shape.out(); row++) {
      System.arraycopy(drawn, row * inputs, values, row * shape.in(), inputs);
    }
    return values;
  }

  /** Elements of one matrix in row-major order, from the stream of a layer. */
  static double[] draw(long seed, int stream, int size, double standardDeviation) {
    RandomStream random = new RandomStream(seed, Purpose.INITIAL_WEIGHTS, stream);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = standardDeviation * random.gaussian(i);
    }
    return values;
  }

  @Override
  public boolean isZero() {
    return standardDeviation == 0;
  }

  @Override
  public String misfit(LinearNetwork.Shape[] shapes) {
    return "";
  }
}
