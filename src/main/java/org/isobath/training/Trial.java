package org.isobath.training;

import java.io.Serializable;
import java.util.Objects;
import org.isobath.data.Scaling;
import org.isobath.kernel.Precision;
import org.isobath.network.Initializer;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;

/**
 * One training run: with the data, it determines its {@link Outcome} to the last bit.
 *
 * @param scaling how the data are scaled
 * @param presentation how the trial meets them
 * @param network what is trained
 * @param loss how wrong predictions are
 * @param optimizer the update rule and its constants
 * @param schedule how the learning rate changes with the step
 * @param weightDecay λ ≥ 0; coupled or not, as the optimizer says
 * @param initializer draws the initial weights
 * @param steps number of updates, at least 1
 * @param precision of the numbers that are trained
 * @param seed of all chance in the trial
 * @param learningRate η > 0
 */
public record Trial(
    Scaling scaling,
    Presentation presentation,
    Network network,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    double weightDecay,
    Initializer initializer,
    long steps,
    Precision precision,
    long seed,
    double learningRate)
    implements Serializable {
  /** Validates. */
  public Trial {
    Objects.requireNonNull(scaling);
    Objects.requireNonNull(presentation);
    Objects.requireNonNull(network);
    Objects.requireNonNull(loss);
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(initializer);
    Objects.requireNonNull(precision);
    require(
        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
        "weightDecay",
        weightDecay,
        "must be finite and not negative");
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "learningRate",
        learningRate,
        "must be finite and positive");
    require(steps >= 1, "steps", steps, "must be at least 1");
  }

  /** With the power loss on all of the data. */
  public Trial(
      Scaling scaling,
      Network network,
      int lossExponent,
      Optimizer optimizer,
      Schedule schedule,
      double weightDecay,
      Initializer initializer,
      long steps,
      Precision precision,
      long seed,
      double learningRate) {
    this(
        scaling,
        Presentation.PLAIN,
        network,
        new Loss.Power(lossExponent),
        optimizer,
        schedule,
        weightDecay,
        initializer,
        steps,
        precision,
        seed,
        learningRate);
  }

  /** The same at a constant learning rate. */
  public Trial(
      Scaling scaling,
      Network network,
      int lossExponent,
      Optimizer optimizer,
      double weightDecay,
      Initializer initializer,
      long steps,
      Precision precision,
      long seed,
      double learningRate) {
    this(
        scaling,
        network,
        lossExponent,
        optimizer,
        Schedule.CONSTANT,
        weightDecay,
        initializer,
        steps,
        precision,
        seed,
        learningRate);
  }

  /**
   * p of the power loss.
   *
   * @throws IllegalStateException for another loss
   */
  public int lossExponent() {
    if (loss instanceof Loss.Power power) {
      return power.exponent();
    }
    throw new IllegalStateException("the loss is " + loss.kind());
  }

  /** The same trial with another number of steps. */
  public Trial withSteps(long otherSteps) {
    return with(presentation, otherSteps, learningRate);
  }

  /** The same trial from its initial weights. */
  public Trial withoutPretraining() {
    return with(presentation.withoutPretraining(), steps, learningRate);
  }

  /** The same trial with another learning rate. */
  public Trial withLearningRate(double otherRate) {
    return with(presentation, steps, otherRate);
  }

  private Trial with(Presentation otherPresentation, long otherSteps, double otherRate) {
    return new Trial(
        scaling,
        otherPresentation,
        network,
        loss,
        optimizer,
        schedule,
        weightDecay,
        initializer,
        otherSteps,
        precision,
        seed,
        otherRate);
  }

  private static void require(boolean holds, String name, Object value, String constraint) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (" + constraint + ")");
    }
  }
}
