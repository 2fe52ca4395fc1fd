package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user meets them: what they print, write and exit with. */
final class CommandsTest {
  private static final String JOB =
      """
      name: tiny
      data:
        source: {file: rows.csv, target: y}
        scaling: min-max
      trial:
        depth: [1, 2]
        lossExponent: 2
        learningRate: [0.05, 0.5, 500]
        seed: {from: 1, count: 3}
        steps: 40
      record: {curvePoints: 10, targets: [0.02]}
      """;

  @TempDir private Path folder;
  private Path job = Path.of("");
  private Path results = Path.of("");

  /** What a command left. */
  private record Ran(int code, String out, String err) {
    List<String> errors() {
      return err.lines().filter(line -> line.startsWith("error: ")).toList();
    }
  }

  @BeforeAll
  static void startSpark() {
    SharedSpark.session();
  }

  @BeforeEach
  void writeJob() throws Exception {
    Random random = new Random(4);
    List<String> lines = new ArrayList<>(List.of("a,b,y"));
    for (int i = 0; i < 30; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      lines.add(a + "," + b + "," + (a - 2 * b + 0.1 * random.nextDouble()));
    }
    Files.write(folder.resolve("rows.csv"), lines);
    job = Files.writeString(folder.resolve("tiny.yaml"), JOB);
    results = folder.resolve("results");
  }

  private Ran isobath(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    Ran ran = new Ran(code, out.toString(), err.toString());
    assertThat(ran.err()).doesNotContain("\tat ", "Exception");
    return ran;
  }

  private Ran run(String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", job.toString(), "--results", results.toString()));
    arguments.addAll(List.of(more));
    return isobath(arguments.toArray(String[]::new));
  }

  private Ran sql(String query, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sql", query, "--results", results.toString()));
    arguments.addAll(List.of(more));
    return isobath(arguments.toArray(String[]::new));
  }

  private Map<String, byte[]> files() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(results)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(results.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void runEndsWithSelectionsComparisonsTheFolderAndTheNextCommand() {
    Ran ran = run();
    assertThat(ran.code()).isZero();
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.err()).contains("tiny: 18 trials on rows.csv (30 × 2 → 1) in 2 packs");
    assertThat(ran.out())
        .contains("Selections:", "Comparisons:", "(next diverges)", "3 of 3")
        .contains("Results: " + results.resolve("tiny"))
        .contains("Answer: Only depth 1 reaches", "3 seeds are few")
        .contains("Next:    bin/isobath report tiny --results ");
  }

  @Test
  void runAgainTrainsNothingAndChangesNoTable() throws Exception {
    run();
    Map<String, byte[]> before = files();
    Ran again = run();
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("all published already, nothing to train");
    assertThat(files()).containsOnlyKeys(before.keySet());
    files().forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
    assertThat(
            sql("SELECT count(*), count(DISTINCT trial_id) FROM trials", "--format", "csv").out())
        .contains("18,18");
  }

