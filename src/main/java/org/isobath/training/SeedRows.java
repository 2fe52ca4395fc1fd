package org.isobath.training;

import org.isobath.data.Split;
import org.isobath.data.SplitDataset;
import org.isobath.network.DoubleWell;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * What the trials of one seed see.
 *
 * @param training the rows that they train on
 * @param test the rows that they are tested on, maybe none
 * @param plan which of the training rows each step sees
 * @param noise what is added to the features of batches
 */
record SeedRows(TrialRows training, TrialRows test, BatchPlan plan, RandomStream noise) {

  /** Makes the rows of a phase of trials; rows that do not depend on the seed are made once. */
  static final class Source {
    private final SplitDataset split;
    private final TrialRows.View view;
    private final Presentation presentation;
    private final boolean pretraining;
    private final boolean fixedTraining;
    private final TrialRows training;
    private final TrialRows test;

    /**
     * A source.
     *
     * @param pretraining whether the trials are the pretraining of trials of this presentation
     */
    Source(
        SplitDataset split, TrialRows.View view, Presentation presentation, boolean pretraining) {
      this.split = split;
      this.view = view;
      this.presentation = presentation;
      this.pretraining = pretraining;
      boolean sameLabels = !pretraining && presentation.labelNoise() == 0;
      this.fixedTraining = !split.bySeed() && sameLabels;
      boolean noData = view.network() instanceof DoubleWell;
      TrialRows none = TrialRows.none(view);
      Split.Rows rows = split.bySeed() || noData ? null : split.rows(0);
      this.training = rows == null || !fixedTraining ? none : TrialRows.of(view, rows.training());
      this.test = rows == null ? none : TrialRows.of(view, rows.test());
    }

    /** Whether there are test rows. */
    boolean tests() {
      return split.testRows() > 0 && !(view.network() instanceof DoubleWell);
    }

    SeedRows of(long seed) {
      if (view.network() instanceof DoubleWell) {
        return with(training, test, Batches.FULL, seed);
      }
      TrialRows trainingOfSeed = training;
      TrialRows testOfSeed = test;
      if (split.bySeed() || !fixedTraining) {
        Split.Rows rows = split.rows(seed);
        trainingOfSeed =
            pretraining
                ? TrialRows.replicas(view, rows.training(), presentation.pretraining(), seed)
                : TrialRows.withNoise(view, rows.training(), presentation.labelNoise(), seed);
        testOfSeed = split.bySeed() ? TrialRows.of(view, rows.test()) : test;
      }
      return with(trainingOfSeed, testOfSeed, presentation.batches(), seed);
    }

    private SeedRows with(TrialRows training, TrialRows test, Batches batches, long seed) {
      int stream = pretraining ? 1 : 0;
      return new SeedRows(
          training,
          test,
          new BatchPlan(batches, training.count(), seed, stream),
          new RandomStream(seed, Purpose.INPUT_NOISE, 0));
    }
  }
}
