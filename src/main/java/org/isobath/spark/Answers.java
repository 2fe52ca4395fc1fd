package org.isobath.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
   */
  public static void publish(SparkSession spark, ResultFolder folder) throws ResultsException {
    registerFunctions(spark);
    Path path = folder.path();
    Views.read(spark, Table.TRIALS, List.of(path)).createOrReplaceTempView("trials");
    publish(folder, Table.SELECTIONS, spark.sql(sql("selections.sql")));
    Views.read(spark, Table.SELECTIONS, List.of(path)).createOrReplaceTempView("selections");
    Views.compared(spark, List.of(path)).createOrReplaceTempView("compared");
    publish(folder, Table.COMPARISONS, spark.sql(sql("comparisons.sql")));
  }

  private static void publish(ResultFolder folder, Table table, Dataset<Row> answers)
      throws ResultsException {
    StructType schema = Views.schema(table);
    if (!Arrays.equals(answers.columns(), schema.fieldNames())) {
      throw new IllegalStateException(
          table + " has columns " + String.join(", ", answers.columns()));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    StringBuilder content = new StringBuilder();
    for (Row row : answers.to(schema).collectAsList()) {
      @Nullable Object[] values = new @Nullable Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            row.get(i) instanceof Seq<?> list ? CollectionConverters.asJava(list) : row.get(i);
      }
      rows.add(values);
      content.append(Arrays.toString(values)).append('\n');
    }
    String key = TrialKey.hash(content.toString()).substring(0, KEY_LENGTH);
    folder.replace(table, table.folder() + "-" + key + ".parquet", rows);
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
