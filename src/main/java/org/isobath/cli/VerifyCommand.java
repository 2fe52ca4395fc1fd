package org.isobath.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.isobath.data.DataFolder;
import org.isobath.results.Description;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.results.Verification;
import org.isobath.spark.Retraining;
import org.isobath.spark.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath verify}: whether results are what was published, and what training gives. */
@Command(
    name = "verify",
    description = {
      "Checks every file of finished sweeps against the manifest: length and SHA-256.",
      "With --retrain, trains some trials again and compares every bit. Does not start Spark."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath verify quickstart --retrain 5"})
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "Only this sweep (default: all).")
  private Optional<String> sweep = Optional.empty();

  @Option(
      names = "--retrain",
      paramLabel = "N",
      description = "Train N trials of each sweep again, chosen at random.",
      defaultValue = "0")
  private int retrain;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Which trials are chosen (default: others each time).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where fetched data are kept (default: $$ISOBATH_DATA, else ~/.isobath/data).")
  private Optional<Path> data = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (retrain < 0) {
      throw new UsageException("--retrain: must not be negative; got " + retrain);
    }
    List<Path> sweeps =
        Views.sweeps(resultOptions.existing()).stream()
            .filter(path -> sweep.isEmpty() || path.endsWith(sweep.get()))
            .toList();
    if (sweeps.isEmpty()) {
      throw new ResultsException(
          resultOptions.results()
              + ": no sweep"
              + sweep.map(name -> " named " + name).orElse("")
              + "; `isobath status` lists what is there");
    }
    List<String> problems = new ArrayList<>();
    List<Map<String, Object>> checked = new ArrayList<>();
    for (Path path : sweeps) {
      checked.add(check(path, problems));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (resultOptions.json()) {
      out.print(Description.json(Map.of("sweeps", checked, "problems", problems)));
    } else {
      for (Map<String, Object> one : checked) {
        out.println(
            one.get("sweep")
                + ": "
                + one.get("state")
                + ", "
                + one.get("problems")
                + " problems"
                + (retrain == 0
                    ? ""
                    : "; "
                        + one.get("retrained")
                        + " trials trained again (seed "
                        + one.get("seed")
                        + ")"));
      }
    }
    out.flush();
    if (!problems.isEmpty()) {
      throw new ResultsException(problems);
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> check(Path path, List<String> problems) throws Exception {
    List<String> found = new ArrayList<>(Verification.problems(path, List.of(Table.values())));
    boolean finished = Description.manifest(path).isPresent();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("sweep", String.valueOf(path.getFileName()));
    one.put("state", finished ? "finished" : "not finished: its files were checked by their pages");
    if (retrain > 0 && found.isEmpty()) {
      long chosen = seed.orElseGet(System::nanoTime);
      Retraining retraining = retraining(path);
      one.put("seed", chosen);
      one.put("retrained", retraining.compare(retrain, new Random(chosen), found));
    }
    one.put("problems", found.size());
    problems.addAll(found);
    return one;
  }

  /** The stored job is a job file of the same experiment. */
  private Retraining retraining(Path path) throws Exception {
    Map<String, Object> stored = Description.resolved(path).orElseThrow();
    Map<String, Object> job = new LinkedHashMap<>(stored);
    Object unused = job.remove("derived");
    Path file = Files.createTempFile("isobath", ".json");
    try {
      Files.writeString(file, Description.json(job));
      PreparedJob prepared =
          PreparedJob.of(
              file,
              List.of(),
              data.map(DataFolder::new).orElseGet(DataFolder::standard),
              resultOptions.conf().stores());
      List<String> differences = prepared.differences(stored);
      if (!differences.isEmpty()) {
        List<String> lines = new ArrayList<>();
        lines.add(path + ": cannot be trained again here (below: here, and when it was trained)");
        differences.forEach(difference -> lines.add(path + ": " + difference));
        throw new ResultsException(lines);
      }
      return new Retraining(prepared.sweep(), prepared.context(), path, prepared.trainingData());
    } catch (IOException e) {
      throw new ResultsException(path + ": cannot be trained again: " + e.getMessage());
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
