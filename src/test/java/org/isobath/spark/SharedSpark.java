package org.isobath.spark;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of all tests: two local cores. It ends with the JVM. */
public final class SharedSpark {
  private SharedSpark() {}

  public static SparkSession session() {
    // Tables here are tiny: generated code would cost more than it saves.
    return Sessions.start(
            "local[2]",
            Map.of(
                "spark.sql.shuffle.partitions", "1",
                "spark.sql.adaptive.enabled", "false",
                "spark.sql.codegen.wholeStage", "false",
                "spark.sql.codegen.factoryMode", "NO_CODEGEN"))
        .spark();
  }
}
