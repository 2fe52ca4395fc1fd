package org.isobath.network;

import org.isobath.kernel.Kernels;

/** A loss of predictions in a group of lanes (docs/equations.md, eq. 40 to 42). */
public final class LossLanes {
  private final Kernels kernels;
  private final Loss loss;
  private final int outputs;
  private final int classes;

  /**
   * A loss.
   *
   * @param outputs numbers that a row's prediction has
   * @param classes of the data, 0 if targets are numbers
   */
  public LossLanes(Kernels kernels, Loss loss, int outputs, int classes) {
    this.kernels = kernels;
    this.loss = loss;
    this.outputs = outputs;
    this.classes = classes;
  }

  /** Numbers that a row's prediction has. */
  public int outputs() {
    return outputs;
  }

  /** Whether predictions are compared with the numbers of classes themselves. */
  public boolean ofLabels() {
    return !(loss instanceof Loss.Power);
  }

  /** Numbers a row that predictions are compared with. */
  public int targets() {
    return ofLabels() ? 1 : outputs;
  }

  /**
   * What predictions of a class are compared with: its number; for the power loss −1 and 1 of two
   * classes, of more 1 in the class's place and 0 in the others.
   *
   * @param to receives {@link #targets} numbers
   * @param at where
   */
  public void encode(int label, double[] to, int at) {
    if (ofLabels()) {
      to[at] = label;
    } else if (outputs == 1) {
      to[at] = 2 * label - 1;
    } else {
      for (int k = 0; k < outputs; k++) {
        to[at + k] = k == label ? 1 : 0;
      }
    }
  }

  /**
   * Adds the rows' losses to the tally, and counts rightly classified rows if it wants that.
   *
   * @param predictions address of rows × outputs
   * @param factor what derivatives are multiplied by
   * @param derivatives address that receives them, rows × outputs
   */
  void derive(Chunk chunk, int predictions, double factor, int derivatives, Tally tally) {
    int rows = chunk.rows();
    if (tally.counts() && classes > 0) {
      kernels.countRight(rows, outputs, predictions, chunk.labels(), tally.right(), 0);
    }
    if (loss instanceof Loss.Power power) {
      kernels.power(
          power.exponent(),
          rows * outputs,
          predictions,
          chunk.targets(),
          factor,
          derivatives,
          tally.losses(),
          0);
    } else if (loss instanceof Loss.Logistic) {
      kernels.logistic(rows, predictions, chunk.targets(), factor, derivatives, tally.losses(), 0);
    } else {
      kernels.crossEntropy(
          rows, outputs, predictions, chunk.targets(), factor, derivatives, tally.losses(), 0);
    }
  }

  /** The loss of so many rows from their sum. */
  double mean(double sum, int rows) {
    double power = loss instanceof Loss.Power p ? p.exponent() : 1;
    return sum / (power * rows);
  }
}
