/**
 * A dataset and what it alone determines: its sources, scaling, fingerprint, least-squares optimum
 * and spectrum. Knows nothing of networks, trials or Spark.
 */
@NullMarked
package org.isobath.data;

import org.jspecify.annotations.NullMarked;
