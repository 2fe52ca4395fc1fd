package org.isobath.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.isobath.training.Decimals;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes against an axis, each setting at its selected learning rate, or against the learning
 * rate: one line for whatever else the settings differ in.
 */
final class OutcomeFigure {
  private static final double LOG_FROM = 100;
  private static final int MOST_NAMED = 4;
  private static final double CLOSE = 2;

  /** Words of the x axis that another column says more of. */
  private static final Map<String, String> COMPANIONS =
      Map.of("batch_size", "sampler", "loss", "loss_exponent");

  /**
   * A setting's outcome.
   *
   * @param text its place on the x axis in words
   * @param settingId of the setting
   * @param centre mean, median or share; empty if it is infinite
   * @param low quartile, or a standard error below
   * @param high quartile, or a standard error above
   */
  private record Point(
      String text,
      String settingId,
      long seeds,
      long diverged,
      OptionalDouble centre,
      OptionalDouble low,
      OptionalDouble high) {}

  /**
   * Settings that differ in the x axis alone.
   *
   * @param label what tells it from other lines; empty for the only one
   */
  private record Line(String label, String measure, List<Point> points) {}

  private final Figure figure;
  private final Tables tables;
  private final int index;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> places;
  private final boolean isNumeric;

  private OutcomeFigure(Figure figure, int index, Tables tables) {
    this.figure = figure;
    this.index = index;
    this.tables = tables;
    Map<String, Fields> settings = new LinkedHashMap<>();
    for (Fields row : figure.isByRate() ? atEveryRate() : tables.settings()) {
      if (row.has("learning_rate") && !place(row).isEmpty()) {
        settings.putIfAbsent(row.text("setting_id") + "\n" + place(row), row);
      }
    }
    Map<Map<String, String>, List<Fields>> groups = groups(List.copyOf(settings.values()));
    Set<String> varied = varied(groups.keySet());
    for (String measure : figure.measures()) {
      groups.forEach((key, rows) -> addLine(measure, label(key, varied, measure), rows));
    }
    this.places =
        lines.stream().flatMap(l -> l.points().stream()).map(Point::text).distinct().toList();
    this.isNumeric = places.stream().allMatch(OutcomeFigure::isNumber);
    if (isNumeric) {
      lines.forEach(line -> line.points().sort(Comparator.comparingDouble(this::x)));
    }
  }

  /** The figures of a report that have anything to show. */
  static List<OutcomeFigure> of(Tables tables) {
    List<OutcomeFigure> figures = new ArrayList<>();
    List<Figure> asked = Figure.of(tables);
    for (int i = 0; i < asked.size(); i++) {
      OutcomeFigure figure = new OutcomeFigure(asked.get(i), i, tables);
      if (!figure.lines.isEmpty()) {
        figures.add(figure);
      }
    }
    return figures;
  }

  /** Each setting as often as it has learning rates. */
  private List<Fields> atEveryRate() {
    List<Fields> rows = new ArrayList<>();
    for (Fields setting : tables.settings()) {
      for (Fields rate : tables.rates()) {
        if (rate.text("setting_id").equals(setting.text("setting_id"))) {
          Map<String, @Nullable Object> values = new LinkedHashMap<>(setting.values());
          values.put("learning_rate", rate.value("learning_rate"));
          rows.add(new Fields(values));
        }
      }
    }
    return rows;
  }

  /** Where a setting stands on the x axis; empty if it has no place there. */
  private String place(Fields row) {
    if (figure.x().equals("group")) {
      return row.text("compared");
    }
    String column = figure.column();
    if (row.has(column)) {
      return row.text(column);
    }
    if (column.equals("width") && row.count("depth") > 1) {
      return row.text("widths");
    }
    return row.constant(figure.x()).orElse("");
  }

  /** What a setting is besides its place on the x axis: by column, without what it has not. */
  private Map<String, String> rest(Fields row) {
    Map<String, String> rest = new TreeMap<>();
    if (figure.x().equals("group")) {
      rest.put("matched", row.text("matched") + row.text("matched_width"));
      return rest;
    }
    String column = figure.column();
    for (String other : Panel.columns()) {
      boolean isPlace =
          other.equals(column)
              || other.equals(column + "_parameters")
              || other.equals(COMPANIONS.getOrDefault(column, ""));
      if (isPlace) {
        continue;
      }
      String text = row.text(other);
      if (other.endsWith("_parameters")) {
        Map<String, String> constants = new TreeMap<>(row.constants(other));
        if (constants.remove(figure.x()) != null) {
          text = constants.toString();
        }
      }
      if (!text.isEmpty()) {
        rest.put(other, text);
      }
    }
    return rest;
  }

