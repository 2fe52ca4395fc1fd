package org.isobath.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A measure that a job must ask for, because it costs passes over the data. */
public enum Measure {
  /** ‖∂L/∂(W_1 … W_N)‖: one pass. */
  GRADIENT_NORM("gradient-norm"),
  /** The largest eigenvalue of the Hessian in all weights: some dozen passes. */
  SHARPNESS("sharpness"),
  /** ‖W_e − W*‖, W* the smallest matrix that has the least loss: one solution for the data. */
  DISTANCE_TO_MINIMUM_NORM("distance-to-minimum-norm"),
  /**
   * How far gradient descent of a deep network is from end-to-end descent: two more passes a step.
   */
  END_TO_END_GAP("end-to-end-gap"),
  /** The eigenvalues of the Hessian in all weights, for small networks: a pass for each weight. */
  HESSIAN_SPECTRUM("hessian-spectrum"),
  /** The rank of all outputs' derivatives in all weights, for small networks. */
  JACOBIAN_RANK("jacobian-rank"),
  /** The test loss of the smallest linear model of least training loss at p = 2. */
  MINIMUM_NORM_TEST_LOSS("minimum-norm-test-loss");

  private final String word;

  Measure(String word) {
    this.word = word;
  }

  /** The word of job files. */
  public String word() {
    return word;
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Measure::word).toList();
  }

  /** The measure of a word. */
  public static Optional<Measure> of(String word) {
    return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst();
  }
}
