package org.isobath.training;

import java.io.Serializable;
import java.util.Objects;

/**
 * How a trial meets its data.
 *
 * @param batches which rows a step sees
 * @param features how many features the network sees, the first ones; 0 for all
 * @param inputNoise standard deviation of what is added to each feature of each batch, drawn anew
 *     every time; 0 for none
 * @param labelNoise share of the training labels that are replaced, each by another class; for
 *     regression the standard deviation of what is added to the targets; 0 for none
 * @param pretraining what comes before
 */
public record Presentation(
    Batches batches, int features, double inputNoise, double labelNoise, Pretraining pretraining)
    implements Serializable {
  /** All rows and features in every step, as they are. */
  public static final Presentation PLAIN =
      new Presentation(Batches.FULL, 0, 0, 0, Pretraining.NONE);

  /** Validates. */
  public Presentation {
    Objects.requireNonNull(batches);
    Objects.requireNonNull(pretraining);
    if (features < 0) {
      throw new IllegalArgumentException(
          "Invalid features: " + features + " (must not be negative)");
    }
    if (!(inputNoise >= 0 && labelNoise >= 0)
        || Double.isInfinite(inputNoise)
        || Double.isInfinite(labelNoise)) {
      throw new IllegalArgumentException(
          "Invalid noise: %s, %s (must be finite and not negative)"
              .formatted(inputNoise, labelNoise));
    }
  }

  /** The same without what comes before. */
  public Presentation withoutPretraining() {
    return new Presentation(batches, features, inputNoise, labelNoise, Pretraining.NONE);
  }

  /** Whether a step sees all training rows as they are, so that the loss of its batch is theirs. */
  public boolean isWhole() {
    return batches.sampler() == Batches.Sampler.FULL_BATCH && inputNoise == 0;
  }

  /** How many of so many features the network sees. */
  public int featuresOf(int all) {
    return features == 0 ? all : Math.min(features, all);
  }
}
