package org.isobath.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.isobath.data.Scaling;
import org.isobath.results.Claim;
import org.isobath.results.Description;
import org.isobath.results.Reasons;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.results.Verification;
import org.isobath.spark.Answers;
import org.isobath.spark.Reach;
import org.isobath.spark.Sessions;
import org.isobath.spark.SweepRun;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.isobath.training.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code isobath run}: trains what is not there yet, then answers. */
@Command(
    name = "run",
    description = {
      "Trains all trials of a job and answers its question.",
      "Run it again to resume: what is published is not trained twice."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath run jobs/quickstart.yaml --set trial.steps=2000"})
final class RunCommand implements Callable<Integer> {
  /** A run keeps its packs in the driver's memory. */
  static final long MOST_PACKS = 2_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JobOptions jobOptions = new JobOptions();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "Where Spark runs (default: local[*], all local cores).",
        "Under spark-submit its own --master says so, and this option is refused."
      })
  private Optional<String> master = Optional.empty();

  @Option(
      names = "--properties-file",
      paramLabel = "FILE",
      description = "Spark settings, one a line, such as conf/local.conf; --conf stands before it.")
  private Optional<Path> properties = Optional.empty();

  @Option(
      names = "--fresh",
      description = "Discard the sweep's results, if there are any, and start over.")
  private boolean fresh;

  @Override
  public Integer call() throws Exception {
    Estimate.Clock clock = Estimate.Clock.start();
    PrintWriter err = spec.commandLine().getErr();
    refuseOtherMaster();
    PreparedJob job = jobOptions.prepare(resultOptions.conf());
    job.job().notes().forEach(note -> err.println("note: " + note));
    ProcessorNote.print(err);
    String name = job.experiment().name();
    Path path = resultOptions.results().resolve(name);
    ResultFolder folder = new ResultFolder(path);
    refuseTooMany(job);
    refuseForeign(job, folder);
    refuseDamaged(path);
    folder.probe();
    SweepRun run = new SweepRun(job.sweep(), job.context(), folder);
    List<Pack> pending =
        run.pending(fresh ? Set.of() : folder.published(job.context().packTables()));
    err.println(opening(job, pending));
    err.flush();
    Map<Scaling, TrainingData> data = pending.isEmpty() ? Map.of() : job.trainingData();
    Prediction prediction = pending.isEmpty() ? Prediction.none(job.sweep()) : job.prediction(data);
    pending.sort(
        Comparator.comparingDouble(prediction::seconds).reversed().thenComparing(Pack::index));
    double begun = clock.seconds();
    Map<String, String> defaults = new LinkedHashMap<>(Sessions.forTrials(job.sweep().trials()));
    defaults.putAll(propertiesOfFile());
    Map<String, String> settings = resultOptions.conf().over(defaults);
    Interruption interruption = new Interruption(err, folder);
    try (interruption;
        Sessions.Session session = Sessions.start(master.orElse("local[*]"), settings)) {
      folder.create();
      String id = session.spark().sparkContext().applicationId();
      interruption.withdraw(id);
      try (Claim claim = folder.claim(id)) {
        if (fresh && !claim.discard()) {
          throw new RefusedException(
              path + ": --fresh would discard results that another process is writing");
        }
        claim.begin(job.job().text(), job.resolved());
        if (!pending.isEmpty()) {
          Reach.check(session.spark(), folder);
        }
        int cores = session.spark().sparkContext().defaultParallelism();
        Prediction.Total training = prediction.of(pending, cores);
        Estimate estimate = Estimate.of(job, training, pending.size(), cores, clock, begun);
        return train(
            session.spark(), run, pending, job, folder, claim, data, prediction, estimate, clock);
      }
    } catch (Exception e) {
      if (interruption.isUnderway()) {
        return ExitCode.INTERRUPTED;
      }
      throw SparkFailures.explained(e, path);
    }
  }

  /** Who submits has chosen the cluster; a second choice would be ignored, or worse, obeyed. */
  private void refuseOtherMaster() throws UsageException {
    Optional<String> submitted = Sessions.submittedTo();
    if (submitted.isPresent()) {
      String chosen = "; spark-submit has chosen " + submitted.get() + "; allowed: leave it out";
      if (master.isPresent()) {
        throw new UsageException("--master: got " + master.get() + chosen);
      }
      if (properties.isPresent()) {
        throw new UsageException(
            "--properties-file: got "
                + properties.get()
                + "; allowed: before the jar, as an option of spark-submit");
      }
      for (String key : Sessions.CHOSEN_BY_SUBMIT) {
        String given = given().get(key);
        if (given != null) {
          throw new UsageException("--conf " + key + ": got " + given + chosen);
        }
      }
    }
  }

  /** The settings of the command line. */
  private Map<String, String> given() {
    return resultOptions.conf().over(Map.of());
  }

  /** As spark-submit reads them. */
  private Map<String, String> propertiesOfFile() throws UsageException {
    Map<String, String> settings = new TreeMap<>();
    if (properties.isPresent()) {
      Properties read = new Properties();
      try (Reader reader = Files.newBufferedReader(properties.get())) {
        read.load(reader);
      } catch (IOException e) {
        throw new UsageException("--properties-file: " + properties.get() + ": " + Reasons.of(e));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--properties-file: " + properties.get() + ": " + e.getMessage());
      }
      read.stringPropertyNames().forEach(key -> settings.put(key, read.getProperty(key).strip()));
    }
    return settings;
  }

  private static void refuseTooMany(PreparedJob job) throws RefusedException {
    if (job.sweep().packs() > MOST_PACKS) {
      throw new RefusedException(
          job.experiment().name()
              + " is too large for one run; got "
              + Text.count(job.sweep().trials())
              + " trials in "
              + Text.count(job.sweep().packs())
              + " packs; allowed: "
              + Text.count(MOST_PACKS)
              + " packs; `isobath plan` tells what they would cost");
    }
  }

  /** Results of another job stand there, and nobody said that they may go. */
  private void refuseForeign(PreparedJob job, ResultFolder folder) throws ResultsException {
    Path path = folder.path();
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new ResultsException(path + ": is a file; allowed: a folder, or a path that is free");
    }
    if (folder.isForeign()) {
      throw new ResultsException(
          path + ": holds files and is no result folder; allowed: another name or --results");
    }
    Optional<Map<String, Object>> stored = fresh ? Optional.empty() : Description.resolved(path);
    List<String> differences = stored.map(job::differences).orElse(List.of());
    if (!differences.isEmpty()) {
      List<String> lines = new ArrayList<>();
      lines.add(
          path
              + ": holds results of another job (below: this job here, the results there);"
              + " allowed: another name or --results, or --fresh to discard them");
      differences.forEach(difference -> lines.add(path + ": " + difference));
      throw new ResultsException(lines);
    }
  }

  /** Or a new manifest would take changed bytes for published ones. */
  private void refuseDamaged(Path path) throws ResultsException {
    List<String> problems = new ArrayList<>();
    if (!fresh && Description.manifest(path).isPresent()) {
      Verification.problems(path, List.of(Table.values())).stream()
          .filter(problem -> problem.contains("bytes have changed"))
          .forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new ResultsException(problems);
    }
  }

  private int train(
      SparkSession spark,
      SweepRun run,
      List<Pack> pending,
      PreparedJob job,
      ResultFolder folder,
      Claim claim,
      Map<Scaling, TrainingData> data,
      Prediction prediction,
      Estimate estimate,
      Estimate.Clock clock)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    double started = clock.seconds();
    if (!pending.isEmpty()) {
      try (ProgressLine line = new ProgressLine(err, pending)) {
        run.train(spark, pending, data, prediction, line::follow);
        line.done();
      }
    }
    double trained = clock.seconds();
    claim.own();
    Map<Table, String> published = Answers.publish(spark, folder);
    claim.finish(job.context().packTables(), run.names(), published, job.fingerprintsByWord());
    Path path = folder.path();
    long failed = new AnswerText(spark, out).printStanding(path, resultOptions.json());
    if (!resultOptions.json()) {
      out.println();
      out.println(
          "Results: "
              + path
              + " (tables trials, curves, packs, selections, comparisons, profiles)");
      out.println("Next:    " + nextCommand(folder));
    }
    out.flush();
    if (!pending.isEmpty()) {
      err.println(estimate.beside(started, trained, clock.seconds()));
    }
    if (failed > 0) {
      err.println("error: " + failed + " trials failed; see the column failure of trials");
      return ExitCode.SOME_FAILED;
    }
    return ExitCode.DONE;
  }

  private String nextCommand(ResultFolder folder) throws UsageException {
    return "bin/isobath report "
        + folder.path().getFileName()
        + (resultOptions.results().equals(Path.of("results"))
            ? ""
            : " --results " + resultOptions.results());
  }

  private static String opening(PreparedJob job, List<Pack> pending) {
    long trials = job.sweep().trials();
    long left = pending.stream().mapToLong(Pack::trials).sum();
    String what =
        job.experiment().name()
            + ": "
            + Text.count(trials)
            + (trials == 1 ? " trial" : " trials")
            + " on "
            + job.anyData();
    if (left == 0) {
      return what + "; all published already, nothing to train";
    }
    return left == trials
        ? what + " in " + Text.count(pending.size()) + " packs"
        : what
            + "; "
            + Text.count(trials - left)
            + " published already, "
            + Text.count(left)
            + " to train";
  }
}
