package org.isobath.network;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** What is trained: its shape, without data and without weights. */
public sealed interface Network extends Serializable
    permits LinearNetwork, Perceptron, TiedAutoencoder, DoubleWell {
  /** The word of job files and tables. */
  String kind();

  /** Number of weight matrices, at least 1. */
  int depth();

  /** The hidden widths, from the input side; as many as the depth less 1. */
  List<Integer> widths();

  /**
   * What else than depth and widths tells networks of a kind apart, by the names of job files:
   * numbers, booleans and words; empty if there is nothing.
   */
  Map<String, Object> constants();

  /**
   * The weight matrices' shapes for data of so many features and outputs.
   *
   * @return for layer j (from 0) the shape (out × in) of W_{j+1}; a bias is the column after the
   *     last input
   */
  Shape[] shapes(int features, int outputs);

  /** Number of weights for data of so many features and outputs; may exceed any array. */
  double parameters(int features, int outputs);

  /**
   * Rows and columns of a weight matrix W (out × in); element (row, column) is row · in + column.
   *
   * @param biased whether the last column is a bias
   */
  record Shape(int out, int in, boolean biased) {
    /** A matrix without a bias. */
    public Shape(int out, int in) {
      this(out, in, false);
    }

    /** Columns that are no bias. */
    public int inputs() {
      return biased ? in - 1 : in;
    }

    /** Number of elements. */
    public int size() {
      return Math.multiplyExact(out, in);
    }
  }
}
