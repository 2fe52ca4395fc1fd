package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.isobath.results.Claim;
import org.isobath.results.Column;
import org.isobath.results.ResultFolder;
import org.isobath.results.Table;
import org.isobath.sweep.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of selections, comparisons and profiles against a naive twin, on random tables. */
final class AnswersTest {
  private static final String TARGET = "0.1 of gap";
  private static final String HARDER = "0.01";
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final long[] STEPS = {0, 1, 2, 4, 8, 15, 20, 30};
  private static final long BUDGET = 30;
  private static final int SWEEPS_A_RULE = 6;

  @TempDir private Path temporary;

  /**
   * What the twin needs of a trial: its losses at the steps above, until it diverged; its test
   * losses there, infinite where there are none.
   */
  private record Made(
      int depth,
      double rate,
      long seed,
      @Nullable Long divergedAt,
      double[] losses,
      double[] testLosses,
      @Nullable Long target,
      @Nullable Long harder) {
    boolean diverged() {
      return divergedAt != null;
    }

    double finalLoss() {
      return diverged() ? INFINITY : losses[losses.length - 1];
    }

    @Nullable Long steps(String name) {
      return name.equals(TARGET) ? target : harder;
    }
  }

  private static Made finished(int depth, double rate, long seed, double loss, long steps) {
    double[] losses = new double[STEPS.length];
    Arrays.fill(losses, loss);
    return new Made(depth, rate, seed, null, losses, losses, steps, null);
  }

  private static List<Made> random(Random random) {
    List<Made> made = new ArrayList<>();
    int seeds = 1 + random.nextInt(6);
    for (int depth = 1; depth <= 4; depth++) {
      boolean hopeless = depth == 4;
      for (double rate : new double[] {0.001, 0.01, 0.1, 1}) {
        for (int s = 1; s <= seeds; s++) {
          boolean diverged = hopeless || random.nextDouble() < 0.25;
          double[] losses = new double[STEPS.length];
          for (int i = 0; i < losses.length; i++) {
            // Few values, so that ties are common; sometimes none is left to lose.
            losses[i] = random.nextInt(40) == 0 ? 0 : (1 + random.nextInt(4)) / 8.0;
          }
          double[] testLosses = new double[STEPS.length];
          boolean tested = random.nextInt(10) > 0;
          for (int i = 0; i < losses.length; i++) {
            testLosses[i] = tested ? (1 + random.nextInt(4)) / 4.0 : INFINITY;
          }
          boolean reached = random.nextDouble() < 0.8;
          long steps = random.nextInt(25);
          made.add(
              new Made(
                  depth,
                  rate,
                  s,
                  diverged ? (Long) (long) (1 + random.nextInt(30)) : null,
                  losses,
                  testLosses,
                  reached ? (Long) steps : null,
                  reached && random.nextBoolean() ? (Long) (steps + 5) : null));
        }
      }
    }
    return made;
  }

