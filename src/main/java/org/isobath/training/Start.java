package org.isobath.training;

import java.util.Map;

/**
 * Where a trial starts.
 *
 * @param weights {@code [layer][element]}
 * @param measures of what came before, by name
 */
record Start(double[][] weights, Map<String, Double> measures) {}
