package org.isobath.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.isobath.results.Column;
import org.isobath.results.Description;
import org.isobath.results.Reasons;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.store.Stores;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Comparison.CompareAxis;
import org.isobath.sweep.Rule;
import org.isobath.training.Decimals;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** The tables of result folders as SQL views. */
public final class Views {
  private static final StructType COMPARED =
      new StructType()
          .add("sweep", DataTypes.StringType)
          .add("rule", DataTypes.StringType)
          .add("target", DataTypes.StringType)
          .add("axis", DataTypes.StringType)
          .add("columns", DataTypes.createArrayType(DataTypes.StringType))
          .add(
              "groups",
              DataTypes.createArrayType(
                  new StructType()
                      .add("name", DataTypes.StringType)
                      .add(
                          "values",
                          DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))))
          .add("baseline", DataTypes.StringType)
          .add("detailed", DataTypes.BooleanType);

  /** The most trials of a sweep whose choices are made anew in other scenarios. */
  private static final long MOST_DETAILED = 50_000;

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
      throw new ResultsException(results + ": cannot be read: " + Reasons.of(e));
    }
  }

  /**
   * Makes each table of these sweep folders a view of its name, and besides {@code compared} and
   * {@code settings}, which the SQL files read, and {@code outcomes}.
   */
  public static void register(SparkSession spark, List<Path> sweeps) throws ResultsException {
    registerTables(spark, sweeps);
    spark.sql(Answers.sql("settings.sql")).createOrReplaceTempView("settings");
    registerOutcomes(spark);
  }

  /** The same without {@code settings}, which is a query, for who computes it anyway. */
  static void registerTables(SparkSession spark, List<Path> sweeps) throws ResultsException {
    Answers.registerFunctions(spark);
    for (Table table : Table.values()) {
      read(spark, table, sweeps).createOrReplaceTempView(table.folder());
    }
    compared(spark, sweeps).createOrReplaceTempView("compared");
    List<Path> close = new ArrayList<>();
    for (Path sweep : sweeps) {
      if (isJudgedByCurves(Description.resolved(sweep).orElse(Map.of()))) {
        close.add(sweep);
      }
    }
    read(spark, Table.CURVES, close).createOrReplaceTempView("judged_curves");
  }

  /** Makes what trials measured at the chosen rates a view, over the views that stand. */
  static void registerOutcomes(SparkSession spark) {
    spark.sql(Answers.sql("outcomes.sql")).createOrReplaceTempView("outcomes");
  }

  /** Of large sweeps curves are read only if the rule asks for them: they are most of the data. */
  private static boolean isJudgedByCurves(Map<String, Object> resolved) {
    return isDetailed(resolved)
        || (resolved.get("compare") instanceof Map<?, ?> compare
            && Rule.AREA_UNDER_LOG_CURVE.word().equals(compare.get("rule")));
  }

  /** Whether the choice is also made in other scenarios, which multiplies the work. */
  private static boolean isDetailed(Map<String, Object> resolved) {
    return !(resolved.get("derived") instanceof Map<?, ?> derived
        && derived.get("trials") instanceof Number trials
        && trials.longValue() > MOST_DETAILED);
  }

  /** Makes {@code compared} say another comparison of one sweep than its job does. */
  static void compare(SparkSession spark, String sweep, Map<?, ?> compare) {
    spark
        .createDataFrame(List.of(compared(sweep, compare, true)), COMPARED)
        .createOrReplaceTempView("compared");
  }

  /** One row a sweep: what its job compares, and by which rule it selects. */
  private static Dataset<Row> compared(SparkSession spark, List<Path> sweeps)
      throws ResultsException {
    List<Row> rows = new ArrayList<>();
    for (Path sweep : sweeps) {
      Map<String, Object> resolved = Description.resolved(sweep).orElse(Map.of());
      Map<?, ?> compare = resolved.get("compare") instanceof Map<?, ?> map ? map : Map.of();
      rows.add(compared(text(resolved.get("name")), compare, isDetailed(resolved)));
    }
    return spark.createDataFrame(rows, COMPARED);
  }

  /** A row from the part {@code compare} of a resolved job. */
  private static Row compared(String sweep, Map<?, ?> compare, boolean detailed) {
    Optional<CompareAxis> axis = CompareAxis.of(text(compare.get("axis")));
    Set<String> columns = new LinkedHashSet<>();
    axis.ifPresent(known -> columns.addAll(known.columns()));
    List<Row> groups = new ArrayList<>();
    if (compare.get("groups") instanceof Map<?, ?> named) {
      for (Map.Entry<?, ?> group : named.entrySet()) {
        Map<String, String> values = new LinkedHashMap<>();
        if (group.getValue() instanceof Map<?, ?> map) {
          map.forEach(
              (word, value) ->
                  CompareAxis.of(text(word))
                      .ifPresent(
                          known -> {
                            columns.addAll(known.columns());
                            values.put(known.column(), text(value));
                          }));
        }
        groups.add(RowFactory.create(text(group.getKey()), CollectionConverters.asScala(values)));
      }
    }
    return RowFactory.create(
        sweep,
        compare.get("rule") == null ? Rule.MEDIAN_FINAL_LOSS.word() : text(compare.get("rule")),
        compare.get("target") == null ? Comparison.DEFAULT_TARGET : text(compare.get("target")),
        axis.map(CompareAxis::column).orElse(groups.isEmpty() ? null : "group"),
        columns.toArray(String[]::new),
        groups.toArray(Row[]::new),
        compare.get("baseline") == null ? null : text(compare.get("baseline")),
        detailed);
  }

  /** A value as the tables write it. */
  private static String text(@Nullable Object value) {
    return value instanceof Double number ? Decimals.text(number) : String.valueOf(value);
  }

  /** A table of these sweep folders. */
  static Dataset<Row> read(SparkSession spark, Table table, List<Path> sweeps) {
    List<String> paths = new ArrayList<>();
    for (Path sweep : sweeps) {
      Path folder = sweep.resolve(table.folder());
      if (Files.isDirectory(folder)) {
        paths.add(escaped(Stores.hadoopText(folder)));
      }
    }
    return paths.isEmpty()
        ? spark.createDataFrame(List.of(), schema(table))
        : spark
            .read()
            .schema(schema(table))
            .option("pathGlobFilter", "*.parquet")
            .parquet(paths.toArray(String[]::new));
  }

  /** Spark takes paths for patterns; this one means itself. */
  private static String escaped(String path) {
    return path.replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1");
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