  @Test
  void agreeWithANaiveTwin() throws Exception {
    Map<String, List<Made>> sweeps = new TreeMap<>();
    Map<String, Rule> rules = new HashMap<>();
    List<Path> folders = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      for (int seed = 1; seed <= SWEEPS_A_RULE; seed++) {
        String name = rule.word() + "-" + seed;
        sweeps.put(name, random(new Random(seed)));
        rules.put(name, rule);
        folders.add(write(name, rows(name, sweeps.get(name)), compare(rule)).path());
      }
    }
    Map<Table, Dataset<Row>> answers = Answers.compute(SharedSpark.session(), folders);
    Map<String, Map<Integer, Double>> rates = new HashMap<>();
    for (Row row : answers.get(Table.SELECTIONS).collectAsList()) {
      String sweep = row.getAs("sweep");
      int depth = row.getAs("depth");
      List<Made> setting = sweeps.get(sweep).stream().filter(m -> m.depth() == depth).toList();
      new SelectionTwin(rules.get(sweep), setting).check(row);
      Double rate = row.getAs("learning_rate");
      rates.computeIfAbsent(sweep, s -> new TreeMap<>());
      if (rate != null) {
        rates.get(sweep).put(depth, rate);
      }
    }
    assertThat(answers.get(Table.SELECTIONS).count()).isEqualTo(4L * sweeps.size());
    Map<String, List<Row>> compared = new HashMap<>();
    for (Row row : answers.get(Table.COMPARISONS).collectAsList()) {
      String key = row.getAs("sweep") + " " + row.getAs("depth");
      compared.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    int pairs = 0;
    for (String sweep : sweeps.keySet()) {
      Map<Integer, Double> chosen = rates.get(sweep);
      pairs += chosen.containsKey(1) ? chosen.size() - 1 : 0;
    }
    assertThat(compared).hasSize(pairs);
    compared.forEach(
        (key, rows) -> {
          String sweep = rows.get(0).getAs("sweep");
          checkComparisons(rows, sweeps.get(sweep), rates.get(sweep));
        });
    for (Row row : answers.get(Table.PROFILES).collectAsList()) {
      String sweep = row.getAs("sweep");
      checkProfile(row, sweeps.get(sweep), rates.get(sweep));
    }
  }

  /** Chooses a rate the slow way. */
  private record SelectionTwin(Rule rule, List<Made> setting) {
    private boolean isLogarithmic(Rule by) {
      return by == Rule.MEAN_LOG_FINAL_LOSS || by == Rule.AREA_UNDER_LOG_CURVE;
    }

    private static double log(double loss) {
      return StrictMath.log(Math.max(loss, Double.MIN_VALUE));
    }

    private static double value(Rule by, Made m, long budget) {
      if (m.diverged() && m.divergedAt() <= budget) {
        return INFINITY;
      }
      int last = 0;
      double area = 0;
      for (int i = 1; i < STEPS.length && STEPS[i] <= budget; i++) {
        last = i;
        area += (STEPS[i] - STEPS[i - 1]) * (log(m.losses()[i]) + log(m.losses()[i - 1])) / 2;
      }
      return switch (by) {
        case MEDIAN_FINAL_LOSS -> m.losses()[last];
        case MEAN_LOG_FINAL_LOSS -> log(m.losses()[last]);
        case TIME_TO_TARGET ->
            m.target() == null || m.target() > budget ? INFINITY : m.target().doubleValue();
        case AREA_UNDER_LOG_CURVE -> area / budget;
        case MEDIAN_TEST_LOSS -> m.testLosses()[last];
      };
    }

    private double score(Rule by, List<Made> trials, long budget) {
      double[] values = trials.stream().mapToDouble(m -> value(by, m, budget)).toArray();
      return isLogarithmic(by)
          ? Arrays.stream(values).sorted().reduce(0, Double::sum) / values.length
          : median(values);
    }

    private List<Made> at(double rate, long without) {
      return setting.stream().filter(m -> m.rate() == rate && m.seed() != without).toList();
    }

    /** All rates, the best first. */
    private List<Double> ranked(Rule by, long budget, long without) {
      List<Double> rates = setting.stream().map(Made::rate).distinct().toList();
      Map<Double, Double> scores = new HashMap<>();
      rates.forEach(rate -> scores.put(rate, score(by, at(rate, without), budget)));
      double best = scores.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
      double tie = isLogarithmic(by) ? best + 1e-12 : best * (1 + 1e-12);
      return rates.stream()
          .sorted(
              Comparator.comparingDouble((Double r) -> scores.get(r) <= tie ? best : scores.get(r))
                  .thenComparingDouble(r -> -reached(at(r, without)))
                  .thenComparingDouble(r -> steps(at(r, without)))
                  .thenComparingDouble(r -> r))
          .toList();
    }

