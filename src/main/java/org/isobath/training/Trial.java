package org.isobath.training;

import java.io.Serializable;
import java.util.Objects;
import org.isobath.data.Scaling;
import org.isobath.kernel.Precision;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;

/**
 * One training run: with the data, it determines its {@link Outcome} to the last bit.
 *
 * @param scaling how the data are scaled
 * @param network what is trained
 * @param lossExponent p of the loss L = 1/(p n) Σ (prediction − y)^p: 2, 4 or 6
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
    LinearNetwork network,
    int lossExponent,
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
    Objects.requireNonNull(network);
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(initializer);
    Objects.requireNonNull(precision);
    require(
        lossExponent == 2 || lossExponent == 4 || lossExponent == 6,
        "lossExponent",
        lossExponent,
        "must be 2, 4 or 6");
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

  /** At a constant learning rate. */
  public Trial(
      Scaling scaling,
      LinearNetwork network,
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

  /** The same trial with another number of steps. */
  public Trial withSteps(long otherSteps) {
    return new Trial(
        scaling,
        network,
        lossExponent,
        optimizer,
        schedule,
        weightDecay,
        initializer,
        otherSteps,
        precision,
        seed,
        learningRate);
  }

  /** The same trial with another learning rate. */
  public Trial withLearningRate(double otherRate) {
    return new Trial(
        scaling,
        network,
        lossExponent,
        optimizer,
        schedule,
        weightDecay,
        initializer,
        steps,
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
