package org.isobath.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.results.Verification;
import org.isobath.spark.Sessions;
import org.isobath.spark.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath best}: the answers of sweeps. */
@Command(
    name = "best",
    description = "Prints selections, comparisons and the answers in words.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath best quickstart"})
final class BestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "Only this sweep (default: all).")
  private Optional<String> sweep = Optional.empty();

  @Override
  public Integer call() throws Exception {
    List<Path> sweeps = Views.sweeps(resultOptions.existing());
    if (sweep.isPresent()) {
      String wanted = sweep.get();
      sweeps = sweeps.stream().filter(s -> s.getFileName().toString().equals(wanted)).toList();
    }
    if (sweeps.isEmpty()) {
      throw new ResultsException(
          resultOptions.results()
              + ": no sweep"
              + sweep.map(name -> " named " + name).orElse("")
              + "; `isobath status` lists what is there");
    }
    List<String> problems = new ArrayList<>();
    for (Path path : sweeps) {
      problems.addAll(
          Verification.problems(path, List.of(Table.TRIALS, Table.SELECTIONS, Table.COMPARISONS)));
    }
    if (!problems.isEmpty()) {
      throw new ResultsException(problems);
    }
    try (Sessions.Session session =
        Sessions.start("local[*]", resultOptions.conf().over(Sessions.SMALL_TABLES))) {
      SparkSession spark = session.spark();
      new AnswerText(spark, spec.commandLine().getOut()).print(sweeps, resultOptions.json());
      return ExitCode.DONE;
    } catch (Exception e) {
      throw SparkFailures.explained(e, resultOptions.results());
    }
  }
}
