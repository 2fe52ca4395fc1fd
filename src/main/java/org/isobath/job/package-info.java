/**
 * From a job file to an experiment: every problem at once, with file, line, column and path. Knows
 * nothing of results or Spark.
 */
@NullMarked
package org.isobath.job;

import org.jspecify.annotations.NullMarked;
