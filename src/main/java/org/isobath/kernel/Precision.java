package org.isobath.kernel;

/** The numbers that weights, gradients and data are held in while a trial trains. */
public enum Precision {
  /** IEEE 754 binary64. */
  FLOAT64("float64", LaneMemory64.LANES),
  /** IEEE 754 binary32; losses are summed in binary64. */
  FLOAT32("float32", LaneMemory32.LANES);

  private final String word;
  private final int lanes;

  Precision(String word, int lanes) {
    this.word = word;
    this.lanes = lanes;
  }

  /** The word of job files and tables. */
  public String word() {
    return word;
  }

  /**
   * The lanes of a group, whatever the processor: the numbers of a vector of 512 bits, the widest
   * there are.
   */
  public int lanes() {
    return lanes;
  }
}
