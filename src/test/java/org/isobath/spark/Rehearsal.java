package org.isobath.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.apache.parquet.example.data.Group;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.faults.Crash;
import org.isobath.faults.Disaster;
import org.isobath.faults.Fault;
import org.isobath.faults.FaultyFileSystem;
import org.isobath.faults.Inspector;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Optimizer;
import org.isobath.results.Attempts;
import org.isobath.results.BuggyPublication;
import org.isobath.results.Claim;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.results.Rows;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.isobath.sweep.Sweep;
import org.isobath.training.Outcome;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;

/**
 * The life of a run on a disk that fails, in this process and without Spark: the same claim, work
 * on packs and ending as `isobath run`, task after task. Bugs can be planted.
 */
final class Rehearsal {
  private static final int ATTEMPTS = 4;

  /** Answers are a function of the trials, and Spark takes a second for them. */
  private static final Map<List<String>, Map<Table, List<Object[]>>> ANSWERS =
      new ConcurrentHashMap<>();

  /** A bug, planted where the real thing is right. */
  enum Bug {
    NONE("nothing"),
    PUBLISH_BEFORE_CLOSE("cannot be read"),
    WRITE_IN_PLACE("cannot be read"),
    TRIALS_BEFORE_CURVES("is seen with another curve"),
    NO_SWEEP_OF_STAGING("litter: trials/_staging"),
    RESUME_BY_COUNT("files are lost"),
    KEY_WITHOUT_DATA("trial 0 differs"),
    RANDOM_IN_THE_KEY("stands there twice"),
    RETRY_WITH_ANOTHER_SEED(" differs"),
    SWALLOWED_RENAME("is seen with another curve"),
    MANIFEST_FIRST("which is not there");

    /** What the inspector must say of it. */
    final String problem;

    Bug(String problem) {
      this.problem = problem;
    }
  }

  /**
   * How a life ended.
   *
   * @param trained trials that it trained, published or not
   * @param end what ended it, if it did not end well
   * @param kinds its operations
   */
  record Life(int trained, Optional<Throwable> end, List<Disaster.Kind> kinds) {}

  private final Sweep sweep;
  private final SweepContext context;
  private final Map<Scaling, TrainingData> data = new EnumMap<>(Scaling.class);
  private final Map<Trial, Outcome> outcomes = new ConcurrentHashMap<>();
  private final Bug bug;

  /** Two packs of six trials on data that a seed chooses. */
  Rehearsal(Bug bug, long dataSeed) throws Exception {
    this.bug = bug;
    Grid grid =
        new Grid(
            Axis.of(List.of(Scaling.NONE)),
            Axis.of(List.of(LinearNetwork.of(1, 1), LinearNetwork.of(2, 1))),
            Axis.of(List.of(2)),
            Axis.of(List.of(Precision.FLOAT64)),
            Axis.of(List.<Optimizer>of(new GradientDescent())),
            Axis.of(List.of(8L)),
            Axis.of(List.of(0.0)),
            Axis.of(List.<Initializer>of(new Gaussian(0.3))),
            new Axis.Run(1, 2),
            Axis.of(List.of(0.01, 0.1, 50.0)));
    Recording recording = new Recording(5, List.of(), false, java.util.Set.of(), false);
    Experiment experiment =
        new Experiment(
            "rehearsal",
            new SensorArray(),
            List.of(grid),
            Stop.DEFAULT,
            recording,
            Optional.of(SmallSweep.COMPARISON.get()));
    Dataset rows = rows(dataSeed);
    data.put(Scaling.NONE, TrainingData.of(rows, new TreeSet<>(List.of(2))));
    String fingerprint = bug == Bug.KEY_WITHOUT_DATA ? "any" : rows.fingerprint();
    sweep = new Sweep(experiment, rows.rows(), rows.features(), rows.targets());
    context =
        new SweepContext(
            "rehearsal",
            "rows",
            Map.of(Scaling.NONE, fingerprint),
            rows.rows(),
            rows.features(),
            Stop.DEFAULT,
            recording);
  }

