package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.isobath.report.Answer;
import org.isobath.report.Fields;
import org.isobath.report.Tables;
import org.isobath.report.Visible;
import org.isobath.report.WiderGrid;
import org.isobath.results.Description;
import org.isobath.results.ResultsException;
import org.isobath.sweep.Rule;
import org.isobath.training.Status;

/** Selections, comparisons and the answers in words, for a terminal. */
final class AnswerText {
  private final SparkSession spark;
  private final PrintWriter out;

  AnswerText(SparkSession spark, PrintWriter out) {
    this.spark = spark;
    this.out = out;
  }

  /** Prints the answers of these sweep folders. */
  void print(List<Path> sweeps, boolean json) throws ResultsException {
    SweepTables.register(spark, sweeps);
    if (json || sweeps.size() == 1) {
      printStanding(sweeps.get(0), json);
      return;
    }
    printTables(false);
    for (Path sweep : sweeps) {
      SweepTables.register(spark, List.of(sweep));
      printWords(SweepTables.words(spark, sweep), true);
    }
    out.flush();
  }

  /**
   * Prints the answers over the views that stand: those of one sweep, or for JSON of any.
   *
   * @return how many of its trials an error of ours ended
   */
  long printStanding(Path sweep, boolean json) throws ResultsException {
    long failed;
    if (json) {
      out.print(Description.json(objects()));
      failed = spark.sql("SELECT count(*) FROM trials WHERE status = 'failed'").first().getLong(0);
    } else {
      Tables tables = SweepTables.words(spark, sweep);
      printTables(false);
      printWords(tables, false);
      failed = tables.states().getOrDefault(Status.FAILED.word(), 0L);
    }
    out.flush();
    return failed;
  }

  /** Selections and comparisons over the views that stand, as trees for JSON. */
  Map<String, Object> objects() {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("selections", RowValues.objects(selections()));
    answers.put("comparisons", comparisonObjects());
    return answers;
  }

  /** Comparisons alone. */
  List<? extends Object> comparisonObjects() {
    return RowValues.objects(comparisons());
  }

  private Dataset<Row> selections() {
    return spark.sql(
        "SELECT * FROM selections ORDER BY sweep, scaling, loss_exponent, optimizer,"
            + " optimizer_parameters, weight_decay, initializer, initializer_parameters, depth,"
            + " width, setting_id");
  }

  private Dataset<Row> comparisons() {
    return spark.sql(
        "SELECT * FROM comparisons ORDER BY sweep, scaling, loss_exponent, optimizer,"
            + " initializer, depth, width, setting_id, target DESC");
  }

  /** The tables, over the views that stand. */
  void printTables(boolean comparisonsAlone) {
    if (!comparisonsAlone) {
      List<Row> selected = selections().collectAsList();
      String rule =
          String.join(", ", selected.stream().map(row -> cell(row, "rule")).distinct().toList());
      out.println();
      boolean single =
          !selected.isEmpty() && selected.stream().allMatch(row -> fields(row).hasOneRate());
      out.println(
          "Selections: each setting at its "
              + (single ? "only" : "best")
              + " learning rate"
              + (rule.isEmpty() || single ? "" : " (" + rule + ")"));
      out.println(selections(selected));
    }
    List<Row> compared = comparisons().collectAsList();
    if (!compared.isEmpty()) {
      out.println();
      out.println(
          "Comparisons: how many times fewer steps than the baseline, by the same seeds"
              + " (95 % bootstrap interval)");
      List<Row> told = compared.stream().filter(row -> !isOutOfReach(row)).toList();
      out.println(comparisons(told.isEmpty() ? compared : told));
      if (!told.isEmpty() && told.size() < compared.size()) {
        out.println(
            "("
                + (compared.size() - told.size())
                + " more rows of the table comparisons: targets that neither reached)");
      }
    }
  }

  /** The answers in words, with what to distrust. */
  void printWords(Tables tables, boolean named) {
    for (Answer answer : Answer.of(tables)) {
      String title =
          answer.title().isEmpty()
              ? named ? tables.sweep() : ""
              : (named ? tables.sweep() + ", " : "") + answer.title();
      out.println();
      out.println(
          "Answer" + (title.isEmpty() ? "" : " for " + title) + ": " + answer.verdict() + ".");
      answer.sentences().forEach(sentence -> out.println("  " + sentence + "."));
      answer.caveats().forEach(caveat -> out.println("  ! " + caveat + "."));
    }
    if (tables.isPartial()) {
      out.println();
      out.println(
          "! Partial: "
              + Text.count(tables.trials())
              + " of "
              + Text.count(tables.trialsAsked())
              + " trials are there; the answers can still change.");
    }
    List<String> wider = WiderGrid.sets(tables);
    if (!wider.isEmpty()) {
      out.println();
      out.println("Beyond the edge: bin/isobath run JOB " + WiderGrid.options(wider));
    }
  }

  private static boolean isOutOfReach(Row row) {
    return row.<Double>getAs("reached_share") == 0
        && row.<Double>getAs("baseline_reached_share") == 0;
  }

