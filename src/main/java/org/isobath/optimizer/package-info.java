/**
 * One update rule a file: a record of its constants, its equation and its step. Knows nothing of
 * networks or data.
 */
@NullMarked
package org.isobath.optimizer;

import org.jspecify.annotations.NullMarked;
