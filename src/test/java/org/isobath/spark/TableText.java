package org.isobath.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Rows as text to the bit, whoever read them. */
final class TableText {
  private TableText() {}

  static String of(@Nullable Object[] row) {
    List<String> texts = new ArrayList<>();
    for (Object value : row) {
      texts.add(text(value));
    }
    return String.join("|", texts);
  }

  static String of(Row row) {
    @Nullable Object[] values = new @Nullable Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return of(values);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Double number) {
      return Double.toHexString(number);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return text(CollectionConverters.asJava(map));
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      return text(CollectionConverters.asJava(seq));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put(String.valueOf(key), text(inner)));
      return sorted.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(TableText::text).toList().toString();
    }
    return String.valueOf(value);
  }
}
