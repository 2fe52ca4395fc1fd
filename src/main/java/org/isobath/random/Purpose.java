package org.isobath.random;

/**
 * What a random stream is drawn for. Streams of different purposes never meet, so that a new use of
 * chance changes no old result. The codes are part of the results: never renumber one.
 */
public enum Purpose {
  /** Initial weights; the index is the layer, from 1. */
  INITIAL_WEIGHTS(1),
  /** The embedded data sets; the index is the part of the generator. */
  EMBEDDED_DATA(2),
  /** Resampling of seeds for bootstrap intervals; the index is the replicate. */
  BOOTSTRAP(3),
  /** Noise of Langevin descent, the index is the layer, from 1. */
  LANGEVIN_NOISE(4),
  /** Where searches for eigenvalues start; the index is 0. */
  EIGENVECTOR(10),
  /** Which rows train and which test; the index is 0 for a trial's seed, 1 for all trials. */
  SPLIT(20),
  /** Labels that mean nothing; the index is the replica of the row. */
  RANDOM_LABELS(21),
  /** Labels that are wrong; index 0 draws which, index 1 what instead. */
  LABEL_NOISE(22),
  /** Entries of replicas that are set to zero; the index is the replica. */
  ZEROED_ENTRIES(23);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
