package org.isobath.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what other readers read. */
final class ParquetFileTest {
  @TempDir Path folder;

  /** More than two batches of rows, the last one not full. */
  @ParameterizedTest
  @EnumSource(Table.class)
  void anIndependentReaderSeesEveryCell(Table table) throws Exception {
    Random random = new Random(7);
    List<@Nullable Object[]> rows =
        IntStream.range(0, 2345).mapToObj(i -> row(table, random)).toList();
    Path file = folder.resolve("rows.parquet");
    ParquetFile.write(file, table, rows);
    StoredRows.check(file, table);
    List<List<@Nullable Object>> read = read(file, table.columns().size());
    assertThat(read).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(read.get(i)).as("row " + i).isEqualTo(Arrays.asList(rows.get(i)));
    }
  }

  @Test
  void readersThatSkipPagesFindTheRowsOfEachPage() throws Exception {
    int size = 45_003;
    Path file = folder.resolve("weights.parquet");
    ParquetFile.write(
        file,
        Table.WEIGHTS,
        () ->
            LongStream.range(0, size)
                .mapToObj(i -> new @Nullable Object[] {"s", "t" + i, i, 0L, 1, 0, 0, i / 8.0})
                .iterator());
    for (long index : new long[] {0, 999, 1000, 19_999, 20_000, 30_500, 39_999, 45_002}) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
              .withFilter(
                  FilterCompat.get(FilterApi.eq(FilterApi.longColumn("trial_index"), index)))
              .build()) {
        Group row = reader.read();
        assertThat(row.getString("trial_id", 0)).isEqualTo("t" + index);
        assertThat(row.getDouble("value", 0)).isEqualTo(index / 8.0);
        assertThat(reader.read()).isNull();
      }
    }
    StoredRows.check(file, Table.WEIGHTS);
  }

  @Test
  void noRowsAreATableToo() throws Exception {
    Path file = folder.resolve("none.parquet");
    ParquetFile.write(file, Table.CURVES, List.of());
    StoredRows.check(file, Table.CURVES);
    assertThat(read(file, Table.CURVES.columns().size())).isEmpty();
  }

  @Test
  void whatNoColumnCanHoldIsRefused() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      List<@Nullable Object[]> rows =
          List.<@Nullable Object[]>of(new @Nullable Object[] {"s", "t", 0L, 0L, 1, 0, 0, value});
      assertThatThrownBy(
              () -> ParquetFile.write(folder.resolve(value + ".parquet"), Table.WEIGHTS, rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(value));
    }
  }

  private static @Nullable Object[] row(Table table, Random random) {
    return table.columns().stream().map(column -> cell(column.type(), random)).toArray();
  }

  /** One of four is NULL; texts repeat themselves, or not. */
  private static @Nullable Object cell(Column.Type type, Random random) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    return switch (type) {
      case STRING -> random.nextBoolean() ? "größer" : Long.toHexString(random.nextLong());
      case INTEGER -> random.nextInt();
      case LONG -> random.nextLong();
      case DOUBLE -> number(random);
      case BOOLEAN -> random.nextBoolean();
      case INTEGERS -> random.ints(random.nextInt(4)).boxed().toList();
      case STRING_TO_LONG -> map(random, random.nextBoolean() ? null : random.nextLong());
      case STRING_TO_DOUBLE -> map(random, number(random));
    };
  }

  private static double number(Random random) {
    return random.nextBoolean() ? -0.0 : random.nextGaussian() * 1e-310;
  }

  private static Map<String, @Nullable Object> map(Random random, @Nullable Object value) {
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put("key " + i, value);
    }
    return map;
  }

  /** By DuckDB, in the order of the file. */
  private static List<List<@Nullable Object>> read(Path file, int columns) throws SQLException {
    List<List<@Nullable Object>> read = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement().executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
      while (rows.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          Object value = rows.getObject(i);
          row.add(
              value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value);
        }
        read.add(row);
      }
    }
    return read;
  }
}
