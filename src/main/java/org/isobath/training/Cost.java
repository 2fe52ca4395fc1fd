package org.isobath.training;

import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;

/** What a trial costs, in multiply-adds: for sizing packs, for order and for estimates. */
public final class Cost {
  private Cost() {}

  /** Multiply-adds of one step of one trial. */
  public static double perStep(Trial trial, DataShape data) {
    return perStep(trial.network(), trial.loss(), trial.presentation(), data);
  }

  /**
   * Multiply-adds of one step. If the data are touched end to end, two for each number that the
   * pass reads and a few for each weight; else three for each weight and row of the batch, for the
   * predictions, what is passed down, and the gradient.
   */
  public static double perStep(
      Network network, Loss loss, Presentation presentation, DataShape data) {
    int outputs = loss.outputs(data.targets(), data.classes());
    double weights = network.parameters(presentation.featuresOf(data.features()), outputs);
    if (isEndToEnd(network, loss, presentation, data)) {
      int exponent = ((Loss.Power) loss).exponent();
      double pass = 2.0 * TrainingData.passNumbers(exponent, data.rows(), data.features());
      return pass * outputs + (3.0 * outputs + 2) * weights;
    }
    int size = presentation.batches().size();
    double rows = size == 0 ? data.rows() : Math.min(size, data.rows());
    return (3 * rows + 2) * weights;
  }

  /**
   * Whether a step touches the data only through the end-to-end matrix: a linear network with a
   * power loss, on all of the data as they are.
   */
  public static boolean isEndToEnd(
      Network network, Loss loss, Presentation presentation, DataShape data) {
    return network instanceof LinearNetwork
        && loss instanceof Loss.Power
        && data.classes() == 0
        && presentation.equals(Presentation.PLAIN);
  }
}
