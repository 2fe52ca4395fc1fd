package org.isobath.training;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

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
