/** Commands, printing and exit codes. */
@NullMarked
package org.isobath.cli;

import org.jspecify.annotations.NullMarked;
