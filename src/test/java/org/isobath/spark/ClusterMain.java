package org.isobath.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.isobath.results.ResultFolder;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;

/** A driver of two executors, each a process of its own; one trial kills its executor each time. */
final class ClusterMain {
  /** The trials that fail. */
  static final int THROWING = 30;

  static final int EXHAUSTING = 31;
  static final int KILLING = 107;

  private ClusterMain() {}

  static Poison poison(SmallSweep small) {
    return new Poison(
        small.sweep.trial(THROWING), small.sweep.trial(EXHAUSTING), small.sweep.trial(KILLING));
  }

  /**
   * Trains the small sweep.
   *
   * @param arguments the folder; Spark's master; Java options of executors
   */
  public static void main(String[] arguments) throws Exception {
    SmallSweep small = new SmallSweep();
    ResultFolder folder = small.folder(Path.of(arguments[0]));
    Map<String, String> settings =
        Map.of(
            "spark.executor.extraJavaOptions", arguments[2],
            "spark.executor.memory", "700m",
            "spark.task.maxFailures", "4");
    try (Sessions.Session session = Sessions.start(arguments[1], settings)) {
      AtomicInteger deaths = new AtomicInteger();
      session
          .spark()
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                  deaths.incrementAndGet();
                }
              });
      SweepRun run = new SweepRun(small.sweep, small.context, folder, poison(small));
      List<Pack> packs = run.pending(folder.published(small.context.packTables()));
      SweepRun.Summary summary =
          run.train(
              session.spark(), packs, small.data, Prediction.none(small.sweep), progress -> {});
      // Before the session ends, which removes executors too.
      System.out.println(
          "trained " + summary.trained() + " failed " + summary.failed() + " deaths " + deaths);
    }
  }
}
