package org.isobath.training;

import org.isobath.network.DoubleWell;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;

/** What a trial costs, in multiply-adds: for sizing packs, for order and for estimates. */
public final class Cost {
  private Cost() {}

  /** Multiply-adds of one step of one trial, without looking at losses of all rows. */
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
    double weights = weights(network, loss, presentation, data);
    if (isEndToEnd(network, loss, presentation, data)) {
      int exponent = ((Loss.Power) loss).exponent();
      double pass = 2.0 * TrainingData.passNumbers(exponent, data.rows(), data.features());
      return pass * outputs + (3.0 * outputs + 2) * weights;
    }
    return (3 * batch(network, presentation, data) + 2) * weights;
  }

  /** Multiply-adds of a trial. */
  public static double of(Trial trial, Recording recording, DataShape data) {
    return of(trial.network(), trial.loss(), trial.presentation(), trial.steps(), recording, data);
  }

  /**
   * Multiply-adds of a trial of so many steps: those of its steps, of its pretraining if that takes
   * all its steps, and of the losses of all rows where a step does not give them.
   */
  public static double of(
      Network network,
      Loss loss,
      Presentation presentation,
      long steps,
      Recording recording,
      DataShape data) {
    double step = perStep(network, loss, presentation, data);
    Pretraining before = presentation.pretraining();
    double sum = step * (steps + (double) before.steps());
    if (network instanceof DoubleWell || presentation.isWhole()) {
      return sum;
    }
    double rows = data.rows();
    double pass = rows * weights(network, loss, presentation, data);
    double batch = batch(network, presentation, data);
    double epochs = Math.ceil(steps / Math.ceil(rows / batch));
    double copies = 1.0 + before.replicas();
    double epochsBefore = Math.ceil(before.steps() / Math.ceil(copies * rows / batch));
    double curve =
        recording.curveByEpochs()
            ? Math.ceil(StrictMath.log10(Math.min(rows / batch, steps) + 1)) + 1
            : recording.curvePoints();
    double points = Math.min(steps + 1.0, curve + epochs);
    return sum + pass * (points + copies * epochsBefore);
  }

  private static double weights(
      Network network, Loss loss, Presentation presentation, DataShape data) {
    return network.parameters(
        presentation.featuresOf(data.features()), loss.outputs(data.targets(), data.classes()));
  }

  private static double batch(Network network, Presentation presentation, DataShape data) {
    int size = presentation.batches().size();
    return network instanceof DoubleWell
        ? 1
        : size == 0 ? data.rows() : Math.min(size, data.rows());
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
