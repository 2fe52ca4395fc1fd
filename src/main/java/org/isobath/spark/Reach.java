package org.isobath.spark;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.isobath.results.Description;
import org.isobath.results.Reasons;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;

/** Whether executors can write where the driver reads. */
public final class Reach {
  private Reach() {}

  /**
   * Asks the executors before they train; takes no time where they are in the driver's process.
   *
   * @param folder of a run that has begun
   */
  public static void check(SparkSession spark, ResultFolder folder) throws ResultsException {
    if (spark.sparkContext().isLocal()) {
      return;
    }
    int tasks = Math.max(2, spark.sparkContext().defaultParallelism());
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    TreeSet<String> problems =
        new TreeSet<>(
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(numbers, tasks)
                .map(number -> problem(folder))
                .filter(problem -> !problem.isEmpty())
                .collect());
    if (!problems.isEmpty()) {
      throw new ResultsException(List.copyOf(problems));
    }
  }

  /** What is wrong where this runs, or nothing. */
  private static String problem(ResultFolder folder) {
    Path path = folder.path();
    String host = Objects.requireNonNull(SparkEnv.get()).blockManager().blockManagerId().host();
    try {
      if (!Files.exists(path.resolve(Description.RESOLVED))) {
        return path
            + ": the executor on "
            + host
            + " does not see what the driver wrote there; allowed: a store that all see, such as"
            + " --results hdfs://… or s3a://…, or a folder that all machines mount";
      }
      folder.probe();
      return "";
    } catch (ResultsException e) {
      return e.getMessage() + " (on the executor at " + host + ")";
    } catch (UncheckedIOException e) {
      return Reasons.of(Objects.requireNonNull(e.getCause()))
          + " (on the executor at "
          + host
          + ")";
    }
  }
}
