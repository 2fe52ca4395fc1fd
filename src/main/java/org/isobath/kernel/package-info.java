/**
 * Arithmetic on {@code [element][lane]} arrays, one trial a lane: every sum in a fixed order, lanes
 * never mix. Knows nothing of networks, data or trials.
 */
@NullMarked
package org.isobath.kernel;

import org.jspecify.annotations.NullMarked;