  /** Settings by line; one that lacks a value, as depth 1 has no width, is on the line of each. */
  private Map<Map<String, String>, List<Fields>> groups(List<Fields> settings) {
    Set<Map<String, String>> keys = new LinkedHashSet<>();
    settings.forEach(row -> keys.add(rest(row)));
    Map<Map<String, String>, List<Fields>> groups = new LinkedHashMap<>();
    for (Map<String, String> key : keys) {
      boolean covered =
          keys.stream()
              .anyMatch(
                  other ->
                      other.size() > key.size() && other.entrySet().containsAll(key.entrySet()));
      if (!covered) {
        groups.put(
            key,
            settings.stream()
                .filter(row -> key.entrySet().containsAll(rest(row).entrySet()))
                .toList());
      }
    }
    return groups;
  }

  private static Set<String> varied(Set<Map<String, String>> keys) {
    Set<String> varied = new LinkedHashSet<>();
    for (String column : Stream.concat(Panel.columns().stream(), Stream.of("matched")).toList()) {
      if (keys.stream().map(key -> key.getOrDefault(column, "")).distinct().count() > 1) {
        varied.add(column);
      }
    }
    return varied;
  }

  private String label(Map<String, String> key, Set<String> varied, String measure) {
    List<String> parts = new ArrayList<>();
    if (figure.measures().size() > 1) {
      parts.add(Figure.words(measure));
    }
    for (String column : varied) {
      if (key.containsKey(column)) {
        String text = key.get(column).replaceAll("[{}\"]", "").replaceAll("[:=]", " ");
        parts.add(column.equals("matched") ? text : Panel.word(column) + " " + text);
      }
    }
    return String.join(", ", parts);
  }

  private void addLine(String measure, String label, List<Fields> settings) {
    List<Point> points = new ArrayList<>();
    for (Fields setting : settings) {
      for (Fields row : figure.isByRate() ? tables.rateOutcomes() : tables.outcomes()) {
        if (row.text("measure").equals(measure)
            && row.text("setting_id").equals(setting.text("setting_id"))
            && (!figure.isByRate() || place(row).equals(place(setting)))) {
          point(setting, row).ifPresent(points::add);
        }
      }
    }
    if (!points.isEmpty()) {
      lines.add(new Line(label, measure, points));
    }
  }

  private Optional<Point> point(Fields setting, Fields row) {
    OptionalDouble centre;
    OptionalDouble low;
    OptionalDouble high;
    boolean mean = figure.isMean(row.text("measure"));
    if (mean) {
      String statistic = figure.isMeanSquare() ? "mean_square" : "mean";
      OptionalDouble error =
          row.number(figure.isMeanSquare() ? "mean_square_error" : "standard_error");
      centre = row.number(statistic);
      if (figure.share().isPresent()) {
        if (!row.has("shares")) {
          return Optional.empty();
        }
        long n = row.count("measured");
        Object found = row.map("shares").get(Decimals.text(figure.share().getAsDouble()));
        double share = found instanceof Number number ? number.doubleValue() : 0;
        centre = OptionalDouble.of(share);
        error =
            n > 1
                ? OptionalDouble.of(Math.sqrt(share * (1 - share) / (n - 1)))
                : OptionalDouble.empty();
      }
      boolean known = centre.isPresent() && error.isPresent();
      low =
          known
              ? OptionalDouble.of(centre.getAsDouble() - error.getAsDouble())
              : OptionalDouble.empty();
      high =
          known
              ? OptionalDouble.of(centre.getAsDouble() + error.getAsDouble())
              : OptionalDouble.empty();
    } else {
      centre = row.number("median");
      low = row.number("lower_quartile");
      high = row.number("upper_quartile");
    }
    return Optional.of(
        new Point(
            place(setting),
            setting.text("setting_id"),
            mean ? row.count("measured") : row.count("seeds"),
            row.count("diverged"),
            centre,
            low,
            high));
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?");
  }

  private double x(Point point) {
    return isNumeric ? Double.parseDouble(point.text()) : places.indexOf(point.text());
  }

  private List<Line> drawn() {
    return lines.subList(0, Math.min(Charts.MOST_SERIES, lines.size()));
  }

  private List<Fields> references() {
    return tables.references().stream().filter(row -> row.count("figure") == index).toList();
  }

