package org.isobath.network;

import java.io.Serializable;

/** What is trained: its shape, without data and without weights. */
public sealed interface Network extends Serializable permits LinearNetwork {
  /** The word of job files and tables. */
  String kind();

  /** Number of weight matrices, at least 1. */
  int depth();
}
