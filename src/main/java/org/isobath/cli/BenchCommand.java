package org.isobath.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Optimizer;
import org.isobath.results.Description;
import org.isobath.training.Benchmark;
import org.isobath.training.Benchmark.Result;
import org.isobath.training.Benchmark.Workload;
import org.isobath.training.PerceptronBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast one core trains the standard workloads. */
@Command(
    name = "bench",
    description = "Measures how fast one core trains, as a share of what it could at most.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "docs/performance.md says what the figures mean. Takes some two minutes."})
final class BenchCommand implements Callable<Integer> {
  /** The data of the first experiment: rows and features of one gas. */
  private static final int ROWS = 2565;

  private static final int FEATURES = 128;

  /** What one turn of a perceptron's takes. */
  private static final double SLICE_SECONDS = 0.2;

  private static final Optimizer ADAM = new Adam(0.9, 0.999, 1e-8, false);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(
      names = "--scalar",
      description = "Measure the scalar definition of the kernels, which vectors are judged by.")
  private boolean scalar;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ProcessorNote.print(spec.commandLine().getErr());
    Function<Precision, Kernels> choice = scalar ? Kernels::scalar : Kernels::best;
    Benchmark benchmark = new Benchmark(choice, ROWS, FEATURES);
    Kernels kernels = choice.apply(Precision.FLOAT64);
    List<Map<String, Object>> rows = new ArrayList<>();
    if (!json) {
      out.printf(
          "%d rows, %d features, full batch; one core, %s, Java %s%n",
          ROWS, FEATURES, kernels.description(), Runtime.version().feature());
      out.println(
          "precision  p  depth  width  optimizer         trial-steps/s  GFLOP/s   peak  % of peak");
    }
    for (Workload workload : workloads()) {
      Result result = benchmark.measure(workload);
      double achieved = result.trialStepsPerSecond() * result.passFlops() / 1e9;
      double peak = result.peakFlopsPerSecond() / 1e9;
      int depth = workload.network().depth();
      Object width = depth == 1 ? "–" : workload.network().widths().get(0);
      if (json) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("precision", workload.precision().word());
        row.put("lossExponent", workload.lossExponent());
        row.put("depth", depth);
        if (depth > 1) {
          row.put("width", width);
        }
        row.put("optimizer", workload.optimizer().kind());
        row.put("trialStepsPerSecond", result.trialStepsPerSecond());
        row.put("gigaflops", achieved);
        row.put("peakGigaflops", peak);
        row.put("shareOfPeak", result.shareOfPeak());
        rows.add(row);
      } else {
        out.printf(
            Locale.ROOT,
            "%-9s  %d  %5d  %5s  %-16s  %,13.0f  %7.1f  %5.0f  %9.1f%n",
            workload.precision().word(),
            workload.lossExponent(),
            depth,
            width,
            workload.optimizer().kind(),
            result.trialStepsPerSecond(),
            achieved,
            peak,
            100 * result.shareOfPeak());
        out.flush();
      }
    }
    List<Map<String, Object>> perceptrons =
        perceptrons(new PerceptronBenchmark(choice, SLICE_SECONDS), out);
    if (json) {
      out.print(
          Description.json(
              Map.of(
                  "rows",
                  ROWS,
                  "features",
                  FEATURES,
                  "kernels",
                  kernels.description(),
                  "java",
                  Runtime.version().toString(),
                  "workloads",
                  rows,
                  "perceptrons",
                  perceptrons)));
      out.flush();
    }
    return ExitCode.DONE;
  }

  private List<Map<String, Object>> perceptrons(PerceptronBenchmark benchmark, PrintWriter out) {
    List<Map<String, Object>> rows = new ArrayList<>();
    if (!json) {
      out.printf(
          "%nperceptrons, relu, softmax cross entropy, gradient descent; packs of %d trials%n",
          PerceptronBenchmark.TRIALS);
      out.println(
          "precision  network   batch  row-steps/s  GFLOP/s   peak  % of peak  one alone  pack : alone");
    }
    for (PerceptronBenchmark.Workload workload : perceptrons()) {
      PerceptronBenchmark.Result result = benchmark.measure(workload);
      double achieved = result.rowStepsPerSecond() * workload.flops() / 1e9;
      double peak = result.peakFlopsPerSecond() / 1e9;
      if (json) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("precision", workload.precision().word());
        row.put("network", workload.network());
        row.put("batch", workload.batch());
        row.put("trials", PerceptronBenchmark.TRIALS);
        row.put("rowStepsPerSecond", result.rowStepsPerSecond());
        row.put("gigaflops", achieved);
        row.put("peakGigaflops", peak);
        row.put("shareOfPeak", result.shareOfPeak());
        row.put("aloneRowStepsPerSecond", result.aloneRowStepsPerSecond());
        row.put("gain", result.gain());
        rows.add(row);
      } else {
        out.printf(
            Locale.ROOT,
            "%-9s  %-8s  %5d  %,11.0f  %7.1f  %5.0f  %9.1f  %,9.0f  %12.1f%n",
            workload.precision().word(),
            workload.network(),
            workload.batch(),
            result.rowStepsPerSecond(),
            achieved,
            peak,
            100 * result.shareOfPeak(),
            result.aloneRowStepsPerSecond(),
            result.gain());
        out.flush();
      }
    }
    return rows;
  }

  private static List<PerceptronBenchmark.Workload> perceptrons() {
    List<PerceptronBenchmark.Workload> workloads = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      workloads.add(new PerceptronBenchmark.Workload(20, 100, 2, 50, 200, precision));
      workloads.add(new PerceptronBenchmark.Workload(64, 32, 10, 32, 1792, precision));
    }
    return workloads;
  }

  private static List<Workload> workloads() {
    List<Workload> workloads = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      for (int exponent : new int[] {4, 2}) {
        for (LinearNetwork network :
            List.of(LinearNetwork.of(1, 1), LinearNetwork.of(3, 1), LinearNetwork.of(3, 100))) {
          workloads.add(new Workload(network, exponent, precision, new GradientDescent()));
        }
        workloads.add(new Workload(LinearNetwork.of(3, 1), exponent, precision, ADAM));
      }
    }
    return workloads;
  }
}
