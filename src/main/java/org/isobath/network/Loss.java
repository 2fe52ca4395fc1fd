package org.isobath.network;

import java.io.Serializable;

/**
 * How wrong predictions are, as a mean over the rows (docs/equations.md). Classes are numbered from
 * 0.
 */
public sealed interface Loss extends Serializable {
  /** The word of job files and tables. */
  String kind();

  /**
   * How many outputs a network needs.
   *
   * @param targets of the data
   * @param classes of the data, 0 if its targets are numbers
   */
  int outputs(int targets, int classes);

  /** Why data with so many classes cannot be trained with it, or an empty string. */
  String misfit(int classes);

  /**
   * 1/(p n) Σ_i Σ_k (prediction − y)^p. Two classes are −1 and 1 of one output, more are 1 in the
   * class's output and 0 in the others.
   *
   * @param exponent p: 2, 4 or 6
   */
  record Power(int exponent) implements Loss {
    /** Validates. */
    public Power {
      if (exponent != 2 && exponent != 4 && exponent != 6) {
        throw new IllegalArgumentException(
            "Invalid lossExponent: " + exponent + " (must be 2, 4 or 6)");
      }
    }

    @Override
    public String kind() {
      return "power";
    }

    @Override
    public int outputs(int targets, int classes) {
      return classes == 0 ? targets : classes == 2 ? 1 : classes;
    }

    @Override
    public String misfit(int classes) {
      return "";
    }
  }

  /** −1/n Σ_i log softmax(prediction)_class: one output a class. */
  record SoftmaxCrossEntropy() implements Loss {
    @Override
    public String kind() {
      return "softmax-cross-entropy";
    }

    @Override
    public int outputs(int targets, int classes) {
      return classes;
    }

    @Override
    public String misfit(int classes) {
      return classes == 0 ? "the data have numbers as targets, not classes" : "";
    }
  }

  /** 1/n Σ_i log(1 + e^{−s z}), s = −1 for class 0 and 1 for class 1: one output z. */
  record Logistic() implements Loss {
    @Override
    public String kind() {
      return "logistic";
    }

    @Override
    public int outputs(int targets, int classes) {
      return 1;
    }

    @Override
    public String misfit(int classes) {
      return classes == 0
          ? "the data have numbers as targets, not classes"
          : classes == 2 ? "" : "the data have " + classes + " classes, not two";
    }
  }
}
