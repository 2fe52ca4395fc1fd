package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.isobath.results.Description;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.spark.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code isobath status}: which sweeps there are, and how far each is. */
@Command(
    name = "status",
    description = "Lists the sweeps under the results and how far each is. Does not start Spark.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath status --results results"})
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Override
  public Integer call() throws Exception {
    List<Map<String, Object>> sweeps = new ArrayList<>();
    for (Path path : Views.sweeps(resultOptions.existing())) {
      sweeps.add(status(path));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (resultOptions.json()) {
      out.print(Description.json(sweeps));
    } else if (sweeps.isEmpty()) {
      out.println("no sweeps under " + resultOptions.results());
    } else {
      out.println(
          Text.table(
              List.of("sweep", "packs", "of", "trials", "state"),
              sweeps.stream()
                  .map(sweep -> sweep.values().stream().map(String::valueOf).toList())
                  .toList()));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static Map<String, Object> status(Path path) throws ResultsException {
    Map<String, Object> resolved = Description.resolved(path).orElse(Map.of());
    Map<?, ?> derived = resolved.get("derived") instanceof Map<?, ?> map ? map : Map.of();
    Optional<Map<String, Object>> manifest = Description.manifest(path);
    long published = new ResultFolder(path).published(Description.packTables(resolved)).size();
    Object packs = Optional.<Object>ofNullable(derived.get("packs")).orElse(0);
    boolean complete = packs instanceof Number number && number.longValue() == published;
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("sweep", String.valueOf(path.getFileName()));
    status.put("packsDone", published);
    status.put("packs", packs);
    status.put("trials", Optional.<Object>ofNullable(derived.get("trials")).orElse(0));
    status.put(
        "state",
        complete && manifest.isPresent()
            ? "finished"
            : complete
                ? "trained, answers missing: run it again"
                : "partial: run it again to resume");
    return status;
  }
}