  @Test
  void resultsOfAnotherJobAreRefusedWithTheDifferences() throws Exception {
    run();
    Map<String, byte[]> before = files();
    Ran other = run("--set", "trial.steps=41", "--set", "stop.divergedAbove=10");
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.errors())
        .hasSize(3)
        .anyMatch(line -> line.contains("holds results of another job"))
        .anyMatch(line -> line.contains("trial.steps: 41 here, 40 there"))
        .anyMatch(line -> line.contains("stop.divergedAbove: 10"));
    assertThat(files()).containsOnlyKeys(before.keySet());
    Ran fresh = run("--set", "trial.steps=41", "--fresh");
    assertThat(fresh.code()).isZero();
    assertThat(sql("SELECT DISTINCT steps_requested FROM trials", "--format", "csv").out())
        .contains("41")
        .doesNotContain("40");
  }

  @Test
  void dataThatChangedAreAnotherJob() throws Exception {
    run();
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("rows.csv")));
    lines.set(3, "0.5,0.25,0.125");
    Files.write(folder.resolve("rows.csv"), lines);
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.errors()).anyMatch(line -> line.contains("dataFingerprints"));
  }

  @Test
  void anotherComparisonOfTheSameTrialsTrainsNothing() {
    run();
    Ran ran = run("--set", "compare={axis: depth, baseline: 2}");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("nothing to train");
    assertThat(sql("SELECT DISTINCT baseline FROM comparisons", "--format", "csv").out())
        .isEqualTo("baseline" + System.lineSeparator() + "2" + System.lineSeparator());
  }

  @Test
  void aResultsPathThatIsAFileIsRefused() throws Exception {
    Files.writeString(results, "mine");
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.errors()).hasSize(1).first().asString().contains(results.toString());
    assertThat(Files.readString(results)).isEqualTo("mine");
  }

  @Test
  void aFolderOfSomebodyElseIsNotWrittenInto() throws Exception {
    Path model = results.resolve("tiny").resolve("weights").resolve("model.bin");
    Files.createDirectories(model.getParent());
    Files.writeString(model, "mine");
    for (Ran ran : List.of(run(), run("--fresh"))) {
      assertThat(ran.code()).isEqualTo(5);
      assertThat(ran.errors()).hasSize(1).first().asString().contains("no result folder");
    }
    assertThat(files()).hasSize(1);
  }

  @Test
  void resultsMayStandUnderAnyPath() throws Exception {
    // The second path as a pattern would match the first.
    results = folder.resolve("mine ö a 50% #1 xy");
    assertThat(run().code()).isZero();
    results = folder.resolve("mine [ö] {a,b} 50% #1 *?");
    assertThat(run().code()).isZero();
    assertThat(sql("SELECT count(*) FROM trials", "--format", "csv").out()).contains("18");
  }

  @Test
  void aSweepTooLargeForOneRunIsRefusedAtOnce() {
    Ran ran = run("--set", "trial.seed={from: 0, count: 1000000000000}");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("too large for one run");
    assertThat(results).doesNotExist();
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    run();
    Path trials = results.resolve("tiny").resolve("trials");
    try (Stream<Path> files = Files.list(trials)) {
      Files.writeString(files.sorted().findFirst().orElseThrow(), "cut off");
    }
    for (Ran ran : List.of(run(), sql("SELECT sum(final_loss) FROM trials"))) {
      assertThat(ran.code()).isEqualTo(5);
      assertThat(ran.errors()).hasSize(1).first().asString().contains("damaged", "pack-");
    }
  }

  @Test
  void aBadJobIsReportedWholeAndNothingIsWritten() throws Exception {
    Files.writeString(job, JOB.replace("depth: [1, 2]", "depht: [1, 2]").replace("0.05", "-1"));
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.errors())
        .hasSize(2)
        .anyMatch(line -> line.matches("error: .*tiny.yaml:6:3: trial.depht: .*did you mean.*"))
        .anyMatch(line -> line.matches("error: .*tiny.yaml:8:18: trial.learningRate\\[0]: .*"));
    assertThat(results).doesNotExist();
  }

  @Test
  void badDataAreReportedWithTheirPlace() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("rows.csv")));
    lines.set(2, "0.5,abc,1");
    lines.set(4, "0.5,1");
    Files.write(folder.resolve("rows.csv"), lines);
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.errors())
        .hasSize(2)
        .anyMatch(line -> line.contains("rows.csv:3:2: column 'b': not a number; got 'abc'"))
        .anyMatch(line -> line.contains("rows.csv:5"));
    assertThat(results).doesNotExist();
  }

  @Test
  void aTargetThatIsNoColumnIsBadData() throws Exception {
    Files.writeString(job, JOB.replace("target: y", "target: z"));
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.errors())
        .hasSize(1)
        .first()
        .asString()
        .contains("got 'z'; allowed: 'a', 'b', 'y'");
  }

  @Test
  void aSeedWhoseTrainingRowsLackAClassIsBadData() throws Exception {
    Files.writeString(folder.resolve("classes.csv"), "a,y\n" + "1,no\n".repeat(9) + "2,yes\n");
    Files.writeString(
        job,
        """
        name: tiny
        data: {source: {file: classes.csv, target: y, task: classification}, scaling: none, split: {train: 8, draw: by-seed}}
        trial: {network: perceptron, loss: logistic, learningRate: 0.1, seed: {from: 1, count: 1000000}, steps: 1}
        """);
    for (String command : List.of("run", "plan")) {
      Ran ran = isobath(command, job.toString(), "--results", results.toString());
      assertThat(ran.code()).isEqualTo(4);
      assertThat(ran.errors())
          .containsExactly(
              "error: classes.csv: no training row of seed 26 is of class 'yes'; got 8 training rows; allowed: at least one of each class. Use more training rows, or another draw.");
    }
    assertThat(results).doesNotExist();
  }

  @Test
  void weightsThatDoNotFitAreABadJob() throws Exception {
    Files.writeString(job, JOB + "\n");
    Ran ran =
        run(
            "--set",
            "trial.depth=2",
            "--set",
            "trial.width=1",
            "--set",
            "trial.initializer=balanced");
    assertThat(ran.code()).isZero();
    Files.writeString(folder.resolve("w.csv"), "layer,row,column,value\n1,0,0,0.5\n");
    Ran misfit =
        run("--set", "trial.depth=1", "--set", "trial.initializer={file: w.csv}", "--fresh");
    assertThat(misfit.code()).isEqualTo(3);
    assertThat(misfit.errors())
        .first()
        .asString()
        .contains("no weight at layer 1, row 0, column 1");
  }

  @Test
  void aNetworkTooLargeForTheMemoryIsRefused() {
    Ran ran = run("--set", "trial.depth=3", "--set", "trial.width=100000");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("too large", "memory");
    assertThat(results).doesNotExist();
  }

  @Test
  void storedWeightsStartATrialWhereAnotherEnded() throws Exception {
    run("--set", "trial.depth=2", "--set", "record.weights=true", "--set", "trial.seed=1");
    Ran weights =
        sql(
            "SELECT layer, row_index AS `row`, column_index AS `column`, value FROM weights"
                + " WHERE trial_index = 0 AND step = 40",
            "--format",
            "csv");
    Files.writeString(folder.resolve("end.csv"), weights.out());
    String end =
        sql("SELECT final_loss FROM trials WHERE trial_index = 0", "--format", "csv").out();
    Ran next =
        run(
            "--set", "name=next",
            "--set", "trial.depth=2",
            "--set", "trial.learningRate=0.05",
            "--set", "trial.initializer={file: end.csv}",
            "--set", "trial.seed=1");
    assertThat(next.code()).isZero();
    String start =
        sql("SELECT initial_loss AS final_loss FROM trials WHERE sweep = 'next'", "--format", "csv")
            .out();
    assertThat(start).isEqualTo(end);
  }

  @Test
  void planSaysWhatARunWouldDoAndWritesNothing() throws Exception {
    Ran ran = isobath("plan", job.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains(
            "Trials: 18",
            "Packs:  2",
            "Memory: ",
            "Time:   about ",
            ", training 0.",
            ", answers ",
            "\"steps\" : 40");
    JsonNode plan = new ObjectMapper().readTree(isobath("plan", job.toString(), "--json").out());
    assertThat(plan.at("/derived/trials").asLong()).isEqualTo(18);
    assertThat(plan.at("/trial/steps").asLong()).isEqualTo(40);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void planWithoutTheTimeSaysTheRest() throws Exception {
    Ran ran = isobath("plan", job.toString(), "--no-estimate");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Trials: 18", "Packs:  2", "Memory: ").doesNotContain("Time:");
    JsonNode plan =
        new ObjectMapper()
            .readTree(isobath("plan", job.toString(), "--no-estimate", "--json").out())
            .get("plan");
    assertThat(plan.has("taskBytes")).isTrue();
    assertThat(plan.has("estimatedSeconds")).isFalse();
  }

  @Test
  void aGridOfAThousandMillionTrialsIsPlannedAtOnce() {
    long start = System.nanoTime();
    Ran ran = isobath("plan", job.toString(), "--set", "trial.seed={from: 0, count: 200000000}");
    assertThat(ran.out()).contains("Trials: 1,200,000,000");
    // A second of it calibrates; a plan that enumerated would take minutes.
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
  }

  @Test
  void widthAtDepthOneIsSaidAndNotDoubled() {
    Ran ran = isobath("plan", job.toString(), "--set", "trial.width=[1, 5]");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("note: ").contains("depth 1");
    assertThat(ran.out()).contains("Trials: 27");
  }

  @Test
  void sqlPrintsTablesCsvAndJson() throws Exception {
    run();
    String query = "SELECT depth, max(seed) AS seed FROM trials GROUP BY depth ORDER BY depth";
    assertThat(sql(query).out().lines())
        .containsExactly("depth  seed", "-----  ----", "    1     3", "    2     3", "(2 rows)");
    assertThat(sql(query, "--format", "csv").out().lines())
        .containsExactly("depth,seed", "1,3", "2,3");
    JsonNode json = new ObjectMapper().readTree(sql(query, "--json").out());
    assertThat(json).hasSize(2);
    assertThat(json.get(1).get("depth").asInt()).isEqualTo(2);
    JsonNode row =
        new ObjectMapper()
            .readTree(sql("SELECT * FROM trials ORDER BY trial_index", "--json").out())
            .get(2);
    assertThat(row.get("status").asText()).isEqualTo("diverged");
    assertThat(row.get("final_loss").isNull()).isTrue();
    assertThat(row.get("steps_to_target").has("0.02")).isTrue();
  }

  @Test
  void sqlRefusesWhatIsNoQueryAndExplainsWhatIsWrong() {
    run();
    assertThat(sql("DROP TABLE trials").code()).isEqualTo(2);
    Ran unknown = sql("SELECT depht FROM trials");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.errors()).hasSize(1).first().asString().contains("depht");
    assertThat(sql("SELECT").code()).isEqualTo(2);
    Ran writes =
        sql(
            "WITH x AS (SELECT 1 a) INSERT OVERWRITE DIRECTORY '"
                + folder.resolve("out")
                + "' USING csv SELECT * FROM x");
    assertThat(writes.code()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(sql("SELECT date'2020-01-02' AS day", "--format", "csv").out())
        .contains("2020-01-02");
    assertThat(isobath("sql", "SELECT 1", "--results", folder + "/none").code()).isEqualTo(5);
  }

  @Test
  void statusAndBestTellWhatIsThere() throws Exception {
    assertThat(isobath("status", "--results", results.toString()).code()).isEqualTo(5);
    run();
    Ran status = isobath("status", "--results", results.toString());
    assertThat(status.out()).contains("tiny").contains("finished");
    Ran best = isobath("best", "tiny", "--results", results.toString());
    assertThat(best.code()).isZero();
    assertThat(best.out()).contains("Selections:", "Comparisons:");
    JsonNode json =
        new ObjectMapper()
            .readTree(isobath("best", "--results", results.toString(), "--json").out());
    assertThat(json.get("selections")).hasSize(2);
    assertThat(isobath("best", "other", "--results", results.toString()).code()).isEqualTo(5);
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command :
        List.of("run", "plan", "status", "best", "compare", "report", "export", "sql", "data")) {
      Ran help = isobath(command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Usage: isobath " + command, "Example: isobath " + command);
    }
    assertThat(isobath("--help").out()).contains("Exit codes:");
  }

  @Test
  void usageErrorsExitWithTwo() {
    assertThat(isobath("run").code()).isEqualTo(2);
    assertThat(isobath("runn", "x").code()).isEqualTo(2);
    assertThat(isobath("run", job.toString(), "--frsh").code()).isEqualTo(2);
    assertThat(isobath().code()).isEqualTo(2);
    assertThat(isobath("data").code()).isEqualTo(2);
    assertThat(isobath("data", "describe", "my.csv").code()).isEqualTo(2);
  }

  @Test
  void classesAndSplitsAreDescribed() {
    Ran described =
        isobath(
            "data",
            "describe",
            "{teacher-sign: {features: 3, rows: 90}}",
            "--split={train: 60, draw: once}",
            "--scaling=max-abs");
    assertThat(described.code()).isZero();
    assertThat(described.out())
        .containsPattern("classes +2\\b")
        .containsPattern("rows of class 1 +[0-9]+")
        .containsPattern("training rows +60\\b")
        .containsPattern("test rows +30\\b")
        .doesNotContain("least loss", "mean of target");
    Ran coefficients =
        isobath(
            "data", "describe", "{gaussian-features: {features: 4, rows: 9, norm: 2}}", "--json");
    assertThat(coefficients.out())
        .containsPattern("\"coefficients\" ?: ?\\[ ?1.0, ?1.0, ?1.0, ?1.0 ?]");
    Ran tooMany = isobath("data", "describe", "teacher-sign", "--split={train: 5000}");
    assertThat(tooMany.code()).isEqualTo(4);
    assertThat(tooMany.errors().get(0)).contains("teacher-sign: the split asks for more rows");
    Ran bad = isobath("data", "describe", "teacher-sign", "--split={tran: 5}");
    assertThat(bad.code()).isEqualTo(3);
    assertThat(bad.errors().get(0)).startsWith("error: --split: tran: unknown key");
  }

  @Test
  void dataAreListedAndDescribed() {
    assertThat(isobath("data", "list", "--data", folder.toString()).out())
        .contains("sensor-array", "gas-ethanol", "not here yet");
    Ran described = isobath("data", "describe", "sensor-array", "--scaling", "min-max");
    assertThat(described.code()).isZero();
    assertThat(described.out())
        .contains("rows", "2565", "largest stable learning rate", "fingerprint", "min-max");
    assertThat(
            isobath("data", "describe", folder.resolve("rows.csv").toString(), "--target", "y")
                .out())
        .containsPattern("rows +30")
        .containsPattern("features +2");
  }
}