  private static String selections(List<Row> rows) {
    List<Column> columns = new ArrayList<>();
    addIfVaried(columns, rows, "sweep", "scaling", "network", "network_parameters", "activation");
    addIfVaried(columns, rows, "loss", "loss_exponent", "precision", "optimizer");
    addIfVaried(columns, rows, "optimizer_parameters", "schedule", "schedule_parameters");
    addIfVaried(columns, rows, "weight_decay", "initializer");
    addIfVaried(columns, rows, "initializer_parameters");
    columns.add(new Column("depth", row -> cell(row, "depth")));
    addIfVaried(
        columns, rows, rows.stream().anyMatch(AnswerText::hasNoCommonWidth) ? "widths" : "width");
    addIfVaried(columns, rows, "batch_size", "sampler", "batch_reduction", "features");
    addIfVaried(columns, rows, "input_noise", "label_noise", "pretraining");
    addIfVaried(columns, rows, "pretraining_parameters", "steps", "rule");
    columns.add(new Column("learning rate", AnswerText::learningRate));
    columns.add(
        new Column(
            "seeds",
            row ->
                cell(row, "seeds")
                    + (row.<Long>getAs("diverged") > 0
                        ? " (" + cell(row, "diverged") + " diverged)"
                        : "")));
    addIfJudgedByTests(columns, rows);
    columns.add(new Column("median final loss", row -> cell(row, "median_final_loss")));
    columns.add(new Column("quartiles", row -> range(row, "lower_quartile", "upper_quartile")));
    columns.add(new Column("runner-up", row -> cell(row, "runner_up")));
    columns.add(new Column("its margin", AnswerText::margin));
    return table(columns, rows);
  }

  /** The score where it is no loss of training. */
  private static void addIfJudgedByTests(List<Column> columns, List<Row> rows) {
    String rule = Rule.MEDIAN_TEST_LOSS.word();
    if (rows.stream().anyMatch(row -> row.getAs("rule").equals(rule))) {
      columns.add(
          new Column(
              "median test loss",
              row -> row.getAs("rule").equals(rule) ? cell(row, "score") : "–"));
    }
  }

  private static boolean hasNoCommonWidth(Row row) {
    return row.<Integer>getAs("depth") > 1 && row.isNullAt(row.fieldIndex("width"));
  }

  private static String comparisons(List<Row> rows) {
    List<Column> columns = new ArrayList<>();
    addIfVaried(columns, rows, "sweep", "scaling", "loss_exponent");
    String axis = String.valueOf(rows.get(0).<Object>getAs("axis"));
    columns.add(new Column(axis.replace('_', ' '), row -> cell(row, "compared")));
    columns.add(new Column("against", row -> cell(row, "baseline")));
    for (String other : List.of("optimizer", "initializer", "depth", "width")) {
      if (!other.equals(axis)) {
        addIfVaried(columns, rows, other);
      }
    }
    columns.add(new Column("target loss", row -> cell(row, "target")));
    columns.add(new Column("median steps", row -> cell(row, "median_steps")));
    columns.add(new Column("baseline's", row -> cell(row, "baseline_median_steps")));
    columns.add(new Column("speed-up", AnswerText::speedup));
    columns.add(new Column("interval", AnswerText::interval));
    columns.add(
        new Column(
            "seeds that reached it",
            row ->
                reached(row, "reached_share")
                    + ", baseline "
                    + reached(row, "baseline_reached_share")));
    return table(columns, rows);
  }

  private static Fields fields(Row row) {
    return new Fields(RowValues.object(row));
  }

  private static String learningRate(Row row) {
    if (row.isNullAt(row.fieldIndex("learning_rate"))) {
      return "none: at every rate half of the seeds or more "
          + (row.getAs("rule").equals("time-to-target") ? "diverged or were too slow" : "diverged");
    }
    String edge = fields(row).edge();
    boolean next = Boolean.TRUE.equals(row.<Object>getAs("next_rate_diverged"));
    return cell(row, "learning_rate")
        + (edge.equals("none") ? "" : " (" + edge + " edge of the grid)")
        + (next ? " (next diverges)" : "");
  }

  private static String margin(Row row) {
    return row.isNullAt(row.fieldIndex("margin"))
        ? "–"
        : "+" + Text.number(100 * row.<Double>getAs("margin")) + " %";
  }

  private static String speedup(Row row) {
    return row.isNullAt(row.fieldIndex("speedup"))
        ? row.getAs("reason")
        : Text.number(row.<Double>getAs("speedup")) + "×";
  }

  private static String interval(Row row) {
    if (row.isNullAt(row.fieldIndex("speedup"))) {
      return "–";
    }
    // Resamples in which the setting, or the baseline, did not reach the target.
    return row.isNullAt(row.fieldIndex("speedup_high"))
        ? cell(row, "speedup_low") + " to ∞"
        : range(row, "speedup_low", "speedup_high");
  }

  private static String reached(Row row, String share) {
    long seeds = row.getAs("seeds");
    return Math.round(row.<Double>getAs(share) * seeds) + " of " + seeds;
  }

  private static String range(Row row, String low, String high) {
    String from = cell(row, low);
    String to = cell(row, high);
    return from.equals("–") && to.equals("–") ? "–" : from + " to " + to;
  }

  private static String cell(Row row, String column) {
    Object value = row.getAs(column);
    return value == null
        ? "–"
        : value instanceof Double number
            ? Text.number(number)
            : value instanceof Number count
                ? Text.count(count.doubleValue())
                : Visible.text(RowValues.text(value));
  }

  /** Columns whose values are all equal tell a reader nothing. */
  private static void addIfVaried(List<Column> columns, List<Row> rows, String... names) {
    for (String name : names) {
      if (rows.stream().map(row -> cell(row, name)).distinct().count() > 1) {
        columns.add(new Column(name.replace('_', ' '), row -> cell(row, name)));
      }
    }
  }

  private static String table(List<Column> columns, List<Row> rows) {
    return Text.table(
        columns.stream().map(Column::header).toList(),
        rows.stream()
            .map(row -> columns.stream().map(column -> column.cell().apply(row)).toList())
            .toList());
  }

  private record Column(String header, java.util.function.Function<Row, String> cell) {}
}
