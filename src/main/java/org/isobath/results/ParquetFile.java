package org.isobath.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.isobath.store.Disk;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of a table to one Parquet file, column by column: a column's values go straight to
 * its pages, which takes a fraction of the time of Parquet's events of one row after the other.
 */
final class ParquetFile {
  /** Rows that are held in memory, and between two looks at the sizes of pages. */
  private static final int BATCH = 1000;

  private static final int MOST_ROWS_OF_A_PAGE = 20 * BATCH;

  private ParquetFile() {}

  /**
   * Writes a new file and forces it to the disk.
   *
   * @param path must not exist
   * @param rows values in the order of the table's columns; what is missing at the end is NULL
   */
  static void write(Path path, Table table, Iterable<@Nullable Object[]> rows) throws IOException {
    MessageType schema = schema(table);
    ParquetProperties properties = properties(table);
    Iterator<@Nullable Object[]> source = rows.iterator();
    try (ParquetFileWriter file =
        new ParquetFileWriter(
            new LocalOutputFile(path),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties)) {
      file.start();
      while (source.hasNext()) {
        writeRowGroup(file, table, schema, properties, source);
      }
      file.end(Map.of());
    }
    Disk.force(path);
  }

  private static ParquetProperties properties(Table table) {
    ParquetProperties.Builder properties =
        ParquetProperties.builder()
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withPageWriteChecksumEnabled(true)
            .withMinRowCountForPageSizeCheck(BATCH)
            .estimateRowCountForPageSizeCheck(false)
            .withPageRowCountLimit(MOST_ROWS_OF_A_PAGE)
            .withSizeStatisticsEnabled(false);
    // Losses hardly repeat, nor what tells trials apart: to look for repeats would cost more than
    // all else.
    if (table == Table.TRIALS) {
      properties
          .withDictionaryEncoding("trial_id", false)
          .withDictionaryEncoding("trial_index", false)
          .withDictionaryEncoding("seed", false);
    }
    for (Column column : table.columns()) {
      if (column.type() == Column.Type.DOUBLE) {
        properties.withDictionaryEncoding(column.name(), false);
      } else if (column.type() == Column.Type.STRING_TO_DOUBLE) {
        properties.withDictionaryEncoding(column.name() + ".key_value.value", false);
      }
    }
    return properties.build();
  }

  private static void writeRowGroup(
      ParquetFileWriter file,
      Table table,
      MessageType schema,
      ParquetProperties properties,
      Iterator<@Nullable Object[]> source)
      throws IOException {
    CodecFactory codecs =
        new CodecFactory(new PlainParquetConfiguration(), properties.getPageSizeThreshold());
    try (ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                codecs.getCompressor(CompressionCodecName.UNCOMPRESSED),
                schema,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        ColumnWriteStore store = properties.newColumnWriteStore(schema, pages, pages)) {
      long rows = writeRows(source, columns(table, schema, store), store);
      store.flush();
      file.startBlock(rows);
      pages.flushToFileWriter(file);
      file.endBlock();
    } finally {
      codecs.release();
    }
  }

  /** As many rows as a row group may hold, and how many these were. */
  private static long writeRows(
      Iterator<@Nullable Object[]> source, List<ColumnPages> columns, ColumnWriteStore store) {
    @Nullable Object[][] batch = new @Nullable Object[BATCH][];
    long rows = 0;
    while (source.hasNext() && store.getBufferedSize() < ParquetWriter.DEFAULT_BLOCK_SIZE) {
      int size = next(source, batch, columns.size());
      for (ColumnPages column : columns) {
        column.write(batch, size);
      }
      end(size, store);
      rows += size;
    }
    return rows;
  }

  private static int next(
      Iterator<@Nullable Object[]> source, @Nullable Object[][] batch, int columns) {
    int size = 0;
    while (size < batch.length && source.hasNext()) {
      @Nullable Object[] row = source.next();
      batch[size++] = row.length == columns ? row : Arrays.copyOf(row, columns);
    }
    return size;
  }

  private static void end(int rows, ColumnWriteStore store) {
    for (int i = 0; i < rows; i++) {
      store.endRecord();
    }
  }

  private static List<ColumnPages> columns(
      Table table, MessageType schema, ColumnWriteStore store) {
    List<ColumnPages> columns = new ArrayList<>();
    Iterator<ColumnDescriptor> leaves = schema.getColumns().iterator();
    for (int i = 0; i < table.columns().size(); i++) {
      Column.Type type = table.columns().get(i).type();
      ColumnWriter first = store.getColumnWriter(leaves.next());
      boolean map = type == Column.Type.STRING_TO_LONG || type == Column.Type.STRING_TO_DOUBLE;
      ColumnWriter second = map ? store.getColumnWriter(leaves.next()) : first;
      columns.add(new ColumnPages(i, type, first, second));
    }
    return columns;
  }

