package org.isobath.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How much is done, told by the tasks: finished ones at their end, running ones with the heartbeats
 * of their executors. On local cores and on a cluster it is the same. An attempt that is lost takes
 * back what it has told.
 */
public final class Progress extends SparkListener {
  /** The speed is that of the last half minute. */
  private static final long WINDOW_NANOS = 30_000_000_000L;

  private static final int WORK = 0;
  private static final int STEPS = 1;
  private static final int TRIALS = 2;
  private static final int DIVERGED = 3;
  private static final int KINDS = 4;
  private static final String PREFIX = "isobath.";

  private final AtomicInteger tasksDone = new AtomicInteger();
  private final AtomicLongArray finished = new AtomicLongArray(KINDS);
  private final Map<Long, long[]> running = new ConcurrentHashMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private volatile boolean started;

  private record Sample(long nanos, long steps) {}

  /** What tasks tell: it travels to them and adds up there. */
  record Counters(LongAccumulator[] kinds) implements Serializable {
    static Counters of(SparkContext spark) {
      LongAccumulator[] kinds = new LongAccumulator[KINDS];
      for (int kind = 0; kind < KINDS; kind++) {
        kinds[kind] = spark.longAccumulator(PREFIX + kind);
      }
      return new Counters(kinds);
    }

    void trained(long steps, long work) {
      kinds[STEPS].add(steps);
      kinds[WORK].add(work);
    }

    void ended(long trials, long diverged) {
      kinds[TRIALS].add(trials);
      kinds[DIVERGED].add(diverged);
    }
  }

  /** Work done so far, in multiply-adds. */
  public double work() {
    return sum(WORK);
  }

  /** Steps of trials done so far. */
  public long steps() {
    return sum(STEPS);
  }

  /** Trials that have ended so far, whichever way. */
  public long trials() {
    return sum(TRIALS);
  }

  /** Trials that have diverged so far. */
  public long diverged() {
    return sum(DIVERGED);
  }

  /** Packs done so far. */
  public int packs() {
    return tasksDone.get();
  }

  /** Steps of trials a second, of late; 0 if nothing is heard. */
  public double stepsPerSecond() {
    synchronized (samples) {
      Sample first = samples.peekFirst();
      Sample last = samples.peekLast();
      if (first == null || last == null || System.nanoTime() - last.nanos() > WINDOW_NANOS) {
        return 0;
      }
      double seconds = (last.nanos() - first.nanos()) / 1e9;
      return seconds > 0 ? Math.max(0, last.steps() - first.steps()) / seconds : 0;
    }
  }

  private long sum(int kind) {
    return finished.get(kind) + running.values().stream().mapToLong(task -> task[kind]).sum();
  }

  /** Whether any task has started; until then a cluster may have no room. */
  public boolean started() {
    return started;
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    started = true;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        CollectionConverters.asJava(update.accumUpdates())) {
      long[] counts = new long[KINDS];
      add(task._4(), counts);
      running.put((Long) task._1(), counts);
    }
    sample();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      long[] counts = new long[KINDS];
      add(end.taskInfo().accumulables(), counts);
      for (int kind = 0; kind < KINDS; kind++) {
        finished.addAndGet(kind, counts[kind]);
      }
      tasksDone.incrementAndGet();
    }
    running.remove(end.taskInfo().taskId());
    sample();
  }

  private void sample() {
    long now = System.nanoTime();
    synchronized (samples) {
      samples.addLast(new Sample(now, steps()));
      while (now - samples.getFirst().nanos() > WINDOW_NANOS) {
        samples.removeFirst();
      }
    }
  }

  private static void add(scala.collection.Iterable<AccumulableInfo> told, long[] counts) {
    for (AccumulableInfo info : CollectionConverters.asJava(told)) {
      String name = info.name().isDefined() ? info.name().get() : "";
      if (name.startsWith(PREFIX)
          && info.update().isDefined()
          && info.update().get() instanceof Long value) {
        counts[Integer.parseInt(name.substring(PREFIX.length()))] += value;
      }
    }
  }
}
