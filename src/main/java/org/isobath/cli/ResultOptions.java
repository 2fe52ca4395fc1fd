package org.isobath.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.isobath.results.ResultsException;
import picocli.CommandLine.Option;

/** The options of commands that read or write results. */
final class ResultOptions {
  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where results are kept, a folder a sweep (default: ${DEFAULT-VALUE}).",
      defaultValue = "results")
  private Path results = Path.of("results");

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  Path results() {
    return results;
  }

  boolean json() {
    return json;
  }

  /** The results folder, which must be there. */
  Path existing() throws ResultsException {
    if (!Files.isDirectory(results)) {
      throw new ResultsException(
          results
              + (Files.exists(results) ? ": is a file, not a folder" : ": no such folder")
              + "; allowed: a folder that `isobath run` has written");
    }
    return results;
  }
}
