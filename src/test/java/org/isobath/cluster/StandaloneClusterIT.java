package org.isobath.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.isobath.faults.Inspector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar under spark-submit on a real cluster: a Master and two Workers, processes of their own at
 * two addresses, with a secret; and everything that can be killed is killed.
 */
final class StandaloneClusterIT {
  private static final String ONE = "127.0.0.1";
  private static final String TWO = "127.0.0.2";
  private static final String JOB = Path.of("jobs", "quickstart.yaml").toAbsolutePath().toString();

  /** The quickstart, shortened; and a longer one of 16 packs, for deaths in the middle. */
  private static final List<String> SHORT = List.of("run", JOB, "--set", "trial.steps=200");

  private static final List<String> LONG =
      List.of(
          "run",
          JOB,
          "--set",
          "trial.depth={from: 1, count: 16}",
          "--set",
          "trial.lossExponent=4",
          "--set",
          "trial.seed=1",
          "--set",
          "record.curvePoints=20",
          "--set",
          "trial.steps=1000");

  private static final int PACKS = 16;
  private static final double PATIENCE_SECONDS = 20;

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Inspector shortOne;
  private static Inspector longOne;

  @BeforeAll
  static void start() throws Exception {
    Process shortRun = StandaloneCluster.local(with(SHORT, "short-local"));
    cluster = new StandaloneCluster(Files.createDirectories(folder.resolve("cluster")), ONE, TWO);
    Process longRun = StandaloneCluster.local(with(LONG, "long-local"));
    assertThat(shortRun.waitFor()).isZero();
    assertThat(longRun.waitFor()).isZero();
    shortOne = new Inspector(sweep("short-local"));
    longOne = new Inspector(sweep("long-local"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Path sweep(String results) {
    return folder.resolve(results).resolve("quickstart");
  }

  private static List<String> with(List<String> arguments, String results) {
    return Stream.concat(
            arguments.stream(), Stream.of("--results", folder.resolve(results).toString()))
        .toList();
  }

  private static void assertEndsWith(StandaloneCluster.Submission submission, int code)
      throws Exception {
    assertThat(submission.process().waitFor()).as(cluster.said(submission.name())).isEqualTo(code);
  }

  @Test
  void clientAndClusterModeGiveTheRowsOfLocalMode() throws Exception {
    StandaloneCluster.Submission inClusterMode =
        cluster.submit(
            List.of(
                "--deploy-mode",
                "cluster",
                "--driver-memory",
                "700m",
                "--conf",
                "spark.standalone.submit.waitAppCompletion=true"),
            with(SHORT, "cluster-mode"));
    assertEndsWith(inClusterMode, 0);
    StandaloneCluster.Submission inClientMode =
        cluster.submit(List.of(), with(SHORT, "client-mode"));
    assertEndsWith(inClientMode, 0);
    assertThat(shortOne.problemsAtTheEnd(sweep("client-mode"))).isEmpty();
    assertThat(shortOne.problemsAtTheEnd(sweep("cluster-mode"))).isEmpty();
  }

  @Test
  void exitCodesHold() throws Exception {
    StandaloneCluster.Submission badJob =
        cluster.submit(List.of(), List.of("run", JOB, "--set", "trial.depth=0"));
    StandaloneCluster.Submission otherMaster =
        cluster.submit(List.of(), List.of("run", JOB, "--master", "local[2]"));
    StandaloneCluster.Submission deadMaster =
        cluster.submit(List.of("--master", "spark://127.0.0.3:1"), with(SHORT, "dead-master"));
    assertEndsWith(badJob, 3);
    assertThat(cluster.said(badJob.name())).contains("error: ").contains("trial.depth");
    assertEndsWith(otherMaster, 2);
    assertThat(cluster.said(otherMaster.name()))
        .contains("error: --master: got local[2]; spark-submit has chosen spark://");
    assertEndsWith(deadMaster, 2);
    assertThat(cluster.said(deadMaster.name()))
        .contains("error: master spark://127.0.0.3:1: no Master answers (127.0.0.3:1: Connection")
        .doesNotContain("\tat ");
  }

  @Test
  void whateverDiesTheRowsAreThoseOfLocalModeAndNoPublishedPackIsTrainedAgain() throws Exception {
    // The driver.
    StandaloneCluster.Submission first = cluster.submit(List.of(), with(LONG, "deaths"));
    waitForPacks("deaths", 2, first);
    first.process().destroyForcibly().waitFor();
    waitForNoExecutor();
    Map<Path, FileTime> published = published("deaths");
    assertThat(packs(published)).isBetween(2, PACKS - 1);

    // Ctrl-C, or SIGTERM where a shell in the background has SIGINT ignored.
    StandaloneCluster.Submission second = cluster.submit(List.of(), with(LONG, "deaths"));
    waitForPacks("deaths", packs(published) + 1, second);
    long start = System.nanoTime();
    StandaloneCluster.signal("TERM", second.process().pid());
    assertEndsWith(second, 143);
    waitForNoExecutor();
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(PATIENCE_SECONDS);
    assertThat(cluster.said(second.name())).contains("interrupted; run the same command again");
    assertThat(published("deaths")).containsAllEntriesOf(published);
    published = published("deaths");
    assertThat(packs(published)).isLessThan(PACKS);

    // An executor, then a Worker with its own.
    Path events = Files.createDirectories(folder.resolve("events-deaths"));
    StandaloneCluster.Submission third = cluster.submit(withEvents(events), with(LONG, "deaths"));
    int left = PACKS - packs(published);
    waitForPacks("deaths", packs(published) + 1, third);
    StandaloneCluster.signal("KILL", cluster.executors().get(ONE).get(0).pid());
    waitForPacks("deaths", packs(published) + 2, third);
    List<ProcessHandle> orphans = cluster.executors().get(TWO);
    StandaloneCluster.signal("KILL", cluster.workerAt(TWO).pid());
    for (ProcessHandle orphan : orphans) {
      StandaloneCluster.signal("KILL", orphan.pid());
    }
    assertEndsWith(third, 0);
    assertThat(longOne.problemsAtTheEnd(sweep("deaths"))).isEmpty();
    assertThat(published("deaths")).containsAllEntriesOf(published);
    // Two deaths cost at most the two packs that were being trained.
    long tasks = tasksOfTraining(events, event -> true);
    assertThat(tasks).isBetween((long) left, left + 2L);
    cluster.worker(TWO);
  }

  /** Options of a submission that logs its events to a folder. */
  private static List<String> withEvents(Path events, String... more) {
    List<String> log =
        List.of(
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir=" + events.toUri());
    return with(log, more);
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void aStalledExecutorIsOvertakenBySpeculationAndTheRowsAreThoseOfLocalMode() throws Exception {
    Path events = Files.createDirectories(folder.resolve("events-speculation"));
    StandaloneCluster.Submission submission =
        cluster.submit(
            withEvents(
                events,
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.quantile=0.1",
                "--conf",
                "spark.speculation.multiplier=1.1"),
            with(LONG, "speculation"));
    waitForPacks("speculation", 3, submission);
    ProcessHandle stalled = cluster.executors().get(ONE).get(0);
    StandaloneCluster.signal("STOP", stalled.pid());
    waitForPacks("speculation", PACKS, submission);
    // The one that was overtaken comes back, and may publish what is published already.
    StandaloneCluster.signal("CONT", stalled.pid());
    assertEndsWith(submission, 0);
    assertThat(longOne.problemsAtTheEnd(sweep("speculation"))).isEmpty();
    assertThat(tasksOfTraining(events, event -> event.contains("\"Speculative\":true")))
        .isPositive();
  }

  @Test
  void aWorkerThatIsWantedBackLosesNothingWhileExecutorsComeAndGo() throws Exception {
    Path events = Files.createDirectories(folder.resolve("events-wanted-back"));
    StandaloneCluster.Submission submission =
        cluster.submit(
            withEvents(
                events,
                "--conf",
                "spark.dynamicAllocation.enabled=true",
                "--conf",
                "spark.dynamicAllocation.shuffleTracking.enabled=true"),
            with(LONG, "wanted-back"));
    waitForPacks("wanted-back", 3, submission);
    // Spark's signal for: finish what you do, and take no more.
    StandaloneCluster.signal("PWR", cluster.workerAt(TWO).pid());
    assertEndsWith(submission, 0);
    assertThat(longOne.problemsAtTheEnd(sweep("wanted-back"))).isEmpty();
    assertThat(tasksOfTraining(events, event -> true)).isEqualTo(PACKS);
    StandaloneCluster.signal("KILL", cluster.workerAt(TWO).pid());
    cluster.worker(TWO);
  }

  /** Starts of tasks of the training, by Spark's own log of events. */
  private static long tasksOfTraining(Path events, Predicate<String> wanted) throws Exception {
    try (Stream<Path> files = Files.walk(events)) {
      List<String> starts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.readString(file)
            .lines()
            .filter(line -> line.contains("SparkListenerTaskStart"))
            // The first stage asks executors whether they can write where the driver reads.
            .filter(line -> line.contains("\"Stage ID\":1,"))
            .filter(wanted)
            .forEach(starts::add);
      }
      return starts.size();
    }
  }

  /** All published files of packs, with the time of their last change. */
  private static Map<Path, FileTime> published(String results) throws Exception {
    Map<Path, FileTime> files = new TreeMap<>();
    for (String table : List.of("trials", "curves", "packs")) {
      Path tableFolder = sweep(results).resolve(table);
      if (Files.isDirectory(tableFolder)) {
        try (Stream<Path> all = Files.list(tableFolder)) {
          for (Path file : all.toList()) {
            if (file.getFileName().toString().startsWith("pack-")) {
              files.put(file, Files.getLastModifiedTime(file));
            }
          }
        }
      }
    }
    return files;
  }

  private static int packs(Map<Path, FileTime> published) {
    return (int)
        published.keySet().stream().filter(file -> file.getParent().endsWith("trials")).count();
  }

  private static void waitForPacks(
      String results, int count, StandaloneCluster.Submission submission) throws Exception {
    while (packs(published(results)) < count) {
      assertThat(submission.process().waitFor(30, TimeUnit.MILLISECONDS))
          .as("it has ended early: %s", cluster.said(submission.name()))
          .isFalse();
    }
  }

  private static void waitForNoExecutor() throws Exception {
    long start = System.nanoTime();
    while (!cluster.executors().values().stream().allMatch(List::isEmpty)) {
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(PATIENCE_SECONDS);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
