package org.isobath.training;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;

/**
 * Trains trials of one shape side by side, each in a lane. A trial's outcome has the same bits
 * whatever the other lanes hold and however many there are.
 */
public final class Trainer {
  /** Trials that train at once, at most, in float64. */
  public static final int MOST_LANES = 8 * EndToEndTraining.MOST_GROUPS;

  /** How many multiply-adds between two reports of progress. */
  static final double WORK_A_REPORT = 5e8;

  private final Function<Precision, Kernels> kernels;
  private final TrainingData data;
  private final Stop stop;
  private final Recording recording;

  /** A trainer on one scaled dataset. */
  public Trainer(
      Function<Precision, Kernels> kernels, TrainingData data, Stop stop, Recording recording) {
    this.kernels = kernels;
    this.data = data;
    this.stop = stop;
    this.recording = recording;
  }

  /**
   * Trains.
   *
   * @param trials of one shape: they differ in seed, learning rate, weight decay, schedule and
   *     initial weights only
   * @param progress is told now and then how many steps of trials have been done since; what it
   *     throws ends the training
   * @return the outcomes, in the order of the trials
   */
  public List<Outcome> train(List<Trial> trials, LongConsumer progress) {
    Trial shape = trials.get(0);
    trials.forEach(trial -> requireSameShape(trial, shape));
    boolean endToEnd =
        Cost.isEndToEnd(
            shape.network(), shape.loss(), shape.presentation(), DataShape.of(data.split()));
    if (endToEnd && !data.split().bySeed()) {
      return List.of(
          new EndToEndTraining(kernels, data, stop, recording, trials, progress).train());
    }
    return RowTraining.train(kernels, data, stop, recording, trials, progress);
  }

  private static void requireSameShape(Trial trial, Trial shape) {
    if (!trial.network().equals(shape.network())
        || !trial.loss().equals(shape.loss())
        || !trial.presentation().equals(shape.presentation())
        || trial.precision() != shape.precision()
        || !trial.optimizer().equals(shape.optimizer())
        || trial.steps() != shape.steps()) {
      throw new IllegalArgumentException("Invalid pack: " + trial + " beside " + shape);
    }
  }
}
