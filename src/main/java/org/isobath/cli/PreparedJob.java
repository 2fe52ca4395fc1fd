package org.isobath.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.isobath.data.DataException;
import org.isobath.data.DataFolder;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.data.SplitDataset;
import org.isobath.job.Job;
import org.isobath.job.JobException;
import org.isobath.job.JobFile;
import org.isobath.job.ResolvedJob;
import org.isobath.network.Loss;
import org.isobath.results.Reasons;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.store.Stores;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.sweep.Prediction;
import org.isobath.sweep.Sweep;
import org.isobath.training.Cost;
import org.isobath.training.DataShape;
import org.isobath.training.TrainingData;
import org.isobath.training.TrialKey;

/**
 * A job that is known to be right: its file was read, its data loaded and scaled, its networks and
 * initial weights fit the data and the memory. Spark has not been started.
 *
 * @param job the job file
 * @param scaled the data by scaling
 * @param sweep all trials
 */
record PreparedJob(Job job, Map<Scaling, SplitDataset> scaled, Sweep sweep) {
  /** Seeds of a grid whose draws are looked at before training. */
  private static final long MOST_DRAWS = 1000;

  static PreparedJob of(Path file, List<String> sets, DataFolder folder)
      throws JobException, DataException, RefusedException {
    return of(file, sets, folder, Stores.of(Map.of()));
  }

  /**
   * The same where paths may need settings.
   *
   * @param stores where the paths in the job lead
   */
  static PreparedJob of(Path file, List<String> sets, DataFolder folder, Stores stores)
      throws JobException, DataException, RefusedException {
    Job job = JobFile.read(file, sets, stores::resolve);
    Experiment experiment = job.experiment();
    // Scaling must not learn from test rows.
    SplitDataset split = SplitDataset.of(load(experiment, folder), experiment.split());
    Map<Scaling, SplitDataset> scaled = new EnumMap<>(Scaling.class);
    for (Grid grid : experiment.grids()) {
      for (long i = 0; i < grid.scalings().size(); i++) {
        Scaling scaling = grid.scalings().get(i);
        if (!scaled.containsKey(scaling)) {
          scaled.put(scaling, split.scaled(scaling));
        }
      }
    }
    DataShape shape = DataShape.of(split);
    Fit.check(job, shape);
    checkClasses(experiment, split);
    return new PreparedJob(job, scaled, new Sweep(experiment, shape));
  }

  /**
   * Draws of seeds leave a class without training rows as any split can; it would not be learned.
   */
  private static void checkClasses(Experiment experiment, SplitDataset split) throws DataException {
    if (!split.bySeed()) {
      return; // checked when it was made
    }
    Set<Long> seeds = new TreeSet<>();
    for (Grid grid : experiment.grids()) {
      for (long i = 0; i < Math.min(grid.seeds().size(), MOST_DRAWS); i++) {
        seeds.add(grid.seeds().get(i));
      }
    }
    for (long seed : seeds) {
      split.checkClasses(seed);
    }
  }

  private static Dataset load(Experiment experiment, DataFolder folder) throws DataException {
    try {
      return experiment.source().load(folder);
    } catch (UncheckedIOException e) {
      // A store that does not answer.
      throw new DataException(List.of(Reasons.of(Objects.requireNonNull(e.getCause()))));
    }
  }

  /** What the largest network's lanes take, in bytes. */
  double taskBytes() {
    return Fit.taskBytes(experiment(), DataShape.of(anySplit()));
  }

  Experiment experiment() {
    return job.experiment();
  }

  /** The rows that trials train on, or all if each seed draws its own. */
  Dataset anyData() {
    return anySplit().training();
  }

  private SplitDataset anySplit() {
    return scaled.values().iterator().next();
  }

