package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.isobath.report.Report;
import org.isobath.report.Tables;
import org.isobath.results.Description;
import org.isobath.spark.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath report}: one HTML file of a sweep, finished or not. */
@Command(
    name = "report",
    description = {
      "Writes a report of a sweep: one HTML file that opens from disk without network.",
      "A sweep that is still running, or was interrupted, is reported as far as it is."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath report quickstart"})
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "The sweep (default: the only one).")
  private Optional<String> sweep = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it (default: report.html in the sweep's folder).")
  private Optional<String> output = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Path folder = resultOptions.sweep(sweep);
    Path file =
        output.isPresent()
            ? resultOptions.conf().path("--output", output.get())
            : folder.resolve(Description.REPORT);
    OutputFile.check(file);
    try (Sessions.Session session =
        Sessions.start("local[*]", resultOptions.conf().over(SweepTables.settings(folder)))) {
      SweepTables.register(session.spark(), List.of(folder));
      Tables tables = SweepTables.all(session.spark(), folder);
      byte[] bytes = Report.html(tables).getBytes(StandardCharsets.UTF_8);
      OutputFile.write(file, bytes);
      print(file, bytes.length, !tables.isPartial());
      return ExitCode.DONE;
    } catch (Exception e) {
      throw SparkFailures.explained(e, resultOptions.results());
    }
  }

  private void print(Path file, long length, boolean finished) {
    PrintWriter out = spec.commandLine().getOut();
    if (resultOptions.json()) {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("file", file.toString());
      written.put("bytes", length);
      written.put("finished", finished);
      out.print(Description.json(written));
    } else {
      out.println(
          "Report: " + file + " (" + Text.bytes(length) + (finished ? ")" : ", partial results)"));
    }
    out.flush();
  }
}
