package org.isobath.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.results.ResultFolder;
import org.isobath.results.Rows;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.isobath.sweep.Sweep;
import org.isobath.training.Cost;
import org.isobath.training.Outcome;
import org.isobath.training.Status;
import org.isobath.training.Targets;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Trains one pack on the broadcast data and publishes it. Returns only a receipt: the tables are on
 * disk before Spark hears of them, so a retry or a second driver finds them done.
 */
final class PackTask implements Function<Pack, PackTask.Receipt> {
  private static final long serialVersionUID = 1L;

  /**
   * What became of a pack.
   *
   * @param trained trials trained here; 0 if the pack was published already
   * @param failed trials that an error of ours ended
   */
  record Receipt(int trained, int failed) implements java.io.Serializable {}

  private final Sweep sweep;
  private final SweepContext context;
  private final ResultFolder folder;
  private final Broadcast<Map<Scaling, TrainingData>> data;
  private final LongAccumulator work;
  private final Prediction prediction;

  PackTask(
      Sweep sweep,
      SweepContext context,
      ResultFolder folder,
      Broadcast<Map<Scaling, TrainingData>> data,
      LongAccumulator work,
      Prediction prediction) {
    this.sweep = sweep;
    this.context = context;
    this.folder = folder;
    this.data = data;
    this.work = work;
    this.prediction = prediction;
  }

  @Override
  public Receipt call(Pack pack) throws IOException {
    List<Trial> trials = sweep.trials(pack);
    List<String> keys = PackName.keys(trials, context);
    String name = PackName.of(pack, keys, context);
    if (folder.isPublished(name)) {
      work.add((long) pack.cost());
      return new Receipt(0, 0);
    }
    long start = System.nanoTime();
    long workBefore = work.value();
    Trial shape = trials.get(0);
    TrainingData trainingData = data.value().get(shape.scaling());
    if (trainingData == null) {
      throw new IllegalStateException("no data with scaling " + shape.scaling());
    }
    double stepCost = Cost.perStep(shape, trainingData.data());
    Trainer trainer = new Trainer(Kernels::best, trainingData, context.stop(), context.recording());
    List<Outcome> outcomes = train(trainer, trials, stepCost);
    // Trials that ended early have done what was asked of them.
    work.add(Math.max(0, (long) pack.cost() - (work.value() - workBefore)));

    double seconds = (System.nanoTime() - start) / 1e9;
    Map<Table, Iterable<@Nullable Object[]>> tables =
        PackTables.of(new Rows(context), pack.firstTrial(), keys, trials, outcomes);
    tables.put(
        Table.PACKS,
        List.<@Nullable Object[]>of(packRow(pack, outcomes, shape.precision(), seconds)));
    folder.publish(name, tables);
    int failed = (int) outcomes.stream().filter(o -> o.status() == Status.FAILED).count();
    return new Receipt(trials.size(), failed);
  }

  private List<Outcome> train(Trainer trainer, List<Trial> trials, double stepCost) {
    TaskContext task = TaskContext.get();
    LongConsumer progress =
        steps -> {
          task.killTaskIfInterrupted();
          work.add((long) (steps * stepCost));
        };
    try {
      return trainer.train(trials, progress);
    } catch (RuntimeException | OutOfMemoryError e) {
      // A killed task ends here; an error of ours costs only the trial that meets it.
      task.killTaskIfInterrupted();
      List<Outcome> outcomes = new ArrayList<>();
      for (Trial trial : trials) {
        outcomes.add(alone(trainer, trial));
      }
      return outcomes;
    }
  }

  private Outcome alone(Trainer trainer, Trial trial) {
    TaskContext task = TaskContext.get();
    try {
      return trainer.train(List.of(trial), steps -> task.killTaskIfInterrupted()).get(0);
    } catch (RuntimeException | OutOfMemoryError e) {
      task.killTaskIfInterrupted();
      return Outcome.failed(Targets.count(context.recording()), e.toString());
    }
  }

  private @Nullable Object[] packRow(
      Pack pack, List<Outcome> outcomes, Precision precision, double seconds) {
    long steps = outcomes.stream().mapToLong(Outcome::steps).sum();
    double predicted = prediction.seconds(pack);
    return new @Nullable Object[] {
      context.sweep(),
      pack.index(),
      pack.firstTrial(),
      pack.trials(),
      (long) TaskContext.get().attemptNumber(),
      SparkEnv.get().executorId(),
      Kernels.best(precision).description(),
      seconds,
      Double.isNaN(predicted) ? null : predicted,
      steps,
      steps / seconds
    };
  }
}
