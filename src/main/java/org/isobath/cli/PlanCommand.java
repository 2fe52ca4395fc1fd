package org.isobath.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.isobath.data.Dataset;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.results.Description;
import org.isobath.results.ResultFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Override
  public Integer call() throws Exception {
    PreparedJob job = jobOptions.prepare();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    job.job().notes().forEach(note -> err.println("note: " + note));
    ProcessorNote.print(err);
    Kernels kernels = Kernels.best(Precision.FLOAT64);
    int cores = Runtime.getRuntime().availableProcessors();
    double seconds = job.sweep().cost() / Calibration.rate(kernels, job.anyData()) / cores;
    Dataset data = job.anyData();
    double broadcast =
        (double) data.rows()
            * (data.features() + data.targets())
            * Double.BYTES
            * job.scaled().size();
    Map<String, Object> resolved = job.resolved();
    ResultFolder folder =
        new ResultFolder(resultOptions.results().resolve(job.experiment().name()));
    int published = folder.published(job.context().packTables()).size();
    if (resultOptions.json()) {
      Map<String, Object> plan = new LinkedHashMap<>(resolved);
      plan.put(
          "plan",
          Map.of(
              "multiplyAdds",
              job.sweep().cost(),
              "cores",
              cores,
              "kernels",
              kernels.description(),
              "broadcastBytes",
              broadcast,
              "publishedPacks",
              published,
              "taskBytes",
              job.taskBytes(),
              "estimatedSeconds",
              seconds));
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
      out.println(
          "Time:   "
              + (seconds < 1 ? "" : "about ")
              + Text.duration(seconds)
              + " of training on "
              + cores
              + " cores ("
              + kernels.description()
              + "), if no trial ends early");
    }
    out.flush();
    return ExitCode.DONE;
  }
}