  /** For report.js. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", figure.yName() + " by " + figure.xName());
    tree.put("x", figure.xName());
    tree.put("y", figure.yName());
    tree.put(
        "xLog",
        isNumeric && spansDecades(places.stream().mapToDouble(Double::parseDouble).toArray()));
    double[] values =
        drawn().stream()
            .flatMap(line -> line.points().stream())
            .flatMapToDouble(point -> point.centre().stream())
            .toArray();
    tree.put(
        "yLog",
        figure
            .scale()
            .map(scale -> scale.equals("log") && DoubleStream.of(values).anyMatch(v -> v > 0))
            .orElse(spansDecades(values)));
    tree.put("categories", isNumeric ? List.of() : places);
    List<Object> series = new ArrayList<>();
    for (Line line : drawn()) {
      Map<String, Object> curve = new LinkedHashMap<>();
      curve.put("x", line.points().stream().map(p -> Numbers.charted(x(p))).toList());
      curve.put("median", column(line.points().stream().map(Point::centre)));
      curve.put("low", column(line.points().stream().map(Point::low)));
      curve.put("high", column(line.points().stream().map(Point::high)));
      curve.put("seeds", line.points().stream().map(Point::seeds).toList());
      series.add(
          Map.of("label", line.label().isEmpty() ? figure.yName() : line.label(), "curve", curve));
    }
    tree.put("series", series.stream().map(s -> new TreeMap<>((Map<?, ?>) s)).toList());
    Map<String, TreeMap<Double, Fields>> closed = new LinkedHashMap<>();
    for (Fields row : references()) {
      closed.computeIfAbsent(row.text("label"), label -> new TreeMap<>()).put(row.value("x"), row);
    }
    List<Object> references = new ArrayList<>();
    closed.forEach(
        (label, rows) -> {
          Map<String, Object> line = new LinkedHashMap<>();
          line.put("label", label);
          line.put("x", rows.keySet().stream().map(Numbers::charted).toList());
          line.put("y", column(rows.values().stream().map(row -> row.number("y"))));
          references.add(line);
        });
    tree.put("references", references);
    return tree;
  }

  private static List<@Nullable Object> column(Stream<OptionalDouble> values) {
    List<@Nullable Object> column = new ArrayList<>();
    values.forEach(v -> column.add(v.isPresent() ? Numbers.charted(v.getAsDouble()) : null));
    return column;
  }

  private static boolean spansDecades(double[] values) {
    double low = DoubleStream.of(values).min().orElse(0);
    return low > 0 && DoubleStream.of(values).max().orElse(0) > LOG_FROM * low;
  }

  /** What stands over the chart. */
  String caption() {
    boolean means = lines.stream().allMatch(line -> figure.isMean(line.measure()));
    boolean medians = lines.stream().noneMatch(line -> figure.isMean(line.measure()));
    boolean line = isNumeric && references().isEmpty();
    String mark = line ? "Line" : "Mark";
    String spread = line ? "band" : "whiskers";
    String statistics =
        figure.share().isPresent()
            ? mark + ": share of the seeds; " + spread + ": one standard error to both sides."
            : means
                ? mark
                    + (figure.isMeanSquare() ? ": mean square" : ": mean")
                    + " over seeds; "
                    + spread
                    + ": one standard error to both sides."
                : medians
                    ? mark + ": median over seeds; " + spread + ": quartiles."
                    : mark
                        + ": median and quartiles over seeds for losses, mean and one standard"
                        + " error for other measures.";
    String text =
        start(figure.yName())
            + " against "
            + figure.xName()
            + (figure.isByRate() ? ". " : ", each setting at its selected learning rate. ")
            + statistics;
    if (!references().isEmpty()) {
      text += " Dashed: the closed form.";
    }
    return lines.size() > drawn().size()
        ? text + " Drawn are " + drawn().size() + " of " + lines.size() + " lines."
        : text;
  }

  Figure figure() {
    return figure;
  }

  /** What the figure shows, in one sentence. */
  String sentence() {
    return words() + ".";
  }

