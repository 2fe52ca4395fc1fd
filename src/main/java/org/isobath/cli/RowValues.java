package org.isobath.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.isobath.results.Description;
import org.isobath.training.Decimals;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Values of Spark's rows as plain Java values, and as text. */
final class RowValues {
  private RowValues() {}

  /** Rows as maps from column to value. */
  static List<Map<String, @Nullable Object>> objects(Dataset<Row> rows) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      objects.add(object(row));
    }
    return objects;
  }

  /** A row as a map from column to value. */
  static Map<String, @Nullable Object> object(Row row) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    String[] names = row.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      object.put(names[i], plain(row.get(i)));
    }
    return object;
  }

  /** A value of maps, lists, text, numbers and booleans; what JSON has no word for is text. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Row row) {
      return object(row);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      CollectionConverters.asJava(map).forEach((k, v) -> plain.put(String.valueOf(k), plain(v)));
      return plain;
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      List<@Nullable Object> plain = new ArrayList<>();
      CollectionConverters.asJava(seq).forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number.toString();
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  /** A value in one line of text. */
  static String text(@Nullable Object value) {
    Object plain = plain(value);
    if (plain == null) {
      return "NULL";
    }
    if (plain instanceof Double number) {
      return Decimals.text(number);
    }
    return plain instanceof Map || plain instanceof List
        ? Description.compactJson(plain)
        : plain.toString();
  }
}
