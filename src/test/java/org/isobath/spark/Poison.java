package org.isobath.spark;

import java.util.List;
import java.util.function.LongConsumer;
import org.isobath.training.Outcome;
import org.isobath.training.Trainer;
import org.isobath.training.Trial;

/**
 * Training in which some trials never end well.
 *
 * @param throwing a trial that throws
 * @param exhausting a trial that runs out of memory
 * @param killing a trial that kills its process; null for none
 */
record Poison(Trial throwing, Trial exhausting, Trial killing) implements PackWork.Training {
  @Override
  public List<Outcome> train(Trainer trainer, List<Trial> trials, LongConsumer progress) {
    if (killing != null && trials.contains(killing)) {
      Runtime.getRuntime().halt(9);
    }
    if (trials.contains(throwing)) {
      throw new IllegalStateException("poison");
    }
    if (trials.contains(exhausting)) {
      throw new OutOfMemoryError("Java heap space: " + new int[1].length);
    }
    return trainer.train(trials, progress);
  }
}
