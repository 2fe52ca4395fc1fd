/**
 * From tables to words, charts and one HTML file. Knows rows, and nothing of where they come from.
 */
@NullMarked
package org.isobath.report;

import org.jspecify.annotations.NullMarked;
