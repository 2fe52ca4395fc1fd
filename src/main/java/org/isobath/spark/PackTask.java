package org.isobath.spark;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.isobath.data.Scaling;
import org.isobath.results.Attempts;
import org.isobath.results.ResultFolder;
import org.isobath.sweep.Pack;
import org.isobath.training.TrainingData;

/** A pack's work as a Spark task, on the broadcast data. */
final class PackTask implements Function<Pack, PackWork.Receipt> {
  private static final long serialVersionUID = 1L;

  private final PackWork work;
  private final Broadcast<Map<Scaling, TrainingData>> data;
  private final LongAccumulator done;
  private final boolean apart;

  PackTask(
      PackWork work,
      Broadcast<Map<Scaling, TrainingData>> data,
      LongAccumulator done,
      boolean apart) {
    this.work = work;
    this.data = data;
    this.done = done;
    this.apart = apart;
  }

  @Override
  public PackWork.Receipt call(Pack pack) throws IOException {
    return work.run(pack, data.value(), apart, new Task(TaskContext.get(), done));
  }

  /** The task that runs. */
  private record Task(TaskContext task, LongAccumulator done) implements PackWork.Host {
    @Override
    public void progress(long work) {
      done.add(work);
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
