package org.isobath.sweep;

import java.io.Serializable;

/**
 * Consecutive trials of one shape, trained in lockstep in one task and published together.
 *
 * @param index which pack of the sweep, from 0
 * @param firstTrial index of its first trial
 * @param trials how many trials
 * @param cost of all its steps, in multiply-adds
 */
public record Pack(long index, long firstTrial, int trials, double cost) implements Serializable {}
