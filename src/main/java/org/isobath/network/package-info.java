/**
 * What is trained: networks and their initial weights, with forward and backward passes in lanes.
 * Knows nothing of data, optimizers or trials.
 */
@NullMarked
package org.isobath.network;

import org.jspecify.annotations.NullMarked;
