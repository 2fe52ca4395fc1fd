package org.isobath.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.training.Decimals;
import org.isobath.training.TrialKey;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * From the table of trials to the answers: selections and comparisons, by the SQL files of this
 * package's resources.
 */
public final class Answers {
  private static final int KEY_LENGTH = 16;

  private Answers() {}

  /** Registers the functions that the SQL files use. */
  public static void registerFunctions(SparkSession spark) {
    Bootstrap bootstrap = new Bootstrap();
    UDF1<Seq<Double>, Seq<Double>> medianInterval = values -> seq(bootstrap.median(array(values)));
    UDF2<Seq<Double>, Seq<Double>, Seq<Double>> ratioInterval =
        (numerators, denominators) ->
            seq(bootstrap.ratioOfMedians(array(numerators), array(denominators)));
    UDF2<Seq<Double>, Seq<Double>, Seq<Double>> differenceInterval =
        (minuends, subtrahends) ->
            seq(bootstrap.differenceOfMeans(array(minuends), array(subtrahends)));
    UDF1<Double, String> decimalText = Decimals::text;
    spark
        .udf()
        .register(
            "median_interval", medianInterval, DataTypes.createArrayType(DataTypes.DoubleType));
    spark
        .udf()
        .register("ratio_interval", ratioInterval, DataTypes.createArrayType(DataTypes.DoubleType));
    spark
        .udf()
        .register(
            "difference_interval",
            differenceInterval,
            DataTypes.createArrayType(DataTypes.DoubleType));
    spark.udf().register("decimal_text", decimalText, DataTypes.StringType);
  }

  /** Nothing is as good as no values: Spark may ask before it knows whether it needs the answer. */
  private static double[] array(@Nullable Seq<Double> values) {
    return values == null
        ? new double[0]
        : CollectionConverters.asJava(values).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Seq<Double> seq(double[] values) {
    return CollectionConverters.asScala(Arrays.stream(values).boxed().toList());
  }

  /**
   * Computes the answers of one sweep from its trials and publishes them in place of older ones.
   *
   * @param folder whose description says what is compared
   * @return the names of the published files
   */
  public static Map<Table, String> publish(SparkSession spark, ResultFolder folder)
      throws ResultsException {
    Map<Table, String> names = new EnumMap<>(Table.class);
    for (Map.Entry<Table, List<@Nullable Object[]>> answer : of(spark, folder).entrySet()) {
      names.put(answer.getKey(), publish(folder, answer.getKey(), answer.getValue()));
    }
    return names;
  }

  /** The rows of the answers of one sweep. */
  static Map<Table, List<@Nullable Object[]>> of(SparkSession spark, ResultFolder folder)
      throws ResultsException {
    Map<Table, List<@Nullable Object[]>> rows = new EnumMap<>(Table.class);
    compute(spark, List.of(folder.path()))
        .forEach((table, answer) -> rows.put(table, rows(answer)));
    return rows;
  }

  /**
   * Computes the answers of sweeps from the trials that are there, whatever answers were published,
   * and makes all tables of these sweeps views. The answers are kept in memory.
   */
  public static Map<Table, Dataset<Row>> compute(SparkSession spark, List<Path> sweeps)
      throws ResultsException {
    Views.registerTables(spark, sweeps);
    Map<Table, Dataset<Row>> answers = new EnumMap<>(Table.class);
    answers.put(Table.SELECTIONS, kept(spark, Table.SELECTIONS));
    Views.registerOutcomes(spark);
    keepSettings(spark);
    answers.put(Table.COMPARISONS, kept(spark, Table.COMPARISONS));
    answers.put(Table.PROFILES, kept(spark, Table.PROFILES));
    return answers;
  }

  /**
   * Compares the settings of one sweep, whose tables are views, in another way than its job does.
   *
   * @param compare as the part {@code compare} of a resolved job
   */
  public static void compare(SparkSession spark, String sweep, Map<String, ?> compare) {
    Views.compare(spark, sweep, compare);
    keepSettings(spark);
    kept(spark, Table.COMPARISONS);
    kept(spark, Table.PROFILES);
  }

  private static void keepSettings(SparkSession spark) {
    Dataset<Row> settings = spark.sql(sql("settings.sql"));
    spark
        .createDataFrame(settings.collectAsList(), settings.schema())
        .createOrReplaceTempView("settings");
  }

  private static Dataset<Row> kept(SparkSession spark, Table table) {
    Dataset<Row> answers = spark.sql(sql(table.folder() + ".sql"));
    StructType schema = Views.schema(table);
    if (!Arrays.equals(answers.columns(), schema.fieldNames())) {
      throw new IllegalStateException(
          table + " has columns " + String.join(", ", answers.columns()));
    }
    Dataset<Row> kept = spark.createDataFrame(answers.to(schema).collectAsList(), schema);
    kept.createOrReplaceTempView(table.folder());
    return kept;
  }

  private static List<@Nullable Object[]> rows(Dataset<Row> answers) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row row : answers.collectAsList()) {
      @Nullable Object[] values = new @Nullable Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            row.get(i) instanceof Seq<?> list
                ? CollectionConverters.asJava(list)
                : row.get(i) instanceof scala.collection.Map<?, ?> map
                    ? new TreeMap<>(CollectionConverters.asJava(map))
                    : row.get(i);
      }
      rows.add(values);
    }
    return rows;
  }

  /** Publishes a table of answers under a name that hashes its rows. */
  static String publish(ResultFolder folder, Table table, List<@Nullable Object[]> rows)
      throws ResultsException {
    StringBuilder content = new StringBuilder();
    for (@Nullable Object[] values : rows) {
      content.append(Arrays.toString(values)).append('\n');
    }
    String key = TrialKey.hash(content.toString()).substring(0, KEY_LENGTH);
    String name = table.folder() + "-" + key + ".parquet";
    folder.replace(table, name, rows);
    return name;
  }

  /**
   * What a report draws besides the tables, over the views that stand: {@code rates}, the losses of
   * each setting at each learning rate, {@code bands}, the curves of each setting at its chosen
   * rate, {@code outcomes}, what its trials measured there, or at every rate, or {@code progress},
   * what they measured along training.
   */
  public static Dataset<Row> drawn(SparkSession spark, Drawn what) {
    if (what == Drawn.OUTCOMES_BY_RATE) {
      // The same query, with every learning rate in place of the chosen ones.
      String rates = sql("rates.sql");
      String outcomes = sql("outcomes.sql");
      return spark.sql(
          "WITH selections AS (\n%s)\nSELECT * FROM (\n%s)".formatted(rates, outcomes));
    }
    return spark.sql(sql(what.name().toLowerCase(Locale.ROOT) + ".sql"));
  }

  /** The queries of {@link #drawn}. */
  public enum Drawn {
    /** Loss against learning rate. */
    RATES,
    /** Loss against step. */
    BANDS,
    /** What trials measured at chosen rates. */
    OUTCOMES,
    /** What trials measured at every rate. */
    OUTCOMES_BY_RATE,
    /** Test loss and accuracies against step. */
    PROGRESS
  }

  /** The text of one of the SQL files. */
  static String sql(String file) {
    try (InputStream in = Answers.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
