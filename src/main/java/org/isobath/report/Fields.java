package org.isobath.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.isobath.training.Decimals;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table, by column.
 *
 * @param values text, numbers, booleans, lists and maps; null is SQL's NULL
 */
public record Fields(Map<String, @Nullable Object> values) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Rows of a table. */
  public static List<Fields> of(List<? extends Map<String, @Nullable Object>> rows) {
    return rows.stream().<Fields>map(Fields::new).toList();
  }

  /** A setting's column, or the constant of one of its kinds, as text. */
  public Optional<String> constant(String name) {
    if (has(name)) {
      return Optional.of(text(name));
    }
    return values.keySet().stream()
        .filter(column -> column.endsWith("_parameters"))
        .sorted()
        .map(column -> constants(column).get(name))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The constants of a kind by name, in order, as text. */
  Map<String, String> constants(String column) {
    Map<String, String> constants = new TreeMap<>();
    try {
      JsonNode tree = JSON.readTree(text(column));
      tree.fieldNames()
          .forEachRemaining(
              name -> {
                JsonNode value = tree.get(name);
                constants.put(
                    name,
                    value.isDouble()
                        ? Decimals.text(value.doubleValue())
                        : Visible.text(value.asText()));
              });
    } catch (JsonProcessingException e) {
      // What a file's weights are told by is no JSON of ours.
      return Map.of();
    }
    return constants;
  }

  /** Whether a row of outcomes is of what is also measured along training. */
  public boolean isProgress() {
    return Tables.PROGRESS.contains(text("measure"));
  }

  /**
   * Whether a setting was tried at one learning rate only: it is the lowest, and none is above it.
   * Such a grid has no edge that anybody chose.
   */
  public boolean hasOneRate() {
    return text("edge").equals("low") && !has("next_rate_diverged");
  }

  /** The edge of its grid that a setting's rate stands at: {@code low}, {@code high}, or none. */
  public String edge() {
    return hasOneRate() ? "none" : text("edge");
  }

  boolean has(String column) {
    return values.get(column) != null;
  }

  /** A value as text, as tables write it; empty if NULL. */
  String text(String column) {
    Object value = values.get(column);
    return value == null
        ? ""
        : value instanceof Double number ? Decimals.text(number) : Visible.text(value.toString());
  }

  OptionalDouble number(String column) {
    return values.get(column) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** A number that is known to be there. */
  double value(String column) {
    return number(column).orElseThrow();
  }

  long count(String column) {
    return values.get(column) instanceof Number number ? number.longValue() : 0;
  }

  boolean flag(String column) {
    return Boolean.TRUE.equals(values.get(column));
  }

  /** A map's entries. */
  Map<?, ?> map(String column) {
    return values.get(column) instanceof Map<?, ?> map ? map : Map.of();
  }

  Optional<Object> get(String column) {
    return Optional.ofNullable(values.get(column));
  }

  /** Four digits, or a dash. */
  String shown(String column) {
    OptionalDouble number = number(column);
    return number.isEmpty()
        ? "–"
        : values.get(column) instanceof Double
            ? Numbers.text(number.getAsDouble())
            : Numbers.count(number.getAsDouble());
  }
}
