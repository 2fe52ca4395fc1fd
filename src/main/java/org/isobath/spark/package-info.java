/** Packs to tasks, progress, and tables to answers: the only package that knows Spark. */
@NullMarked
package org.isobath.spark;

import org.jspecify.annotations.NullMarked;
