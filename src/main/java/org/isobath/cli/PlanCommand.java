package org.isobath.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.isobath.data.Dataset;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.results.Description;
import org.isobath.results.ResultFolder;
import org.isobath.spark.SweepRun;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code isobath plan}: what a run would do. */
@Command(
    name = "plan",
    description = {
      "Shows what a job would do: the resolved job, its trials, packs, memory and time.",
      "Trains nothing, writes nothing, and does not start Spark."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: isobath plan jobs/quickstart.yaml"})
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JobOptions jobOptions = new JobOptions();

  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores that will train (default: all that this process may use).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--no-estimate",
      description = "Leave out the time: to estimate it, some trials are trained for seconds.")
  private boolean noEstimate;

  @Override
  public Integer call() throws Exception {
    Estimate.Clock clock = Estimate.Clock.start();
    if (cores < 1) {
      throw new UsageException("--cores: got " + cores + "; allowed: 1 and more");
    }
    PreparedJob job = jobOptions.prepare(resultOptions.conf());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    job.job().notes().forEach(note -> err.println("note: " + note));
    ProcessorNote.print(err);
    Kernels kernels = Kernels.best(Precision.FLOAT64);
    Optional<Prediction> prediction =
        noEstimate ? Optional.empty() : Optional.of(job.prediction(job.trainingData()));
    double begun = clock.seconds();
    Dataset data = job.anyData();
    double broadcast =
        (double) data.rows()
            * (data.features() + data.targets())
            * Double.BYTES
            * job.scaled().size();
    Map<String, Object> resolved = job.resolved();
    ResultFolder folder =
        new ResultFolder(resultOptions.results().resolve(job.experiment().name()));
    Set<String> names = folder.published(job.context().packTables());
    int published = names.size();
    Optional<Times> times =
        prediction.isPresent()
            ? Optional.of(times(job, folder, names, prediction.get(), clock, begun))
            : Optional.empty();
    if (resultOptions.json()) {
      Map<String, Object> numbers = new TreeMap<>();
      numbers.put("multiplyAdds", job.sweep().cost());
      numbers.put("cores", cores);
      numbers.put("kernels", kernels.description());
      numbers.put("broadcastBytes", broadcast);
      numbers.put("publishedPacks", published);
      numbers.put("taskBytes", job.taskBytes());
      if (times.isPresent()) {
        numbers.put("coreSeconds", times.get().training().core());
        numbers.put("longestPackSeconds", times.get().training().longest());
        numbers.put("estimatedSeconds", times.get().estimate().tree());
      }
      Map<String, Object> plan = new LinkedHashMap<>(resolved);
      plan.put("plan", numbers);
      out.print(Description.json(plan));
    } else {
      resolved.remove("derived");
      out.print(Description.json(resolved));
      out.println();
      out.println(
          "Data:   " + data + ", " + Text.bytes(broadcast) + " broadcast to every executor");
      out.println("Trials: " + Text.count(job.sweep().trials()));
      out.println(
          "Packs:  "
              + Text.count(job.sweep().packs())
              + (published == 0 ? "" : ", of which " + published + " are published already"));
      out.println("Memory: " + Text.bytes(job.taskBytes()) + " a task at most, one task a core");
      if (times.isPresent()) {
        List<String> lines = times.get().estimate().lines();
        out.println("Time:   " + lines.get(0) + " (" + kernels.description() + ")");
        lines.stream().skip(1).forEach(line -> out.println("        " + line));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** What is predicted of the packs that are not published. */
  private record Times(Prediction.Total training, Estimate estimate) {}

  private Times times(
      PreparedJob job,
      ResultFolder folder,
      Set<String> names,
      Prediction prediction,
      Estimate.Clock clock,
      double begun) {
    boolean listed = !names.isEmpty() && job.sweep().packs() <= RunCommand.MOST_PACKS;
    List<Pack> pending =
        listed ? new SweepRun(job.sweep(), job.context(), folder).pending(names) : List.of();
    Prediction.Total training = listed ? prediction.of(pending, cores) : prediction.all(cores);
    long packs = listed ? pending.size() : job.sweep().packs();
    return new Times(training, Estimate.of(job, training, packs, cores, clock, begun));
  }
}