    private static double reached(List<Made> trials) {
      return trials.stream()
          .mapToLong(m -> (m.target() == null ? 0 : 1) + (m.harder() == null ? 0 : 1))
          .average()
          .orElseThrow();
    }

    private static double steps(List<Made> trials) {
      return trials.stream()
          .mapToLong(
              m ->
                  Objects.requireNonNullElse(m.target(), 0L)
                      + Objects.requireNonNullElse(m.harder(), 0L))
          .average()
          .orElseThrow();
    }

    /** NULL if no rate is fit to be chosen. */
    private @Nullable Double choice(Rule by, long budget, long without) {
      double first = ranked(by, budget, without).get(0);
      return score(by, at(first, without), budget) < INFINITY ? first : null;
    }

    void check(Row row) {
      String about = row.getAs("sweep") + ", depth " + row.getAs("depth");
      Double chosen = row.getAs("learning_rate");
      assertThat(chosen).as(about).isEqualTo(choice(rule, BUDGET, -1));
      Map<String, Double> byRule = row.getJavaMap(row.fieldIndex("rates_by_rule"));
      // Test losses are only for who asks for them.
      List<Rule> others = new ArrayList<>(List.of(Rule.values()));
      others.removeIf(other -> other == Rule.MEDIAN_TEST_LOSS && other != rule);
      assertThat(byRule).as(about).hasSize(others.size());
      for (Rule other : others) {
        assertThat(byRule.get(other.word())).as(about).isEqualTo(choice(other, BUDGET, -1));
      }
      assertThat(row.<Double>getAs("rate_at_half_budget"))
          .as(about)
          .isEqualTo(choice(rule, BUDGET / 2, -1));
      TreeSet<Long> seeds = new TreeSet<>(setting.stream().map(Made::seed).toList());
      long change =
          seeds.stream().filter(s -> !Objects.equals(choice(rule, BUDGET, s), chosen)).count();
      assertThat(row.<Long>getAs("seeds_that_change_it"))
          .as(about)
          .isEqualTo(seeds.size() == 1 ? null : (Long) change);
      if (chosen == null) {
        for (String column :
            List.of("median_final_loss", "score", "edge", "next_rate_diverged", "margin")) {
          assertThat((Object) row.getAs(column)).as(about).isNull();
        }
        return;
      }
      checkChosen(row, chosen, about);
    }

    private void checkChosen(Row row, double chosen, String about) {
      List<Made> trials = at(chosen, -1);
      double score = score(rule, trials, BUDGET);
      assertThat(row.<Double>getAs("score")).as(about).isEqualTo(score);
      double[] losses = trials.stream().mapToDouble(Made::finalLoss).sorted().toArray();
      assertThat(nullAsInfinity(row.getAs("median_final_loss")))
          .as(about)
          .isEqualTo(median(losses));
      assertThat(nullAsInfinity(row.getAs("lower_quartile"))).isEqualTo(quantile(losses, 0.25));
      assertThat(nullAsInfinity(row.getAs("upper_quartile"))).isEqualTo(quantile(losses, 0.75));
      assertThat(row.<Long>getAs("seeds")).isEqualTo(trials.size());
      assertThat(row.<Long>getAs("diverged"))
          .isEqualTo(trials.stream().filter(Made::diverged).count());
      double[] rates = setting.stream().mapToDouble(Made::rate).distinct().sorted().toArray();
      assertThat(row.<String>getAs("edge"))
          .isEqualTo(
              chosen == rates[0] ? "low" : chosen == rates[rates.length - 1] ? "high" : "none");
      int next = Arrays.binarySearch(rates, chosen) + 1;
      assertThat(row.<Boolean>getAs("next_rate_diverged"))
          .isEqualTo(
              next == rates.length
                  ? null
                  : (Boolean) at(rates[next], -1).stream().anyMatch(Made::diverged));
      checkRunnerUp(row, chosen, score, about);
    }

