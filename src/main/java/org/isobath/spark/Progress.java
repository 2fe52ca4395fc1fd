package org.isobath.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How much work is done, told by the tasks: finished ones through the accumulator, running ones
 * through the heartbeats of their executors.
 */
public final class Progress extends SparkListener {
  private final LongAccumulator work;
  private final AtomicInteger tasksDone = new AtomicInteger();
  private final Map<Long, Long> running = new ConcurrentHashMap<>();

  Progress(LongAccumulator work) {
    this.work = work;
  }

  /** Work done so far, in multiply-adds. */
  public double work() {
    return work.value() + running.values().stream().mapToDouble(Long::doubleValue).sum();
  }

  /** Packs done so far. */
  public int packs() {
    return tasksDone.get();
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        CollectionConverters.asJava(update.accumUpdates())) {
      for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
        if (info.id() == work.id() && info.update().isDefined()) {
          Object value = info.update().get();
          if (value instanceof Long done) {
            running.put((Long) task._1(), done);
          }
        }
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      tasksDone.incrementAndGet();
    }
  }
}
