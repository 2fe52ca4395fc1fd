package org.isobath.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.isobath.data.Scaling;
import org.isobath.results.ResultFolder;
import org.isobath.results.SweepContext;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.isobath.sweep.Sweep;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;

/** A sweep on its way to a result folder: which packs are not there yet, and their training. */
public final class SweepRun {
  /** Tasks of one job at most; more packs than that share tasks. */
  private static final int MOST_TASKS = 20_000;

  private final Sweep sweep;
  private final SweepContext context;
  private final ResultFolder folder;
  private final PackWork.Training training;

  /** A run into a folder that exists. */
  public SweepRun(Sweep sweep, SweepContext context, ResultFolder folder) {
    this(sweep, context, folder, Trainer::train);
  }

  SweepRun(Sweep sweep, SweepContext context, ResultFolder folder, PackWork.Training training) {
    this.sweep = sweep;
    this.context = context;
    this.folder = folder;
    this.training = training;
  }

  /** The file names of all packs. */
  public List<String> names() {
    return packs().map(this::name).toList();
  }

  /** All packs, on all cores: their names hash every trial. */
  private Stream<Pack> packs() {
    return LongStream.range(0, sweep.packs()).parallel().mapToObj(sweep::pack);
  }

  private String name(Pack pack) {
    return PackName.of(pack, PackName.keys(sweep.trials(pack), context), context);
  }

  /**
   * The packs that are not published yet, the costliest first.
   *
   * @param published names of packs
   */
  public List<Pack> pending(Set<String> published) {
    List<Pack> pending =
        new ArrayList<>(
            packs()
                .filter(pack -> published.isEmpty() || !published.contains(name(pack)))
                .toList());
    pending.sort(Comparator.comparingDouble(Pack::cost).reversed().thenComparing(Pack::index));
    return pending;
  }

  /**
   * What was trained.
   *
   * @param trained trials that this run trained
   * @param failed trials of them that an error of ours ended
   */
  public record Summary(long trained, long failed) {}

  /**
   * Trains packs and publishes each. Packs with which processes have died come last, each apart
   * from all others.
   *
   * @param packs from {@link #pending}
   * @param data by scaling, broadcast once to every executor
   * @param prediction what the packs are expected to take
   * @param observer is given the progress before the first task starts
   */
  public Summary train(
      SparkSession spark,
      List<Pack> packs,
      Map<Scaling, TrainingData> data,
      Prediction prediction,
      Consumer<Progress> observer) {
    return train(spark, packs, data, prediction, observer, Math.min(packs.size(), MOST_TASKS));
  }

  /** The same in so many tasks. */
  Summary train(
      SparkSession spark,
      List<Pack> packs,
      Map<Scaling, TrainingData> data,
      Prediction prediction,
      Consumer<Progress> observer,
      int tasks) {
    JavaSparkContext spark4j = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Progress.Counters done = Progress.Counters.of(spark.sparkContext());
    Progress progress = new Progress();
    spark.sparkContext().addSparkListener(progress);
    Broadcast<Map<Scaling, TrainingData>> broadcast = spark4j.broadcast(data);
    observer.accept(progress);
    try {
      PackWork work = new PackWork(sweep, context, folder, training, prediction);
      List<PackWork.Receipt> receipts =
          new ArrayList<>(
              spark4j
                  .parallelize(packs, tasks)
                  .map(new PackTask(work, broadcast, done, false))
                  .collect());
      for (int i = 0; i < packs.size(); i++) {
        if (receipts.get(i).suspect()) {
          PackTask apart = new PackTask(work, broadcast, done, true);
          receipts.add(spark4j.parallelize(packs.subList(i, i + 1), 1).map(apart).collect().get(0));
        }
      }
      long trained = receipts.stream().mapToLong(PackWork.Receipt::trained).sum();
      long failed = receipts.stream().mapToLong(PackWork.Receipt::failed).sum();
      return new Summary(trained, failed);
    } finally {
      spark.sparkContext().removeSparkListener(progress);
      broadcast.destroy();
    }
  }
}
