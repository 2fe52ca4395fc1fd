package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.isobath.training.Decimals;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** The SQL of what trials measured against a naive twin, on random tables. */
final class OutcomesTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final List<String> MEASURES =
      List.of("final_loss", "test_loss", "train_accuracy", "test_accuracy", "winner", "other_loss");

  /** A trial: what it measured by name, and its test losses and accuracies by step. */
  private record Made(
      String id,
      int setting,
      double rate,
      String status,
      @Nullable Long divergedAt,
      Map<String, Double> values,
      int points) {
    boolean counts() {
      return counts(0.1);
    }

    boolean counts(double at) {
      return rate == at && !status.equals("failed");
    }

    double at(int step, String measure) {
      return (id.hashCode() % 97 + 100 + step * (measure.length() - 8)) / 50.0;
    }
  }

  private static List<Made> random(Random random) {
    List<Made> made = new ArrayList<>();
    for (int setting = 0; setting < 12; setting++) {
      int seeds = 1 + random.nextInt(5);
      for (int seed = 0; seed < 2 * seeds; seed++) {
        int fate = random.nextInt(8);
        String status = fate == 0 ? "diverged" : fate == 1 ? "failed" : "completed";
        Map<String, Double> values = new TreeMap<>();
        for (String measure : MEASURES) {
          boolean lost = status.equals("diverged") && !measure.equals("winner");
          if (!lost && random.nextInt(6) > 0) {
            values.put(measure, random.nextInt(5) / 4.0);
          }
        }
        Long divergedAt = status.equals("diverged") ? (Long) (long) (1 + random.nextInt(8)) : null;
        made.add(
            new Made(
                "t" + made.size(),
                setting,
                seed % 2 == 0 ? 0.1 : 0.2,
                status,
                divergedAt,
                values,
                status.equals("failed") ? 0 : random.nextInt(3) == 0 ? 6 : 10));
      }
    }
    return made;
  }

  private static void views(SparkSession spark, List<Made> made) {
    List<Row> trials = new ArrayList<>();
    List<Row> curves = new ArrayList<>();
    Map<Integer, long[]> counts = new TreeMap<>();
    for (Made m : made) {
      Map<String, Double> measures = new HashMap<>(m.values());
      measures.keySet().removeAll(MEASURES.subList(0, 4));
      trials.add(
          RowFactory.create(
              "s",
              m.id(),
              "" + m.setting(),
              m.rate(),
              m.status(),
              m.divergedAt(),
              (long) m.points() - 1,
              m.values().get("final_loss"),
              m.values().get("test_loss"),
              m.values().get("train_accuracy"),
              m.values().get("test_accuracy"),
              CollectionConverters.asScala(measures)));
      for (int step = 0; step < m.points(); step++) {
        boolean lost = m.divergedAt() != null && step >= m.divergedAt();
        curves.add(
            RowFactory.create(
                "s",
                m.id(),
                (long) step,
                lost ? null : (Double) m.at(step, "test_loss"),
                null,
                lost ? null : (Double) m.at(step, "test_accuracy")));
      }
      if (m.counts()) {
        long[] count = counts.computeIfAbsent(m.setting(), s -> new long[2]);
        count[0]++;
        count[1] += m.status().equals("diverged") ? 1 : 0;
      }
    }
    List<Row> selections = new ArrayList<>();
    counts.forEach((s, c) -> selections.add(RowFactory.create("s", "" + s, 0.1, c[0], c[1])));
    StructType selection = columns("sweep", "setting_id");
    spark
        .createDataFrame(
            selections,
            selection
                .add("learning_rate", DataTypes.DoubleType)
                .add("seeds", DataTypes.LongType)
                .add("diverged", DataTypes.LongType))
        .createOrReplaceTempView("selections");
    StructType trial =
        columns("sweep", "trial_id", "setting_id")
            .add("learning_rate", DataTypes.DoubleType)
            .add("status", DataTypes.StringType)
            .add("diverged_at", DataTypes.LongType)
            .add("steps", DataTypes.LongType);
    for (String measure : MEASURES.subList(0, 4)) {
      trial = trial.add(measure, DataTypes.DoubleType);
    }
    trial =
        trial.add("measures", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType));
    spark.createDataFrame(trials, trial).createOrReplaceTempView("trials");
    StructType curve = columns("sweep", "trial_id").add("step", DataTypes.LongType);
    for (String measure : List.of("test_loss", "train_accuracy", "test_accuracy")) {
      curve = curve.add(measure, DataTypes.DoubleType);
    }
    spark.createDataFrame(curves, curve).createOrReplaceTempView("curves");
  }

  private static StructType columns(String... names) {
    StructType type = new StructType();
    for (String name : names) {
      type = type.add(name, DataTypes.StringType);
    }
    return type;
  }

  @Test
  void agreeWithANaiveTwin() {
    SparkSession spark = SharedSpark.session();
    Answers.registerFunctions(spark);
    List<Made> made = random(new Random(1));
    views(spark, made);
    checkOutcomes(Answers.drawn(spark, Answers.Drawn.OUTCOMES).collectAsList(), made, List.of(0.1));
    checkOutcomes(
        Answers.drawn(spark, Answers.Drawn.OUTCOMES_BY_RATE).collectAsList(),
        made,
        List.of(0.1, 0.2));
    checkProgress(Answers.drawn(spark, Answers.Drawn.PROGRESS).collectAsList(), made);
  }

  private static void checkOutcomes(List<Row> rows, List<Made> made, List<Double> rates) {
    int expected = 0;
    for (int setting = 0; setting < 12; setting++) {
      int of = setting;
      for (double rate : rates) {
        List<Made> trials = made.stream().filter(m -> m.setting() == of && m.counts(rate)).toList();
        for (String measure : MEASURES) {
          double[] values =
              trials.stream()
                  .filter(m -> m.values().containsKey(measure))
                  .mapToDouble(m -> m.values().get(measure))
                  .toArray();
          if (values.length > 0) {
            expected++;
            check(row(rows, setting, rate, measure), trials, measure, values);
          }
        }
      }
    }
    assertThat(rows).hasSize(expected);
  }

  private static Row row(List<Row> rows, int setting, double rate, String measure) {
    return rows.stream()
        .filter(r -> r.<Double>getAs("learning_rate") == rate)
        .filter(r -> r.getAs("setting_id").equals("" + setting))
        .filter(r -> r.getAs("measure").equals(measure))
        .findFirst()
        .orElseThrow();
  }

  private static void check(Row row, List<Made> trials, String measure, double[] values) {
    String about = row.toString();
    int n = values.length;
    long lost =
        trials.stream()
            .filter(m -> m.status().equals("diverged") && !m.values().containsKey(measure))
            .count();
    boolean loss = measure.endsWith("loss");
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    assertThat(row.<Long>getAs("seeds")).as(about).isEqualTo(trials.size());
    assertThat(row.<Long>getAs("measured")).as(about).isEqualTo(n);
    close(row, "mean", loss && lost > 0 ? INFINITY : mean);
    close(
        row,
        "standard_error",
        n == 1 || (loss && lost > 0) ? INFINITY : Math.sqrt(squares / (n - 1)) / Math.sqrt(n));
    double square = Arrays.stream(values).map(v -> v * v).sum() / n;
    double deviations = Arrays.stream(values).map(v -> (v * v - square) * (v * v - square)).sum();
    close(row, "mean_square", loss && lost > 0 ? INFINITY : square);
    close(
        row,
        "mean_square_error",
        n == 1 || (loss && lost > 0) ? INFINITY : Math.sqrt(deviations / (n - 1)) / Math.sqrt(n));
    double[] ranks = Arrays.copyOf(values, n + (loss ? (int) lost : 0));
    Arrays.fill(ranks, n, ranks.length, INFINITY);
    Arrays.sort(ranks);
    close(row, "median", quantile(ranks, 0.5));
    close(row, "lower_quartile", quantile(ranks, 0.25));
    close(row, "upper_quartile", quantile(ranks, 0.75));
    Map<String, Double> shares = row.getJavaMap(row.fieldIndex("shares"));
    assertThat(shares.values().stream().mapToDouble(s -> s).sum()).isCloseTo(1, within(1e-12));
    for (double value : values) {
      long same = Arrays.stream(values).filter(v -> v == value).count();
      assertThat(shares).containsEntry(Decimals.text(value), same / (double) n);
    }
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    double low = sorted[(int) Math.floor(place)];
    double high = sorted[(int) Math.ceil(place)];
    return high == INFINITY ? INFINITY : low + (place - Math.floor(place)) * (high - low);
  }

  /** NULL stands for infinite, and for what one seed cannot tell. */
  private static void close(Row row, String column, double expected) {
    Double value = row.getAs(column);
    if (expected == INFINITY) {
      assertThat(value).as(column + " " + row).isNull();
    } else {
      assertThat(value).as(column + " " + row).isCloseTo(expected, within(1e-12));
    }
  }

  private static void checkProgress(List<Row> rows, List<Made> made) {
    int expected = 0;
    for (int setting = 0; setting < 12; setting++) {
      int of = setting;
      List<Made> trials = made.stream().filter(m -> m.setting() == of && m.counts()).toList();
      for (int step = 0; step < 10; step++) {
        int at = step;
        // Steps that no seed has are not drawn.
        boolean recorded =
            trials.stream()
                .anyMatch(m -> at < m.points() && (m.divergedAt() == null || at < m.divergedAt()));
        if (!recorded) {
          continue;
        }
        for (String measure : List.of("test_loss", "test_accuracy")) {
          expected++;
          boolean loss = measure.equals("test_loss");
          double[] values =
              trials.stream()
                  .filter(m -> loss || m.divergedAt() == null || at < m.divergedAt())
                  .mapToDouble(
                      m ->
                          m.divergedAt() != null && at >= Math.min(m.divergedAt(), m.points())
                              ? m.divergedAt() <= at ? INFINITY : m.at(m.points() - 1, measure)
                              : m.at(Math.min(at, m.points() - 1), measure))
                  .sorted()
                  .toArray();
          Row row =
              rows.stream()
                  .filter(r -> r.getAs("setting_id").equals("" + of))
                  .filter(r -> r.getAs("measure").equals(measure))
                  .filter(r -> r.<Long>getAs("step") == at)
                  .findFirst()
                  .orElseThrow(() -> new AssertionError(of + " " + at + " " + measure));
          if (loss) {
            close(row, "centre", quantile(values, 0.5));
            close(row, "low", quantile(values, 0.25));
            close(row, "high", quantile(values, 0.75));
          } else {
            double mean = Arrays.stream(values).average().orElseThrow();
            double error =
                Math.sqrt(
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum()
                        / (values.length - 1)
                        / values.length);
            close(row, "centre", mean);
            close(row, "low", values.length == 1 ? INFINITY : mean - error);
            close(row, "high", values.length == 1 ? INFINITY : mean + error);
          }
        }
      }
    }
    assertThat(rows).hasSize(expected);
  }
}
