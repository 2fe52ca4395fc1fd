package org.isobath.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.isobath.report.Panel.Member;
import org.jspecify.annotations.Nullable;

/** The charts of a report as specifications of Vega-Lite 5, with their data inside. */
public enum VegaLite {
  /** Loss against step. */
  CURVES {
    @Override
    List<Map<String, @Nullable Object>> rows(Tables tables, Panel panel, Member member) {
      return measured(tables.bands(), panel, member, "step", "step");
    }

    @Override
    List<Object> layers() {
      return List.of(band("step", "step"), line("step", "step", "loss", false));
    }
  },
  /** Loss against learning rate. */
  RATES {
    @Override
    List<Map<String, @Nullable Object>> rows(Tables tables, Panel panel, Member member) {
      return measured(tables.rates(), panel, member, "learning_rate", "rate");
    }

    @Override
    List<Object> layers() {
      return List.of(
          band("rate", "learning rate"), line("rate", "learning rate", "final loss", true));
    }
  },
  /** Speed-up by target. */
  SPEEDUPS {
    @Override
    List<Map<String, @Nullable Object>> rows(Tables tables, Panel panel, Member member) {
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

    @Override
    List<Object> layers() {
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
  };

  private static final Map<String, Object> COLOUR = Map.of("field", "setting", "type", "nominal");

  abstract List<Map<String, @Nullable Object>> rows(Tables tables, Panel panel, Member member);

  abstract List<Object> layers();

  /** The specification, a tree for JSON. */
  public Map<String, Object> specification(Tables tables) {
    List<Object> values = new ArrayList<>();
    for (Panel panel : Panel.of(tables)) {
      for (Member member : panel.members()) {
        values.addAll(rows(tables, panel, member));
      }
    }
    return tree(
        "$schema",
        "https://vega.github.io/schema/vega-lite/v5.json",
        "title",
        tables.sweep(),
        "data",
        Map.of("values", values),
        "facet",
        Map.of("row", tree("field", "panel", "type", "nominal", "title", null)),
        "spec",
        tree("width", 480, "height", 300, "layer", layers()),
        "resolve",
        Map.of("scale", tree("x", "independent", "y", "independent")));
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
    return tree(
        "field", field, "type", "quantitative", "title", title, "scale", Map.of("type", "log"));
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
