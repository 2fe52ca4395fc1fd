package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.isobath.faults.FaultyProvider;
import org.isobath.faults.Inspector;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is killed in the middle of a sweep, and the same command again. */
final class KilledRunTest {
  private static final String JOB =
      """
      name: killed
      data: {source: sensor-array, scaling: min-max}
      trial:
        depth: [1, 2]
        lossExponent: 4
        learningRate: {from: 1e-3, to: 1, perDecade: [1, 2, 5]}
        steps: {from: 15, count: 8}
      record: {curvePoints: 20}
      """;
  private static final int PACKS = 16;

  private static final double PATIENCE_SECONDS = 10;

  @TempDir private static Path shared;
  private static Path undisturbed = Path.of("");

  @TempDir private Path folder;
  private final List<Path> logs = new ArrayList<>();

  @BeforeAll
  static void runUndisturbed() throws Exception {
    SharedSpark.session();
    Path job = Files.writeString(shared.resolve("job.yaml"), JOB);
    undisturbed = shared.resolve("undisturbed-results");
    PrintWriter nobody = new PrintWriter(java.io.Writer.nullWriter());
    int code = Main.run(nobody, nobody, "run", job + "", "--results", undisturbed + "");
    assertThat(code).isZero();
  }

  /**
   * A process that starts fast and trains slowly, with scalar kernels; the undisturbed run has the
   * others.
   */
  private Process start(Path results, String master, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("@" + Path.of("conf", "jvm.options").toAbsolutePath());
    command.addAll(List.of(options));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.isobath.cli.Main", "run", folder.resolve("job.yaml").toString()));
    command.addAll(List.of("--results", results.toString(), "--master", master));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    logs.add(folder.resolve("stderr-" + logs.size() + ".txt"));
    builder.redirectError(log().toFile());
    return builder.start();
  }

  /** What the process that was started last says. */
  private Path log() {
    return logs.get(logs.size() - 1);
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
    end(second, "TERM", 143);
    left = published(killed);
    assertThat(left).isLessThan(PACKS);

    if (interruptsArrive()) {
      Process third = start(killed, "local[1]");
      waitForMore(third, killed, left);
      end(third, "INT", 130);
      assertThat(published(killed)).isLessThan(PACKS);
    }
    assertThat(start(killed, "local[2]").waitFor()).isZero();
    assertThat(Files.readString(log())).contains("published already");
    assertEqualToUndisturbed(killed);
  }

  /** Shells start background jobs with SIGINT ignored, and their children inherit that. */
  private static boolean interruptsArrive() throws Exception {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.split("\\s+")[1], 16) & 2) == 0;
  }

  /** Sends a signal; the process must end soon, with a code, saying how to go on. */
  private void end(Process process, String signal, int code) throws Exception {
    long start = System.nanoTime();
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertThat(process.waitFor()).isEqualTo(code);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(PATIENCE_SECONDS);
    assertThat(Files.readString(log()))
        .endsWith("interrupted; run the same command again to go on from here\n");
  }

  private void assertEqualToUndisturbed(Path disturbed) throws Exception {
    assertThat(rows(disturbed)).isEqualTo(rows(undisturbed));
    Inspector inspector = new Inspector(undisturbed.resolve("killed"));
    assertThat(inspector.problemsAtTheEnd(disturbed.resolve("killed"))).isEmpty();
    assertThat(inspector.trials()).isEqualTo(160);
  }

  /** The processes share a folder from their first moment to their last. */
  @Test
  void aProcessThatHaltsAndThenTwoAtOnceEndWithTheRowsOfAnUndisturbedRun() throws Exception {
    Files.writeString(folder.resolve("job.yaml"), JOB);
    Path both = folder.resolve("shared-results");
    int operation = 40 + new Random(Integer.getInteger("isobath.seed", 1)).nextInt(150);
    Process halting =
        start(
            both,
            "local[2]",
            "-Djava.nio.file.spi.DefaultFileSystemProvider=" + FaultyProvider.class.getName(),
            "-Disobath.halt=" + operation,
            "-Disobath.halt.under=" + both.resolve("killed"));
    assertThat(halting.waitFor()).as(Files.readString(log())).isEqualTo(137);
    assertThat(published(both)).isLessThan(PACKS);
    Process one = start(both, "local[1]");
    Process other = start(both, "local[1]");
    assertThat(one.waitFor()).as(Files.readString(logs.get(1))).isZero();
    assertThat(other.waitFor()).as(Files.readString(logs.get(2))).isZero();
    assertEqualToUndisturbed(both);
  }

  private void waitForMore(Process process, Path results, int than) throws Exception {
    while (published(results) <= than) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }
}
