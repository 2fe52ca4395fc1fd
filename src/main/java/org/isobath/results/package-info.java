/**
 * The result folder: schemas, atomic publication, resume and the manifest. Knows nothing of Spark.
 */
@NullMarked
package org.isobath.results;

import org.jspecify.annotations.NullMarked;
