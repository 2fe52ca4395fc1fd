package org.isobath.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.isobath.report.Panel.Member;
import org.jspecify.annotations.Nullable;

/** The charts of a report as specifications of Vega-Lite 5, with their data inside. */
public enum VegaLite {
  /** Loss against step. */
  CURVES {
    @Override
    public Map<String, Object> specification(Tables tables) {
      return panels(
          tables,
          (panel, member) -> measured(tables.bands(), panel, member, "step", "step"),
          List.of(band("step", "step"), line("step", "step", "loss", false)));
    }
  },
  /** Loss against learning rate. */
  RATES {
    @Override
    public Map<String, Object> specification(Tables tables) {
      return panels(
          tables,
          (panel, member) -> measured(tables.rates(), panel, member, "learning_rate", "rate"),
          List.of(
              band("rate", "learning rate"), line("rate", "learning rate", "final loss", true)));
    }
  },
  /** Speed-up by target. */
  SPEEDUPS {
    @Override
    public Map<String, Object> specification(Tables tables) {
      return panels(tables, this::rows, layers());
    }

    private List<Map<String, @Nullable Object>> rows(Panel panel, Member member) {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (Fields row : panel.against(member)) {
        Map<String, @Nullable Object> values = named(panel, member);
        values.put("target", row.text("target"));
        values.put("speedup", value(row, "speedup"));
        values.put("low", value(row, "speedup_low"));
        values.put("high", value(row, "speedup_high"));
        values.put("reason", row.text("reason"));
        rows.add(values);
      }
      return rows;
    }

    private List<Object> layers() {
      Map<String, Object> target = Map.of("field", "target", "type", "nominal", "sort", List.of());
      Map<String, Object> offset = Map.of("field", "setting");
      return List.of(
          tree(
              "transform",
              List.of(Map.of("filter", "datum.low > 0 && datum.high > 0")),
              "mark",
              "rule",
              "encoding",
              tree(
                  "x", axis("low", "speed-up over the baseline"),
                  "x2", Map.of("field", "high"),
                  "y", target,
                  "yOffset", offset,
                  "color", COLOUR)),
          tree(
              "transform",
              List.of(Map.of("filter", "isValid(datum.speedup)")),
              "mark",
              tree("type", "point", "filled", true, "size", 60),
              "encoding",
              tree(
                  "x", axis("speedup", "speed-up over the baseline"),
                  "y", target,
                  "yOffset", offset,
                  "color", COLOUR,
                  "shape", COLOUR)));
    }
  },
  /** What the trials measured: the figures of a report, one under the other. */
  FIGURES {
    @Override
    public Map<String, Object> specification(Tables tables) {
      return tree(
          "$schema",
          SCHEMA,
          "title",
          tables.sweep(),
          "vconcat",
          Report.figures(tables).stream().map(VegaLite::figure).toList(),
          "resolve",
          Map.of("scale", tree("color", OWN, "shape", OWN, "strokeDash", OWN)));
    }
  };

  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

  private static final String OWN = "independent";

  private static final Map<String, Object> LINE =
      tree(
          "field",
          "line",
          "type",
          "nominal",
          "title",
          null,
          "legend",
          Map.of("labelLimit", 400, "symbolOpacity", 1));

  /** Marks and dashes say what colours say, which have the legend. */
  private static final Map<String, Object> LOOK =
      tree("field", "line", "type", "nominal", "legend", null);

  private static final Map<String, Object> HIGH = Map.of("field", "high");

  private static final Map<String, Object> COLOUR = Map.of("field", "setting", "type", "nominal");

  /** The specification, a tree for JSON. */
  public abstract Map<String, Object> specification(Tables tables);

  /** Whether there is anything to draw. */
  public boolean isEmpty(Tables tables) {
    return this == FIGURES && Report.figures(tables).isEmpty();
  }

