package org.isobath.optimizer;

/**
 * Some consecutive weights of a layer, in a group of lanes. Arrays are given by their addresses.
 *
 * @param layer which layer, from 0 at the input side
 * @param size elements of the whole layer
 * @param columns of the layer's matrix
 * @param first the first element of the layer that is in the block
 * @param elements how many from there on: whole rows
 * @param weights where they stand
 * @param gradient of the loss without weight decay, for these elements
 * @param state the rule's arrays, for these elements
 */
public record Block(
    int layer,
    int size,
    int columns,
    int first,
    int elements,
    int weights,
    int gradient,
    int[] state) {}
