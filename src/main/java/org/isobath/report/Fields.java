package org.isobath.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.isobath.training.Decimals;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table, by column.
 *
 * @param values text, numbers, booleans, lists and maps; null is SQL's NULL
 */
public record Fields(Map<String, @Nullable Object> values) {
  /** Rows of a table. */
  public static List<Fields> of(List<? extends Map<String, @Nullable Object>> rows) {
    return rows.stream().<Fields>map(Fields::new).toList();
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
