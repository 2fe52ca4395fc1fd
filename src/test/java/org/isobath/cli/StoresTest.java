package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.isobath.spark.SharedSpark;
import org.isobath.store.Hdfs;
import org.isobath.store.S3;
import org.isobath.store.Stores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs, data and results in a real HDFS and in an object store. */
final class StoresTest {
  private static final String JOB =
      """
      name: stored
      data: {source: {file: rows.csv, target: y}, scaling: min-max}
      trial:
        depth: [1, 2, 3, 4]
        lossExponent: 4
        learningRate: [0.01, 0.03]
        seed: [1, 2]
        steps: 40000
      record: {curvePoints: 10}
      """;
  private static final int PACKS = 4;

  private static String undisturbedRows = "";
  private static String undisturbedBest = "";

  @TempDir private Path folder;

  /** A folder of a store, and the settings that it takes. */
  private record Store(String folder, Map<String, String> conf) {
    Path path(String name) {
      return Stores.of(conf).path(folder + "/" + name);
    }

    List<String> options() {
      List<String> options = new ArrayList<>();
      conf.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
      return options;
    }
  }

  private static Store store(String kind) {
    String name = "/a [folder] {of} " + System.nanoTime();
    if (kind.equals("hdfs")) {
      return new Store(Hdfs.uri() + name, Map.of());
    }
    // Spark was started by another test; its settings are a user's else.
    S3.conf()
        .forEach(
            (key, value) ->
                SharedSpark.session()
                    .sparkContext()
                    .hadoopConfiguration()
                    .set(key.substring("spark.hadoop.".length()), value));
    return new Store(S3.uri() + name, S3.conf());
  }

  private record Ran(int code, String out, String err) {}

  private static Ran isobath(Store store, String... arguments) {
    SharedSpark.session();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(store.options());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    assertThat(err.toString()).doesNotContain("\tat ");
    return new Ran(code, out.toString(), err.toString());
  }

