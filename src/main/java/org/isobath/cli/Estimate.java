package org.isobath.cli;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.isobath.sweep.Grid;
import org.isobath.sweep.Prediction;

/**
 * How long a run takes from the start of its process to the end, part by part.
 *
 * @param cores that train
 * @param start seconds until the training begins: Java, the job, the data, Spark
 * @param training seconds of training, on all cores
 * @param idle share of the cores' time in which they wait for the last packs
 * @param tables seconds of writing rows, on all cores
 * @param answers seconds of selections, comparisons and the manifest
 */
record Estimate(
    int cores, double start, double training, double idle, double tables, double answers) {
  /**
   * Seconds from the process's start to its first command, where the others below were measured.
   * All of them are work of Java on classes that it has just loaded, so they are scaled by what
   * this process itself has taken.
   */
  private static final double REFERENCE_BOOT = 0.5;

  private static final double MOST_SLOWNESS = 4;
  private static final double SPARK = 1.4;
  private static final double FIRST_TABLES = 0.4;
  private static final double SELECTIONS = 9;
  private static final double COMPARISONS = 3.5;

  /** Seconds of one core. */
  private static final double TABLE_FILES_OF_PACK = 0.03;

  private static final double ROW_OF_TRIAL = 8e-6;
  private static final double ROW_OF_CURVE = 4e-7;
  private static final double ANSWER_OF_TRIAL = 2e-5;

  /** Seconds since this process began. */
  private static double uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
  }

  /**
   * Seconds that a command has taken, its process's start included.
   *
   * @param boot seconds from the process's start to the command
   * @param begin when the command began
   */
  record Clock(double boot, long begin) {
    /** Started first thing in a command; a process that has done other things counts as slow. */
    static Clock start() {
      return new Clock(Math.min(uptime(), MOST_SLOWNESS * REFERENCE_BOOT), System.nanoTime());
    }

    double seconds() {
      return boot + (System.nanoTime() - begin) / 1e9;
    }
  }

  /**
   * The estimate.
   *
   * @param clock of the command
   * @param begun its seconds when Spark is started
   */
  static Estimate of(
      PreparedJob job,
      Prediction.Total training,
      long packs,
      int cores,
      Clock clock,
      double begun) {
    double slowness = clock.boot() / REFERENCE_BOOT;
    double share = packs / (double) job.sweep().packs();
    double trials = share * job.sweep().trials();
    double points = share * points(job);
    double tables =
        packs == 0
            ? 0
            : slowness * FIRST_TABLES
                + (packs * TABLE_FILES_OF_PACK + trials * ROW_OF_TRIAL + points * ROW_OF_CURVE)
                    / cores;
    double queries = SELECTIONS + (job.experiment().comparison().isPresent() ? COMPARISONS : 0);
    return new Estimate(
        cores,
        begun + slowness * SPARK,
        training.cores(),
        training.idle(cores),
        tables,
        slowness * queries + job.sweep().trials() * ANSWER_OF_TRIAL / cores);
  }

  /** Rows of curves. */
  private static double points(PreparedJob job) {
    double points = 0;
    for (Grid grid : job.experiment().grids()) {
      double trialsAStepCount = grid.trials() / (double) grid.steps().size();
      for (long i = 0; i < grid.steps().size(); i++) {
        double most = grid.steps().get(i) + 1.0;
        points += trialsAStepCount * Math.min(job.experiment().recording().curvePoints(), most);
      }
    }
    return points;
  }

  /** All of it. */
  double total() {
    return start + training + tables + answers;
  }

  /** As lines for people, each after this indentation. */
  List<String> lines() {
    return List.of(
        "about " + Text.duration(total()) + " on " + cores + (cores == 1 ? " core" : " cores"),
        "start "
            + seconds(start)
            + ", training "
            + seconds(training)
            + String.format(Locale.ROOT, " (cores idle %.0f %%)", 100 * idle)
            + ", tables "
            + seconds(tables)
            + ", answers "
            + seconds(answers));
  }

  private static String seconds(double seconds) {
    return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : Text.duration(seconds);
  }

  /**
   * The parts as they were, each with what was estimated.
   *
   * @param started seconds since the process began when the training began
   * @param trained when it ended
   * @param ended when the answers were there
   */
  String beside(double started, double trained, double ended) {
    return "time: "
        + beside(ended, total())
        + ": start "
        + beside(started, start)
        + ", training and tables "
        + beside(trained - started, training + tables)
        + ", answers "
        + beside(ended - trained, answers);
  }

  private static String beside(double seconds, double estimated) {
    return seconds(seconds) + " (predicted " + seconds(estimated) + ")";
  }

  /** By name. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("start", start);
    tree.put("training", training);
    tree.put("idleShare", idle);
    tree.put("tables", tables);
    tree.put("answers", answers);
    tree.put("total", total());
    return tree;
  }
}
