package org.isobath.kernel;

/** The numbers that weights, gradients and data are held in while a trial trains. */
public enum Precision {
  /** IEEE 754 binary64. */
  FLOAT64("float64"),
  /** IEEE 754 binary32; losses are summed in binary64. */
  FLOAT32("float32");

  private final String word;

  Precision(String word) {
    this.word = word;
  }

  /** The word of job files and tables. */
  public String word() {
    return word;
  }
}
