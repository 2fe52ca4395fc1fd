package org.isobath.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.isobath.data.Dataset;
import org.isobath.data.MinimumNorm;
import org.isobath.kernel.Activation;
import org.isobath.network.DoubleWell;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.TiedAutoencoder;

/**
 * Numbers about the weights of a network that is trained row by row (docs/equations.md, eq. 44 to
 * 49): a pure function of weights, rows and learning rate, in plain arithmetic of one order.
 */
final class NetworkMeasures {
  /** Weights of a network at most whose whole Hessian, or whose Jacobian, is taken apart. */
  static final int MOST_EIGENVALUES = 512;

  /** Numbers of a Jacobian at most whose rank is found. */
  private static final long MOST_DERIVATIVES = 4_000_000;

  /** Eigenvalues below this share of the largest are zero. */
  private static final double RANK_CUT = 1e-6;

  /** Elements below this share of a matrix are zero to its eigenvalues. */
  private static final double NEGLIGIBLE = 1e-30;

  private final Network network;
  private final Loss loss;
  private final Recording recording;

  NetworkMeasures(Network network, Loss loss, Recording recording) {
    this.network = network;
    this.loss = loss;
    this.recording = recording;
  }

  /**
   * The measures by name. Always {@code weight_norm} and {@code distance_from_initialization}, of a
   * tied autoencoder {@code alignment}, {@code participation_ratio} and {@code winner}, of a double
   * well {@code flat_well}; those of {@link Measure} if they are recorded and the network is small
   * enough. What is not finite is left out.
   *
   * @param training the rows that are trained on
   * @param test the rows that test, if there are any
   * @param initial weights, {@code [layer][element]}
   * @param weights {@code [layer][element]}
   */
  Map<String, Double> of(
      Examples training,
      Optional<Examples> test,
      double[][] initial,
      double[][] weights,
      double learningRate) {
    Map<String, Double> measures = new TreeMap<>();
    Measures.put(measures, "weight_norm", norm(flat(weights)));
    Measures.put(measures, "distance_from_initialization", norm(difference(weights, initial)));
    if (network instanceof TiedAutoencoder) {
      putAlignment(measures, training, weights[0]);
    }
    if (network instanceof DoubleWell) {
      Measures.put(measures, "flat_well", weights[0][0] < 0 ? 1 : 0);
    }
    boolean sharpness = wants(Measure.SHARPNESS);
    boolean spectrum = wants(Measure.HESSIAN_SPECTRUM);
    boolean rank = wants(Measure.JACOBIAN_RANK) && !(network instanceof DoubleWell);
    if (sharpness || spectrum || rank || wants(Measure.GRADIENT_NORM)) {
      Landscape landscape = Landscape.at(network, loss, training, weights);
      if (wants(Measure.GRADIENT_NORM)) {
        Measures.put(measures, "gradient_norm", norm(landscape.gradient()));
      }
      if (sharpness) {
        double largest = LargestEigenvalue.of(landscape.size(), landscape::times);
        Measures.put(measures, "sharpness", largest);
        Measures.put(measures, "edge_of_stability", learningRate * largest / 2);
      }
      if (spectrum && landscape.size() <= MOST_EIGENVALUES) {
        putSpectrum(measures, landscape);
      }
      if (rank
          && (long) training.rows() * training.outputs() * landscape.size() < MOST_DERIVATIVES) {
        putJacobian(measures, training, landscape);
      }
    }
    if (wants(Measure.MINIMUM_NORM_TEST_LOSS) && test.isPresent() && isRegression(training)) {
      Measures.put(measures, "minimum_norm_test_loss", minimumNormLoss(training, test.get()));
    }
    return measures;
  }

  private boolean wants(Measure measure) {
    return recording.measures().contains(measure);
  }

  /** Which input w points to: rows of orthonormal inputs are compared by their cosines. */
  private static void putAlignment(Map<String, Double> measures, Examples training, double[] w) {
    double largest = Double.NEGATIVE_INFINITY;
    int winner = 0;
    double squares = 0;
    double fourths = 0;
    for (int row = 0; row < training.rows(); row++) {
      double product = 0;
      double length = 0;
      for (int i = 0; i < w.length; i++) {
        double x = training.inputs()[row * w.length + i];
        product += w[i] * x;
        length += x * x;
      }
      double cosine = product / (Math.sqrt(length) * norm(w));
      if (cosine > largest) {
        largest = cosine;
        winner = row + 1;
      }
      squares += product * product;
      fourths += product * product * product * product;
    }
    Measures.put(measures, "alignment", largest);
    Measures.put(measures, "participation_ratio", squares * squares / fourths);
    Measures.put(measures, "winner", winner);
  }

