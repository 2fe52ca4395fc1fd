package org.isobath.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which rows a step sees. Trials of one seed see the same batches.
 *
 * @param sampler how batches are drawn
 * @param size rows of a batch, at least 1; 0 for the full batch
 * @param sum whether the gradient is the sum over the batch, not the mean
 */
public record Batches(Sampler sampler, int size, boolean sum) implements Serializable {
  /** All rows in every step. */
  public static final Batches FULL = new Batches(Sampler.FULL_BATCH, 0, false);

  /** Validates. */
  public Batches {
    if (sampler == Sampler.FULL_BATCH ? size != 0 : size < 1) {
      throw new IllegalArgumentException(
          "Invalid batchSize: " + size + " (must be at least 1, and 0 for the full batch)");
    }
  }

  /** Rows of a batch, where so many are trained on; the last of an epoch may be smaller. */
  int size(int rows) {
    return size == 0 ? rows : Math.min(size, rows);
  }

  /** Steps in which as many rows are seen as there are. */
  int epoch(int rows) {
    return (rows + size(rows) - 1) / size(rows);
  }

  /** How batches are drawn from the training rows. */
  public enum Sampler {
    /** All rows in every step. */
    FULL_BATCH("full-batch"),
    /** In the order of the rows; an epoch's last batch may be smaller. */
    IN_ORDER("in-order"),
    /** Each epoch in a random order of its own; an epoch's last batch may be smaller. */
    RESHUFFLED("reshuffled"),
    /** Each row of each batch drawn from all rows, independently. */
    WITH_REPLACEMENT("with-replacement");

    private final String word;

    Sampler(String word) {
      this.word = word;
    }

    /** The word of job files and tables. */
    public String word() {
      return word;
    }

    /** All words. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Sampler::word).toList();
    }

    /** The sampler of a word. */
    public static Optional<Sampler> of(String word) {
      return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }
  }
}
