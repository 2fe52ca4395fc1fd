package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of results does after a run; one run serves all tests. */
final class ReportCommandsTest {
  @TempDir private static Path folder;
  private static Path results = Path.of("");

  private record Ran(int code, String out, String err) {}

  private static Ran isobath(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    assertThat(err.toString()).doesNotContain("\tat ", "Exception");
    return new Ran(code, out.toString(), err.toString());
  }

  private static Ran after(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--results", results.toString()));
    return isobath(arguments.toArray(String[]::new));
  }

  @BeforeAll
  static void run() throws Exception {
    SharedSpark.session();
    Random random = new Random(4);
    List<String> lines = new ArrayList<>(List.of("a,b,y"));
    for (int i = 0; i < 30; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      lines.add(a + "," + b + "," + (a - 2 * b + 0.1 * random.nextDouble()));
    }
    Files.write(folder.resolve("<b>=rows.csv"), lines);
    results = folder.resolve("results");
    Path job =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            name: tiny
            data: {source: {file: "<b>=rows.csv", target: y}, scaling: min-max}
            trial:
              depth: [1, 2]
              lossExponent: [2, 4]
              learningRate: [0.05, 0.5]
              seed: {from: 1, count: 2}
              steps: 40
            compare:
              groups:
                "=1+1 <script>alert(1)</script> \\u202e'\\"": {depth: 1}
                deep: {depth: 2}
              rule: mean-log-final-loss
            report: {figures: [{y: final_loss, x: learningRate}]}
            """);
    Ran ran = isobath("run", job.toString(), "--results", results.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("mean-log-final-loss", "alert(1)</script> \\u202e'\"", "Beyond the edge: ")
        .doesNotContain("\u202e");
  }

  @Test
  void aReportIsWrittenIntoTheSweepsFolderAndIsTheSameTwice() throws Exception {
    Ran ran = after("report", "tiny");
    assertThat(ran.code()).isZero();
    Path file = results.resolve("tiny/report.html");
    assertThat(ran.out()).startsWith("Report: " + file + " (").doesNotContain("partial");
    String html = Files.readString(file);
    assertThat(html)
        .contains(
            "16 completed",
            "loss exponent 4",
            "&lt;script&gt;alert(1)&lt;/script&gt; \\u202e&#39;&quot;",
            "&lt;b&gt;=rows.csv",
            "the least logarithm of the final loss",
            "--set name=tiny-wider")
        .doesNotContain("<script>alert", "\u202e", "Partial:", folder.toString());
    Path other = folder.resolve("again.html");
    JsonNode written =
        new ObjectMapper().readTree(after("report", "--json", "--output", other.toString()).out());
    assertThat(written.get("finished").asBoolean()).isTrue();
    assertThat(written.get("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(Files.readString(other)).isEqualTo(html);
  }

  /** The score is shown where it is no training loss; the only rate is no edge of a grid. */
  @Test
  void testRowsJudgeAndTheOnlyRateIsNoEdge() throws Exception {
    Path job =
        Files.writeString(
            folder.resolve("tested.yaml"),
            """
            name: tested
            data: {source: {file: "<b>=rows.csv", target: y}, scaling: min-max, split: {train: 20}}
            trial: {depth: [1, 2], learningRate: 0.5, steps: 40}
            compare: {rule: median-test-loss}
            """);
    Ran ran = isobath("run", job.toString(), "--results", folder.resolve("others").toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("Selections: each setting at its only learning rate\n")
        .contains("  median test loss  median final loss  ")
        .contains("Answer: Lowest median test loss: depth ", "! One learning rate was tried")
        .doesNotContain("edge", "fastest", "fewer steps than depth", "The test rows chose");
  }

  @Test
  void whatCannotBeWrittenOrFoundIsSaid() {
    assertThat(after("report", "other").code()).isEqualTo(5);
    assertThat(after("report", "other").err()).contains("no sweep named other; allowed: tiny");
    assertThat(after("report", "--output", folder + "/none/r.html").code()).isEqualTo(2);
    assertThat(after("report", "--output", folder.toString()).code()).isEqualTo(2);
    assertThat(after("export", "--format", "xml").err()).contains("allowed: csv, json, vega-lite");
    assertThat(after("export", "--table", "trial").code()).isEqualTo(2);
    assertThat(after("compare", "depth", "depth=1").err()).contains("not AXIS=VALUE; got depth");
    assertThat(after("compare", "depht=2", "depth=1").code()).isEqualTo(2);
    assertThat(after("compare", "depth=7", "depth=1").err()).contains("no setting of the sweep");
    assertThat(after("compare", "depth=1", "depth=1").code()).isEqualTo(2);
  }

  @Test
  void anyTwoGroupsAreCompared() throws Exception {
    Ran ran = after("compare", "depth=2,lossExponent=4", "lossExponent=2,depth=1");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("Comparisons:", "depth=2,lossExponent=4 ", "Answer: ")
        .doesNotContain("Selections:", "alert");
    JsonNode rows =
        new ObjectMapper().readTree(after("compare", "depth=1", "depth=2", "--json").out());
    assertThat(rows).isNotEmpty();
    assertThat(rows.get(0).get("baseline").asText()).isEqualTo("depth=2");
    // The published comparison is as it was.
    assertThat(after("best", "tiny").out()).contains("alert(1)");
  }

  @Test
  void tablesAreExported() throws Exception {
    Ran csv = after("export", "tiny", "--table", "comparisons");
    List<String> lines = csv.out().lines().toList();
    assertThat(lines.get(0)).startsWith("sweep,axis,baseline,compared,setting_id");
    assertThat(lines).hasSize(1 + 2 * 4);
    assertThat(lines.get(1))
        .startsWith("tiny,group,\"'=1+1 <script>alert(1)</script> \u202e'\"\"\",deep,");
    JsonNode trials =
        new ObjectMapper().readTree(after("export", "--table", "trials", "--format", "json").out());
    assertThat(trials).hasSize(16);
    assertThat(trials.get(3).get("trial_index").asInt()).isEqualTo(3);
    Path file = folder.resolve("chart.json");
    assertThat(
            after("export", "--format", "vega-lite", "--chart", "rates", "--output", "" + file)
                .code())
        .isZero();
    JsonNode chart = new ObjectMapper().readTree(Files.readString(file));
    assertThat(chart.at("/data/values")).hasSize(2 * 2 * 2);
    JsonNode figures =
        new ObjectMapper()
            .readTree(after("export", "--format", "vega-lite", "--chart", "figures").out());
    assertThat(figures.at("/vconcat/0/title").asText()).isEqualTo("final loss by learning rate");
    for (JsonNode point : figures.at("/vconcat/0/data/values")) {
      assertThat(chart.at("/data/values"))
          .as("the query of losses by rate says the same")
          .anyMatch(
              rate ->
                  rate.get("rate").equals(point.get("x"))
                      && rate.get("median").equals(point.get("value"))
                      && rate.get("low").equals(point.get("low")));
    }
    assertThat(figures.at("/vconcat/0/data/values")).hasSize(2 * 2 * 2);
  }

  @Test
  void aSweepThatIsStillRunningIsReportedAsFarAsItIs() throws Exception {
    Path copy = folder.resolve("partial");
    try (Stream<Path> files = Files.walk(results.resolve("tiny"))) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(results.relativize(file));
        Files.createDirectories(target.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, target);
        }
      }
    }
    Files.delete(copy.resolve("tiny/manifest.json"));
    try (Stream<Path> packs = Files.list(copy.resolve("tiny/trials"))) {
      Files.delete(packs.sorted().findFirst().orElseThrow());
    }
    Ran report = isobath("report", "--results", copy.toString());
    assertThat(report.code()).isZero();
    assertThat(report.out()).contains("partial results");
    assertThat(Files.readString(copy.resolve("tiny/report.html")))
        .contains("Partial: 12 of 16 trials are there");
    assertThat(isobath("best", "--results", copy.toString()).out())
        .contains("! Partial: 12 of 16 trials are there");
    try (Stream<Path> packs = Files.list(copy.resolve("tiny/trials"))) {
      for (Path pack : packs.toList()) {
        Files.delete(pack);
      }
    }
    assertThat(isobath("report", "--results", copy.toString()).code()).isZero();
    assertThat(Files.readString(copy.resolve("tiny/report.html")))
        .contains("Partial: 0 of 16 trials", "so there is no answer");
  }

  /** The examples of docs/query.md do what they say. */
  @Test
  void theDocumentedQueriesRun() throws Exception {
    Matcher blocks =
        Pattern.compile("```(spark-sql|duckdb)\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/query.md")));
    int run = 0;
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      while (blocks.find()) {
        String query = blocks.group(2).replace("results/quickstart", results + "/tiny");
        if (blocks.group(1).equals("duckdb")) {
          try (ResultSet rows = duck.createStatement().executeQuery(query)) {
            assertThat(rows.next()).as(query).isTrue();
          }
        } else {
          assertThat(SharedSpark.session().sql(query).collectAsList()).as(query).isNotEmpty();
        }
        run++;
      }
    }
    assertThat(run).isEqualTo(5);
  }

  @Test
  void theSqlFilesRunAsAUserRunsThem() {
    for (String name :
        List.of(
            "selections", "settings", "comparisons", "profiles", "rates", "bands", "outcomes")) {
      Ran ran =
          after(
              "sql",
              "--file",
              "src/main/resources/org/isobath/spark/" + name + ".sql",
              "--format",
              "csv");
      assertThat(ran.code()).as(name + ran.err()).isZero();
      assertThat(ran.out().lines().count()).as(name).isGreaterThan(4);
    }
  }
}
