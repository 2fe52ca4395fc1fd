package org.isobath.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.results.Rows;
import org.isobath.results.StoredRows;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Sweep;
import org.isobath.training.Outcome;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;
import org.jspecify.annotations.Nullable;

/** Trains stored trials again, each alone, and compares their rows bit for bit. */
public final class Retraining {
  private static final List<Table> COMPARED = List.of(Table.TRIALS, Table.CURVES);

  private final Sweep sweep;
  private final SweepContext context;
  private final Path folder;
  private final Map<Scaling, TrainingData> data;

  /** Of the sweep that stands in a folder. */
  public Retraining(
      Sweep sweep, SweepContext context, Path folder, Map<Scaling, TrainingData> data) {
    this.sweep = sweep;
    this.context = context;
    this.folder = folder;
    this.data = data;
  }

  /**
   * Trains some trials again.
   *
   * @param count of trials; all, if there are fewer
   * @param problems is added a line for each trial that differs
   * @return how many were trained
   */
  public int compare(int count, Random random, List<String> problems) throws ResultsException {
    TreeSet<Long> chosen = new TreeSet<>();
    long wanted = Math.min(count, sweep.trials());
    while (chosen.size() < wanted) {
      chosen.add((long) (random.nextDouble() * sweep.trials()));
    }
    try {
      for (long index = 0; index < sweep.packs() && !chosen.isEmpty(); index++) {
        Pack pack = sweep.pack(index);
        List<Long> here =
            List.copyOf(chosen.subSet(pack.firstTrial(), pack.firstTrial() + pack.trials()));
        if (!here.isEmpty()) {
          compare(pack, here, problems);
        }
      }
    } catch (IOException e) {
      throw new ResultsException(folder + ": cannot be read: " + e.getMessage());
    }
    return (int) wanted;
  }

  private void compare(Pack pack, List<Long> trials, List<String> problems) throws IOException {
    String name = PackName.of(pack, PackName.keys(sweep.trials(pack), context), context);
    ResultFolder stored = new ResultFolder(folder);
    if (!stored.isPublished(name, COMPARED)) {
      problems.add(folder + ": pack " + pack.index() + " is not there; run it again");
      return;
    }
    Path temporary = Files.createTempDirectory("isobath-retrain");
    try {
      ResultFolder again = new ResultFolder(temporary);
      for (long trial : trials) {
        again.publish(trial + ".parquet", rows(trial));
      }
      for (Table table : COMPARED) {
        Map<Long, List<String>> then = StoredRows.byTrial(stored.folder(table).resolve(name));
        for (long trial : trials) {
          Path now = again.folder(table).resolve(trial + ".parquet");
          List<String> before = then.getOrDefault(trial, List.of());
          if (!before.toString().contains("status: failed")
              && !before.equals(StoredRows.byTrial(now).getOrDefault(trial, List.of()))) {
            problems.add(
                stored.folder(table).resolve(name)
                    + ": trial "
                    + trial
                    + " has other "
                    + (table == Table.TRIALS ? "values" : "losses")
                    + " when it is trained again");
          }
        }
      }
    } finally {
      try (Stream<Path> files = Files.walk(temporary)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Map<Table, Iterable<@Nullable Object[]>> rows(long index) {
    Trial trial = sweep.trial(index);
    TrainingData scaled = data.get(trial.scaling());
    if (scaled == null) {
      throw new IllegalStateException("no data with scaling " + trial.scaling());
    }
    Trainer trainer = new Trainer(Kernels::best, scaled, context.stop(), context.recording());
    List<Outcome> outcomes = trainer.train(List.of(trial), steps -> {});
    List<String> keys = PackName.keys(List.of(trial), context);
    return PackTables.of(new Rows(context), index, keys, List.of(trial), outcomes);
  }
}
