package org.isobath.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isobath.data.Dataset;

/**
 * Every update rule for one trial, straight from its published equation (docs/equations.md, eq. 8
 * and 19 to 28): one weight after the other, no lanes, no tricks. Slow and obvious.
 *
 * @param kind the rule's word in job files
 * @param constants its constants, by their names in job files; switches are 0 or 1
 */
record OptimizerTwin(String kind, Map<String, Double> constants) {
  /** Standard normal numbers of Langevin descent. */
  interface Noise {
    /** Steps and layers from 1, elements in row-major order from 0. */
    double at(long step, int layer, int element);
  }

  /**
   * Trains.
   *
   * @param weights the first weights, {@code [layer][row][column]}; not changed
   * @return the weights after 0, 1, … steps
   */
  List<double[][][]> train(
      Dataset data,
      int exponent,
      double rate,
      double decay,
      double[][][] weights,
      int steps,
      Noise noise) {
    List<double[][][]> path = new ArrayList<>();
    path.add(copy(weights));
    Map<String, Map<String, Double>> states = new HashMap<>();
    for (int step = 1; step <= steps; step++) {
      double[][][] now = copy(path.get(step - 1));
      double[][][] gradients = SlowTwin.gradients(data, now, exponent);
      if (kind.equals("end-to-end")) {
        now[0] = endToEnd(now[0], gradients[0], rate, decay);
      } else {
        for (int layer = 0; layer < now.length; layer++) {
          for (int i = 0; i < now[layer].length; i++) {
            int columns = now[layer][i].length;
            for (int j = 0; j < columns; j++) {
              String place = layer + "," + i + "," + j;
              Map<String, Double> state = states.computeIfAbsent(place, p -> new HashMap<>());
              double xi = noise.at(step, layer + 1, i * columns + j);
              now[layer][i][j] =
                  updated(now[layer][i][j], gradients[layer][i][j], state, step, rate, decay, xi);
            }
          }
        }
      }
      path.add(now);
    }
    return path;
  }

  double updated(
      double w, double g, Map<String, Double> s, int t, double rate, double decay, double xi) {
    boolean decoupled = kind.equals("adamw");
    double kept = decoupled ? (1 - rate * decay) * w : w;
    return kept - change(decoupled ? g : g + decay * w, s, t, rate, xi);
  }

  /** What is taken from one weight. s holds what the rule remembers of it. */
  private double change(double g, Map<String, Double> s, int t, double rate, double xi) {
    switch (kind) {
      case "gradient-descent":
        return rate * g;
      case "momentum":
        s.put("m", of("beta") * old(s, "m") + (1 - of("beta")) * g);
        return rate * s.get("m");
      case "heavy-ball":
        s.put("v", of("beta") * old(s, "v") + g);
        return rate * s.get("v");
      case "nesterov":
        s.put("v", of("beta") * old(s, "v") + g);
        return rate * (g + of("beta") * s.get("v"));
      case "adagrad":
        s.put("s", s.getOrDefault("s", of("initialAccumulator")) + g * g);
        return rate * g / (Math.sqrt(s.get("s")) + of("epsilon"));
      case "adadelta":
        s.put("E", of("rho") * old(s, "E") + (1 - of("rho")) * g * g);
        double u =
            Math.sqrt(old(s, "D") + of("epsilon")) / Math.sqrt(s.get("E") + of("epsilon")) * g;
        s.put("D", of("rho") * old(s, "D") + (1 - of("rho")) * u * u);
        return rate * u;
      case "rmsprop":
        s.put("E", of("beta") * old(s, "E") + (1 - of("beta")) * g * g);
        return of("epsilonInsideRoot") == 1
            ? rate * g / Math.sqrt(s.get("E") + of("epsilon"))
            : rate * g / (Math.sqrt(s.get("E")) + of("epsilon"));
      case "adam", "adamw":
        s.put("m", of("beta1") * old(s, "m") + (1 - of("beta1")) * g);
        s.put("v", of("beta2") * old(s, "v") + (1 - of("beta2")) * g * g);
        double first = 1 - Math.pow(of("beta1"), t);
        double second = 1 - Math.pow(of("beta2"), t);
        return of("epsilonHat") == 1
            ? rate
                * Math.sqrt(second)
                / first
                * s.get("m")
                / (Math.sqrt(s.get("v")) + of("epsilon"))
            : rate * (s.get("m") / first) / (Math.sqrt(s.get("v") / second) + of("epsilon"));
      case "langevin":
        return rate * g - Math.sqrt(2 * rate * of("temperature")) * xi;
      default:
        throw new IllegalArgumentException("Invalid kind: " + kind);
    }
  }

