package org.isobath.training;

/**
 * Rows as a network is trained on them, in plain arrays that are not to be modified.
 *
 * @param rows how many
 * @param features of each row
 * @param inputs row-major, rows × features
 * @param outputs of the network
 * @param targets row-major, rows × outputs numbers; or a class a row
 * @param classes 0 if the targets are numbers
 */
@SuppressWarnings("ArrayRecordComponent") // made for one reader, who compares none
record Examples(
    int rows, int features, double[] inputs, int outputs, double[] targets, int classes) {}