  /** The same without its full stop. */
  String words() {
    List<String> parts = new ArrayList<>();
    for (Line line : lines.subList(0, Math.min(MOST_NAMED, lines.size()))) {
      String name =
          figure.share().isPresent() || figure.measures().size() == 1
              ? figure.yName() + (line.label().isEmpty() ? "" : " (" + line.label() + ")")
              : line.label();
      parts.add((parts.isEmpty() ? start(name) : name) + ": " + summary(line));
    }
    String text = String.join("; ", parts);
    if (lines.size() > MOST_NAMED) {
      text += "; and " + (lines.size() - MOST_NAMED) + " more lines";
    }
    List<Long> seeds =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .map(Point::seeds)
            .distinct()
            .sorted()
            .toList();
    long most = seeds.get(seeds.size() - 1);
    text +=
        ", over "
            + (seeds.size() > 1 ? Numbers.count(seeds.get(0)) + " to " : "")
            + Numbers.count(most)
            + (most == 1 ? " seed" : " seeds");
    return text + agreement();
  }

  private String summary(Line line) {
    List<Point> known = line.points().stream().filter(p -> p.centre().isPresent()).toList();
    if (known.isEmpty()) {
      return "infinite everywhere, as seeds diverged";
    }
    if (known.size() <= MOST_NAMED || !isNumeric) {
      List<String> values = new ArrayList<>();
      for (Point point : known.subList(0, Math.min(3 * MOST_NAMED, known.size()))) {
        values.add(
            value(point, line)
                + " with "
                + (values.isEmpty() ? figure.xName() + " " : "")
                + point.text());
      }
      return String.join(", ", values);
    }
    Comparator<Point> bySize = Comparator.comparingDouble(point -> point.centre().orElseThrow());
    Point least = known.stream().min(bySize).orElseThrow();
    Point most = known.stream().max(bySize).orElseThrow();
    return "lowest "
        + value(least, line)
        + " with "
        + figure.xName()
        + " "
        + least.text()
        + ", highest "
        + value(most, line)
        + " with "
        + most.text();
  }

  private String value(Point point, Line line) {
    double centre = point.centre().orElseThrow();
    if (point.low().isEmpty()) {
      return Numbers.text(centre);
    }
    return figure.isMean(line.measure())
        ? Numbers.text(centre) + " ± " + Numbers.factor(centre - point.low().getAsDouble())
        : Numbers.text(centre)
            + " ["
            + Numbers.text(point.low().getAsDouble())
            + ", "
            + point.high().stream().mapToObj(Numbers::text).findFirst().orElse("∞")
            + "]";
  }

  /** The closed form where settings are. */
  private Map<String, Double> expected() {
    Map<String, Double> expected = new LinkedHashMap<>();
    for (Fields row : references()) {
      if (row.has("setting_id") && row.has("y")) {
        expected.put(row.text("setting_id") + " " + row.value("x"), row.value("y"));
      }
    }
    return expected;
  }

  private String key(Point point) {
    return point.settingId() + " " + x(point);
  }

  /** How many of the points the closed form is close to. */
  private String agreement() {
    Map<String, Double> expected = expected();
    List<String> parts = new ArrayList<>();
    for (Line line : lines) {
      int judged = 0;
      int close = 0;
      for (Point point : line.points()) {
        Double reference = expected.get(key(point));
        if (reference != null && point.centre().isPresent() && point.low().isPresent()) {
          double centre = point.centre().getAsDouble();
          judged++;
          close +=
              Math.abs(centre - reference) <= CLOSE * (centre - point.low().getAsDouble()) ? 1 : 0;
        }
      }
      if (judged > 0 && parts.size() < MOST_NAMED) {
        parts.add(close + " of " + judged + (lines.size() > 1 ? " (" + line.label() + ")" : ""));
      }
    }
    return parts.isEmpty()
        ? ""
        : "; within two standard errors of the closed form: " + String.join(", ", parts);
  }

  /** The numbers as a table, after its header. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    Map<String, Double> expected = expected();
    for (Line line : lines) {
      for (Point point : line.points()) {
        List<String> cells = new ArrayList<>();
        cells.add(line.label().isEmpty() ? figure.yName() : line.label());
        cells.add(point.text());
        cells.add(
            Numbers.count(point.seeds())
                + (point.diverged() > 0 ? " (" + point.diverged() + " diverged)" : ""));
        cells.add(point.centre().isPresent() ? value(point, line) : "∞");
        if (!expected.isEmpty()) {
          Double reference = expected.get(key(point));
          cells.add(reference == null ? "–" : Numbers.text(reference));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  /** Names of the columns of {@link #rows}. */
  List<String> header() {
    List<String> header = new ArrayList<>(List.of("line", figure.xName(), "seeds", "value"));
    if (!expected().isEmpty()) {
      header.add("closed form");
    }
    return header;
  }

  private static String start(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