  /** A chart for each panel, one under the other. */
  private static Map<String, Object> panels(
      Tables tables,
      BiFunction<Panel, Member, List<Map<String, @Nullable Object>>> rows,
      List<Object> layers) {
    List<Object> values = new ArrayList<>();
    for (Panel panel : Panel.of(tables)) {
      for (Member member : panel.members()) {
        values.addAll(rows.apply(panel, member));
      }
    }
    return tree(
        "$schema",
        SCHEMA,
        "title",
        tables.sweep(),
        "data",
        Map.of("values", values),
        "facet",
        Map.of("row", tree("field", "panel", "type", "nominal", "title", null)),
        "spec",
        tree("width", 480, "height", 300, "layer", layers),
        "resolve",
        Map.of("scale", tree("x", "independent", "y", "independent")));
  }

  /** A figure of outcomes, or a spectrum, from what report.js draws. */
  private static Map<String, Object> figure(Map<String, Object> figure) {
    boolean words = !list(figure.get("categories")).isEmpty();
    boolean held = !list(figure.get("references")).isEmpty();
    Map<String, Object> x =
        words
            ? tree("field", "x", "type", "nominal", "title", figure.get("x"), "sort", null)
            : axis("x", figure.get("x"), figure.get("xLog"));
    List<Object> layers = new ArrayList<>();
    if (words || held) {
      Map<String, Object> beside = words ? tree("xOffset", Map.of("field", "line")) : tree();
      layers.add(layer(figure, x, "low", "rule", tree("y2", HIGH, "color", LINE), beside));
      layers.add(
          layer(
              figure,
              x,
              "value",
              tree("type", "point", "filled", true, "size", 60),
              tree("color", LINE, "shape", LOOK),
              beside));
    } else {
      Object area = tree("type", "area", "opacity", 0.2);
      layers.add(layer(figure, x, "low", area, tree("y2", HIGH, "color", LINE), tree()));
      Object line = tree("type", "line", "point", true);
      layers.add(layer(figure, x, "value", line, tree("color", LINE, "strokeDash", LOOK), tree()));
    }
    if (held) {
      Object dashed = tree("type", "line", "color", "black", "strokeDash", List.of(8, 4));
      layers.add(
          layer(figure, x, "reference", dashed, tree("detail", Map.of("field", "line")), tree()));
    }
    List<Map<String, @Nullable Object>> points = points(figure);
    if (points.stream().anyMatch(row -> row.containsKey("cut"))) {
      Object dotted = tree("type", "rule", "strokeDash", List.of(2, 3));
      layers.add(layer(figure, tree(), "cut", dotted, tree("color", LINE), tree()));
    }
    return tree(
        "title",
        figure.get("title"),
        "width",
        480,
        "height",
        300,
        "data",
        Map.of("values", points),
        "layer",
        layers);
  }

  /**
   * Marks at the values of a field that are there; a logarithmic axis has no place for 0, and a
   * line breaks where its value is infinite.
   */
  private static Object layer(
      Map<String, Object> figure,
      Map<String, Object> x,
      String field,
      Object mark,
      Map<String, Object> looks,
      Map<String, Object> place) {
    Object isLog = figure.get("yLog");
    String least = Boolean.TRUE.equals(isLog) ? " && datum." + field + " > 0" : "";
    String most = looks.containsKey("y2") ? " && isValid(datum.high)" : "";
    boolean isPath = field.equals("reference") || looks.containsKey("strokeDash");
    String gap = isPath ? "datum." + field + " === null || " : "";
    Map<String, Object> encoding = new LinkedHashMap<>();
    if (!x.isEmpty()) {
      encoding.put("x", x);
    }
    encoding.put("y", axis(field, figure.get("y"), isLog));
    encoding.putAll(looks);
    encoding.putAll(place);
    return tree(
        "transform",
        List.of(Map.of("filter", gap + "isValid(datum." + field + ")" + least + most)),
        "mark",
        mark,
        "encoding",
        encoding);
  }

