package org.isobath.optimizer;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the learning rate changes with the step t, from 1 (docs/equations.md, eq. 35): η_t = min(1, t
 * / warmUp) · factor^⌊(t − 1) / every⌋ · η. A product that grows with the steps, so no power is
 * computed.
 *
 * @param factor what the rate is multiplied by, greater than 0 and at most 1; 1 for a constant rate
 * @param every how many steps until it is multiplied again
 * @param warmUp over how many steps the rate rises to its first value; 0 or 1 for none
 */
public record Schedule(double factor, long every, long warmUp) implements Serializable {
  /** The same rate at every step. */
  public static final Schedule CONSTANT = new Schedule(1, 1, 0);

  /** Validates. */
  public Schedule {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "Invalid factor: " + factor + " (must be greater than 0 and at most 1)");
    }
    if (every < 1) {
      throw new IllegalArgumentException("Invalid every: " + every + " (must be at least 1)");
    }
    if (warmUp < 0) {
      throw new IllegalArgumentException("Invalid warmUp: " + warmUp + " (must not be negative)");
    }
    // One record for one course of the rate, however it was said.
    every = factor == 1 ? 1 : every;
    warmUp = warmUp == 1 ? 0 : warmUp;
  }

  /** The word of job files and tables. */
  public String kind() {
    return factor == 1 ? "constant" : every == 1 ? "exponential" : "drops";
  }

  /** The constants, by the names of job files; empty for a constant rate without warm-up. */
  public Map<String, Object> constants() {
    Map<String, Object> constants = new TreeMap<>();
    if (factor != 1) {
      constants.put("factor", factor);
      if (every != 1) {
        constants.put("every", every);
      }
    }
    if (warmUp > 1) {
      constants.put("warmUp", warmUp);
    }
    return constants;
  }

  /** The rate of a step without warm-up, from that of the step before. */
  double rate(long step, double first, double before) {
    if (step == 1) {
      return first;
    }
    return (step - 1) % every == 0 ? before * factor : before;
  }

  double warmedUp(long step, double rate) {
    return step < warmUp ? rate * ((double) step / (double) warmUp) : rate;
  }

  /** Whether some later step has another rate than this one. */
  boolean changesAfter(long step) {
    return factor != 1 || step < warmUp;
  }
}
