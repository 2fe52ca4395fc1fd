package org.isobath.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.isobath.data.Scaling;
import org.isobath.results.Attempts;
import org.isobath.results.ResultFolder;
import org.isobath.sweep.Pack;
import org.isobath.training.TrainingData;

/** A pack's work as a Spark task, on the broadcast data. */
final class PackTask implements Function<Pack, PackWork.Receipt> {
  private static final long serialVersionUID = 1L;

  private static final String CRASH_HANDLER = "org.apache.spark.util.SparkUncaughtExceptionHandler";

  private final PackWork work;
  private final Broadcast<Map<Scaling, TrainingData>> data;
  private final Progress.Counters done;
  private final boolean apart;

  PackTask(
      PackWork work,
      Broadcast<Map<Scaling, TrainingData>> data,
      Progress.Counters done,
      boolean apart) {
    this.work = work;
    this.data = data;
    this.done = done;
    this.apart = apart;
  }

  @Override
  public PackWork.Receipt call(Pack pack) throws IOException {
    try (Farewell farewell = new Farewell(work)) {
      return work.run(pack, data.value(), apart, new Task(TaskContext.get(), done));
    }
  }

  /**
   * Takes this process's marks away if it is told to end while a pack is being trained: its driver
   * is gone, or its cluster wants it back. Spark itself ends a process that has run out of memory;
   * then the marks stay, as after any crash.
   */
  private static final class Farewell implements AutoCloseable {
    private final Thread thread;

    Farewell(PackWork work) {
      // Asked for now: nobody may know it when the process ends.
      String run = SparkEnv.get().conf().getAppId();
      this.thread =
          new Thread(
              () -> {
                if (!crashed()) {
                  work.withdraw(run);
                }
              });
      try {
        Runtime.getRuntime().addShutdownHook(thread);
      } catch (IllegalStateException e) {
        // The process is ending already, and this task with it.
      }
    }

    private static boolean crashed() {
      return Thread.getAllStackTraces().values().stream()
          .flatMap(Arrays::stream)
          .anyMatch(frame -> frame.getClassName().equals(CRASH_HANDLER));
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException e) {
        // The process is ending.
      }
    }
  }

  /** The task that runs. */
  private record Task(TaskContext task, Progress.Counters done) implements PackWork.Host {
    @Override
    public void progress(long steps, long work) {
      done.trained(steps, work);
    }

    @Override
    public void ended(long trials, long diverged) {
      done.ended(trials, diverged);
    }

    @Override
    public void endIfKilled() {
      task.killTaskIfInterrupted();
    }

    @Override
    public long attempt() {
      return task.attemptNumber();
    }

    @Override
    public String executor() {
      return SparkEnv.get().executorId();
    }

    @Override
    public Attempts attempts(ResultFolder folder) {
      return Attempts.ofThisProcess(folder, SparkEnv.get().conf().getAppId());
    }
  }
}
