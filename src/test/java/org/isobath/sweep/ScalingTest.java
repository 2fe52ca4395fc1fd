package org.isobath.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Optimizer;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.junit.jupiter.api.Test;

/**
 * Sweeps of 10⁶ and 10⁹ trials on 8 to 10,000 cores, simulated with the costs that were measured:
 * the tables of docs/scaling.md. {@code ./mvnw test -Dtest=ScalingTest} prints them.
 */
final class ScalingTest {
  /** Trial-steps a second of one core, depth 3 (docs/performance.md). */
  private static final double STEPS_A_SECOND_AT_4 = 83_225;

  private static final double STEPS_A_SECOND_AT_2 = 2_687_257;

  /** Seconds a trial and a pack besides the steps (docs/performance.md, {@code cli.Estimate}). */
  private static final double SECONDS_A_TRIAL = 2.3e-5;

  private static final double SECONDS_A_PACK = 0.03;

  /** Bytes of the driver's heap, measured: a pack in the list, its name, an entry of a manifest. */
  private static final double BYTES_A_PACK = 42 + 120 + 3 * 540;

  private static final int TASKS = 20_000;

  /** What a prediction is off by, to either side. */
  private static final double ERROR = 0.3;

  /** The jobs that are looked at; rows × features of the data, and steps a trial. */
  private enum Job {
    PAPER("2565 × 128, 20,000 steps, depths 1 to 3, p = 2 and 4", 2565, 128, 20_000),
    TINY("32 × 2, 20 steps, depths 1 to 3, p = 2 and 4", 32, 2, 20);

    final String words;
    final int rows;
    final int features;
    final long steps;

    Job(String words, int rows, int features, long steps) {
      this.words = words;
      this.rows = rows;
      this.features = features;
      this.steps = steps;
    }

    /** At least so many trials: 6 settings at 10 rates. */
    Sweep sweep(long trials) {
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        rates.add(Math.scalb(1.0, -i));
      }
      Grid grid =
          new Grid(
              Axis.of(List.of(Scaling.MIN_MAX)),
              Axis.of(
                  List.of(LinearNetwork.of(1, 1), LinearNetwork.of(2, 1), LinearNetwork.of(3, 1))),
              Axis.of(List.of(2, 4)),
              Axis.of(List.of(Precision.FLOAT64)),
              Axis.of(List.<Optimizer>of(new GradientDescent())),
              Axis.of(List.of(steps)),
              Axis.of(List.of(0.0)),
              Axis.of(List.<Initializer>of(new Gaussian(0.1))),
              new Axis.Run(1, (int) ((trials + 59) / 60)),
              Axis.of(rates));
      return new Sweep(
          new Experiment(
              "scaling",
              new SensorArray(),
              List.of(grid),
              Stop.DEFAULT,
              Recording.DEFAULT,
              Optional.empty()),
          rows,
          features,
          1);
    }

    /** Seconds of a step: smaller data cost less. */
    double secondsAStep(Sweep sweep, Pack pack) {
      boolean quartic = sweep.trial(pack.firstTrial()).lossExponent() == 4;
      double size =
          quartic ? rows * (double) features / (2565 * 128) : features * features / (128.0 * 128);
      return size / (quartic ? STEPS_A_SECOND_AT_4 : STEPS_A_SECOND_AT_2);
    }
  }

  /** What the cores did: seconds of the longest, of all together, and of the longest pack. */
  private record Ran(double end, double work, double longest) {
    double idle(int cores) {
      return 1 - work / end / cores;
    }
  }

  /** The longest tasks first by what is predicted; it comes true up to an error. */
  private static Ran simulate(Job job, Sweep sweep, int cores) {
    int packs = (int) sweep.packs();
    double[] predicted = new double[packs];
    double[] real = new double[packs];
    SplittableRandom random = new SplittableRandom(1);
    double work = 0;
    double longest = 0;
    for (int i = 0; i < packs; i++) {
      Pack pack = sweep.pack(i);
      predicted[i] =
          SECONDS_A_PACK
              + pack.trials() * (SECONDS_A_TRIAL + job.steps * job.secondsAStep(sweep, pack));
      real[i] = predicted[i] * (1 + ERROR * (2 * random.nextDouble() - 1));
      work += real[i];
      longest = Math.max(longest, real[i]);
    }
    Integer[] order = new Integer[packs];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -predicted[i]));
    int tasks = Math.min(packs, TASKS);
    PriorityQueue<Double> ends = new PriorityQueue<>(Collections.nCopies(cores, 0.0));
    double end = 0;
    for (int task = 0; task < tasks; task++) {
      // As Spark cuts a list into slices.
      double seconds = 0;
      for (int i = (int) ((long) task * packs / tasks);
          i < (int) ((task + 1L) * packs / tasks);
          i++) {
        seconds += real[order[i]];
      }
      double at = ends.remove() + seconds;
      ends.add(at);
      end = Math.max(end, at);
    }
    return new Ran(end, work, longest);
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    if (seconds < 7200) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 172_800
        ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
        : String.format(Locale.ROOT, "%,.0f days", seconds / 86_400);
  }

  private static List<String> table() {
    List<String> lines = new ArrayList<>();
    for (Job job : Job.values()) {
      for (long trials : new long[] {1_000_000, 1_000_000_000}) {
        Sweep sweep = job.sweep(trials);
        for (int cores : new int[] {8, 64, 512, 10_000}) {
          Ran ran = simulate(job, sweep, cores);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "| %s | 10%s | %,d | %,d | %,d | %s | %s | %.1f %% | %,.1f MB |",
                  job.name().toLowerCase(Locale.ROOT),
                  trials == 1_000_000 ? "⁶" : "⁹",
                  cores,
                  sweep.packs(),
                  3 * sweep.packs(),
                  duration(ran.longest()),
                  duration(ran.end()),
                  100 * ran.idle(cores),
                  sweep.packs() * BYTES_A_PACK / 1e6));
        }
      }
    }
    return lines;
  }

  @Test
  void theTablesOfTheDocumentAreWhatTheSimulationSays() throws Exception {
    List<String> lines = table();
    lines.forEach(System.out::println);
    for (Job job : Job.values()) {
      assertThat(Files.readString(Path.of("docs/scaling.md"))).contains(job.words);
    }
    assertThat(Files.readAllLines(Path.of("docs/scaling.md"))).containsAll(lines);
  }

  @Test
  void packsGrowWithTheSweepSoThatTheDriverCanListThem() {
    assertThat(Job.PAPER.sweep(1_000_000).packs()).isGreaterThan(40_000);
    for (Job job : Job.values()) {
      Sweep sweep = job.sweep(1_000_000_000);
      assertThat(sweep.packs()).isBetween(200_000L, 550_000L);
      Pack last = sweep.pack(sweep.packs() - 1);
      assertThat(last.firstTrial() + last.trials()).isEqualTo(sweep.trials());
    }
  }
}
