package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.isobath.job.JobException;
import org.isobath.job.JobFile;
import org.isobath.job.ResolvedJob;
import org.isobath.results.Description;
import org.isobath.results.ResultsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath explain}: what differs between two jobs, or between a job and results. */
@Command(
    name = "explain",
    description = {
      "Says in what two jobs differ, with all defaults filled in: job files, or folders of results.",
      "Spelling, the order of keys and comments are no difference."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath explain jobs/quickstart.yaml results/quickstart"})
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "HERE", description = "A job file or a result folder.")
  private String here = "";

  @Parameters(index = "1", paramLabel = "THERE", description = "The other one.")
  private String there = "";

  @Mixin private ConfOptions conf = new ConfOptions();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Map<String, Object> one = resolved(conf.path("HERE", here));
    Map<String, Object> other = resolved(conf.path("THERE", there));
    if (!one.containsKey("derived") || !other.containsKey("derived")) {
      // A job file alone knows nothing of its data.
      Object unused = one.remove("derived");
      unused = other.remove("derived");
    }
    List<String> differences = ResolvedJob.differences(one, other);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Description.json(Map.of("differences", differences)));
    } else if (differences.isEmpty()) {
      out.println("no difference");
    } else {
      differences.forEach(out::println);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private Map<String, Object> resolved(Path path) throws JobException, ResultsException {
    if (Files.isDirectory(path)) {
      return new LinkedHashMap<>(
          Description.resolved(path)
              .orElseThrow(
                  () ->
                      new ResultsException(
                          path
                              + ": no results; allowed: a job file, or a folder that"
                              + " `isobath run` has written")));
    }
    return new LinkedHashMap<>(
        ResolvedJob.of(JobFile.read(path, List.of(), conf.stores()::resolve).experiment()));
  }
}
