package org.isobath.kernel;

/** Arithmetic on {@code [element][lane]} arrays. */
public interface Kernels {
  /** W ← fma(−η, g, keep · W). */
  void descend(
      double[] weights,
      double[] gradient,
      double[] negativeLearningRate,
      double[] keep,
      int elements);
}
