package org.isobath.spark;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of all tests: two local cores. It ends with the JVM. */
public final class SharedSpark {
  private SharedSpark() {}

  public static SparkSession session() {
    try {
      return Sessions.start("local[2]", Sessions.SMALL_TABLES).spark();
    } catch (SessionException e) {
      throw new IllegalStateException(e);
    }
  }
}
