package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.isobath.report.Csv;
import org.isobath.report.Tables;
import org.isobath.report.VegaLite;
import org.isobath.results.Description;
import org.isobath.results.Table;
import org.isobath.spark.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath export}: a table for other programs, or a chart for Vega-Lite. */
@Command(
    name = "export",
    description = {
      "Writes a table of a sweep as CSV or JSON, or a chart as a Vega-Lite specification.",
      "In CSV, text that a spreadsheet would take for a formula begins with an apostrophe."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath export quickstart --table comparisons --format csv"})
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "The sweep (default: the only one).")
  private Optional<String> sweep = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, json or vega-lite (default: ${DEFAULT-VALUE}).",
      defaultValue = "csv")
  private String format = "csv";

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "Of csv and json: a table (default: ${DEFAULT-VALUE}).",
      defaultValue = "selections")
  private String table = "selections";

  @Option(
      names = "--chart",
      paramLabel = "CHART",
      description = "Of vega-lite: curves, rates, speedups or figures (default: ${DEFAULT-VALUE}).",
      defaultValue = "curves")
  private String chart = "curves";

  @Option(names = "--output", paramLabel = "FILE", description = "Write to a file.")
  private Optional<String> output = Optional.empty();

  @Override
  public Integer call() throws Exception {
    require("--format", format, List.of("csv", "json", "vega-lite"));
    require("--table", table, Arrays.stream(Table.values()).map(Table::folder).toList());
    require("--chart", chart, Arrays.stream(VegaLite.values()).map(ExportCommand::word).toList());
    Path folder = resultOptions.sweep(sweep);
    Optional<Path> file =
        output.isPresent()
            ? Optional.of(resultOptions.conf().path("--output", output.get()))
            : Optional.empty();
    if (file.isPresent()) {
      OutputFile.check(file.get());
    }
    try (Sessions.Session session =
        Sessions.start("local[*]", resultOptions.conf().over(SweepTables.settings(folder)))) {
      SweepTables.register(session.spark(), List.of(folder));
      if (file.isPresent()) {
        StringBuilder text = new StringBuilder();
        write(session.spark(), folder, text);
        OutputFile.write(file.get(), text.toString().getBytes(StandardCharsets.UTF_8));
      } else {
        PrintWriter out = spec.commandLine().getOut();
        write(session.spark(), folder, out);
        out.flush();
      }
      return ExitCode.DONE;
    } catch (Exception e) {
      throw SparkFailures.explained(e, resultOptions.results());
    }
  }

  private static String word(VegaLite value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void require(String option, String value, List<String> allowed)
      throws UsageException {
    if (!allowed.contains(value)) {
      throw new UsageException(
          option
              + ": unknown; got "
              + Text.shortened(value)
              + "; allowed: "
              + String.join(", ", allowed));
    }
  }

  private void write(SparkSession spark, Path folder, Appendable out) throws Exception {
    if (format.equals("vega-lite")) {
      VegaLite kind = VegaLite.valueOf(chart.toUpperCase(Locale.ROOT));
      Tables tables = SweepTables.all(spark, folder);
      if (kind.isEmpty(tables)) {
        throw new UsageException(
            "--chart: nothing to draw; got "
                + chart
                + "; allowed: a sweep with test rows, or with report.figures of what it measured");
      }
      out.append(Description.json(kind.specification(tables)));
      return;
    }
    Dataset<Row> rows = ordered(spark.table(table));
    if (format.equals("csv")) {
      out.append(Csv.line(List.of(rows.columns()))).append("\r\n");
      // Row by row, as curves may be many.
      for (Iterator<Row> all = rows.toLocalIterator(); all.hasNext(); ) {
        Row row = all.next();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          fields.add(row.isNullAt(i) ? "" : RowValues.text(row.get(i)));
        }
        out.append(Csv.line(fields)).append("\r\n");
      }
    } else {
      out.append(Description.json(RowValues.objects(rows)));
    }
  }

  /** In an order that does not depend on how the rows were computed. */
  private static Dataset<Row> ordered(Dataset<Row> rows) {
    List<String> keys =
        List.of("trial_index", "pack", "compared", "setting_id", "baseline_setting_id");
    List<String> more = List.of("step", "layer", "row_index", "column_index", "target", "ratio");
    List<org.apache.spark.sql.Column> order = new ArrayList<>();
    for (String key : keys) {
      addIfThere(rows, key, order);
    }
    for (String key : more) {
      addIfThere(rows, key, order);
    }
    return rows.orderBy(order.toArray(org.apache.spark.sql.Column[]::new));
  }

  private static void addIfThere(
      Dataset<Row> rows, String key, List<org.apache.spark.sql.Column> order) {
    if (List.of(rows.columns()).contains(key)) {
      order.add(rows.col(key));
    }
  }
}
