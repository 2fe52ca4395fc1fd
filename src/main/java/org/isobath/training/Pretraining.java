package org.isobath.training;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Schedule;

/**
 * A phase before the trial itself, on random labels (Liu, Papailiopoulos, Achlioptas, 2020): each
 * training row and so many copies of it, in which random entries are zero, each with a uniformly
 * random class. By gradient descent with the trial's batches, until all labels are learned.
 *
 * @param replicas copies of each row beside the row itself; not negative
 * @param zeroed share of a copy's entries that are zero, from 0 to 1
 * @param steps updates at most; 0 for no such phase
 * @param learningRate η of the phase, positive
 */
public record Pretraining(int replicas, double zeroed, long steps, double learningRate)
    implements Serializable {
  /** The trial starts from its initial weights. */
  public static final Pretraining NONE = new Pretraining(0, 0, 0, 1);

  /** Validates. */
  public Pretraining {
    if (replicas < 0 || steps < 0) {
      throw new IllegalArgumentException(
          "Invalid pretraining: %d replicas, %d steps (must not be negative)"
              .formatted(replicas, steps));
    }
    if (!(zeroed >= 0 && zeroed <= 1)) {
      throw new IllegalArgumentException("Invalid zeroed: " + zeroed + " (must be from 0 to 1)");
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "Invalid learningRate: " + learningRate + " (must be finite and positive)");
    }
  }

  /** The pretraining of a trial as a trial of its own. */
  static Trial of(Trial trial) {
    Pretraining phase = trial.presentation().pretraining();
    return new Trial(
        trial.scaling(),
        new Presentation(
            trial.presentation().batches(),
            trial.presentation().features(),
            0,
            0,
            new Pretraining(phase.replicas, phase.zeroed, 0, phase.learningRate)),
        trial.network(),
        trial.loss(),
        new GradientDescent(),
        Schedule.CONSTANT,
        0,
        trial.initializer(),
        phase.steps,
        trial.precision(),
        trial.seed(),
        phase.learningRate);
  }

  /** Where pretraining that left this outcome ended. */
  static Start end(Outcome outcome) {
    Map<String, Double> measures = new TreeMap<>();
    measures.put("pretraining_steps", (double) outcome.steps());
    if (Double.isFinite(outcome.lastFiniteLoss())) {
      measures.put("pretraining_loss", outcome.lastFiniteLoss());
    }
    for (String name : List.of("train_accuracy", "test_accuracy")) {
      if (outcome.measures().containsKey(name)) {
        measures.put("pretraining_" + name, outcome.measures().get(name));
      }
    }
    return new Start(outcome.finalWeights(), measures);
  }

  /** The word of job files and tables. */
  public String kind() {
    return steps == 0 ? "none" : "random-labels";
  }

  /** The constants, by the names of job files; empty if there are none. */
  public Map<String, Object> constants() {
    Map<String, Object> constants = new TreeMap<>();
    if (steps > 0) {
      constants.put("replicas", replicas);
      constants.put("zeroed", zeroed);
      constants.put("steps", steps);
      constants.put("learningRate", learningRate);
    }
    return constants;
  }
}
