/**
 * From a {@link Trial} to its {@link Outcome}: the loop, divergence, targets, curves and measures.
 * Knows nothing of sweeps, files or Spark.
 */
@NullMarked
package org.isobath.training;

import org.jspecify.annotations.NullMarked;
