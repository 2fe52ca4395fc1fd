package org.isobath.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.isobath.data.DataException;
import org.isobath.job.JobException;
import org.isobath.job.Problem;
import org.isobath.results.Reasons;
import org.isobath.results.ResultsException;
import org.isobath.spark.SessionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: every command, and what its errors say and exit with. */
@Command(
    name = "isobath",
    description = "Compares training settings, each at its own best learning rate, over seeds.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      BestCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      SqlCommand.class,
      VerifyCommand.class,
      ExplainCommand.class,
      DataCommand.class,
      TheoryCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "Example: isobath run jobs/quickstart.yaml",
      "",
      "Exit codes: 0 done, 1 a bug of ours, 2 usage, 3 bad job, 4 bad data,",
      "5 bad or foreign results, 6 finished but some trials failed, 7 refused,",
      "130 or 143 interrupted (run again to resume)."
    })
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(run(out, err, arguments));
  }

  /** Runs a command; the exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> report(exception, failed.getErr()));
    commandLine.setParameterExceptionHandler(
        (exception, unread) -> misused(exception, exception.getCommandLine()));
    commandLine.setUnmatchedOptionsArePositionalParams(false);
    commandLine.setUsageHelpAutoWidth(true);
    if (arguments.length == 0) {
      commandLine.usage(err);
      return ExitCode.USAGE;
    }
    return commandLine.execute(arguments);
  }

  /** Says what is wrong with the command line, what may have been meant, and where help is. */
  private static int misused(CommandLine.ParameterException exception, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("error: " + String.valueOf(exception.getMessage()).strip());
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`");
    return ExitCode.USAGE;
  }

  /** Prints an error as lines for the user, and says what to exit with. */
  private static int report(Exception exception, PrintWriter err) {
    if (exception instanceof JobException e) {
      print(e.problems().stream().map(Problem::toString).toList(), err);
      return ExitCode.BAD_JOB;
    }
    if (exception instanceof DataException e) {
      print(e.problems(), err);
      return ExitCode.BAD_DATA;
    }
    if (exception instanceof ResultsException e) {
      print(e.problems(), err);
      return ExitCode.BAD_RESULTS;
    }
    if (exception instanceof UncheckedIOException e
        && e.getCause() instanceof FileSystemException failure) {
      // A store that did not answer when it was asked what is there.
      print(List.of(Reasons.of(failure)), err);
      return ExitCode.BAD_RESULTS;
    }
    if (exception instanceof RefusedException) {
      print(List.of(String.valueOf(exception.getMessage())), err);
      return ExitCode.REFUSED;
    }
    if (exception instanceof UsageException || exception instanceof SessionException) {
      print(List.of(String.valueOf(exception.getMessage())), err);
      return ExitCode.USAGE;
    }
    err.println("error: a bug of ours; please report it with what follows");
    exception.printStackTrace(err);
    return ExitCode.BUG;
  }

  private static void print(List<String> problems, PrintWriter err) {
    for (String problem : problems) {
      err.println("error: " + problem);
    }
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"isobath " + (version == null ? "(not from its jar)" : version)};
    }
  }
}
