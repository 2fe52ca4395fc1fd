/**
 * What is proved about end-to-end descent, computed for given data: that its direction is no
 * gradient (a line integral, the Jacobian), and the spectrum of its preconditioner; and closed
 * forms that measured figures are held against. Trains nothing.
 */
@NullMarked
package org.isobath.theory;

import org.jspecify.annotations.NullMarked;
