package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.isobath.faults.Disaster.Kind;
import org.isobath.faults.Fault;
import org.isobath.faults.Inspector;
import org.isobath.spark.Rehearsal.Bug;
import org.isobath.spark.Rehearsal.Life;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run that meets every fault at every operation that changes the disk. What is seen afterwards,
 * by an inspector that shares no code with us, is never wrong; and a resumed run ends with the rows
 * of an undisturbed one. More of it: {@code -Disobath.chains=2000}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashTest {
  private static final Set<Fault> FAULTS = EnumSet.complementOf(EnumSet.of(Fault.NONE));
  private static final int CHAINS = Integer.getInteger("isobath.chains", 40);

  private Path temporary = Path.of("");
  private ExecutorService two = Executors.newFixedThreadPool(2);
  private Rehearsal right;
  private Inspector inspector;
  private List<Kind> kinds = List.of();

  /** In memory where there is such a folder: the disk's own speed is not what is tested. */
  @BeforeAll
  void runUndisturbed() throws Exception {
    Path memory = Path.of("/dev/shm");
    temporary =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "isobath")
            : Files.createTempDirectory("isobath");
    right = new Rehearsal(Bug.NONE, 1);
    Life life = right.live(temporary.resolve("undisturbed"), Fault.NONE, 0, 0);
    assertThat(life.end()).isEmpty();
    assertThat(life.trained()).isEqualTo(12);
    kinds = life.kinds();
    inspector = new Inspector(temporary.resolve("undisturbed"));
    assertThat(inspector.trials()).isEqualTo(12);
    assertThat(inspector.problemsAtTheEnd(temporary.resolve("undisturbed"))).isEmpty();
  }

  @AfterAll
  void clear() throws IOException {
    two.shutdown();
    remove(temporary);
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** A fault at an operation, and what was seen. */
  private record Case(Fault fault, int at) {
    long seed() {
      return 1000L * fault.ordinal() + at;
    }
  }

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int at = 0; at < kinds.size(); at++) {
      for (Fault fault : FAULTS) {
        if (fault != Fault.TORN_WRITE || kinds.get(at) == Kind.WRITE) {
          cases.add(new Case(fault, at));
        }
      }
    }
    return cases;
  }

  /** One case from the fault to a finished sweep; what was wrong in it. */
  private List<String> problems(Rehearsal rehearsal, Case one) throws IOException {
    Path folder = temporary.resolve(one.fault() + "-" + one.at());
    List<String> problems = new ArrayList<>();
    Life disturbed = rehearsal.live(folder, one.fault(), one.at(), one.seed());
    add(problems, "after the fault", inspector.problems(folder));
    if (disturbed.end().isEmpty() && one.fault() != Fault.STALE_LISTING) {
      add(problems, "after a fault that was survived", inspector.problemsAtTheEnd(folder));
    }
    int left = inspector.trials() - seen(folder);
    Life resumed = rehearsal.live(folder, Fault.NONE, 0, one.seed() + 1);
    resumed.end().ifPresent(e -> problems.add("resumed: " + e));
    add(problems, "resumed", inspector.problemsAtTheEnd(folder));
    if (resumed.trained() != left) {
      problems.add("resumed: " + resumed.trained() + " trials trained, " + left + " were left");
    }
    Map<String, String> before = contents(folder);
    Life again = rehearsal.live(folder, Fault.NONE, 0, one.seed() + 2);
    again.end().ifPresent(e -> problems.add("again: " + e));
    if (!contents(folder).equals(before)) {
      problems.add("again: files have changed");
    }
    if (again.trained() != 0) {
      problems.add("again: trained " + again.trained());
    }
    remove(folder);
    remove(folder.resolveSibling(folder.getFileName() + ".attic"));
    return problems.stream().map(problem -> one + ": " + problem).toList();
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        contents.put(folder.relativize(file).toString(), java.util.HexFormat.of().formatHex(bytes));
      }
    }
    return contents;
  }

  private static void add(List<String> problems, String when, List<String> more) {
    more.forEach(problem -> problems.add(when + ": " + problem));
  }

  /** How many trials a stranger sees; a pack has six. */
  private static int seen(Path folder) throws IOException {
    Path trials = folder.resolve("trials");
    if (!Files.isDirectory(trials)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(trials)) {
      return 6 * (int) files.filter(f -> f.getFileName().toString().startsWith("pack-")).count();
    }
  }

  private List<String> all(List<Callable<List<String>>> cases) throws Exception {
    List<String> problems = new ArrayList<>();
    for (Future<List<String>> done : two.invokeAll(cases)) {
      problems.addAll(done.get());
    }
    return problems;
  }

  private static List<String> shortened(List<String> problems) {
    return problems.stream().limit(20).map(p -> p.substring(0, Math.min(300, p.length()))).toList();
  }

  @Test
  void noFaultAtAnyOperationLosesOrDoublesOrChangesARow() throws Exception {
    List<Callable<List<String>>> cases = new ArrayList<>();
    for (Case one : cases()) {
      cases.add(() -> problems(right, one));
    }
    System.out.println("crash cases: " + cases.size() + " (" + kinds.size() + " operations)");
    assertThat(kinds).hasSizeGreaterThan(50);
    assertThat(shortened(all(cases))).isEmpty();
  }

  @Test
  void noChainOfFaultsDoes() throws Exception {
    List<Callable<List<String>>> chains = new ArrayList<>();
    for (int chain = 0; chain < CHAINS; chain++) {
      int number = chain;
      chains.add(() -> chain(number));
    }
    assertThat(shortened(all(chains))).isEmpty();
  }

  /** Up to six lives with random faults, then one without. */
  private List<String> chain(int number) throws IOException {
    Random random = new Random(number);
    Path folder = temporary.resolve("chain-" + number);
    List<String> problems = new ArrayList<>();
    List<Fault> faults = List.copyOf(FAULTS);
    int lives = 1 + random.nextInt(6);
    for (int life = 0; life < lives; life++) {
      if (life % 2 == 0) {
        // Three deaths would be held against a trial (SuspectTest).
        remove(folder.resolve("_attempts"));
      }
      Fault fault = faults.get(random.nextInt(faults.size()));
      Life unused = right.live(folder, fault, random.nextInt(kinds.size()), random.nextLong());
      add(problems, "life " + life + " with " + fault, inspector.problems(folder));
    }
    int left = inspector.trials() - seen(folder);
    Life last = right.live(folder, Fault.NONE, 0, number);
    last.end().ifPresent(e -> problems.add("resumed: " + e));
    add(problems, "resumed", inspector.problemsAtTheEnd(folder));
    if (last.trained() != left) {
      problems.add("resumed: " + last.trained() + " trials trained, " + left + " were left");
    }
    remove(folder);
    remove(folder.resolveSibling(folder.getFileName() + ".attic"));
    return problems.stream().map(problem -> "chain " + number + ": " + problem).toList();
  }

  /** The data change, and the old results are discarded; whatever happens in between. */
  private List<String> problemsOfOtherData(Rehearsal before, Rehearsal rehearsal, Case one)
      throws IOException {
    Path folder = temporary.resolve("other-" + one.fault() + "-" + one.at());
    Life unused = before.live(folder, Fault.CRASH, kinds.size() - 1 - one.at() % 20, 0);
    unused = rehearsal.live(folder, one.fault(), one.at(), one.seed());
    Life resumed = rehearsal.live(folder, Fault.NONE, 0, 1);
    List<String> problems = new ArrayList<>();
    resumed.end().ifPresent(e -> problems.add("resumed: " + e));
    add(problems, "resumed", inspector.problemsAtTheEnd(folder));
    remove(folder);
    remove(folder.resolveSibling(folder.getFileName() + ".attic"));
    return problems.stream().map(problem -> "other data, " + one + ": " + problem).toList();
  }

  @Test
  void resultsOfOtherDataAreNeverTakenForThese() throws Exception {
    Rehearsal before = new Rehearsal(Bug.NONE, 2);
    List<Callable<List<String>>> cases = new ArrayList<>();
    for (int at = 0; at < kinds.size(); at++) {
      for (Fault fault : EnumSet.of(Fault.CRASH_AFTER, Fault.POWER_CUT, Fault.ERROR_FOR_EVER)) {
        Case one = new Case(fault, at);
        cases.add(() -> problemsOfOtherData(before, right, one));
      }
    }
    assertThat(shortened(all(cases))).isEmpty();
  }

  /** The inspector is worth what it finds. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(Bug bug) throws Exception {
    Rehearsal buggy = new Rehearsal(bug, 1);
    Rehearsal before = new Rehearsal(bug, 2);
    List<String> found = new ArrayList<>();
    List<Case> cases = cases();
    // A bug that shows late in a run shows late in their order.
    Collections.shuffle(cases, new Random(1));
    for (Case one : cases) {
      List<String> problems =
          bug == Bug.KEY_WITHOUT_DATA
              ? problemsOfOtherData(before, buggy, one)
              : problems(buggy, one);
      problems.stream().filter(problem -> problem.contains(bug.problem)).forEach(found::add);
      if (!found.isEmpty()) {
        break;
      }
    }
    System.out.println(bug + ": " + found.stream().findFirst().orElse("not found"));
    assertThat(found).isNotEmpty();
  }
}