  private static void putSpectrum(Map<String, Double> measures, Landscape landscape) {
    int size = landscape.size();
    double[][] hessian = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] unit = new double[size];
      unit[i] = 1;
      hessian[i] = landscape.times(unit);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (hessian[i][j] + hessian[j][i]) / 2;
        hessian[i][j] = mean;
        hessian[j][i] = mean;
      }
    }
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += hessian[i][i];
    }
    if (!Double.isFinite(trace)) {
      return;
    }
    double[] eigenvalues = eigenvalues(new Array2DRowRealMatrix(hessian, false));
    double largest = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[size - 1]));
    long rank = Arrays.stream(eigenvalues).filter(e -> Math.abs(e) > RANK_CUT * largest).count();
    Measures.put(measures, "hessian_trace", trace);
    Measures.put(measures, "hessian_largest", eigenvalues[0]);
    Measures.put(measures, "hessian_smallest", eigenvalues[size - 1]);
    Measures.put(measures, "hessian_rank", rank);
    Measures.put(measures, "hessian_zeros", size - rank);
    Measures.put(measures, "weights", size);
    for (int i = 0; i < size; i++) {
      Measures.put(
          measures, String.format(Locale.ROOT, "hessian_eigenvalue_%03d", i + 1), eigenvalues[i]);
    }
  }

  /** The rank of J by the eigenvalues of the smaller of J Jᵀ and Jᵀ J, which are squares. */
  private void putJacobian(Map<String, Double> measures, Examples training, Landscape landscape) {
    RealMatrix jacobian = new Array2DRowRealMatrix(landscape.jacobian(), false);
    int equations = jacobian.getRowDimension();
    Measures.put(measures, "equations", equations);
    Measures.put(measures, "weights", landscape.size());
    degree()
        .ifPresent(d -> Measures.put(measures, "bezout_log10", equations * StrictMath.log10(d)));
    RealMatrix transposed = jacobian.transpose();
    RealMatrix gram =
        equations <= landscape.size()
            ? jacobian.multiply(transposed)
            : transposed.multiply(jacobian);
    if (!Double.isFinite(gram.getTrace()) || gram.getRowDimension() > MOST_EIGENVALUES) {
      return;
    }
    double[] squares = eigenvalues(gram);
    double cut = RANK_CUT * RANK_CUT * squares[0];
    Measures.put(measures, "jacobian_rank", Arrays.stream(squares).filter(s -> s > cut).count());
  }

  /** The degree of the outputs as polynomials of the weights, if they are that. */
  private Optional<Double> degree() {
    boolean linear = network instanceof LinearNetwork;
    if (!linear && !(network instanceof Perceptron)) {
      return network instanceof TiedAutoencoder ? Optional.empty() : Optional.of(1.0);
    }
    Activation activation =
        network instanceof Perceptron perceptron ? perceptron.activation() : Activation.IDENTITY;
    double degree = 1;
    for (int layer = 1; layer < network.depth(); layer++) {
      switch (activation) {
        case IDENTITY -> degree = degree + 1;
        case SQUARE -> degree = 2 * degree + 1;
        case RELU, ELU, SOFTPLUS, SIGMOID, TANH -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(degree);
  }

  private boolean isRegression(Examples training) {
    return training.classes() == 0
        && network instanceof LinearNetwork
        && loss.equals(new Loss.Power(2));
  }

  private double minimumNormLoss(Examples training, Examples test) {
    Dataset data =
        new Dataset(
            "training rows",
            names("x", training.features()),
            names("y", training.outputs()),
            training.rows(),
            training.inputs(),
            training.targets());
    double[] matrix = MinimumNorm.of(data, 2);
    LinearNetwork single = LinearNetwork.of(1, 1);
    return Landscape.at(single, loss, test, new double[][] {matrix}).value();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
  }

  /**
   * From the largest to the smallest. The decomposition does not end where elements are small
   * beside the matrix but not beside their neighbours, nor where their squares vanish. So it is
   * given the matrix plus a multiple of the identity, without what is far below its accuracy.
   */
  private static double[] eigenvalues(RealMatrix symmetric) {
    double shift = symmetric.getFrobeniusNorm();
    RealMatrix shifted = symmetric.copy();
    for (int i = 0; i < shifted.getRowDimension(); i++) {
      for (int j = 0; j < shifted.getColumnDimension(); j++) {
        if (Math.abs(shifted.getEntry(i, j)) < NEGLIGIBLE * shift) {
          shifted.setEntry(i, j, 0);
        }
      }
      shifted.addToEntry(i, i, shift);
    }
    double[] values = new EigenDecomposition(shifted).getRealEigenvalues();
    Arrays.sort(values);
    for (int i = 0; i < values.length; i++) {
      values[i] -= shift;
    }
    for (int i = 0; i < values.length / 2; i++) {
      double value = values[i];
      values[i] = values[values.length - 1 - i];
      values[values.length - 1 - i] = value;
    }
    return values;
  }

  private static double[] flat(double[][] layers) {
    return Arrays.stream(layers).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] difference(double[][] a, double[][] b) {
    double[] left = flat(a);
    double[] right = flat(b);
    for (int i = 0; i < left.length; i++) {
      left[i] -= right[i];
    }
    return left;
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
