package org.isobath.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.isobath.report.Fields;
import org.isobath.report.Tables;
import org.isobath.results.Description;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.spark.Answers;
import org.isobath.spark.Sessions;
import org.isobath.spark.Views;

/** Reads the tables of one sweep for people: for a terminal, or with what is drawn for a report. */
final class SweepTables {
  private SweepTables() {}

  /** Whether all packs of a sweep are published, and its answers with them. */
  static boolean isFinished(Path sweep) throws ResultsException {
    Map<String, Object> resolved = Description.resolved(sweep).orElse(Map.of());
    Map<?, ?> derived = resolved.get("derived") instanceof Map<?, ?> map ? map : Map.of();
    return derived.get("packs") instanceof Number packs
        && derived.get("schemaVersion") instanceof Number version
        && version.intValue() == Table.SCHEMA_VERSION
        && packs.longValue()
            == new ResultFolder(sweep).published(Description.packTables(resolved)).size()
        && Description.manifest(sweep).isPresent();
  }

  /** Settings of Spark for the answers of a sweep. */
  static Map<String, String> settings(Path sweep) throws ResultsException {
    Map<String, Object> resolved = Description.resolved(sweep).orElse(Map.of());
    return Sessions.forTrials(
        resolved.get("derived") instanceof Map<?, ?> derived
                && derived.get("trials") instanceof Number trials
            ? trials.longValue()
            : 0);
  }

  /**
   * Makes the tables of sweeps views. Where one has not finished, the answers are computed from the
   * trials that are there.
   */
  static void register(SparkSession spark, List<Path> sweeps) throws ResultsException {
    boolean finished = true;
    for (Path sweep : sweeps) {
      finished &= isFinished(sweep);
    }
    if (finished) {
      Views.register(spark, sweeps);
    } else {
      Answers.compute(spark, sweeps);
    }
  }

  /** What words are made from, over the views that stand. */
  static Tables words(SparkSession spark, Path sweep) throws ResultsException {
    return read(spark, sweep, false);
  }

  /** What a report is made from, over the views that stand. */
  static Tables all(SparkSession spark, Path sweep) throws ResultsException {
    return read(spark, sweep, true);
  }

  private static Tables read(SparkSession spark, Path sweep, boolean drawn)
      throws ResultsException {
    Map<String, Long> states = new LinkedHashMap<>();
    boolean tested = false;
    for (Row row :
        spark
            .sql(
                "SELECT status, count(*), count(test_loss) FROM trials GROUP BY status"
                    + " ORDER BY status")
            .collectAsList()) {
      states.put(row.getString(0), row.getLong(1));
      tested |= row.getLong(2) > 0;
    }
    Map<String, Object> resolved = Description.resolved(sweep).orElse(Map.of());
    // Where nothing is measured that words could tell, they do not wait for it.
    boolean measured = drawn || tested || resolved.containsKey("report");
    List<Fields> settings =
        rows(
            spark,
            "SELECT * FROM settings ORDER BY scaling, loss_exponent, optimizer,"
                + " optimizer_parameters, weight_decay, initializer, initializer_parameters, depth,"
                + " width, setting_id, compared");
    boolean byRate = Tables.hasFigureByRate(resolved);
    List<Fields> rates = drawn(spark, drawn || byRate, Answers.Drawn.RATES);
    List<Fields> outcomes = drawn(spark, measured, Answers.Drawn.OUTCOMES);
    return new Tables(
        new LinkedHashMap<>(resolved),
        states,
        settings,
        rows(
            spark,
            "SELECT * FROM comparisons ORDER BY compared, setting_id, baseline_setting_id, target"),
        rows(spark, "SELECT * FROM profiles ORDER BY compared, ratio"),
        rates,
        drawn(spark, drawn, Answers.Drawn.BANDS),
        drawn
            ? rows(
                spark,
                "SELECT setting_id, t.seed, t.diverged_at, t.last_finite_loss FROM selections s"
                    + " JOIN trials t USING (sweep, setting_id, learning_rate)"
                    + " WHERE t.status = 'diverged' ORDER BY setting_id, t.seed")
            : List.of(),
        outcomes,
        drawn(spark, byRate, Answers.Drawn.OUTCOMES_BY_RATE),
        // Most sweeps of old have nothing to test on, and their curves are long.
        drawn(
            spark, drawn && outcomes.stream().anyMatch(Fields::isProgress), Answers.Drawn.PROGRESS),
        Fields.of(References.of(resolved, settings, rates)));
  }

  private static List<Fields> drawn(SparkSession spark, boolean drawn, Answers.Drawn what) {
    return drawn ? Fields.of(RowValues.objects(Answers.drawn(spark, what))) : List.of();
  }

  private static List<Fields> rows(SparkSession spark, String query) {
    return new ArrayList<>(Fields.of(RowValues.objects(spark.sql(query))));
  }
}
