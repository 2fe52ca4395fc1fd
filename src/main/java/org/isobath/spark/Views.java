package org.isobath.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.isobath.results.Column;
import org.isobath.results.Description;
import org.isobath.results.Reasons;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;

/** The tables of result folders as SQL views. */
public final class Views {
  private Views() {}

  /** The sweeps that stand under a results path, by name. */
  public static List<Path> sweeps(Path results) throws ResultsException {
    if (!Files.exists(results)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(results)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(Description.RESOLVED)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ResultsException(
          ResultsException.Kind.UNUSABLE, results + ": cannot be read: " + Reasons.of(e));
    }
  }

  /** Makes each table of these sweep folders a view of its name. */
  public static void register(SparkSession spark, List<Path> sweeps) {
    for (Table table : Table.values()) {
      read(spark, table, sweeps).createOrReplaceTempView(table.folder());
    }
  }

  /** A table of these sweep folders. */
  static Dataset<Row> read(SparkSession spark, Table table, List<Path> sweeps) {
    List<String> paths = new ArrayList<>();
    for (Path sweep : sweeps) {
      Path folder = sweep.resolve(table.folder());
      if (Files.isDirectory(folder)) {
        paths.add(folder.toUri().toString());
      }
    }
    return paths.isEmpty()
        ? spark.createDataFrame(List.of(), schema(table))
        : spark.read().schema(schema(table)).parquet(paths.toArray(String[]::new));
  }

  /** Spark's schema of a table. */
  static StructType schema(Table table) {
    StructType schema = new StructType();
    for (Column column : table.columns()) {
      schema = schema.add(column.name(), type(column.type()), true);
    }
    return schema;
  }

  private static DataType type(Column.Type type) {
    return switch (type) {
      case STRING -> DataTypes.StringType;
      case INTEGER -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
      case INTEGERS -> DataTypes.createArrayType(DataTypes.IntegerType);
      case STRING_TO_LONG ->
          DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, true);
      case STRING_TO_DOUBLE ->
          DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, true);
    };
  }
}
