package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
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
import org.isobath.data.Dataset;
import org.isobath.data.Fetch;
import org.isobath.data.GasEthanol;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
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
    sources.put("sensor-array", "embedded generator, 2565 × 128; always here");
    String ethanol = "UCI 270, ethanol only, 2565 × 128; ";
    try {
      sources.put("gas-ethanol", ethanol + "fetched: " + new GasEthanol().load(folder(data)));
    } catch (DataException e) {
      sources.put("gas-ethanol", ethanol + "not here yet: isobath data fetch gas-ethanol");
    }
    sources.put("{file: my.csv, target: y}", "your own table");
    print(json, sources, "source", "what it is");
    return ExitCode.DONE;
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
      @Parameters(paramLabel = "SOURCE", description = "sensor-array, gas-ethanol, or a CSV file.")
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
              description = "none, min-max or z-score (default: ${DEFAULT-VALUE}).",
              defaultValue = "none")
          String scaling,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER_HELP) Optional<Path> data,
      @Option(names = "--json", description = JSON_HELP) boolean json)
      throws DataException, UsageException {
    DataSource chosen =
        source(source, targets == null ? List.of() : targets, ignore == null ? List.of() : ignore);
    Dataset scaled = scaling(scaling).apply(chosen.load(folder(data)));
    Map<String, Object> facts = facts(DataDescription.of(scaled, 2, 4, 6), json);
    facts.put("scaling", scaling);
    print(json, facts, "fact", "value");
    return ExitCode.DONE;
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
      throws UsageException {
    switch (source) {
      case "sensor-array":
        return new SensorArray();
      case "gas-ethanol":
        return new GasEthanol();
      default:
        if (targets.isEmpty()) {
          throw new UsageException(
              "--target: missing; "
                  + source
                  + " is read as a CSV file, whose target must be named");
        }
        return new CsvFile(Path.of(source), targets, ignore);
    }
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
    facts.put("largest eigenvalue of XᵀX/n", number.apply(description.largestEigenvalue()));
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
        "or takes it from a local zip, folder or CSV file."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: isobath data fetch gas-ethanol --from downloads/gas.zip"})
  int fetch(
      @Parameters(paramLabel = "NAME", description = "gas-ethanol.") String name,
      @Option(names = "--from", paramLabel = "PATH", description = "A local copy to take it from.")
          Optional<Path> from,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER_HELP) Optional<Path> data)
      throws DataException, UsageException {
    if (!name.equals(GasEthanol.NAME)) {
      throw new UsageException(
          "nothing to fetch; got " + name + "; allowed: gas-ethanol (sensor-array is embedded)");
    }
    PrintWriter out = spec.commandLine().getOut();
    Fetch.TERMS.forEach(out::println);
    out.flush();
    Fetch fetch = new Fetch(folder(data));
    Fetch.Fetched fetched =
        from.isPresent() ? fetch.gasEthanol(from.get()) : fetch.gasEthanol(this::bytes);
    fetched.notes().stream()
        .filter(note -> !Fetch.TERMS.contains(note))
        .forEach(note -> out.println("note: " + note));
    out.println("fetched " + fetched.data() + " to " + fetched.place());
    out.println("Next: bin/isobath run jobs/gas-ethanol.yaml");
    out.flush();
    return ExitCode.DONE;
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
