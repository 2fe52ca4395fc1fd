package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isobath.results.ResultFolder;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that never ends well costs only itself. */
final class PoisonTest {
  @TempDir private Path temporary;

  /** The words of each trial's status, as DuckDB reads them; failures with their reason. */
  private static Map<Long, String> statuses(ResultFolder folder) throws Exception {
    Map<Long, String> statuses = new TreeMap<>();
    try (var duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement()
                .executeQuery(
                    "SELECT trial_index, status || coalesce(': ' || failure, '') FROM '"
                        + folder.folder(Table.TRIALS)
                        + "/*.parquet'")) {
      while (rows.next()) {
        assertThat(statuses.put(rows.getLong(1), rows.getString(2))).isNull();
      }
    }
    return statuses;
  }

  private static void assertOnlyTheseFailed(
      SmallSweep small, ResultFolder folder, Map<Integer, String> failed) throws Exception {
    Map<Long, String> statuses = statuses(folder);
    assertThat(statuses).hasSize(240);
    statuses.forEach(
        (index, status) -> {
          String expected = failed.get(index.intValue());
          if (expected == null) {
            assertThat(status).isIn("completed", "diverged", "stalled");
          } else {
            assertThat(status).isEqualTo("failed: " + expected);
          }
        });
    Set<String> left =
        small.rowsWithoutSpark().get(Table.TRIALS).stream().collect(Collectors.toSet());
    left.removeAll(SmallSweep.rows(folder, Table.TRIALS));
    assertThat(left).hasSize(failed.size());
  }

  @Test
  void aTrialThatThrowsOrRunsOutOfMemoryCostsOnlyItself() throws Exception {
    SmallSweep small = new SmallSweep();
    ResultFolder folder = small.folder(temporary.resolve("small"));
    Poison all = ClusterMain.poison(small);
    SweepRun run =
        new SweepRun(
            small.sweep, small.context, folder, new Poison(all.throwing(), all.exhausting(), null));
    List<Pack> packs = run.pending(Set.of());
    assertThat(
            run.train(
                SharedSpark.session(),
                packs,
                small.data,
                Prediction.none(small.sweep),
                progress -> {}))
        .isEqualTo(new SweepRun.Summary(240, 2));
    assertOnlyTheseFailed(
        small,
        folder,
        Map.of(
            ClusterMain.THROWING, "java.lang.IllegalStateException: poison",
            ClusterMain.EXHAUSTING, "java.lang.OutOfMemoryError: Java heap space: 1"));
    assertThat(run.pending(folder.published(small.context.packTables()))).isEmpty();
  }

  /**
   * Two executors of their own, as on a cluster: real deaths, and the same bits as in one thread.
   */
  @Test
  void aTrialThatKillsItsProcessCostsThreeDeathsAndItself() throws Exception {
    SmallSweep small = new SmallSweep();
    Path results = temporary.resolve("small");
    Path home = temporary.resolve("spark-home");
    Files.createDirectories(home.resolve("jars"));
    String options =
        Stream.concat(
                Files.readAllLines(Path.of("conf", "jvm.options")).stream()
                    .filter(line -> line.startsWith("-")),
                Stream.of("--add-modules=jdk.incubator.vector"))
            .collect(Collectors.joining(" "));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("@" + Path.of("conf", "jvm.options").toAbsolutePath());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"));
    command.addAll(
        List.of(
            ClusterMain.class.getName(), results.toString(), "local-cluster[2,1,700]", options));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_DIST_CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("trained 240 failed 3 deaths 3");
    assertOnlyTheseFailed(
        small,
        new ResultFolder(results),
        Map.of(
            ClusterMain.THROWING,
            "java.lang.IllegalStateException: poison",
            ClusterMain.EXHAUSTING,
            "java.lang.OutOfMemoryError: Java heap space: 1",
            ClusterMain.KILLING,
            "its process died each time that it was trained, at last alone"));
  }
}
