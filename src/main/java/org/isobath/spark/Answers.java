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
import java.util.Map;
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
    UDF1<Seq<Double>, Seq<Double>> medianInterval = values -> seq(Bootstrap.median(array(values)));
    UDF2<Seq<Double>, Seq<Double>, Seq<Double>> ratioInterval =
        (numerators, denominators) ->
            seq(Bootstrap.ratioOfMedians(array(numerators), array(denominators)));
    UDF1<Double, String> decimalText = Decimals::text;
    spark
        .udf()
        .register(
            "median_interval", medianInterval, DataTypes.createArrayType(DataTypes.DoubleType));
    spark
        .udf()
        .register("ratio_interval", ratioInterval, DataTypes.createArrayType(DataTypes.DoubleType));
    spark.udf().register("decimal_text", decimalText, DataTypes.StringType);
  }

  private static double[] array(Seq<Double> values) {
    return CollectionConverters.asJava(values).stream().mapToDouble(Double::doubleValue).toArray();
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
    Map<Table, List<@Nullable Object[]>> answers = of(spark, folder);
    for (Map.Entry<Table, List<@Nullable Object[]>> table : answers.entrySet()) {
      names.put(table.getKey(), publish(folder, table.getKey(), table.getValue()));
    }
    return names;
  }

  /** The rows of selections and comparisons. */
  static Map<Table, List<@Nullable Object[]>> of(SparkSession spark, ResultFolder folder)
      throws ResultsException {
    registerFunctions(spark);
    Path path = folder.path();
    Map<Table, List<@Nullable Object[]>> answers = new EnumMap<>(Table.class);
    Views.read(spark, Table.TRIALS, List.of(path)).createOrReplaceTempView("trials");
    Dataset<Row> selections = spark.sql(sql("selections.sql"));
    answers.put(Table.SELECTIONS, rows(Table.SELECTIONS, selections));
    selections.createOrReplaceTempView("selections");
    Views.compared(spark, List.of(path)).createOrReplaceTempView("compared");
    Dataset<Row> comparisons = spark.sql(sql("comparisons.sql"));
    answers.put(Table.COMPARISONS, rows(Table.COMPARISONS, comparisons));
    return answers;
  }

  private static List<@Nullable Object[]> rows(Table table, Dataset<Row> answers) {
    StructType schema = Views.schema(table);
    if (!Arrays.equals(answers.columns(), schema.fieldNames())) {
      throw new IllegalStateException(
          table + " has columns " + String.join(", ", answers.columns()));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row row : answers.to(schema).collectAsList()) {
      @Nullable Object[] values = new @Nullable Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            row.get(i) instanceof Seq<?> list ? CollectionConverters.asJava(list) : row.get(i);
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
