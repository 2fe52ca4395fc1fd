package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.isobath.results.Claim;
import org.isobath.results.Column;
import org.isobath.results.ResultFolder;
import org.isobath.results.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL of selections and comparisons against a naive twin, on random tables of trials. */
final class AnswersTest {
  private static final String TARGET = "0.1 of gap";
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @TempDir private Path temporary;

  /** What the twin needs of a trial. */
  private record Made(
      int depth, double rate, long seed, @Nullable Double finalLoss, @Nullable Long steps) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreeWithANaiveTwin(long seed) throws Exception {
    Random random = new Random(seed);
    List<Made> made = new ArrayList<>();
    int seeds = 1 + random.nextInt(6);
    for (int depth = 1; depth <= 4; depth++) {
      boolean hopeless = depth == 4;
      for (double rate : new double[] {0.001, 0.01, 0.1, 1}) {
        for (int s = 1; s <= seeds; s++) {
          boolean diverged = hopeless || random.nextDouble() < 0.35;
          // Few values, so that ties are common.
          double loss = (1 + random.nextInt(4)) / 8.0;
          boolean reached = random.nextDouble() < 0.7;
          long steps = random.nextInt(30);
          made.add(new Made(depth, rate, s, diverged ? null : loss, reached ? steps : null));
        }
      }
    }
    ResultFolder folder = publish(made);
    Map<Integer, Double> rates = new TreeMap<>();
    for (Row row : rows(folder, Table.SELECTIONS)) {
      int depth = row.getAs("depth");
      List<Made> setting = made.stream().filter(m -> m.depth() == depth).toList();
      checkSelection(row, setting);
      Double rate = row.getAs("learning_rate");
      if (rate != null) {
        rates.put(depth, rate);
      }
    }
    assertThat(rows(folder, Table.SELECTIONS)).hasSize(4);
    List<Row> comparisons = rows(folder, Table.COMPARISONS);
    assertThat(comparisons).hasSize(rates.containsKey(1) ? rates.size() - 1 : 0);
    for (Row row : comparisons) {
      checkComparison(row, made, rates);
    }
  }

