package org.isobath.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a layer does to each of its sums z (docs/equations.md, eq. 39). */
public enum Activation {
  /** z. */
  IDENTITY("identity"),
  /** max(0, z), with derivative 0 at 0. */
  RELU("relu"),
  /** z for z > 0, else e^z − 1, with derivative 1 at 0. */
  ELU("elu"),
  /** log(1 + e^z). */
  SOFTPLUS("softplus"),
  /** 1 / (1 + e^−z). */
  SIGMOID("sigmoid"),
  /** The hyperbolic tangent. */
  TANH("tanh"),
  /** z². */
  SQUARE("square");

  private final String word;

  Activation(String word) {
    this.word = word;
  }

  /** The word of job files and tables. */
  public String word() {
    return word;
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Activation::word).toList();
  }

  /** The activation of a word. */
  public static Optional<Activation> of(String word) {
    return Arrays.stream(values()).filter(a -> a.word.equals(word)).findFirst();
  }
}