    private void checkRunnerUp(Row row, double chosen, double score, String about) {
      double second = ranked(rule, BUDGET, -1).get(1);
      double itsScore = score(rule, at(second, -1), BUDGET);
      if (itsScore == INFINITY) {
        assertThat(row.<Double>getAs("runner_up")).as(about).isNull();
        return;
      }
      assertThat(row.<Double>getAs("runner_up")).as(about).isEqualTo(second);
      double[] theirs = bySeed(second);
      double[] ours = bySeed(chosen);
      if (!isLogarithmic(rule) && score == 0) {
        assertThat(row.<Double>getAs("margin")).as(about).isNull();
        return;
      }
      double[] interval =
          isLogarithmic(rule)
              ? new Bootstrap().differenceOfMeans(theirs, ours)
              : new Bootstrap().ratioOfMedians(theirs, ours);
      double margin = isLogarithmic(rule) ? Math.exp(itsScore - score) - 1 : itsScore / score - 1;
      assertThat(row.<Double>getAs("margin"))
          .as(about)
          .isCloseTo(margin, within(1e-9 * (1 + margin)));
      double low = isLogarithmic(rule) ? Math.exp(interval[0]) - 1 : interval[0] - 1;
      if (Double.isFinite(low)) {
        assertThat(row.<Double>getAs("margin_low"))
            .as(about)
            .isCloseTo(low, within(1e-9 * (1 + Math.abs(low))));
      } else {
        assertThat(row.<Double>getAs("margin_low")).as(about).isNull();
      }
    }

    private double[] bySeed(double rate) {
      return at(rate, -1).stream()
          .sorted(Comparator.comparingLong(Made::seed))
          .mapToDouble(m -> value(rule, m, BUDGET))
          .toArray();
    }
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[above] == INFINITY
        ? INFINITY
        : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The rows of one setting, a target each. */
  private static void checkComparisons(
      List<Row> rows, List<Made> made, Map<Integer, Double> rates) {
    assertThat(rows).hasSize(2);
    double product = 1;
    long counted = 0;
    Row hardest = rows.get(0);
    double hardestSteps = -1;
    for (Row row : rows) {
      int depth = row.getAs("depth");
      double steps = medianSteps(made, depth, rates.get(depth), row.getAs("target"));
      double baseline = medianSteps(made, 1, rates.get(1), row.getAs("target"));
      assertThat(row.<String>getAs("compared")).isEqualTo(String.valueOf(depth));
      assertThat(nullAsInfinity(row.getAs("median_steps"))).isEqualTo(steps);
      assertThat(nullAsInfinity(row.getAs("baseline_median_steps"))).isEqualTo(baseline);
      String reason =
          steps == INFINITY && baseline == INFINITY
              ? "neither reached it"
              : steps == INFINITY
                  ? "not reached"
                  : baseline == INFINITY
                      ? "the baseline did not reach it"
                      : steps == 0 || baseline == 0 ? "reached before the first step" : null;
      assertThat(row.<String>getAs("reason")).isEqualTo(reason);
      Double speedup = row.getAs("speedup");
      if (reason == null) {
        assertThat(speedup).isCloseTo(baseline / steps, within(1e-12));
        Double low = row.getAs("speedup_low");
        assertThat(low == null ? 0 : low).isLessThanOrEqualTo(speedup);
        product *= speedup;
        counted++;
        if (baseline > hardestSteps) {
          hardest = row;
          hardestSteps = baseline;
        }
      } else {
        assertThat(speedup).isNull();
      }
    }
    assertThat(rows).filteredOn(row -> row.getAs("headline")).hasSize(1);
    for (Row row : rows) {
      assertThat(row.<Long>getAs("targets_with_speedup")).isEqualTo(counted);
      Double mean = row.getAs("geometric_mean_speedup");
      if (counted == 0) {
        assertThat(mean).isNull();
      } else {
        assertThat(mean).isCloseTo(Math.pow(product, 1.0 / counted), within(1e-9 * mean));
      }
    }
    if (counted > 0) {
      assertThat(hardest.<Boolean>getAs("headline")).isTrue();
    }
  }