  /** The data in the forms that training reads; takes seconds on large data. */
  Map<Scaling, TrainingData> trainingData() {
    TreeSet<Integer> exponents = new TreeSet<>();
    for (Grid grid : experiment().grids()) {
      exponents.addAll(endToEndExponents(grid, DataShape.of(anySplit())));
    }
    // A map type of the JDK, so that it can be broadcast as it is.
    Map<Scaling, TrainingData> prepared = new EnumMap<>(Scaling.class);
    scaled.forEach(
        (scaling, data) ->
            prepared.put(
                scaling, TrainingData.of(data, exponents).measuredBy(experiment().recording())));
    return prepared;
  }

  /** The exponents of the losses of trials that are trained end to end. */
  private static Set<Integer> endToEndExponents(Grid grid, DataShape data) {
    Set<Integer> exponents = new TreeSet<>();
    for (long n = 0; n < grid.networks().size(); n++) {
      for (long l = 0; l < grid.losses().size(); l++) {
        for (long p = 0; p < grid.presentations().size(); p++) {
          Loss loss = grid.losses().get(l);
          if (Cost.isEndToEnd(grid.networks().get(n), loss, grid.presentations().get(p), data)) {
            exponents.add(((Loss.Power) loss).exponent());
          }
        }
      }
    }
    return exponents;
  }

  /** How long this job's packs train here; takes about a second. */
  Prediction prediction(Map<Scaling, TrainingData> data) {
    return Prediction.measure(sweep, data, experiment().stop(), experiment().recording());
  }

  Map<Scaling, String> fingerprints() {
    Map<Scaling, String> fingerprints = new EnumMap<>(Scaling.class);
    scaled.forEach((scaling, split) -> fingerprints.put(scaling, split.fingerprint()));
    return fingerprints;
  }

  /** The same by the words of job files. */
  Map<String, String> fingerprintsByWord() {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    fingerprints().forEach((scaling, print) -> fingerprints.put(scaling.word(), print));
    return fingerprints;
  }

  SweepContext context() {
    return new SweepContext(
        experiment().name(),
        experiment().source().name(),
        fingerprints(),
        anySplit().trainingRows(),
        anySplit().data().features(),
        experiment().stop(),
        experiment().recording());
  }

  /** The resolved job and, under {@code derived}, what follows from it and the data. */
  Map<String, Object> resolved() {
    Map<String, Object> resolved = new LinkedHashMap<>(ResolvedJob.of(experiment()));
    if (!job.report().isEmpty()) {
      resolved.put("report", job.report());
    }
    Map<String, Object> derived = new LinkedHashMap<>();
    derived.put("engineVersion", TrialKey.ENGINE_VERSION);
    derived.put("schemaVersion", Table.SCHEMA_VERSION);
    derived.put("data", experiment().source().name());
    derived.put("dataFingerprints", fingerprintsByWord());
    derived.put("trials", sweep.trials());
    derived.put("packs", sweep.packs());
    resolved.put("derived", derived);
    return resolved;
  }

  /**
   * Where results of another resolved job would not be this job's, one line each. What is compared
   * and drawn may change from run to run, and so may the place of the data as long as they are the
   * same.
   */
  List<String> differences(Map<String, Object> stored) {
    return ResolvedJob.differences(essence(resolved()), essence(stored));
  }

  private static Map<String, Object> essence(Map<String, Object> resolved) {
    Map<String, Object> essence = new LinkedHashMap<>();
    resolved.forEach(
        (key, value) -> {
          if (!key.equals("compare") && !key.equals("report")) {
            essence.put(key, withoutPlaces(value));
          }
        });
    return essence;
  }

  /** Where data and weights stand does not matter: their fingerprints and hashes do. */
  private static Object withoutPlaces(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(element -> withoutPlaces(element)).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, inner) -> {
          boolean place = key.equals("source") || (key.equals("file") && map.containsKey("sha256"));
          if (!place && inner != null) {
            kept.put(String.valueOf(key), withoutPlaces(inner));
          }
        });
    return kept;
  }
}
