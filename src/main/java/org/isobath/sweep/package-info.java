/**
 * Which trials exist, which run together and what they cost. Knows nothing of job files, results or
 * Spark.
 */
@NullMarked
package org.isobath.sweep;

import org.jspecify.annotations.NullMarked;
