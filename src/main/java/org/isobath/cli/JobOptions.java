package org.isobath.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isobath.data.DataException;
import org.isobath.data.DataFolder;
import org.isobath.job.JobException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of commands that read a job file. */
final class JobOptions {
  @Parameters(index = "0", paramLabel = "JOB", description = "The job file.")
  private String file = "";

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Changes the job before it is read, such as --set trial.steps=1000.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where fetched data are kept (default: $ISOBATH_DATA, else ~/.isobath/data).")
  private Optional<Path> data = Optional.empty();

  PreparedJob prepare(ConfOptions conf)
      throws JobException, DataException, RefusedException, UsageException {
    DataFolder folder = data.map(DataFolder::new).orElseGet(DataFolder::standard);
    return PreparedJob.of(conf.path("JOB", file), sets, folder, conf.stores());
  }
}
