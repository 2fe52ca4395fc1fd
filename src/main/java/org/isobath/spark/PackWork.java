package org.isobath.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.results.Attempts;
import org.isobath.results.ResultFolder;
import org.isobath.results.Rows;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.isobath.sweep.Sweep;
import org.isobath.training.Cost;
import org.isobath.training.DataShape;
import org.isobath.training.Outcome;
import org.isobath.training.Status;
import org.isobath.training.Targets;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Trains one pack and publishes it, wherever that happens. The tables are on disk before anybody
 * hears of them, so a retry or a second driver finds them done.
 */
final class PackWork implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many processes have died with a pack before it is trained apart from all others. */
  private static final int DEATHS_IN_COMPANY = 2;

  /**
   * What became of a pack.
   *
   * @param trained trials trained here; 0 if the pack was published already
   * @param failed trials that an error of ours ended
   * @param suspect whether it was put off, because processes have died with it
   */
  record Receipt(int trained, int failed, boolean suspect) implements Serializable {}

  /** Where the work is done. */
  interface Host {
    /**
     * Is told of what was done, or need not be.
     *
     * @param steps of trials
     * @param work multiply-adds
     */
    void progress(long steps, long work);

    /** Is told of trials that have ended, and how many of them diverged. */
    void ended(long trials, long diverged);

    /** Throws if somebody wants the work to end. */
    void endIfKilled();

    /** The number of this attempt, from 0. */
    long attempt();

    /** A name of the process for the table of packs. */
    String executor();

    /** The marks of the processes that work on the sweep. */
    Attempts attempts(ResultFolder folder);
  }

  /** Trains trials of one shape, in one go; {@link Trainer} but for tests. */
  interface Training extends Serializable {
    List<Outcome> train(Trainer trainer, List<Trial> trials, LongConsumer progress);
  }

  private final Sweep sweep;
  private final SweepContext context;
  private final ResultFolder folder;
  private final Training training;
  private final Prediction prediction;

  PackWork(
      Sweep sweep,
      SweepContext context,
      ResultFolder folder,
      Training training,
      Prediction prediction) {
    this.sweep = sweep;
    this.context = context;
    this.folder = folder;
    this.training = training;
    this.prediction = prediction;
  }

  /**
   * Does the work, unless it is done.
   *
   * @param data by scaling
   * @param apart whether nothing else is being trained in this process: then the trial that kills
   *     it can be told, and is given up
   */
  Receipt run(Pack pack, Map<Scaling, TrainingData> data, boolean apart, Host host)
      throws IOException {
    List<Trial> trials = sweep.trials(pack);
    List<String> keys = PackName.keys(trials, context);
    String name = PackName.of(pack, keys, context);
    if (folder.isPublished(name, context.packTables())) {
      host.progress(0, (long) pack.cost());
      host.ended(trials.size(), 0);
      return new Receipt(0, 0, false);
    }
    Attempts attempts = host.attempts(folder);
    if (!apart && attempts.deaths(name) >= DEATHS_IN_COMPANY) {
      return new Receipt(0, 0, true);
    }
    int failed;
    try (Attempts.Mark mark = attempts.begin(name)) {
      failed = trainAndPublish(pack, name, keys, trials, data, apart, host);
    }
    attempts.forget(name);
    return new Receipt(trials.size(), failed, false);
  }

  /**
   * Takes the marks of this process away: what it trains is not to blame for its end.
   *
   * @param run the name of the run's claim
   */
  void withdraw(String run) {
    try {
      Attempts.ofThisProcess(folder, run).withdraw();
    } catch (IOException e) {
      // Then it may be blamed, which costs time only.
    }
  }

  private int trainAndPublish(
      Pack pack,
      String name,
      List<String> keys,
      List<Trial> trials,
      Map<Scaling, TrainingData> data,
      boolean apart,
      Host host)
      throws IOException {
    long start = System.nanoTime();
    Trial shape = trials.get(0);
    TrainingData trainingData = data.get(shape.scaling());
    if (trainingData == null) {
      throw new IllegalStateException("no data with scaling " + shape.scaling());
    }
    Trainer trainer = new Trainer(Kernels::best, trainingData, context.stop(), context.recording());
    Reporter reporter = new Reporter(host, Cost.perStep(shape, DataShape.of(trainingData.split())));
    List<Outcome> outcomes =
        apart ? oneByOne(trainer, name, trials, host) : together(trainer, trials, reporter, host);
    // Trials that ended early have done what was asked of them.
    host.progress(0, Math.max(0, (long) pack.cost() - reporter.done));
    host.ended(outcomes.size(), count(outcomes, Status.DIVERGED));
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<Table, Iterable<@Nullable Object[]>> tables =
        PackTables.of(new Rows(context), pack.firstTrial(), keys, trials, outcomes);
    tables.put(
        Table.PACKS,
        List.<@Nullable Object[]>of(packRow(pack, outcomes, shape.precision(), seconds, host)));
    folder.publish(name, tables);
    return count(outcomes, Status.FAILED);
  }

  private static int count(List<Outcome> outcomes, Status status) {
    return (int) outcomes.stream().filter(outcome -> outcome.status() == status).count();
  }

  /** Turns steps into work, and remembers how much it was. */
  private static final class Reporter implements LongConsumer {
    private final Host host;
    private final double stepCost;
    private long done;

    Reporter(Host host, double stepCost) {
      this.host = host;
      this.stepCost = stepCost;
    }

    @Override
    public void accept(long steps) {
      host.endIfKilled();
      long work = (long) (steps * stepCost);
      done += work;
      host.progress(steps, work);
    }
  }

  private List<Outcome> together(
      Trainer trainer, List<Trial> trials, LongConsumer progress, Host host) {
    try {
      return training.train(trainer, trials, progress);
    } catch (RuntimeException | Error e) {
      // A killed task ends here; an error of ours costs only the trial that meets it.
      host.endIfKilled();
      List<Outcome> outcomes = new ArrayList<>();
      for (Trial trial : trials) {
        outcomes.add(alone(trainer, trial, host));
      }
      return outcomes;
    }
  }

  /** With a mark for each trial; one that has killed its process before is not tried again. */
  private List<Outcome> oneByOne(Trainer trainer, String name, List<Trial> trials, Host host)
      throws IOException {
    Attempts attempts = host.attempts(folder);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      String work = name + ".trial-" + i;
      if (attempts.deaths(work) > 0) {
        outcomes.add(failed("its process died each time that it was trained, at last alone"));
      } else {
        try (Attempts.Mark mark = attempts.begin(work)) {
          outcomes.add(alone(trainer, trials.get(i), host));
        }
      }
    }
    return outcomes;
  }

  private Outcome alone(Trainer trainer, Trial trial, Host host) {
    try {
      return training.train(trainer, List.of(trial), steps -> host.endIfKilled()).get(0);
    } catch (RuntimeException | Error e) {
      host.endIfKilled();
      return failed(e.toString());
    }
  }

  private Outcome failed(String reason) {
    return Outcome.failed(Targets.count(context.recording()), reason);
  }

  private @Nullable Object[] packRow(
      Pack pack, List<Outcome> outcomes, Precision precision, double seconds, Host host) {
    long steps = outcomes.stream().mapToLong(Outcome::steps).sum();
    double predicted = prediction.seconds(pack);
    return new @Nullable Object[] {
      context.sweep(),
      pack.index(),
      pack.firstTrial(),
      pack.trials(),
      host.attempt(),
      host.executor(),
      Kernels.best(precision).description(),
      seconds,
      Double.isNaN(predicted) ? null : predicted,
      steps,
      steps / seconds
    };
  }
}
