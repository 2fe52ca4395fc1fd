/** Counter-based random streams: a number depends on its key and position alone, never on order. */
@NullMarked
package org.isobath.random;

import org.jspecify.annotations.NullMarked;