  static MessageType schema(Table table) {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (Column column : table.columns()) {
      builder.addField(field(column));
    }
    return builder.named(table.folder());
  }

  private static Type field(Column column) {
    return switch (column.type()) {
      case STRING ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
      case INTEGER -> Types.optional(PrimitiveTypeName.INT32).named(column.name());
      case LONG -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
      case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
      case INTEGERS ->
          Types.optionalList().requiredElement(PrimitiveTypeName.INT32).named(column.name());
      case STRING_TO_LONG -> map(column, PrimitiveTypeName.INT64);
      case STRING_TO_DOUBLE -> map(column, PrimitiveTypeName.DOUBLE);
    };
  }

  private static Type map(Column column, PrimitiveTypeName value) {
    return Types.optionalMap()
        .key(
            Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("key"))
        .value(Types.optional(value).named("value"))
        .named(column.name());
  }

  /**
   * Writes the values of one column. Beside each value stand two levels: the first is 0 where a row
   * begins, 1 within a list or map; the second says how much of {@link #field} is there: 0 NULL, 1
   * a value or an empty list, 2 an element or key, 3 the value of a key.
   */
  private static final class ColumnPages {
    private final int column;
    private final Column.Type type;
    private final ColumnWriter pages;

    /** Those of a map's values; else the same as {@link #pages}. */
    private final ColumnWriter values;

    /** The last text and its bytes: many rows in turn have the same. */
    private @Nullable Object lastText;

    private Binary lastBytes = Binary.EMPTY;

    /** The keys of maps: each row has the same few. */
    private final Map<Object, Binary> keys = new HashMap<>();

    ColumnPages(int column, Column.Type type, ColumnWriter pages, ColumnWriter values) {
      this.column = column;
      this.type = type;
      this.pages = pages;
      this.values = values;
    }

    void write(@Nullable Object[][] rows, int size) {
      for (int i = 0; i < size; i++) {
        Object value = rows[i][column];
        if (value == null) {
          writeNothing(0);
        } else {
          write(value);
        }
      }
    }

    /** NULL at level 0, an empty list or map at level 1. */
    private void writeNothing(int level) {
      pages.writeNull(0, level);
      if (values != pages) {
        values.writeNull(0, level);
      }
    }

    private void write(Object value) {
      switch (type) {
        case STRING -> pages.write(repeatedBytes(value), 0, 1);
        case INTEGER -> pages.write((int) value, 0, 1);
        case LONG -> pages.write((long) value, 0, 1);
        case DOUBLE -> pages.write(finite((double) value), 0, 1);
        case BOOLEAN -> pages.write((boolean) value, 0, 1);
        case INTEGERS -> writeList((List<?>) value);
        case STRING_TO_LONG, STRING_TO_DOUBLE -> writeMap((Map<?, ?>) value);
      }
    }

    private Binary repeatedBytes(Object text) {
      if (!text.equals(lastText)) {
        lastText = text;
        lastBytes = bytes(text);
      }
      return lastBytes;
    }

    private void writeList(List<?> list) {
      if (list.isEmpty()) {
        writeNothing(1);
      }
      int repeated = 0;
      for (Object element : list) {
        pages.write((int) element, repeated, 2);
        repeated = 1;
      }
    }

    private void writeMap(Map<?, ?> map) {
      if (map.isEmpty()) {
        writeNothing(1);
      }
      int repeated = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        pages.write(keys.computeIfAbsent(entry.getKey(), ColumnPages::bytes), repeated, 2);
        writeValue(entry.getValue(), repeated);
        repeated = 1;
      }
    }

    private void writeValue(@Nullable Object value, int repeated) {
      if (value == null) {
        values.writeNull(repeated, 2);
      } else if (type == Column.Type.STRING_TO_LONG) {
        values.write((long) value, repeated, 3);
      } else {
        values.write(finite((double) value), repeated, 3);
      }
    }

    private static Binary bytes(Object text) {
      return Binary.fromConstantByteArray(((String) text).getBytes(StandardCharsets.UTF_8));
    }

    private static double finite(double value) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("Invalid value: " + value + " (no column can hold it)");
      }
      return value;
    }
  }
}
