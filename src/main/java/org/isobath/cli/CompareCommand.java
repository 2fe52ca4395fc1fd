package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.isobath.results.Description;
import org.isobath.spark.Answers;
import org.isobath.spark.Sessions;
import org.isobath.sweep.Comparison.CompareAxis;
import org.isobath.training.Decimals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath compare}: two groups of settings, whatever the job compares. */
@Command(
    name = "compare",
    description = {
      "Compares the settings A with the settings B of one sweep, B being the baseline.",
      "Settings are named by what they have in common; in all else, pairs must be equal."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example: isobath compare depth=3 depth=2 --sweep quickstart",
      "         isobath compare optimizer=gradient-descent,depth=3 optimizer=adagrad,depth=1"
    })
final class CompareCommand implements Callable<Integer> {
  /** Axes whose values are real numbers. */
  private static final Set<CompareAxis> DECIMALS =
      EnumSet.of(CompareAxis.WEIGHT_DECAY, CompareAxis.INPUT_NOISE, CompareAxis.LABEL_NOISE);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Parameters(index = "0", paramLabel = "A", description = "Such as depth=3 or depth=3,width=10.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "The same, the baseline.")
  private String second = "";

  @Option(
      names = "--sweep",
      paramLabel = "SWEEP",
      description = "The sweep (default: the only one).")
  private Optional<String> sweep = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Map<String, Object> groups = new LinkedHashMap<>();
    groups.put(first, values(first));
    groups.put(second, values(second));
    if (groups.size() < 2) {
      throw new UsageException("A and B are the same; got " + Text.shortened(first));
    }
    Path folder = resultOptions.sweep(sweep);
    Map<String, Object> resolved = Description.resolved(folder).orElse(Map.of());
    Map<String, Object> compare = new LinkedHashMap<>();
    if (resolved.get("compare") instanceof Map<?, ?> own) {
      for (String kept : List.of("rule", "target")) {
        Optional.ofNullable(own.get(kept)).ifPresent(value -> compare.put(kept, value));
      }
    }
    compare.put("groups", groups);
    compare.put("baseline", second);
    try (Sessions.Session session =
        Sessions.start("local[*]", resultOptions.conf().over(SweepTables.settings(folder)))) {
      SparkSession spark = session.spark();
      SweepTables.register(spark, List.of(folder));
      Answers.compare(spark, String.valueOf(resolved.get("name")), compare);
      refuseEmpty(spark);
      print(spark, folder, compare);
      return ExitCode.DONE;
    } catch (Exception e) {
      throw SparkFailures.explained(e, resultOptions.results());
    }
  }

  private void print(SparkSession spark, Path folder, Map<String, Object> compare)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    AnswerText text = new AnswerText(spark, out);
    if (resultOptions.json()) {
      out.print(Description.json(text.comparisonObjects()));
    } else {
      text.printTables(true);
      text.printWords(SweepTables.words(spark, folder).comparing(compare), false);
    }
    out.flush();
  }

  private void refuseEmpty(SparkSession spark) throws UsageException {
    for (String group : List.of(first, second)) {
      long settings =
          spark
              .table("settings")
              .filter(spark.table("settings").col("compared").equalTo(group))
              .count();
      if (settings == 0) {
        throw new UsageException(
            "no setting of the sweep is like this; got "
                + Text.shortened(group)
                + "; `isobath sql \"SELECT * FROM selections\"` shows what is there");
      }
    }
  }

  /** From {@code depth=3,width=10} to the values that tables hold. */
  private static Map<String, String> values(String group) throws UsageException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : group.split(",", -1)) {
      String[] pair = part.split("=", 2);
      Optional<CompareAxis> axis = CompareAxis.of(pair[0].strip());
      if (axis.isEmpty() || pair.length < 2 || pair[1].isBlank()) {
        throw new UsageException(
            "not AXIS=VALUE; got "
                + Text.shortened(part)
                + "; allowed: "
                + String.join(", ", CompareAxis.words())
                + ", several of them with commas between");
      }
      values.put(axis.get().word(), value(axis.get(), pair[1].strip()));
    }
    return values;
  }

  private static String value(CompareAxis axis, String text) {
    try {
      return DECIMALS.contains(axis) ? Decimals.text(Double.parseDouble(text)) : text;
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