  private static String write(Path place) throws Exception {
    Files.createDirectories(place);
    StringBuilder rows = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 7).append(',').append(i % 5).append(',').append(i % 7 - i % 3).append('\n');
    }
    Files.writeString(place.resolve("rows.csv"), rows);
    return Files.writeString(place.resolve("job.yaml"), JOB).toString();
  }

  private Process start(Store store, String job, String results) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("conf", "jvm.options").toAbsolutePath());
    command.add("-Dlog4j2.configurationFile=" + Path.of("conf/log4j2.properties").toUri());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.isobath.cli.Main", "run", job, "--results", results));
    command.addAll(List.of("--master", "local[1]"));
    command.addAll(store.options());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("stderr.txt").toFile())
        .start();
  }

  private static long published(Path results) throws Exception {
    Path trials = results.resolve("stored").resolve("trials");
    if (!Files.isDirectory(trials)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(trials)) {
      return files.filter(file -> file.getFileName().toString().startsWith("pack-")).count();
    }
  }

  private static String rows(Store store, String results) {
    String rows = "";
    for (String query :
        List.of(
            "SELECT * FROM trials ORDER BY trial_index",
            "SELECT * FROM curves ORDER BY trial_index, step",
            "SELECT * FROM selections ORDER BY depth")) {
      Ran ran = isobath(store, "sql", query, "--format", "csv", "--results", results);
      assertThat(ran.code()).as(ran.err()).isZero();
      rows += ran.out();
    }
    return rows;
  }

  @BeforeAll
  static void runUndisturbedOnALocalDisk(@TempDir Path disk) throws Exception {
    Store local = new Store(disk.toString(), Map.of());
    String results = disk.resolve("results").toString();
    Ran ran = isobath(local, "run", write(disk), "--results", results);
    assertThat(ran.code()).as(ran.err()).isZero();
    undisturbedRows = rows(local, results);
    undisturbedBest = isobath(local, "best", "--results", results).out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void aKilledRunGoesOnInAStoreAndEndsWithTheRowsOfALocalOne(String kind) throws Exception {
    Store store = store(kind);
    String job = write(store.path("in put"));
    Path results = store.path("results");
    String place = results.toString();
    Process killed = start(store, job, place);
    while (published(results) < 2) {
      assertThat(killed.waitFor(20, TimeUnit.MILLISECONDS))
          .as("ended early: %s", Files.readString(folder.resolve("stderr.txt")))
          .isFalse();
    }
    killed.destroyForcibly().waitFor();
    long left = published(results);
    assertThat(left).isBetween(2L, PACKS - 1L);
    assertThat(isobath(store, "status", "--results", place).out()).contains("partial");

    Ran resumed = isobath(store, "run", job, "--results", place);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("published already");

    assertThat(rows(store, place)).isEqualTo(undisturbedRows);
    assertThat(isobath(store, "status", "--results", place).out()).contains("finished");
    assertThat(isobath(store, "best", "--results", place).out()).isEqualTo(undisturbedBest);
    Ran verified = isobath(store, "verify", "--retrain", "2", "--results", place);
    assertThat(verified.out()).contains("finished, 0 problems; 2 trials trained again");
    assertThat(isobath(store, "report", "--results", place).code()).isZero();
    assertThat(Files.size(results.resolve("stored").resolve("report.html"))).isPositive();
    assertThat(isobath(store, "explain", job, results.resolve("stored").toString()).out())
        .contains("no difference");
    try (Stream<Path> all = Files.walk(results.resolve("stored"))) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .noneMatch(
              file -> file.contains("staging") || file.endsWith("~") || file.startsWith("present"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hdfs://127.0.0.1:1/r            | nobody answers there: is the address right
          hdfs://no-such-host.invalid/r   | unknown host no-such-host.invalid
          hdfs:///r                       | no host
          s3a://no-such-bucket/r          | no such bucket
          nosuch://somewhere/r            | unknown scheme nosuch; allowed: hdfs, s3a
          """)
  void aStoreThatIsNotThereIsToldWithinSeconds(String results, String words) throws Exception {
    Store s3 = store("s3a");
    String job = write(folder);
    for (List<String> command : List.of(List.of("run", job), List.of("status"))) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(List.of("--results", results));
      long start = System.nanoTime();
      Ran ran = isobath(s3, arguments.toArray(String[]::new));
      assertThat(ran.code()).as(ran.err()).isEqualTo(5);
      assertThat(ran.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
      assertThat(ran.err()).contains("error: " + results, words);
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
    }
    Ran noJob = isobath(s3, "run", results + "/job.yaml");
    assertThat(noJob.err()).contains(words);
    assertThat(noJob.code()).isEqualTo(3);
    Files.writeString(folder.resolve("far.yaml"), JOB.replace("rows.csv", results + "/rows.csv"));
    Ran noData = isobath(s3, "run", folder.resolve("far.yaml").toString());
    assertThat(noData.err()).contains(words);
    assertThat(noData.code()).isEqualTo(4);
  }

  @Test
  void missingAndWrongCredentialsAreToldWithinSeconds() {
    Map<String, String> without = new TreeMap<>(S3.conf());
    without.remove("spark.hadoop.fs.s3a.access.key");
    without.remove("spark.hadoop.fs.s3a.secret.key");
    Ran ran = isobath(new Store("", without), "status", "--results", "s3a://bucket/r");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err()).contains("no credentials; set AWS_ACCESS_KEY_ID");
    Map<String, String> wrong = new TreeMap<>(S3.conf());
    wrong.put("spark.hadoop.fs.s3a.secret.key", "wrong");
    ran = isobath(new Store("", wrong), "status", "--results", "s3a://bucket/r");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err()).contains("permission denied by the store");
  }

  @Test
  void aFolderOfHdfsThatIsSomebodyElsesIsToldBeforeAnyTraining() throws Exception {
    Store store = store("hdfs");
    String job = write(folder);
    Path results = store.path("locked");
    Files.createDirectories(results);
    var client = new org.apache.hadoop.fs.Path(results.toString());
    client
        .getFileSystem(new org.apache.hadoop.conf.Configuration())
        .setPermission(client, new org.apache.hadoop.fs.permission.FsPermission("555"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("conf", "jvm.options").toAbsolutePath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.isobath.cli.Main", "run", job, "--results", results.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HADOOP_USER_NAME", "somebody");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isEqualTo(5);
    assertThat(said).contains("permission denied").doesNotContain("\tat ");
  }
}
