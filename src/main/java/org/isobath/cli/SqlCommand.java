package org.isobath.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.isobath.report.Csv;
import org.isobath.report.Visible;
import org.isobath.results.Description;
import org.isobath.results.Reasons;
import org.isobath.results.ResultsException;
import org.isobath.results.Table;
import org.isobath.results.Verification;
import org.isobath.spark.Queries;
import org.isobath.spark.Sessions;
import org.isobath.spark.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath sql}: a query over the tables of all sweeps. */
@Command(
    name = "sql",
    description = {
      "Answers a query in Spark SQL over the tables of all sweeps:",
      "trials, curves, weights, packs, selections, comparisons."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example: isobath sql \"SELECT depth, min(final_loss) FROM trials GROUP BY depth\""
    })
final class SqlCommand implements Callable<Integer> {
  private static final Pattern QUERY =
      Pattern.compile(
          "(\\s|--[^\n]*\n)*(SELECT|WITH|VALUES|TABLE|DESCRIBE|DESC|SHOW|EXPLAIN|\\()\\b?.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final int LONGEST_QUERY = 1 << 20;
  private static final int LONGEST_MESSAGE = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResultOptions resultOptions = new ResultOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "table")
  private Format format = Format.table;

  @Parameters(index = "0", arity = "0..1", paramLabel = "QUERY", description = "The query.")
  private String query = "";

  @Option(names = "--file", paramLabel = "FILE", description = "Read the query from a file.")
  private Optional<Path> file = Optional.empty();

  /** How rows are printed; lower case because users type them. */
  enum Format {
    table,
    csv
  }

  @Override
  public Integer call() throws Exception {
    String text = query();
    if (!QUERY.matcher(text).matches()) {
      throw new UsageException(
          "not a query; got "
              + Text.shortened(text)
              + "; allowed: SELECT …, WITH … SELECT …,"
              + " DESCRIBE trials, SHOW TABLES");
    }
    List<Path> sweeps = Views.sweeps(resultOptions.existing());
    PrintWriter out = spec.commandLine().getOut();
    try (Sessions.Session session =
        Sessions.start("local[*]", resultOptions.conf().over(Map.of()))) {
      SparkSession spark = session.spark();
      Views.register(spark, sweeps);
      verify(Queries.tables(spark, text, sweeps));
      Dataset<Row> rows = spark.sql(text);
      if (resultOptions.json()) {
        out.print(Description.json(RowValues.objects(rows)));
      } else if (format == Format.csv) {
        printCsv(rows, out);
      } else {
        printTable(rows, out);
      }
      out.flush();
      return ExitCode.DONE;
    } catch (Queries.ForbiddenException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (ResultsException e) {
      throw e;
    } catch (Exception e) {
      Exception explained = SparkFailures.explained(e, resultOptions.results());
      if (explained instanceof ResultsException) {
        throw explained;
      }
      if (e instanceof AnalysisException || e.getClass().getName().startsWith("org.apache.spark")) {
        throw new UsageException("query: " + firstSentence(e));
      }
      throw e;
    }
  }

  /** Bytes that have changed are never answered from. */
  private static void verify(Set<Path> folders) throws ResultsException {
    List<String> problems = new ArrayList<>();
    for (Path folder : folders) {
      for (Table table : Table.values()) {
        Path sweep = folder.getParent();
        if (sweep != null && folder.endsWith(table.folder())) {
          problems.addAll(Verification.problems(sweep, List.of(table)));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ResultsException(problems);
    }
  }

  private String query() throws UsageException {
    if (file.isPresent() != query.isEmpty()) {
      throw new UsageException("one query is needed: QUERY or --file FILE");
    }
    if (file.isEmpty()) {
      return query;
    }
    Path path = file.get();
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UsageException("--file: " + path + " is no regular file; allowed: a file");
    }
    try {
      if (Files.size(path) > LONGEST_QUERY) {
        throw new UsageException("--file: " + path + " is too large; allowed: at most 1 MiB");
      }
      return Files.readString(path);
    } catch (MalformedInputException e) {
      throw new UsageException("--file: " + path + " is not UTF-8 text");
    } catch (IOException e) {
      throw new UsageException("--file: cannot be read: " + Reasons.of(e));
    }
  }

  private static void printTable(Dataset<Row> rows, PrintWriter out) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        line.add(Visible.text(RowValues.text(row.get(i))));
      }
      cells.add(line);
    }
    out.println(Text.table(List.of(rows.columns()), cells));
    out.println("(" + cells.size() + (cells.size() == 1 ? " row)" : " rows)"));
  }

  private static void printCsv(Dataset<Row> rows, PrintWriter out) {
    out.println(Csv.line(List.of(rows.columns())));
    for (Row row : rows.collectAsList()) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        fields.add(row.isNullAt(i) ? "" : RowValues.text(row.get(i)));
      }
      out.println(Csv.line(fields));
    }
  }

  /** Spark's message without its plan, on one line. */
  private static String firstSentence(Exception e) {
    String message = String.valueOf(e.getMessage()).strip();
    String first = message.lines().findFirst().orElse("");
    return first.substring(0, Math.min(first.length(), LONGEST_MESSAGE));
  }
}