  private static void checkProfile(Row row, List<Made> made, Map<Integer, Double> rates) {
    double ratio = row.getAs("ratio");
    int depth = Integer.parseInt(row.getAs("compared"));
    long solved = 0;
    long problems = 0;
    TreeSet<Long> seeds = new TreeSet<>(made.stream().map(Made::seed).toList());
    for (long seed : seeds) {
      for (String target : List.of(TARGET, HARDER)) {
        Map<Integer, Double> steps = new HashMap<>();
        for (Made m : made) {
          Double rate = rates.get(m.depth());
          Long reached = m.steps(target);
          if (rate != null && m.rate() == rate && m.seed() == seed && reached != null) {
            steps.put(m.depth(), Math.max(1.0, reached));
          }
        }
        problems++;
        double fewest = steps.values().stream().mapToDouble(d -> d).min().orElse(INFINITY);
        if (steps.containsKey(depth) && steps.get(depth) <= ratio * fewest) {
          solved++;
        }
      }
    }
    assertThat(row.<Long>getAs("problems")).isEqualTo(problems);
    assertThat(row.<Double>getAs("share")).as(row.toString()).isEqualTo((double) solved / problems);
  }

  private static double medianSteps(List<Made> made, int depth, double rate, String target) {
    return median(
        made.stream()
            .filter(m -> m.depth() == depth && m.rate() == rate)
            .mapToDouble(m -> m.steps(target) == null ? INFINITY : m.steps(target))
            .toArray());
  }

  private static double nullAsInfinity(@Nullable Double value) {
    return value == null ? INFINITY : value;
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  @Test
  void failedTrialsAreNoSeeds() throws Exception {
    List<Map<String, @Nullable Object>> rows =
        rows("made", List.of(finished(1, 0.1, 1, 0.5, 3), finished(1, 0.1, 2, 0.25, 3)));
    rows.get(1).put("status", "failed");
    rows.get(1).put("final_loss", null);
    ResultFolder folder = write("made", rows, compare(Rule.MEDIAN_FINAL_LOSS));
    Row selection =
        Answers.compute(SharedSpark.session(), List.of(folder.path()))
            .get(Table.SELECTIONS)
            .first();
    assertThat(selection.<Long>getAs("seeds")).isEqualTo(1);
    assertThat(selection.<Long>getAs("diverged")).isZero();
    assertThat(selection.<Double>getAs("median_final_loss")).isEqualTo(0.5);
    assertThat(selection.<Long>getAs("seeds_that_change_it")).isNull();
  }

  @Test
  void answersAreTheSameFilesForTheSameTrialsAndNoneForNoTrials() throws Exception {
    ResultFolder folder =
        write(
            "made",
            rows("made", List.of(finished(1, 0.1, 1, 0.5, 3), finished(2, 0.1, 1, 0.25, 2))),
            compare(Rule.MEDIAN_FINAL_LOSS));
    List<List<String>> files = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Map<Table, String> unused = Answers.publish(SharedSpark.session(), folder);
      List<String> names = new ArrayList<>();
      for (Table table : List.of(Table.SELECTIONS, Table.COMPARISONS, Table.PROFILES)) {
        names.addAll(List.of(Objects.requireNonNull(folder.folder(table).toFile().list())));
      }
      files.add(names);
    }
    assertThat(files.get(0)).hasSize(3).isEqualTo(files.get(1));
    assertThat(Views.read(SharedSpark.session(), Table.COMPARISONS, List.of(folder.path())).count())
        .isEqualTo(2);
    ResultFolder empty = write("empty", List.of(), compare(Rule.MEDIAN_FINAL_LOSS));
    Answers.compute(SharedSpark.session(), List.of(empty.path()))
        .values()
        .forEach(answer -> assertThat(answer.count()).isZero());
  }

