package org.isobath.network;

/**
 * Some rows of data in a group of lanes, each lane's own.
 *
 * @param rows how many
 * @param inputs address of rows × features
 * @param shared whether all lanes read the same inputs, which then stand there once
 * @param targets address of what the loss compares predictions with ({@link LossLanes#encode})
 * @param labels address of the rows' classes; the targets if these are the classes; meaningless
 *     without classes
 */
public record Chunk(int rows, int inputs, boolean shared, int targets, int labels) {}