  /** The points of a figure, of its closed forms and its cuts, a row each. */
  private static List<Map<String, @Nullable Object>> points(Map<String, Object> figure) {
    List<?> words = list(figure.get("categories"));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Object each : list(figure.get("series"))) {
      Map<?, ?> series = map(each);
      Map<?, ?> curve = map(series.get("curve"));
      List<?> x = list(curve.get("x"));
      for (int i = 0; i < x.size(); i++) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("line", series.get("label"));
        row.put("x", words.isEmpty() ? x.get(i) : words.get(((Number) x.get(i)).intValue()));
        row.put("value", list(curve.get("median")).get(i));
        row.put("low", list(curve.get("low")).get(i));
        row.put("high", list(curve.get("high")).get(i));
        if (curve.containsKey("seeds")) {
          row.put("seeds", list(curve.get("seeds")).get(i));
        }
        rows.add(row);
      }
      if (series.containsKey("cut")) {
        rows.add(tree("line", series.get("label"), "cut", series.get("cut")));
      }
    }
    for (Object each : list(figure.get("references"))) {
      Map<?, ?> reference = map(each);
      List<?> x = list(reference.get("x"));
      for (int i = 0; i < x.size(); i++) {
        rows.add(
            tree(
                "line",
                reference.get("label"),
                "x",
                x.get(i),
                "reference",
                list(reference.get("y")).get(i)));
      }
    }
    return rows;
  }

  private static List<Map<String, @Nullable Object>> measured(
      List<Fields> source, Panel panel, Member member, String column, String name) {
    Map<String, String> columns = new HashMap<>();
    columns.put("median", "median");
    columns.put("low", "lower_quartile");
    columns.put("high", "upper_quartile");
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Fields row : source) {
      if (row.text("setting_id").equals(member.id())) {
        Map<String, @Nullable Object> values = named(panel, member);
        values.put(name, value(row, column));
        for (String field : List.of("median", "low", "high")) {
          values.put(field, value(row, columns.getOrDefault(field, field)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static Map<String, @Nullable Object> named(Panel panel, Member member) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("panel", panel.title());
    values.put("setting", member.label());
    return values;
  }

  private static @Nullable Object value(Fields row, String column) {
    OptionalDouble number = row.number(column);
    return number.isPresent() ? Numbers.charted(number.getAsDouble()) : null;
  }

  private static Object band(String x, String title) {
    return tree(
        "transform",
        List.of(Map.of("filter", positive(x) + " && isValid(datum.low) && isValid(datum.high)")),
        "mark",
        tree("type", "area", "opacity", 0.2),
        "encoding",
        tree(
            "x", axis(x, title),
            "y", axis("low", "loss"),
            "y2", Map.of("field", "high"),
            "color", COLOUR));
  }

  private static Object line(String x, String title, String loss, boolean point) {
    return tree(
        "transform",
        List.of(Map.of("filter", positive(x) + " && isValid(datum.median)")),
        "mark",
        tree("type", "line", "point", point),
        "encoding",
        tree(
            "x", axis(x, title), "y", axis("median", loss), "color", COLOUR, "strokeDash", COLOUR));
  }

  /** A logarithmic axis has no place for 0. */
  private static String positive(String x) {
    return "datum." + x + " > 0";
  }

  private static Map<String, Object> axis(String field, String title) {
    return axis(field, title, true);
  }

  private static Map<String, Object> axis(
      String field, @Nullable Object title, @Nullable Object isLog) {
    Map<String, Object> scale =
        Boolean.TRUE.equals(isLog) ? Map.of("type", "log", "nice", false) : Map.of("zero", false);
    return tree("field", field, "type", "quantitative", "title", title, "scale", scale);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** A mapping in the order given. */
  private static Map<String, Object> tree(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tree.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    @SuppressWarnings("unchecked") // JSON has nulls
    Map<String, Object> map = (Map<String, Object>) (Map<?, ?>) tree;
    return map;
  }
}