  /** The choice is the same, and is made once. */
  @Test
  void largeSweepsAreJudgedWithoutTheirCurves() throws Exception {
    List<Made> made = random(new Random(3));
    Path small = write("small", rows("small", made), compare(Rule.MEDIAN_FINAL_LOSS)).path();
    ResultFolder large = write("large", rows("large", made), compare(Rule.MEDIAN_FINAL_LOSS));
    Map<String, Object> derived = Map.of("trials", 1_000_000);
    begin(
        large,
        Map.of("name", "large", "compare", compare(Rule.MEDIAN_FINAL_LOSS), "derived", derived));
    Map<Object, Object> chosen = new HashMap<>();
    for (Row row :
        Answers.compute(SharedSpark.session(), List.of(small, large.path()))
            .get(Table.SELECTIONS)
            .collectAsList()) {
      String key = row.getAs("sweep") + " " + row.getAs("depth");
      chosen.put(key, Arrays.asList(row.getAs("learning_rate"), row.getAs("margin_low")));
      if (row.getAs("sweep").equals("large")) {
        assertThat((Object) row.getAs("rate_at_half_budget")).isNull();
        assertThat((Object) row.getAs("seeds_that_change_it")).isNull();
        assertThat(row.getJavaMap(row.fieldIndex("rates_by_rule"))).hasSize(1);
      }
    }
    assertThat(chosen).hasSize(8);
    for (int depth = 1; depth <= 4; depth++) {
      assertThat(chosen.get("large " + depth)).isEqualTo(chosen.get("small " + depth));
    }
    assertThat(chosen.values()).anyMatch(values -> ((List<?>) values).get(0) != null);
  }

