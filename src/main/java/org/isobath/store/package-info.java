/**
 * Where files stand: the local disk, or a store of a cluster (HDFS, S3 …) as paths of {@code
 * java.nio.file}; and how a file gets its name in each, whole and once. Knows nothing of results.
 */
@NullMarked
package org.isobath.store;

import org.jspecify.annotations.NullMarked;