  private double of(String constant) {
    return constants.get(constant);
  }

  private static double old(Map<String, Double> state, String name) {
    return state.getOrDefault(name, 0.0);
  }

  /** W ← (1 − ηλN) W − η Σ_j [W Wᵀ]^{(j−1)/N} G [WᵀW]^{(N−j)/N}. */
  private double[][] endToEnd(double[][] w, double[][] g, double rate, double decay) {
    int depth = (int) of("depth");
    double[][] sum = new double[w.length][w[0].length];
    for (int j = 1; j <= depth; j++) {
      double[][] left = powerOfGram(SlowTwin.transposed(w), (j - 1.0) / depth);
      double[][] right = powerOfGram(w, (depth - (double) j) / depth);
      double[][] term = SlowTwin.multiply(SlowTwin.multiply(left, g), right);
      for (int row = 0; row < w.length; row++) {
        for (int column = 0; column < w[0].length; column++) {
          sum[row][column] += term[row][column];
        }
      }
    }
    double[][] result = new double[w.length][w[0].length];
    for (int row = 0; row < w.length; row++) {
      for (int column = 0; column < w[0].length; column++) {
        result[row][column] = (1 - rate * decay * depth) * w[row][column] - rate * sum[row][column];
      }
    }
    return result;
  }

  /**
   * [AᵀA]^exponent, by one-sided Jacobi rotations (Golub and Van Loan, section 8.6.3): they make
   * the columns of A V orthogonal, whose squared norms are then the eigenvalues, and V the
   * eigenvectors. Eigenvalues below 1e-13 of the largest count as 0. Exponent 0 is the identity.
   */
  static double[][] powerOfGram(double[][] a, double exponent) {
    int size = a[0].length;
    double[][] vectors = new double[size][size];
    for (int i = 0; i < size; i++) {
      vectors[i][i] = 1;
    }
    if (exponent == 0) {
      return vectors;
    }
    double[][] work = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      work[i] = a[i].clone();
    }
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          double pp = 0;
          double qq = 0;
          double pq = 0;
          for (double[] row : work) {
            pp += row[p] * row[p];
            qq += row[q] * row[q];
            pq += row[p] * row[q];
          }
          if (pq == 0 || Math.abs(pq) < 1e-300) {
            continue;
          }
          double zeta = (qq - pp) / (2 * pq);
          double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
          double cosine = 1 / Math.hypot(1, t);
          rotate(work, p, q, cosine, cosine * t);
          rotate(vectors, p, q, cosine, cosine * t);
        }
      }
    }
    double[] values = new double[size];
    double largest = 0;
    for (int j = 0; j < size; j++) {
      for (double[] row : work) {
        values[j] += row[j] * row[j];
      }
      largest = Math.max(largest, values[j]);
    }
    double[][] power = new double[size][size];
    for (int r = 0; r < size; r++) {
      if (values[r] > 0 && values[r] >= 1e-13 * largest) {
        double scale = Math.pow(values[r], exponent);
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            power[i][j] += vectors[i][r] * scale * vectors[j][r];
          }
        }
      }
    }
    return power;
  }

  private static void rotate(double[][] matrix, int p, int q, double cosine, double sine) {
    for (double[] row : matrix) {
      double left = row[p];
      row[p] = cosine * left - sine * row[q];
      row[q] = sine * left + cosine * row[q];
    }
  }

  private static double[][][] copy(double[][][] weights) {
    double[][][] copy = new double[weights.length][][];
    for (int layer = 0; layer < weights.length; layer++) {
      copy[layer] = new double[weights[layer].length][];
      for (int row = 0; row < weights[layer].length; row++) {
        copy[layer][row] = weights[layer][row].clone();
      }
    }
    return copy;
  }
}
