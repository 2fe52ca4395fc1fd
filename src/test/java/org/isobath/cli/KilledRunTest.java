package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is killed in the middle of a sweep, and the same command again. */
final class KilledRunTest {
  private static final String JOB =
      """
      name: killed
      data: {source: sensor-array, scaling: min-max}
      trial:
        depth: {from: 1, count: 12}
        lossExponent: 4
        learningRate: {from: 1e-3, to: 1, perDecade: [1, 2, 5]}
        steps: 2000
      record: {curvePoints: 20}
      """;
  private static final int PACKS = 12;

  @TempDir private Path folder;

  private Process start(Path results, String master) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("@" + Path.of("conf", "jvm.options").toAbsolutePath());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.isobath.cli.Main", "run", folder.resolve("job.yaml").toString()));
    command.addAll(List.of("--results", results.toString(), "--master", master));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(log().toFile());
    return builder.start();
  }

  private Path log() {
    return folder.resolve("stderr.txt");
  }

  private static int published(Path results) {
    File[] files =
        results.resolve("killed").resolve("trials").toFile().listFiles((d, n) -> n.startsWith("p"));
    return files == null ? 0 : files.length;
  }

  /** Waits until some packs are published, but not all. */
  private void waitForSomePacks(Process process, Path results) throws Exception {
    while (published(results) < 2) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
          .as("the run has ended early: %s", Files.readString(log()))
          .isFalse();
    }
  }

  private String rows(Path results) {
    return sql(results, "SELECT * FROM trials ORDER BY trial_index")
        + sql(results, "SELECT * FROM curves ORDER BY trial_index, step");
  }

  private static String sql(Path results, String query) {
    StringWriter out = new StringWriter();
    PrintWriter err = new PrintWriter(System.err, true);
    SharedSpark.session();
    int code =
        Main.run(
            new PrintWriter(out),
            err,
            "sql",
            query,
            "--format",
            "csv",
            "--results",
            results.toString());
    assertThat(code).isZero();
    return out.toString();
  }

  @Test
  void aKilledRunGoesOnAndEndsWithTheRowsOfAnUndisturbedOne() throws Exception {
    Files.writeString(folder.resolve("job.yaml"), JOB);
    Path killed = folder.resolve("killed-results");
    Process first = start(killed, "local[1]");
    waitForSomePacks(first, killed);
    first.destroyForcibly().waitFor();
    int left = published(killed);
    assertThat(left).isBetween(2, PACKS - 1);

    Process second = start(killed, "local[1]");
    waitForMore(second, killed, left);
    second.destroy();
    assertThat(second.waitFor()).isEqualTo(143);
    assertThat(Files.readString(log()))
        .endsWith("interrupted; run the same command again to go on from here\n");
    assertThat(published(killed)).isLessThan(PACKS);

    assertThat(start(killed, "local[2]").waitFor()).isZero();
    assertThat(Files.readString(log())).contains("published already");
    try (Stream<Path> files = Files.walk(killed)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("_staging"));
    }

    Path undisturbed = folder.resolve("undisturbed-results");
    SharedSpark.session();
    PrintWriter nobody = new PrintWriter(java.io.Writer.nullWriter());
    int code =
        Main.run(nobody, nobody, "run", folder + "/job.yaml", "--results", undisturbed.toString());
    assertThat(code).isZero();
    assertThat(rows(killed)).isEqualTo(rows(undisturbed)).hasLineCount(2 + 120 + lines(killed));
  }

  private void waitForMore(Process process, Path results, int than) throws Exception {
    while (published(results) <= than) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static int lines(Path results) {
    return Integer.parseInt(
        sql(results, "SELECT count(*) FROM curves").lines().skip(1).findFirst().get());
  }
}
