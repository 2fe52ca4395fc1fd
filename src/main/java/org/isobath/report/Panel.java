package org.isobath.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings that differ in nothing but what is compared, and so can be drawn in one chart.
 *
 * @param title what they share and other panels do not; empty if there is only one panel
 * @param members the baseline first
 * @param comparisons rows of members against the baseline of the panel
 */
record Panel(String title, List<Member> members, List<Fields> comparisons) {
  /** The columns of a setting in the order in which they are told, with their words. */
  private static final Map<String, String> WORDS = words();

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("data", "data");
    words.put("scaling", "scaling");
    words.put("network", "network");
    words.put("network_parameters", "with");
    words.put("activation", "activation");
    words.put("loss", "loss");
    words.put("loss_exponent", "loss exponent");
    words.put("precision", "precision");
    words.put("optimizer", "optimizer");
    words.put("optimizer_parameters", "with");
    words.put("schedule", "schedule");
    words.put("schedule_parameters", "with");
    words.put("depth", "depth");
    words.put("width", "width");
    words.put("weight_decay", "weight decay");
    words.put("batch_size", "batch size");
    words.put("sampler", "sampler");
    words.put("batch_reduction", "batch reduction");
    words.put("features", "features");
    words.put("input_noise", "input noise");
    words.put("label_noise", "label noise");
    words.put("pretraining", "pretraining");
    words.put("pretraining_parameters", "with");
    words.put("initializer", "initializer");
    words.put("initializer_parameters", "with");
    words.put("steps", "steps");
    return words;
  }

  /** The columns that settings may differ in, in the order in which they are told. */
  static List<String> columns() {
    return List.copyOf(WORDS.keySet());
  }

  /** A column's name in words. */
  static String word(String column) {
    return WORDS.getOrDefault(column, column);
  }

  /**
   * A setting in a panel.
   *
   * @param label what tells it from the other members
   * @param fields its row of settings
   * @param isBaseline whether the others are compared with it
   */
  record Member(String label, Fields fields, boolean isBaseline) {
    String id() {
      return fields.text("setting_id");
    }

    boolean hasRate() {
      return fields.has("learning_rate");
    }
  }

  /** All panels of a sweep, in the order of its settings. */
  static List<Panel> of(Tables tables) {
    Map<String, List<Fields>> groups = new LinkedHashMap<>();
    for (Fields row : tables.settings()) {
      if (row.has("compared") || !row.has("axis")) {
        groups.computeIfAbsent(key(row), key -> new ArrayList<>()).add(row);
      }
    }
    List<List<Fields>> panels = withCommonMembers(groups);
    Set<String> varied = variedColumns(panels.stream().map(panel -> panel.get(0)).toList());
    List<Panel> result = new ArrayList<>();
    for (List<Fields> panel : panels) {
      result.add(panel(panel, titleColumns(panel, panels, varied), tables));
    }
    return result;
  }

  private static String key(Fields row) {
    return row.has("axis")
        ? row.text("matched") + " " + row.text("matched_width")
        : row.text("data") + " " + row.text("scaling") + " " + row.text("loss_exponent");
  }

  /** A setting without a width of its own, as at depth 1, belongs to the panel of every width. */
  private static List<List<Fields>> withCommonMembers(Map<String, List<Fields>> groups) {
    List<List<Fields>> panels = new ArrayList<>();
    for (List<Fields> group : groups.values()) {
      Fields first = group.get(0);
      List<Fields> panel = new ArrayList<>(group);
      boolean hasWidth = first.has("matched_width");
      boolean covered = false;
      for (List<Fields> other : groups.values()) {
        Fields row = other.get(0);
        boolean sameFamily =
            other != group
                && first.has("axis")
                && row.text("matched").equals(first.text("matched"));
        if (sameFamily && hasWidth && !row.has("matched_width")) {
          panel.addAll(other);
        }
        covered |= sameFamily && !hasWidth && row.has("matched_width");
      }
      if (!covered) {
        panels.add(panel);
      }
    }
    return panels;
  }

  private static Set<String> variedColumns(List<Fields> rows) {
    Set<String> varied = new LinkedHashSet<>();
    for (String column : WORDS.keySet()) {
      if (rows.stream().map(row -> row.text(column)).distinct().count() > 1) {
        varied.add(column);
      }
    }
    return varied;
  }

  /** Columns that are one value in this panel and another elsewhere. */
  private static List<String> titleColumns(
      List<Fields> panel, List<List<Fields>> panels, Set<String> varied) {
    List<String> columns = new ArrayList<>();
    for (String column : WORDS.keySet()) {
      boolean ownWidth =
          column.equals("width")
              && panel.get(0).has("matched_width")
              && panels.stream().map(p -> p.get(0).text("matched_width")).distinct().count() > 1;
      boolean shared =
          panel.stream().map(row -> row.text(column)).distinct().count() == 1
              && tells(panel.get(0), column);
      if (ownWidth || (varied.contains(column) && shared)) {
        columns.add(column);
      }
    }
    return columns;
  }

  private static Panel panel(List<Fields> rows, List<String> title, Tables tables) {
    String baseline = tables.baseline();
    List<Fields> ordered = new ArrayList<>(rows);
    ordered.sort(
        Comparator.comparing((Fields row) -> !row.text("compared").equals(baseline))
            .thenComparing(row -> natural(row.text("compared"))));
    List<Member> members = new ArrayList<>();
    for (Fields row : ordered) {
      List<Fields> alike =
          ordered.stream().filter(o -> o.text("compared").equals(row.text("compared"))).toList();
      List<String> parts = new ArrayList<>();
      if (row.has("compared")) {
        parts.add(compared(row));
      }
      for (String column : variedColumns(alike)) {
        if (!column.equals(row.text("axis")) && tells(row, column)) {
          parts.add(part(row, column));
        }
      }
      String label = parts.isEmpty() ? "the setting" : String.join(", ", parts);
      boolean isBaseline = row.has("compared") && row.text("compared").equals(baseline);
      members.add(new Member(label, row, isBaseline));
    }
    Set<String> ids = new TreeSet<>();
    members.forEach(member -> ids.add(member.id()));
    List<Fields> comparisons =
        tables.comparisons().stream()
            .filter(
                row ->
                    ids.contains(row.text("setting_id"))
                        && ids.contains(row.text("baseline_setting_id")))
            .toList();
    String name =
        String.join(
            ", ", title.stream().map(column -> part(ordered.get(0), column, rows)).toList());
    return new Panel(name, members, comparisons);
  }

  /** Whether a column says something: an activation of linear networks does not, nor {@code {}}. */
  private static boolean tells(Fields row, String column) {
    return row.has(column) && !row.text(column).equals("{}");
  }

  private static String part(Fields titled, String column, List<Fields> rows) {
    Fields row = rows.stream().filter(r -> r.has(column)).findFirst().orElse(titled);
    return part(row, column);
  }

  private static String part(Fields row, String column) {
    String word = WORDS.get(column);
    Optional<Object> value = row.get(column);
    String text =
        value.isPresent() && (value.get() instanceof Integer || value.get() instanceof Long)
            ? Numbers.count(row.value(column))
            : row.text(column).replaceAll("[{}\"]", "").replace(":", " ").replace(",", ", ");
    return word + " " + text;
  }

  /** What a row is compared as, with its axis where that is no word by itself. */
  static String compared(Fields row) {
    String axis = row.text("axis");
    String value = row.text("compared");
    return axis.equals("group")
            || !WORDS.containsKey(axis)
            || !value.matches("[0-9.e\\[\\], -]+|none")
        ? value
        : WORDS.get(axis) + " " + value;
  }

  /** Text whose numbers sort by size. */
  private static String natural(String text) {
    return text.matches("[0-9]{1,18}")
        ? String.format(java.util.Locale.ROOT, "%018d", Long.parseLong(text))
        : text;
  }

  /** The rows of a member against the baseline, the hardest target last. */
  List<Fields> against(Member member) {
    return comparisons.stream()
        .filter(row -> row.text("setting_id").equals(member.id()))
        .filter(row -> row.text("compared").equals(member.fields().text("compared")))
        .sorted(
            Comparator.comparingDouble(
                    (Fields row) ->
                        row.number("baseline_median_steps").orElse(Double.POSITIVE_INFINITY))
                .thenComparingDouble(
                    row -> row.number("median_steps").orElse(Double.POSITIVE_INFINITY))
                .thenComparing(row -> row.text("target")))
        .toList();
  }

  Optional<Member> baseline() {
    return members.stream().filter(Member::isBaseline).findFirst();
  }
}
