package org.isobath.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** What a user's query would do. */
public final class Queries {
  private Queries() {}

  /**
   * Whether a query writes, wherever in it that stands.
   *
   * @throws ParseException if it is no query at all
   */
  public static boolean writes(SparkSession spark, String query) throws ParseException {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.SparkSession) spark)
            .sessionState()
            .sqlParser()
            .parsePlan(query);
    return plan.exists(
        node -> node instanceof InsertIntoDir || node instanceof InsertIntoStatement);
  }
}
