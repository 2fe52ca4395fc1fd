package org.isobath.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.isobath.report.Panel.Member;
import org.jspecify.annotations.Nullable;

/** The data behind a report's charts, as a tree for JSON: what report.js draws and saves as CSV. */
final class Charts {
  /** More lines than this in one chart cannot be told apart. */
  static final int MOST_SERIES = 12;

  /** Points of all curves together; each has at least {@link #LEAST_POINTS}. */
  private static final int MOST_POINTS = 24_000;

  private static final int LEAST_POINTS = 40;

  private final Map<String, List<Fields>> bands;
  private final Map<String, List<Fields>> rates;
  private final Map<String, List<Fields>> divergences;
  private final Map<String, List<Fields>> progress;
  private final int pointsASeries;
  private final Tables tables;

  Charts(Tables tables, List<Panel> panels) {
    this.tables = tables;
    this.bands = bySetting(tables.bands());
    this.rates = bySetting(tables.rates());
    this.divergences = bySetting(tables.divergences());
    this.progress = bySetting(tables.progress());
    int series = panels.stream().mapToInt(panel -> drawn(panel).size()).sum();
    this.pointsASeries = Math.max(LEAST_POINTS, MOST_POINTS / Math.max(1, series));
  }

  private static Map<String, List<Fields>> bySetting(List<Fields> rows) {
    Map<String, List<Fields>> grouped = new HashMap<>();
    for (Fields row : rows) {
      grouped.computeIfAbsent(row.text("setting_id"), id -> new ArrayList<>()).add(row);
    }
    return grouped;
  }

  /** The members whose lines are drawn: all, or the baseline and those with the lowest losses. */
  static List<Member> drawn(Panel panel) {
    if (panel.members().size() <= MOST_SERIES) {
      return panel.members();
    }
    List<Member> best =
        panel.members().stream()
            .sorted(
                Comparator.comparing((Member m) -> !m.isBaseline())
                    .thenComparingDouble(
                        m ->
                            m.fields()
                                .number("median_final_loss")
                                .orElse(Double.POSITIVE_INFINITY)))
            .limit(MOST_SERIES)
            .toList();
    return panel.members().stream().filter(best::contains).toList();
  }

  List<Fields> rates(Member member) {
    return rates.getOrDefault(member.id(), List.of());
  }

  /** What the members of a panel measured along training. */
  List<String> progress(Panel panel) {
    return Tables.PROGRESS.stream()
        .filter(
            measure ->
                drawn(panel).stream()
                    .flatMap(member -> progress.getOrDefault(member.id(), List.of()).stream())
                    .anyMatch(row -> row.text("measure").equals(measure)))
        .toList();
  }

  /** One panel's data. */
  Map<String, Object> panel(Panel panel) {
    List<Object> series = new ArrayList<>();
    for (Member member : drawn(panel)) {
      series.add(series(panel, member));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", panel.title());
    tree.put("baseline", panel.baseline().map(Member::label).orElse(""));
    tree.put("targets", targets(panel));
    tree.put("series", series);
    return tree;
  }

  /** Performance profiles: by compared value, the share of problems by ratio. */
  List<Object> profiles() {
    Map<String, List<Object>> points = new LinkedHashMap<>();
    for (Fields row : tables.profiles()) {
      points
          .computeIfAbsent(Panel.compared(row), name -> new ArrayList<>())
          .add(List.of(number(row, "ratio"), number(row, "share")));
    }
    List<Object> lines = new ArrayList<>();
    points.forEach((name, line) -> lines.add(Map.of("label", name, "points", line)));
    return lines;
  }

  /** Targets that some setting reached, the easiest first. */
  private static List<String> targets(Panel panel) {
    Map<String, Double> hardness = new HashMap<>();
    for (Fields row : panel.comparisons()) {
      double steps =
          Math.max(
              row.number("baseline_median_steps").orElse(-1),
              row.number("median_steps").orElse(-1));
      if (steps >= 0) {
        double ease = row.number("baseline_median_steps").orElse(Double.MAX_VALUE / 2 + steps);
        hardness.merge(row.text("target"), ease, Math::max);
      }
    }
    return hardness.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<String, Object> series(Panel panel, Member member) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("label", member.label());
    tree.put("rate", optional(member.fields().number("learning_rate")));
    tree.put("edge", member.fields().edge());
    tree.put("curve", columns(thinned(bands.getOrDefault(member.id(), List.of())), "step"));
    tree.put("rates", columns(rates(member), "learning_rate"));
    Map<String, Object> measured = new LinkedHashMap<>();
    for (String measure : Tables.PROGRESS) {
      List<Fields> rows =
          progress.getOrDefault(member.id(), List.of()).stream()
              .filter(row -> row.text("measure").equals(measure))
              .toList();
      if (!rows.isEmpty()) {
        measured.put(measure, columns(thinned(rows), "step", "centre", "low", "high"));
      }
    }
    if (!measured.isEmpty()) {
      tree.put("progress", measured);
    }
    List<Object> diverged = new ArrayList<>();
    for (Fields row : divergences.getOrDefault(member.id(), List.of())) {
      if (row.has("last_finite_loss")) {
        diverged.add(
            List.of(
                row.count("seed"), number(row, "diverged_at"), number(row, "last_finite_loss")));
      }
    }
    tree.put("diverged", diverged);
    List<Object> speedups = new ArrayList<>();
    for (Fields row : panel.against(member)) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(row.text("target"));
      for (String column : List.of("speedup", "speedup_low", "speedup_high")) {
        cells.add(optional(row.number(column)));
      }
      cells.add(row.text("reason"));
      speedups.add(cells);
    }
    tree.put("speedups", speedups);
    return withoutNulls(tree);
  }

  private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> tree) {
    Map<String, Object> kept = new LinkedHashMap<>();
    tree.forEach(
        (key, value) -> {
          if (value != null) {
            kept.put(key, value);
          }
        });
    return kept;
  }

  private List<Fields> thinned(List<Fields> curve) {
    if (curve.size() <= pointsASeries) {
      return curve;
    }
    TreeSet<Integer> places = new TreeSet<>();
    for (int i = 0; i < pointsASeries; i++) {
      places.add((int) ((long) i * (curve.size() - 1) / (pointsASeries - 1)));
    }
    return places.stream().map(curve::get).toList();
  }

  private static Map<String, Object> columns(List<Fields> rows, String x) {
    return columns(rows, x, "median", "lower_quartile", "upper_quartile");
  }

  private static Map<String, Object> columns(
      List<Fields> rows, String x, String centre, String low, String high) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("x", column(rows, x));
    columns.put("median", column(rows, centre));
    columns.put("low", column(rows, low));
    columns.put("high", column(rows, high));
    if (x.equals("learning_rate")) {
      columns.put("seeds", column(rows, "seeds"));
      columns.put("diverged", column(rows, "diverged"));
    }
    return columns;
  }

  private static List<@Nullable Object> column(List<Fields> rows, String name) {
    List<@Nullable Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(optional(row.number(name))));
    return values;
  }

  private static Object number(Fields row, String column) {
    return Numbers.charted(row.value(column));
  }

  private static @Nullable Object optional(OptionalDouble value) {
    return value.isPresent() ? Numbers.charted(value.getAsDouble()) : null;
  }
}