  /** Experiment 3 of the paper: an adaptive rule at depth 1 against gradient descent at depth 3. */
  @Test
  void groupsAreComparedWhereAllElseIsEqual() throws Exception {
    String name = "=1+1 <b>\u202e'\"";
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (String scaling : List.of("min-max", "z-score")) {
      for (int depth : new int[] {1, 3}) {
        for (String optimizer : List.of("adagrad", "gradient-descent")) {
          boolean fast = depth == 3 && scaling.equals("min-max");
          Map<String, @Nullable Object> row =
              rows("made", List.of(finished(depth, 0.1, 1, 0.5, fast ? 4 : 8))).get(0);
          row.put("setting_id", scaling + depth + optimizer);
          row.put("trial_id", scaling + depth + optimizer);
          row.put("scaling", scaling);
          row.put("optimizer", optimizer);
          rows.add(row);
        }
      }
    }
    Map<String, Object> groups = new LinkedHashMap<>();
    groups.put(name, Map.of("optimizer", "adagrad", "depth", 1));
    groups.put("deep", Map.of("optimizer", "gradient-descent", "depth", 3));
    ResultFolder folder = write("made", rows, Map.of("groups", groups, "baseline", name));
    List<Row> compared =
        Answers.compute(SharedSpark.session(), List.of(folder.path()))
            .get(Table.COMPARISONS)
            .filter("target = '" + TARGET + "'")
            .collectAsList();
    assertThat(compared)
        .extracting(
            row -> row.getAs("scaling"),
            row -> row.getAs("compared"),
            row -> row.getAs("baseline"),
            row -> row.getAs("speedup"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("min-max", "deep", name, 2.0),
            org.assertj.core.groups.Tuple.tuple("z-score", "deep", name, 1.0));
  }

  private static Map<String, Object> compare(Rule rule) {
    return Map.of("axis", "depth", "baseline", 1, "rule", rule.word(), "target", TARGET);
  }

  private ResultFolder write(
      String name, List<Map<String, @Nullable Object>> rows, Map<String, ?> compare)
      throws Exception {
    ResultFolder folder = new ResultFolder(temporary.resolve(name));
    folder.create();
    List<@Nullable Object[]> trials = new ArrayList<>();
    List<@Nullable Object[]> curves = new ArrayList<>();
    for (Map<String, @Nullable Object> row : rows) {
      trials.add(Table.TRIALS.columns().stream().map(Column::name).map(row::get).toArray());
      double[] losses = (double[]) Objects.requireNonNull(row.get("losses"));
      double[] tests = (double[]) Objects.requireNonNull(row.get("test_losses"));
      for (int i = 0; i < STEPS.length; i++) {
        Long divergedAt = (Long) row.get("diverged_at");
        if (divergedAt == null || STEPS[i] <= divergedAt) {
          boolean lost = divergedAt != null && STEPS[i] >= divergedAt;
          curves.add(
              new @Nullable Object[] {
                name,
                row.get("trial_id"),
                row.get("trial_index"),
                STEPS[i],
                lost ? null : (Double) losses[i],
                null,
                tests[i] < INFINITY ? (Double) tests[i] : null,
                null
              });
        }
      }
    }
    folder.publish("pack-000000000-0123456789abcdef.parquet", Map.of(Table.TRIALS, trials));
    folder.publish("curves.parquet", Map.of(Table.CURVES, curves));
    begin(folder, Map.of("name", name, "compare", compare));
    return folder;
  }

  private static void begin(ResultFolder folder, Map<String, Object> resolved) throws Exception {
    try (Claim claim = folder.claim()) {
      claim.begin("", resolved);
    }
  }

  private static List<Map<String, @Nullable Object>> rows(String sweep, List<Made> made) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Made m : made) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("sweep", sweep);
      values.put("trial_id", "trial" + rows.size());
      values.put("trial_index", (long) rows.size());
      values.put("setting_id", "depth" + m.depth());
      values.put("data", "made");
      values.put("scaling", "none");
      values.put("network", "linear");
      values.put("network_parameters", "{}");
      values.put("depth", m.depth());
      values.put("width", m.depth() == 1 ? null : 1);
      values.put("widths", java.util.Collections.nCopies(m.depth() - 1, 1));
      values.put("loss", "power");
      values.put("loss_exponent", 2);
      values.put("precision", "float64");
      values.put("optimizer", "gradient-descent");
      values.put("optimizer_parameters", "{}");
      values.put("schedule", "constant");
      values.put("schedule_parameters", "{}");
      values.put("learning_rate", m.rate());
      values.put("weight_decay", 0.0);
      values.put("batch_size", 10L);
      values.put("sampler", "full-batch");
      values.put("batch_reduction", "mean");
      values.put("features", 3);
      values.put("input_noise", 0.0);
      values.put("label_noise", 0.0);
      values.put("pretraining", "none");
      values.put("pretraining_parameters", "{}");
      values.put("initializer", "gaussian");
      values.put("initializer_parameters", "{}");
      values.put("seed", m.seed());
      values.put("steps_requested", BUDGET);
      values.put("status", m.diverged() ? "diverged" : "completed");
      values.put("steps", m.diverged() ? m.divergedAt() : (Long) BUDGET);
      values.put("diverged_at", m.divergedAt());
      values.put("final_loss", m.diverged() ? null : (Double) m.finalLoss());
      Map<String, @Nullable Long> steps = new LinkedHashMap<>();
      steps.put(TARGET, m.target());
      steps.put(HARDER, m.harder());
      values.put("steps_to_target", steps);
      values.put("measures", Map.of());
      values.put("losses", m.losses());
      values.put("test_losses", m.testLosses());
      // A diverged trial may have one, and is judged by it as little.
      double test = m.testLosses()[STEPS.length - 1];
      values.put("test_loss", test < INFINITY ? (Double) test : null);
      rows.add(values);
    }
    return rows;
  }
}
