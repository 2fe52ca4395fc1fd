package org.isobath.kernel;

/** What a layer does to each of its sums z (docs/equations.md, eq. 39). */
public enum Activation {
  /** z. */
  IDENTITY("identity"),
  /** The larger of z and 0; its slope at 0 is 0. */
  RELU("relu"),
  /** z above 0, exp z − 1 below; its slope at 0 is 1. */
  ELU("elu"),
  /** log (1 + exp z). */
  SOFTPLUS("softplus"),
  /** 1 / (1 + exp −z). */
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
}
