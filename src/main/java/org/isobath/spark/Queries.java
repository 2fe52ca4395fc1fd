package org.isobath.spark;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a user's query would do, found in its analysed plan: a query reads the tables of the results
 * and nothing else. It writes nothing, starts nothing, and calls no code but SQL's functions.
 */
public final class Queries {
  private static final String FILES_BY_NAME = "spark.sql.runSQLOnFiles";

  /** Leaves of plans that hold no more than the query itself says. */
  private static final Set<String> HARMLESS_LEAVES =
      Set.of("LocalRelation", "OneRowRelation", "Range", "CTERelationRef", "CommandResult");

  /** Commands that tell what there is. */
  private static final Set<String> TELLING =
      Set.of(
          "ShowTables",
          "ShowTablesCommand",
          "ShowViews",
          "ShowViewsCommand",
          "ShowColumns",
          "ShowColumnsCommand",
          "ShowFunctions",
          "ShowFunctionsCommand",
          "DescribeRelation",
          "DescribeTableCommand",
          "DescribeColumn",
          "DescribeColumnCommand",
          "DescribeQueryCommand",
          "DescribeFunction",
          "DescribeFunctionCommand",
          "ResolvedTempView",
          "ResolvedNonPersistentFunc",
          "ResolvedPersistentFunc",
          "CurrentNamespace",
          "ResolvedNamespace");

  /** Functions that call any Java method. */
  private static final Set<String> REFLECTING =
      Set.of("CallMethodViaReflection", "TryReflect", "reflect", "java_method", "try_reflect");

  private Queries() {}

  /** A query that may not be answered, and why. */
  public static final class ForbiddenException extends Exception {
    private static final long serialVersionUID = 1L;

    ForbiddenException(String message) {
      super(message);
    }
  }

  /**
   * Checks a query.
   *
   * @param sweeps the folders whose tables it may read
   * @return the folders of the tables that it reads
   * @throws ParseException if it is no query at all
   */
  public static Set<Path> tables(SparkSession spark, String query, List<Path> sweeps)
      throws ParseException, ForbiddenException {
    // Or SQL could name any file, and would read its beginning to learn its columns.
    spark.conf().set(FILES_BY_NAME, "false");
    try {
      return checked(spark, query, sweeps);
    } finally {
      spark.conf().unset(FILES_BY_NAME);
    }
  }

  private static Set<Path> checked(SparkSession spark, String query, List<Path> sweeps)
      throws ParseException, ForbiddenException {
    org.apache.spark.sql.classic.SparkSession classic =
        (org.apache.spark.sql.classic.SparkSession) spark;
    Set<Path> tables = new TreeSet<>();
    Deque<LogicalPlan> plans = new ArrayDeque<>();
    plans.add(classic.sessionState().sqlParser().parsePlan(query));
    while (!plans.isEmpty()) {
      LogicalPlan parsed = plans.remove();
      if (parsed instanceof ExplainCommand explain) {
        plans.add(explain.logicalPlan());
        continue;
      }
      LogicalPlan analyzed =
          classic.sessionState().executePlan(parsed, CommandExecutionMode.SKIP()).analyzed();
      for (TreeNode<?> node : nodes(analyzed)) {
        check(node, sweeps, tables);
      }
    }
    return tables;
  }

  /** All nodes of a plan: operators, expressions, subqueries, and what is nested in either. */
  private static Set<TreeNode<?>> nodes(LogicalPlan plan) {
    Set<TreeNode<?>> seen = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Deque<TreeNode<?>> open = new ArrayDeque<>(List.of(plan));
    Set<TreeNode<?>> all = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      TreeNode<?> node = open.remove();
      if (seen.add(node)) {
        all.add(node);
        addAll(open, node.children());
        addAll(open, node.innerChildren());
        if (node instanceof QueryPlan<?> operator) {
          addAll(open, operator.expressions());
        }
        if (node instanceof org.apache.spark.sql.catalyst.expressions.PlanExpression<?> nested) {
          open.add((TreeNode<?>) nested.plan());
        }
      }
    }
    return all;
  }

  private static void addAll(Deque<TreeNode<?>> open, scala.collection.immutable.Seq<?> nodes) {
    for (Object node : CollectionConverters.asJava(nodes)) {
      open.add((TreeNode<?>) node);
    }
  }

  /** The table that a file belongs to, which must be one of the sweeps'. */
  private static Path table(String file, List<Path> sweeps) throws ForbiddenException {
    for (Path sweep : sweeps) {
      String folder = location(sweep.toAbsolutePath().normalize().toUri());
      String[] below = location(URI.create(file)).split("/");
      int names = folder.split("/").length;
      if (below.length == names + 2
          && folder.equals(String.join("/", List.of(below).subList(0, names)))) {
        return sweep.resolve(below[names]);
      }
    }
    throw new ForbiddenException(
        "the query would read " + file + "; allowed: the tables of the results");
  }

  /** A URI as text, without what may be written in several ways. */
  private static String location(URI uri) {
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    return (uri.getScheme() + ":" + authority + uri.getPath()).replaceFirst("/$", "");
  }

  private static void check(TreeNode<?> node, List<Path> sweeps, Set<Path> tables)
      throws ForbiddenException {
    String name = node.getClass().getSimpleName().replace("$", "");
    if (node instanceof Expression expression) {
      if (REFLECTING.contains(name) || REFLECTING.contains(expression.prettyName())) {
        throw new ForbiddenException("the query would call Java; allowed: the functions of SQL");
      }
      return;
    }
    if (node instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation files) {
      for (String file : files.location().inputFiles()) {
        tables.add(table(file, sweeps));
      }
      return;
    }
    if (node instanceof LogicalPlan plan) {
      boolean command =
          plan instanceof org.apache.spark.sql.catalyst.plans.logical.Command
              || name.contains("Insert");
      if (command && !TELLING.contains(name)) {
        throw new ForbiddenException(
            "the query would do something ("
                + name
                + "); allowed: SELECT …, WITH … SELECT …, DESCRIBE trials, SHOW TABLES");
      }
      if (name.equals("ScriptTransformation")) {
        throw new ForbiddenException("the query would start a program; allowed: queries that read");
      }
      if (!command
          && plan.children().isEmpty()
          && !HARMLESS_LEAVES.contains(name)
          && !TELLING.contains(name)) {
        throw new ForbiddenException(
            "the query would read " + name + "; allowed: the tables of the results");
      }
    }
  }
}
