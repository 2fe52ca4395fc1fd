package org.isobath.kernel;

/** Data in the order in which a pass of {@link Kernels} reads them, in their precision. */
public sealed interface Rows permits Rows32, Rows64 {
  /** The number of rows. */
  int count();

  /** The number of features. */
  int width();
}
