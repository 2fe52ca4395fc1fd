package org.isobath.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.isobath.results.ResultsException;
import org.isobath.spark.Views;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that read or write results. */
final class ResultOptions {
  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Where results are kept, a folder a sweep (default: ${DEFAULT-VALUE});"
              + " may be hdfs://… or s3a://….",
      defaultValue = "results")
  private String results = "results";

  @Mixin private ConfOptions conf = new ConfOptions();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  Path results() throws UsageException {
    return conf.path("--results", results);
  }

  /** Settings and stores. */
  ConfOptions conf() {
    return conf;
  }

  boolean json() {
    return json;
  }

  /** The folder of one sweep: the one named, or the only one there is. */
  Path sweep(Optional<String> name) throws ResultsException, UsageException {
    List<Path> all = Views.sweeps(existing());
    List<Path> found =
        all.stream()
            .filter(path -> name.map(path.getFileName().toString()::equals).orElse(true))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String names =
        String.join(", ", all.stream().map(path -> path.getFileName().toString()).toList());
    throw new ResultsException(
        results()
            + (found.isEmpty() ? ": no sweep" : ": more than one sweep")
            + name.map(wanted -> " named " + wanted).orElse("")
            + (all.isEmpty() ? "" : "; allowed: " + names));
  }

  /** The results folder, which must be there. */
  Path existing() throws ResultsException, UsageException {
    Path folder = results();
    if (!Files.isDirectory(folder)) {
      throw new ResultsException(
          folder
              + (Files.exists(folder) ? ": is a file, not a folder" : ": no such folder")
              + "; allowed: a folder that `isobath run` has written");
    }
    return folder;
  }
}
