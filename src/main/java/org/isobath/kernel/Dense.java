package org.isobath.kernel;

/**
 * The shape of a layer in which every output reads every input. Its weights W are outputs rows of
 * {@link #stride} numbers; with a bias, the last of each row is the bias.
 */
public record Dense(int inputs, int outputs, boolean bias) {
  /** Numbers in a row of W. */
  public int stride() {
    return bias ? inputs + 1 : inputs;
  }

  /** Numbers in W. */
  public int weights() {
    return outputs * stride();
  }
}
