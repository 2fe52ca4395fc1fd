package org.isobath.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.isobath.store.Disk;
import org.jspecify.annotations.Nullable;

/** Writes rows of a table to one Parquet file. */
final class ParquetFile {
  private ParquetFile() {}

  /**
   * Writes a new file and forces it to the disk.
   *
   * @param path must not exist
   * @param rows values in the order of the table's columns
   */
  static void write(Path path, Table table, Iterable<@Nullable Object[]> rows) throws IOException {
    try (ParquetWriter<@Nullable Object[]> writer =
        new Builder(path, table)
            .withoutDictionariesOfDoubles()
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withPageWriteChecksumEnabled(true)
            .build()) {
      for (@Nullable Object[] row : rows) {
        writer.write(row);
      }
    }
    Disk.force(path);
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

  private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
    private final Table table;

    Builder(Path path, Table table) {
      super(new LocalOutputFile(path));
      this.table = table;
    }

    /** Losses hardly repeat: to look for repeats would cost more than all else. */
    Builder withoutDictionariesOfDoubles() {
      for (Column column : table.columns()) {
        if (column.type() == Column.Type.DOUBLE) {
          withDictionaryEncoding(column.name(), false);
        } else if (column.type() == Column.Type.STRING_TO_DOUBLE) {
          withDictionaryEncoding(column.name() + ".key_value.value", false);
        }
      }
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
      return new Rows(table);
    }

    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(table);
    }
  }

  /** Turns rows into Parquet's events. */
  private static final class Rows extends WriteSupport<@Nullable Object[]> {
    private final Table table;
    private final String[] names;

    /** Each column's last text and its bytes: many rows in turn have the same. */
    private final @Nullable Object[] lastTexts;

    private final @Nullable Binary[] lastBytes;

    /** The keys of maps: each row has the same few. */
    private final Map<String, Binary> keys = new HashMap<>();

    private @Nullable RecordConsumer consumer;

    Rows(Table table) {
      this.table = table;
      this.names = table.columns().stream().map(Column::name).toArray(String[]::new);
      this.lastTexts = new @Nullable Object[names.length];
      this.lastBytes = new @Nullable Binary[names.length];
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema(table), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema(table), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      this.consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable Object[] row) {
      RecordConsumer out = java.util.Objects.requireNonNull(consumer);
      out.startMessage();
      for (int i = 0; i < row.length; i++) {
        Object value = row[i];
        if (value != null) {
          out.startField(names[i], i);
          if (value instanceof String text) {
            out.addBinary(bytes(i, text));
          } else {
            add(out, value);
          }
          out.endField(names[i], i);
        }
      }
      out.endMessage();
    }

    private Binary bytes(int column, String text) {
      Binary bytes = lastBytes[column];
      if (bytes == null || !text.equals(lastTexts[column])) {
        bytes = bytes(text);
        lastTexts[column] = text;
        lastBytes[column] = bytes;
      }
      return bytes;
    }

    private static Binary bytes(String text) {
      return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(RecordConsumer out, Object value) {
      if (value instanceof Double number && Double.isFinite(number)) {
        out.addDouble(number);
      } else if (value instanceof Long number) {
        out.addLong(number);
      } else if (value instanceof Integer number) {
        out.addInteger(number);
      } else if (value instanceof String key) {
        out.addBinary(keys.computeIfAbsent(key, Rows::bytes));
      } else if (value instanceof Map<?, ?> map) {
        addMap(out, map);
      } else if (value instanceof List<?> list) {
        addList(out, list);
      } else if (value instanceof Boolean truth) {
        out.addBoolean(truth);
      } else {
        throw new IllegalArgumentException("Invalid value: " + value + " (no column can hold it)");
      }
    }

    private void addMap(RecordConsumer out, Map<?, ?> map) {
      out.startGroup();
      if (!map.isEmpty()) {
        out.startField("key_value", 0);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.startGroup();
          addField(out, "key", 0, entry.getKey());
          addField(out, "value", 1, entry.getValue());
          out.endGroup();
        }
        out.endField("key_value", 0);
      }
      out.endGroup();
    }

    private void addList(RecordConsumer out, List<?> list) {
      out.startGroup();
      if (!list.isEmpty()) {
        out.startField("list", 0);
        for (Object element : list) {
          out.startGroup();
          addField(out, "element", 0, element);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }

    private void addField(RecordConsumer out, String name, int index, @Nullable Object value) {
      if (value != null) {
        out.startField(name, index);
        add(out, value);
        out.endField(name, index);
      }
    }
  }
}