  private static Dataset rows(long seed) {
    Random random = new Random(seed);
    double[] x = random.doubles(16, -1, 1).toArray();
    double[] y = random.doubles(8, -1, 1).toArray();
    return new Dataset("rows", List.of("a", "b"), List.of("y"), 8, x, y);
  }

  /** One life on a real folder, with a fault at one operation. */
  Life live(Path path, Fault fault, long at, long seed) {
    Disaster disaster = Disaster.of(path, fault, at, seed);
    Process process = new Process(seed);
    try (FaultyFileSystem disk = FaultyFileSystem.of(path, disaster)) {
      try {
        process.live(new ResultFolder(disk.path(path)));
        return new Life(process.trained, Optional.empty(), disaster.kinds());
      } catch (Crash | IOException | ResultsException | RuntimeException e) {
        return new Life(process.trained, Optional.of(e), disaster.kinds());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One process. */
  private final class Process implements PackWork.Host {
    private final long seed;
    private final String name = java.util.UUID.randomUUID().toString();
    private int trained;
    private long attempt;

    Process(long seed) {
      this.seed = seed;
    }

    void live(ResultFolder folder) throws Exception {
      Map<String, Object> resolved =
          Map.of(
              "name",
              "rehearsal",
              "compare",
              Map.of("axis", "depth", "baseline", 1),
              "fingerprint",
              context.fingerprint(Scaling.NONE));
      SweepRun run = new SweepRun(sweep, context, folder, this::train);
      boolean other =
          org.isobath.results.Description.resolved(folder.path())
              .filter(there -> !there.equals(resolved))
              .isPresent();
      folder.create();
      try (Claim claim = folder.claim()) {
        if (other && !claim.discard()) {
          throw new IllegalStateException("somebody else is here");
        }
        if (bug == Bug.NO_SWEEP_OF_STAGING) {
          BuggyPublication.beginWithoutSweeping(folder, "job", resolved);
        } else {
          claim.begin("job", resolved);
        }
        List<Pack> packs = new ArrayList<>(pending(run, folder));
        // Spark promises no order.
        Collections.shuffle(packs, new Random(seed));
        if (bug == Bug.MANIFEST_FIRST) {
          manifestFirst(folder, run);
        }
        for (Pack pack : packs) {
          workOn(pack, folder);
        }
        claim.own();
        Map<Table, String> names = new EnumMap<>(Table.class);
        for (Map.Entry<Table, List<Object[]>> table : answers(folder).entrySet()) {
          names.put(table.getKey(), Answers.publish(folder, table.getKey(), table.getValue()));
        }
        switch (bug) {
          case NO_SWEEP_OF_STAGING -> {}
          case RANDOM_IN_THE_KEY, SWALLOWED_RENAME, RESUME_BY_COUNT ->
              BuggyPublication.endWithoutManifest(folder);
          default -> claim.finish(context.packTables(), run.names(), names, fingerprints());
        }
      }
    }

    private Map<String, String> fingerprints() {
      return Map.of("none", context.fingerprint(Scaling.NONE));
    }

    private void manifestFirst(ResultFolder folder, SweepRun run) throws IOException {
      List<Map<String, Object>> files = new ArrayList<>();
      for (String name : run.names()) {
        files.add(Map.of("file", "trials/" + name, "length", 1, "rows", 1, "sha256", ""));
      }
      Map<String, Object> manifest = Map.of("files", files);
      Files.writeString(
          folder.path().resolve("manifest.json"), org.isobath.results.Description.json(manifest));
    }

    private List<Pack> pending(SweepRun run, ResultFolder folder) throws ResultsException {
      if (bug == Bug.RANDOM_IN_THE_KEY) {
        return run.pending(java.util.Set.of());
      }
      if (bug == Bug.RESUME_BY_COUNT) {
        List<Pack> all = run.pending(java.util.Set.of());
        return all.subList(folder.published(context.packTables()).size(), all.size());
      }
      return run.pending(folder.published(context.packTables()));
    }

    private void workOn(Pack pack, ResultFolder folder) throws IOException {
      PackWork work = new PackWork(sweep, context, folder, this::train, Prediction.none(sweep));
      for (attempt = 0; ; attempt++) {
        try {
          switch (bug) {
            case PUBLISH_BEFORE_CLOSE,
                WRITE_IN_PLACE,
                TRIALS_BEFORE_CURVES,
                SWALLOWED_RENAME,
                RANDOM_IN_THE_KEY ->
                buggily(pack, folder);
            default -> {
              if (work.run(pack, data, false, this).suspect()) {
                PackWork.Receipt unused = work.run(pack, data, true, this);
              }
            }
          }
          return;
        } catch (IOException e) {
          if (attempt + 1 >= ATTEMPTS) {
            throw e;
          }
        }
      }
    }

    private void buggily(Pack pack, ResultFolder folder) throws IOException {
      List<Trial> trials = sweep.trials(pack);
      String name = PackName.of(pack, PackName.keys(trials, context), context);
      if (bug == Bug.RANDOM_IN_THE_KEY) {
        String random = "%016x".formatted(new Random().nextLong());
        name = name.substring(0, name.lastIndexOf('-') + 1) + random + ".parquet";
      }
      if (folder.isPublished(name, context.packTables())) {
        return;
      }
      Map<Table, Iterable<Object[]>> tables = tables(pack, trials);
      switch (bug) {
        case PUBLISH_BEFORE_CLOSE -> BuggyPublication.beforeClose(folder, name, tables);
        case WRITE_IN_PLACE -> BuggyPublication.inPlace(folder, name, tables);
        case TRIALS_BEFORE_CURVES -> BuggyPublication.trialsFirst(folder, name, tables);
        case SWALLOWED_RENAME -> BuggyPublication.swallowing(folder, name, tables);
        default -> folder.publish(name, tables);
      }
    }

    private Map<Table, Iterable<Object[]>> tables(Pack pack, List<Trial> trials) {
      Trainer trainer =
          new Trainer(
              org.isobath.kernel.Kernels::best,
              data.get(Scaling.NONE),
              context.stop(),
              context.recording());
      List<Outcome> made = train(trainer, trials, steps -> {});
      List<String> keys = PackName.keys(trials, context);
      Map<Table, Iterable<Object[]>> tables =
          PackTables.of(new Rows(context), pack.firstTrial(), keys, trials, made);
      Object[] packRow = {
        "rehearsal", pack.index(), pack.firstTrial(), pack.trials(), 0L, "", "", 1.0, null, 1L, 1.0
      };
      tables.put(Table.PACKS, List.<Object[]>of(packRow));
      return tables;
    }

    private List<Outcome> train(Trainer trainer, List<Trial> trials, LongConsumer progress) {
      trained += trials.size();
      List<Outcome> made = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        // Another trial of the pack has another seed or another rate.
        boolean other = bug == Bug.RETRY_WITH_ANOTHER_SEED && attempt > 0;
        Trial asked = trials.get(other ? (i + 3) % trials.size() : i);
        made.add(outcomes.computeIfAbsent(asked, t -> trainer.train(List.of(t), progress).get(0)));
      }
      return made;
    }

    @Override
    public void progress(long steps, long work) {}

    @Override
    public void ended(long trials, long diverged) {}

    @Override
    public void endIfKilled() {}

    @Override
    public long attempt() {
      return attempt;
    }

    @Override
    public String executor() {
      return "rehearsal";
    }

    @Override
    public Attempts attempts(ResultFolder folder) {
      return new Attempts(folder, name, other -> other.equals(name));
    }
  }

  /** The answers to the trials that stand there, by Spark; computed once for the same trials. */
  private Map<Table, List<Object[]>> answers(ResultFolder folder) throws Exception {
    List<String> trials = new ArrayList<>();
    // Spark lists the disk itself.
    ResultFolder real = new ResultFolder(folder.path().toFile().toPath());
    for (String file : real.published(context.packTables())) {
      Inspector.read(real.folder(Table.TRIALS).resolve(file)).stream()
          .map(Group::toString)
          .forEach(trials::add);
    }
    trials.sort(null);
    synchronized (ANSWERS) {
      Map<Table, List<Object[]>> known = ANSWERS.get(trials);
      if (known == null) {
        known = Answers.of(SharedSpark.session(), real);
        ANSWERS.put(trials, known);
      }
      return known;
    }
  }
}
