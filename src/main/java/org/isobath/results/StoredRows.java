package org.isobath.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;

/** Reads published files back, for checks; queries are Spark's. */
public final class StoredRows {
  private static final ParquetReadOptions CHECKED =
      ParquetReadOptions.builder(new PlainParquetConfiguration())
          .usePageChecksumVerification(true)
          .build();

  private StoredRows() {}

  /** Reads a file whole: its columns must be the table's, and its pages as they were written. */
  static void check(Path file, Table table) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(ParquetInput.of(file), CHECKED)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      if (!schema.equals(ParquetFile.schema(table))) {
        throw new IOException("other columns: " + schema);
      }
      long rows = 0;
      for (PageReadStore group = reader.readNextRowGroup();
          group != null;
          group = reader.readNextRowGroup()) {
        rows += group.getRowCount();
      }
      if (rows != reader.getRecordCount()) {
        throw new IOException("other rows");
      }
    }
  }

  /** The rows of a file of trials or curves as text, by the index of their trial. */
  public static Map<Long, List<String>> byTrial(Path file) throws IOException {
    Map<Long, List<String>> rows = new TreeMap<>();
    try (ParquetReader<Group> reader = new Builder(ParquetInput.of(file)).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.computeIfAbsent(row.getLong("trial_index", 0), index -> new ArrayList<>())
            .add(row.toString());
      }
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged; delete it and run again", e);
    }
    return rows;
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
