package org.isobath.optimizer;

import java.util.Map;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;

/**
 * End-to-end descent (Arora, Cohen, Hazan 2018, theorem 1): on one matrix, what gradient descent on
 * a balanced network of depth N does to its product, to first order in η. W ← (1 − ηλN) W − η Σ_j
 * [W Wᵀ]^{(j−1)/N} G [WᵀW]^{(N−j)/N}; for one output w ← (1 − ηλN) w − η ‖w‖^{2−2/N} (g + (N−1)
 * (g·w/‖w‖²) w) (docs/equations.md, eq. 28). From W = 0 nothing moves for N ≥ 2.
 *
 * @param depth N, at least 1
 */
public record EndToEnd(int depth) implements Optimizer {
  /** The deepest network that can be followed. */
  public static final int DEEPEST = 1000;

  // The array of rates: first those of gradient descent, then what they are made from.
  private static final int NEGATIVE_RATE = 0;
  private static final int KEEP = 1;
  private static final int SQUARED_NORM = 2;
  private static final int PRODUCT = 3;

  /** Validates. */
  public EndToEnd {
    Constants.require(depth >= 1, "depth", depth, "must be at least 1");
    Constants.require(depth <= DEEPEST, "depth", depth, "must be at most " + DEEPEST);
  }

  @Override
  public String kind() {
    return "end-to-end";
  }

  @Override
  public Map<String, Object> constants() {
    return Map.of("depth", depth);
  }

  @Override
  public int stateArrays() {
    return 0;
  }

  @Override
  public int rates() {
    return 4;
  }

  @Override
  public boolean setRates(Lane lane) {
    lane.setRate(NEGATIVE_RATE, -lane.learningRate());
    lane.setRate(KEEP, keep(lane));
    return false;
  }

  private double keep(Lane lane) {
    return Math.fma(-lane.learningRate() * depth, lane.weightDecay(), 1);
  }

  @Override
  public void step(Kernels kernels, Lane[] lanes, int rates, Block block) {
    if (depth == 1) {
      kernels.descend(block.weights(), block.gradient(), rates, block.elements());
    } else if (block.elements() == block.columns()) {
      stepOfVector(kernels, lanes, rates, block);
    } else {
      for (Lane lane : lanes) {
        if (lane.learningRate() != 0) {
          stepOfMatrix(kernels.memory(), lane, block);
        }
      }
    }
  }

  /** One output: gradient descent with another rate and decay, which depend on the weights. */
  private void stepOfVector(Kernels kernels, Lane[] lanes, int rates, Block block) {
    int width = kernels.memory().lanes();
    int w = block.weights();
    int columns = block.columns();
    kernels.productWithTransposed(w, w, rates + SQUARED_NORM * width, 1, columns, 1);
    kernels.productWithTransposed(block.gradient(), w, rates + PRODUCT * width, 1, columns, 1);
    for (Lane lane : lanes) {
      double square = lane.rate(SQUARED_NORM);
      double rate = lane.learningRate() * power(square);
      double along = square == 0 ? 0 : rate * (depth - 1) * (lane.rate(PRODUCT) / square);
      lane.setRate(NEGATIVE_RATE, -rate);
      lane.setRate(KEEP, keep(lane) - along);
    }
    kernels.descend(w, block.gradient(), rates, block.elements());
  }

  /** x^{(N−1)/N}. */
  private double power(double x) {
    return depth == 2 ? Math.sqrt(x) : StrictMath.pow(x, (depth - 1.0) / depth);
  }

  /** Several outputs, by the thin singular value decomposition of W. */
  private void stepOfMatrix(LaneMemory memory, Lane lane, Block block) {
    int columns = block.columns();
    int rows = block.elements() / columns;
    double[][] w = read(memory, block.weights(), lane.place(), rows, columns);
    double[][] g = read(memory, block.gradient(), lane.place(), rows, columns);
    double[][] direction = direction(w, g);
    double keep = keep(lane);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double moved = Math.fma(-lane.learningRate(), direction[i][j], keep * w[i][j]);
        memory.set(block.weights(), i * columns + j, lane.place(), moved);
      }
    }
  }

  /**
   * Σ_j [W Wᵀ]^{(j−1)/N} G [WᵀW]^{(N−j)/N}. With W = U Σ Vᵀ the first and the last term are G V Σ'
   * Vᵀ and U Σ' Uᵀ G, Σ' = Σ^{2(N−1)/N}; those between are U (UᵀG V ∘ T) Vᵀ.
   */
  private double[][] direction(double[][] w, double[][] g) {
    ThinSvd svd = ThinSvd.of(w);
    int rank = svd.squares().length;
    int rows = w.length;
    int columns = w[0].length;
    double[][] sum = new double[rows][columns];
    double[] outer = new double[rank];
    double[] root = new double[rank];
    for (int r = 0; r < rank; r++) {
      outer[r] = power(svd.squares()[r]);
      root[r] = StrictMath.pow(svd.squares()[r], 1.0 / depth);
    }
    for (int r = 0; r < rank; r++) {
      double[] u = svd.left()[r];
      double[] v = svd.right()[r];
      double[] gv = new double[rows];
      double[] ug = new double[columns];
      for (int i = 0; i < rows; i++) {
        gv[i] = ThinSvd.dot(g[i], v);
        for (int j = 0; j < columns; j++) {
          ug[j] = Math.fma(u[i], g[i][j], ug[j]);
        }
      }
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double both = Math.fma(gv[i], v[j], u[i] * ug[j]);
          sum[i][j] = Math.fma(outer[r], both, sum[i][j]);
        }
      }
      for (int s = 0; depth > 2 && s < rank; s++) {
        double[] other = svd.right()[s];
        double between = between(root[r], root[s]) * ThinSvd.dot(ug, other);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            sum[i][j] = Math.fma(between * u[i], other[j], sum[i][j]);
          }
        }
      }
    }
    return sum;
  }

  /** Σ_{j=2…N−1} a^{j−1} b^{N−j}, by Horner's rule. */
  private double between(double a, double b) {
    double sum = 0;
    double power = b;
    for (int j = depth - 1; j >= 2; j--) {
      // After j: Σ of a^{i−j} b^{N−i} over i = j … N−1.
      sum = Math.fma(sum, a, power);
      power *= b;
    }
    return sum * a;
  }

  private static double[][] read(LaneMemory memory, int address, int lane, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix[i][j] = memory.get(address, i * columns + j, lane);
      }
    }
    return matrix;
  }
}
