package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import org.isobath.data.CsvFile;
import org.isobath.data.DataDescription;
import org.isobath.data.DataException;
import org.isobath.data.DataFolder;
import org.isobath.data.DataSource;
import org.isobath.data.Digits;
import org.isobath.data.Fetch;
import org.isobath.data.GasEthanol;
import org.isobath.data.GaussianFeatures;
import org.isobath.data.Mnist;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.data.Split;
import org.isobath.data.SplitDataset;
import org.isobath.data.TeacherSign;
import org.isobath.job.JobException;
import org.isobath.job.JobFile;
import org.isobath.results.Description;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath data}: what data there are, what they look like, and how to get them. */
@Command(
    name = "data",
    description = "Lists, describes and fetches data.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath data describe sensor-array --scaling min-max"})
final class DataCommand implements Callable<Integer> {
  static final String FOLDER_HELP =
      "Where fetched data are kept (default: $$ISOBATH_DATA, else ~/.isobath/data).";

  static final String JSON_HELP = "Print JSON instead of text.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  static DataFolder folder(Optional<Path> path) {
    return path.map(DataFolder::new).orElseGet(DataFolder::standard);
  }

  @Command(
      name = "list",
      description = "Lists the data sets that a job can name.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER_HELP) Optional<Path> data,
      @Option(names = "--json", description = JSON_HELP) boolean json) {
    Map<String, String> sources = new LinkedHashMap<>();
    String generated = "generated; always here: ";
    sources.put(SensorArray.NAME, generated + "gas sensors, 2565 × 128");
    sources.put(
        GasEthanol.NAME,
        fetched(new GasEthanol(), "UCI 270, ethanol only, 2565 × 128", folder(data)));
    sources.put(
        Digits.NAME, fetched(new Digits(), "UCI 80, images of digits, 1797 × 64", folder(data)));
    sources.put(
        Mnist.NAME, fetched(new Mnist(), "MNIST, images of digits, 70000 × 784", folder(data)));
    sources.put(TeacherSign.NAME, generated + "two classes, by the sign of the sum of features");
    sources.put("{gaussian-features: {features: 100, rows: 50}}", generated + "linear, with noise");
    sources.put("{orthonormal: {features: 10, rows: 5}}", generated + "inputs to be reproduced");
    sources.put("{file: my.csv, target: y}", "your own table");
    print(json, sources, "source", "what it is");
    return ExitCode.DONE;
  }

  private static String fetched(DataSource source, String what, DataFolder folder) {
    try {
      return what + "; fetched: " + source.load(folder);
    } catch (DataException e) {
      return what + "; not here yet: isobath data fetch " + source.name();
    }
  }

  private void print(boolean json, Map<String, ?> pairs, String key, String value) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json
            ? Description.json(pairs)
            : Text.table(
                    List.of(key, value),
                    pairs.entrySet().stream()
                        .map(pair -> List.of(pair.getKey(), String.valueOf(pair.getValue())))
                        .toList())
                + System.lineSeparator());
    out.flush();
  }

  @Command(
      name = "describe",
      description = "Describes a data set under a scaling: size, target, spectrum, least losses.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: isobath data describe my.csv --target y --scaling z-score"})
  int describe(
      @Parameters(
              paramLabel = "SOURCE",
              description =
                  "A source as in a job, such as digits or '{teacher-sign: {rows: 500}}', or a CSV file.")
          String source,
      @Option(
              names = "--target",
              paramLabel = "COLUMN",
              description = "The target columns of a CSV file.",
              split = ",")
          List<String> targets,
      @Option(
              names = "--ignore",
              paramLabel = "COLUMN",
              description = "Columns of a CSV file to leave out.",
              split = ",")
          List<String> ignore,
      @Option(
              names = "--scaling",
              paramLabel = "SCALING",
              description = "none, min-max, z-score or max-abs (default: ${DEFAULT-VALUE}).",
              defaultValue = "none")
          String scaling,
      @Option(
              names = "--split",
              paramLabel = "SPLIT",
              description =
                  "As in a job, such as '{train: 0.8, draw: once}' (default: the source's).")
          Optional<String> split,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER_HELP) Optional<Path> data,
      @Option(names = "--json", description = JSON_HELP) boolean json)
      throws DataException, JobException, UsageException {
    DataSource chosen =
        source(source, targets == null ? List.of() : targets, ignore == null ? List.of() : ignore);
    Split rows = split.isPresent() ? JobFile.split("--split", split.get()) : chosen.split();
    SplitDataset all = SplitDataset.of(chosen.load(folder(data)), rows).scaled(scaling(scaling));
    Map<String, Object> facts = facts(DataDescription.of(all.training(), 2, 4, 6), json);
    if (chosen instanceof GaussianFeatures gaussian) {
      facts.put("coefficients", coefficients(gaussian.coefficients(), json));
    }
    if (all.testRows() > 0 || all.bySeed()) {
      facts.put("training rows", all.trainingRows());
      facts.put("test rows", all.testRows());
      facts.put("draw", rows.draw().word());
      facts.put("described", all.bySeed() ? "all rows" : "training rows");
    }
    facts.put("scaling", scaling);
    print(json, facts, "fact", "value");
    return ExitCode.DONE;
  }

  /** All numbers for JSON, the first and the last to four digits for people. */
  private static Object coefficients(double[] values, boolean exact) {
    if (exact) {
      return Arrays.stream(values).boxed().toList();
    }
    String first = Text.number(values[0]);
    return values.length == 1 ? first : first + " … " + Text.number(values[values.length - 1]);
  }

  /** The scaling of a word. */
  static Scaling scaling(String word) throws UsageException {
    Optional<Scaling> known = Scaling.of(word);
    if (known.isEmpty()) {
      throw new UsageException(
          "--scaling: unknown; got " + word + "; allowed: " + String.join(", ", Scaling.words()));
    }
    return known.get();
  }

  /** What a command line names as data. */
  static DataSource source(String source, List<String> targets, List<String> ignore)
      throws JobException, UsageException {
    if (source.startsWith("{") || JobFile.sources().contains(source)) {
      return JobFile.source("SOURCE", source);
    }
    if (targets.isEmpty()) {
      throw new UsageException(
          "--target: missing; " + source + " is read as a CSV file, whose target must be named");
    }
    return new CsvFile(Path.of(source), targets, ignore);
  }

  /** What is known of a dataset, by name; numbers as they are, for JSON, or to four digits. */
  private static Map<String, Object> facts(DataDescription description, boolean exact) {
    DoubleFunction<Object> number = value -> exact ? (Object) value : Text.number(value);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("source", description.name());
    facts.put("rows", description.rows());
    facts.put("features", description.features());
    for (DataDescription.Target target : description.targets()) {
      String of = " of target " + target.name();
      facts.put("mean" + of, number.apply(target.mean()));
      facts.put("standard deviation" + of, number.apply(target.standardDeviation()));
      facts.put("smallest" + of, number.apply(target.min()));
      facts.put("largest" + of, number.apply(target.max()));
    }
    if (!description.classes().isEmpty()) {
      facts.put("classes", description.classes().size());
    }
    description.classes().forEach((name, rows) -> facts.put("rows of class " + name, rows));
    if (description.largestEigenvalue().isEmpty()) {
      facts.put("spectrum of XᵀX/n", "left out: these data are large");
      facts.put("fingerprint", description.fingerprint());
      return facts;
    }
    facts.put(
        "largest eigenvalue of XᵀX/n", number.apply(description.largestEigenvalue().getAsDouble()));
    description
        .largestStableRate()
        .ifPresent(
            rate ->
                facts.put(
                    "largest stable learning rate (depth 1, exponent 2)", number.apply(rate)));
    facts.put(
        "condition number of XᵀX/n",
        description.conditionNumber().isPresent()
            ? number.apply(description.conditionNumber().getAsDouble())
            : "infinite: features are linearly dependent");
    for (DataDescription.LeastLoss least : description.leastLosses()) {
      facts.put("least loss at exponent " + least.exponent(), number.apply(least.loss()));
    }
    facts.put("fingerprint", description.fingerprint());
    return facts;
  }

  @Command(
      name = "fetch",
      description = {
        "Fetches a data set from its official place and verifies it,",
        "or takes it from a local copy."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: isobath data fetch gas-ethanol --from downloads/gas.zip"})
  int fetch(
      @Parameters(paramLabel = "NAME", description = "gas-ethanol, digits or mnist.") String name,
      @Option(
              names = "--from",
              paramLabel = "PATH",
              description = "A local copy to take it from: a file, or a folder of its files.")
          Optional<Path> from,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER_HELP) Optional<Path> data)
      throws DataException, UsageException {
    Fetch fetch = new Fetch(folder(data));
    Fetch.Fetched fetched =
        switch (name) {
          case GasEthanol.NAME -> {
            terms(Fetch.TERMS);
            yield from.isPresent() ? fetch.gasEthanol(from.get()) : fetch.gasEthanol(this::bytes);
          }
          case Digits.NAME -> {
            terms(Fetch.DIGITS_TERMS);
            yield from.isPresent() ? fetch.digits(from.get()) : fetch.digits(this::bytes);
          }
          case Mnist.NAME -> {
            terms(Fetch.MNIST_TERMS);
            yield from.isPresent() ? fetch.mnist(from.get()) : fetch.mnist(this::bytes);
          }
          default ->
              throw new UsageException(
                  "nothing to fetch; got "
                      + name
                      + "; allowed: gas-ethanol, digits, mnist (the others are embedded)");
        };
    PrintWriter out = spec.commandLine().getOut();
    fetched.doubts().forEach(note -> out.println("note: " + note));
    out.println("fetched " + fetched.data() + " to " + fetched.place());
    out.println(
        name.equals(GasEthanol.NAME)
            ? "Next: bin/isobath run jobs/gas-ethanol.yaml"
            : "Next: bin/isobath data describe " + name + " --scaling max-abs");
    out.flush();
    return ExitCode.DONE;
  }

  /** Before the download: whoever does not like them can stop it. */
  private void terms(List<String> terms) {
    PrintWriter out = spec.commandLine().getOut();
    terms.forEach(out::println);
    out.flush();
  }

  private void bytes(long done, long total) {
    PrintWriter err = spec.commandLine().getErr();
    String of = total < 0 ? "" : " of " + Text.bytes(total);
    boolean terminal = Boolean.getBoolean("isobath.terminal");
    if (terminal || done == total) {
      err.print(
          (terminal ? "\r" : "") + Text.bytes(done) + of + (terminal && done != total ? "" : "\n"));
      err.flush();
    }
  }
}