  private static void checkSelection(Row row, List<Made> setting) {
    double[] rates = setting.stream().mapToDouble(Made::rate).distinct().sorted().toArray();
    double best = Double.NaN;
    double bestMedian = INFINITY;
    long bestReached = -1;
    double bestSteps = INFINITY;
    for (double rate : rates) {
      List<Made> trials = setting.stream().filter(m -> m.rate() == rate).toList();
      double median = median(trials.stream().map(Made::finalLoss).toList());
      long reached = trials.stream().filter(m -> m.steps() != null).count();
      double steps = trials.stream().mapToDouble(m -> m.steps() == null ? 0 : m.steps()).sum();
      boolean better =
          median < bestMedian
              || (median == bestMedian
                  && median < INFINITY
                  && (reached > bestReached || (reached == bestReached && steps < bestSteps)));
      if (better) {
        best = rate;
        bestMedian = median;
        bestReached = reached;
        bestSteps = steps;
      }
    }
    Double chosen = row.getAs("learning_rate");
    if (Double.isNaN(best)) {
      assertThat(chosen).isNull();
      assertThat((Object) row.getAs("median_final_loss")).isNull();
      assertThat((Object) row.getAs("edge")).isNull();
      return;
    }
    assertThat(chosen).isEqualTo(best);
    assertThat((Double) row.getAs("median_final_loss")).isEqualTo(bestMedian);
    double winner = best;
    List<Made> trials = setting.stream().filter(m -> m.rate() == winner).toList();
    assertThat((Long) row.getAs("seeds")).isEqualTo(trials.size());
    assertThat((Long) row.getAs("diverged"))
        .isEqualTo(trials.stream().filter(m -> m.finalLoss() == null).count());
    assertThat((String) row.getAs("edge"))
        .isEqualTo(best == rates[0] ? "low" : best == rates[rates.length - 1] ? "high" : "none");
    int next = Arrays.binarySearch(rates, best) + 1;
    Boolean nextDiverged = row.getAs("next_rate_diverged");
    if (next == rates.length) {
      assertThat(nextDiverged).isNull();
    } else {
      assertThat(nextDiverged)
          .isEqualTo(
              setting.stream().anyMatch(m -> m.rate() == rates[next] && m.finalLoss() == null));
    }
    double[] losses =
        trials.stream().mapToDouble(m -> nullAsInfinity(m.finalLoss())).sorted().toArray();
    assertThat(nullAsInfinity(row.getAs("lower_quartile"))).isEqualTo(quantile(losses, 0.25));
    assertThat(nullAsInfinity(row.getAs("upper_quartile"))).isEqualTo(quantile(losses, 0.75));
    Double low = row.getAs("interval_low");
    Double high = row.getAs("interval_high");
    assertThat(low).isLessThanOrEqualTo(bestMedian);
    assertThat(high == null ? INFINITY : high).isGreaterThanOrEqualTo(bestMedian);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[above] == INFINITY
        ? INFINITY
        : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static void checkComparison(Row row, List<Made> made, Map<Integer, Double> rates) {
    int depth = row.getAs("depth");
    double steps = medianSteps(made, depth, rates.get(depth));
    double baseline = medianSteps(made, 1, rates.get(1));
    Double speedup = row.getAs("speedup");
    String reason = row.getAs("reason");
    assertThat((String) row.getAs("target")).isEqualTo(TARGET);
    assertThat((String) row.getAs("compared")).isEqualTo(String.valueOf(depth));
    assertThat(nullAsInfinity(row.getAs("median_steps"))).isEqualTo(steps);
    assertThat(nullAsInfinity(row.getAs("baseline_median_steps"))).isEqualTo(baseline);
    if (steps == INFINITY && baseline == INFINITY) {
      assertThat(reason).isEqualTo("neither reached it");
    } else if (steps == INFINITY) {
      assertThat(reason).isEqualTo("not reached");
    } else if (baseline == INFINITY) {
      assertThat(reason).isEqualTo("the baseline did not reach it");
    } else if (steps == 0 || baseline == 0) {
      assertThat(reason).isEqualTo("reached before the first step");
    } else {
      assertThat(reason).isNull();
      assertThat(speedup).isCloseTo(baseline / steps, within(1e-12));
      Double low = row.getAs("speedup_low");
      assertThat(low == null ? 0 : low).isLessThanOrEqualTo(speedup);
      return;
    }
    assertThat(speedup).isNull();
  }

  private static double medianSteps(List<Made> made, int depth, double rate) {
    return median(
        made.stream()
            .filter(m -> m.depth() == depth && m.rate() == rate)
            .map(m -> m.steps() == null ? null : (Double) m.steps().doubleValue())
            .toList());
  }

  private static double nullAsInfinity(@Nullable Double value) {
    return value == null ? INFINITY : value;
  }

  /** Missing values are infinite. */
  private static double median(List<@Nullable Double> values) {
    double[] sorted = values.stream().mapToDouble(AnswersTest::nullAsInfinity).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  @Test
  void failedTrialsAreNoSeeds() throws Exception {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(row(new Made(1, 0.1, 1, 0.5, 3L), 0));
    @Nullable Object[] failed = row(new Made(1, 0.1, 2, null, null), 1);
    failed[place("status")] = "failed";
    rows.add(failed);
    Row selection = rows(publishRows(rows), Table.SELECTIONS).get(0);
    assertThat((Long) selection.getAs("seeds")).isEqualTo(1);
    assertThat((Long) selection.getAs("diverged")).isZero();
    assertThat((Double) selection.getAs("median_final_loss")).isEqualTo(0.5);
  }

  @Test
  void aSweepWithoutTrialsHasNoAnswers() throws Exception {
    ResultFolder folder = publishRows(List.of());
    assertThat(rows(folder, Table.SELECTIONS)).isEmpty();
    assertThat(rows(folder, Table.COMPARISONS)).isEmpty();
  }

  @Test
  void answersAreTheSameFileForTheSameTrials() throws Exception {
    ResultFolder folder =
        publish(List.of(new Made(1, 0.1, 1, 0.5, 3L), new Made(2, 0.1, 1, 0.25, 2L)));
    List<Row> before = rows(folder, Table.COMPARISONS);
    String[] files = folder.folder(Table.COMPARISONS).toFile().list();
    Map<Table, String> unused = Answers.publish(SharedSpark.session(), folder);
    assertThat(folder.folder(Table.COMPARISONS).toFile().list()).isEqualTo(files).hasSize(1);
    assertThat(rows(folder, Table.COMPARISONS)).isEqualTo(before).hasSize(1);
  }

  private ResultFolder publish(List<Made> made) throws Exception {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Made m : made) {
      rows.add(row(m, rows.size()));
    }
    return publishRows(rows);
  }

  private ResultFolder publishRows(List<@Nullable Object[]> rows) throws Exception {
    ResultFolder folder = new ResultFolder(temporary.resolve("made"));
    folder.create();
    folder.publish("pack.parquet", Map.of(Table.TRIALS, rows));
    try (Claim claim = folder.claim()) {
      claim.begin("", Map.of("name", "made", "compare", Map.of("axis", "depth", "baseline", 1)));
    }
    Map<Table, String> unused = Answers.publish(SharedSpark.session(), folder);
    return folder;
  }

  private static List<Row> rows(ResultFolder folder, Table table) {
    return Views.read(SharedSpark.session(), table, List.of(folder.path())).collectAsList();
  }

  private static int place(String column) {
    return Table.TRIALS.columns().stream().map(Column::name).toList().indexOf(column);
  }

  private static @Nullable Object[] row(Made made, long index) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("sweep", "made");
    values.put("trial_id", "trial" + index);
    values.put("trial_index", index);
    values.put("setting_id", "depth" + made.depth());
    values.put("data", "made");
    values.put("scaling", "none");
    values.put("network", "linear");
    values.put("depth", made.depth());
    values.put("width", made.depth() == 1 ? null : 1);
    values.put("widths", java.util.Collections.nCopies(made.depth() - 1, 1));
    values.put("loss", "power");
    values.put("loss_exponent", 2);
    values.put("precision", "float64");
    values.put("optimizer", "gradient-descent");
    values.put("optimizer_parameters", "{}");
    values.put("learning_rate", made.rate());
    values.put("weight_decay", 0.0);
    values.put("batch_size", 10L);
    values.put("sampler", "full-batch");
    values.put("initializer", "gaussian");
    values.put("initializer_parameters", "{}");
    values.put("seed", made.seed());
    values.put("steps_requested", 30L);
    values.put("status", made.finalLoss() == null ? "diverged" : "completed");
    values.put("final_loss", made.finalLoss());
    Map<String, @Nullable Long> steps = new LinkedHashMap<>();
    steps.put(TARGET, made.steps());
    values.put("steps_to_target", steps);
    values.put("measures", Map.of());
    return Table.TRIALS.columns().stream().map(column -> values.get(column.name())).toArray();
  }
}
