package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users do wrong, and what they are told: src/test/resources/org/isobath/cli/bad-inputs.txt.
 * Nothing in it may end with exit code 1, a stack trace, a hang, or a file that was not there.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BadInputTest {
  private static final String JOB =
      """
      name: tiny
      data:
        source: {file: rows.csv, target: y}
        scaling: none
      trial:
        depth: [1, 2]
        lossExponent: 2
        learningRate: [0.05, 0.5]
        seed: {from: 1, count: 2}
        steps: 10
      record: {curvePoints: 5}
      """;

  @TempDir private static Path folder;
  private static Map<String, String> before = Map.of();

  /**
   * A line of the table.
   *
   * @param code the exit code
   * @param words what stderr must say
   * @param how the kind of mistake
   * @param what the mistake
   */
  private record Bad(int code, String words, String how, String what) {
    @Override
    public String toString() {
      return how + " " + (what.length() > 90 ? what.substring(0, 90) + "…" : what);
    }
  }

  static List<Bad> cases() throws Exception {
    List<Bad> cases = new ArrayList<>();
    try (var in = BadInputTest.class.getResourceAsStream("bad-inputs.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
        String[] parts = line.split(" \\| ", 4);
        cases.add(
            new Bad(
                Integer.parseInt(parts[0].strip()), parts[1].strip(), parts[2].strip(), parts[3]));
      }
    }
    return cases;
  }

  @BeforeAll
  static void prepare() throws Exception {
    SharedSpark.session();
    write("rows.csv", "a,b,y\n1,2,3\n2,1,4\n3,5,1\n0,1,0.5\n");
    write("job.yaml", JOB);
    write("secret.csv", "a,y\n1,2\n");
    Files.createDirectories(folder.resolve("a-folder"));
    Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
    Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    Process fifo = new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start();
    assertThat(fifo.waitFor()).isZero();
    write("empty.csv", "");
    write("header.csv", "a,b,y\n");
    write("latin.csv", new String(new char[] {'a', ',', 'y', '\n', '\u00e9', ',', '1', '\n'}));
    Files.write(
        folder.resolve("latin.csv"), new byte[] {'a', ',', 'y', '\n', (byte) 0xe9, ',', '1'});
    Files.write(folder.resolve("binary.csv"), new byte[] {0, 1, 2, 3});
    write("words.csv", "a,y\n1,x\n");
    write("nan.csv", "a,y\n1,NaN\n2,1\n");
    write("infinite.csv", "a,y\n1,1e999\n2,1\n");
    write("gap.csv", "a,y\n1,\n2,1\n");
    write("short.csv", "a,y\n1,2\n3\n");
    write("twice.csv", "a,a,y\n1,2,3\n");
    write("constant.csv", "a,y\n1,2\n1,3\n");
    write("quotes.csv", "a,y\n\"1,2\n");
    Files.write(folder.resolve("broken.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1});
    write("huge-name.csv", "a".repeat(2_000_000) + ",y\n1,2\n");
    write("bad-weights.csv", "layer,row,column,value\n1,0,0,x\n");
    write("short-weights.csv", "layer,row,column,value\n1,0,0,1\n");
    Path results = folder.resolve("results");
    assertThat(isobath("run", job(JOB), "--results", results.toString()).code()).isZero();
    for (String damage :
        List.of("no-json", "null", "list", "other-files", "file-in-the-way", "empty-manifest")) {
      Files.createDirectories(folder.resolve("r-" + damage).resolve("tiny"));
    }
    write("r-no-json/tiny/resolved.json", "{\"name\":");
    write("r-null/tiny/resolved.json", "null");
    write("r-list/tiny/resolved.json", "[1]");
    write("r-other-files/tiny/model.bin", "mine");
    write("r-file-in-the-way/tiny/trials", "mine");
    write("r-file-in-the-way/tiny/resolved.json", "{}");
    write("r-empty-manifest/tiny/resolved.json", "{}");
    write("r-empty-manifest/tiny/manifest.json", "");
    write("a-file", "mine");
    before = files();
  }

  private static void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private static String job(String text) throws Exception {
    Path job = folder.resolve("job.yaml");
    Files.writeString(job, text);
    return job.toString();
  }

  /** All files and their sizes; what a case leaves behind shows here. */
  private static Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.isRegularFile(file) && !file.endsWith("job.yaml") ? "" + Files.size(file) : "");
      }
    }
    return files;
  }

  private record Ran(int code, String out, String err) {}

  private static Ran isobath(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("{dir}", folder.toString());
  }

  /** Long and deep things would not fit into a table. */
  private static String grown(String text) {
    return text.replace("{30MB}", "x".repeat(30_000_000))
        .replace("{30MB-of-spaces}", " ".repeat(30_000_000))
        .replace("{deep-list}", "[".repeat(100_000) + "]".repeat(100_000))
        .replace("{deep-map}", "{a: ".repeat(100_000) + "1" + "}".repeat(100_000))
        .replace("{open-lists}", "[".repeat(100_000))
        .replace("{many-keys}", manyKeys())
        .replace("{long-number}", "1".repeat(100_000))
        .replace("{long-name}", "n".repeat(300));
  }

  private static String manyKeys() {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      keys.append("key").append(i).append(": 1\n");
    }
    return keys.toString();
  }

  private static Ran run(Bad bad) throws Exception {
    String what = grown(unescaped(bad.what()));
    String results = folder.resolve("results").toString();
    return switch (bad.how()) {
      case "text" -> isobath("plan", job(what), "--results", results);
      case "job" -> {
        String[] change = what.split(" => ", 2);
        assertThat(JOB).contains(change[0]);
        yield isobath("plan", job(JOB.replace(change[0], change[1])), "--results", results);
      }
      case "set" -> isobath("plan", job(JOB), "--results", results, "--set", what);
      case "run" -> {
        List<String> arguments = new ArrayList<>(List.of("run", job(JOB)));
        arguments.addAll(List.of(what.split(what.contains(" ~ ") ? " ~ " : " +")));
        yield isobath(arguments.toArray(String[]::new));
      }
      case "sql" -> isobath("sql", what, "--results", results);
      case "cli" -> {
        String text = job(JOB);
        yield isobath(what.replace("JOB", text).strip().split(" +"));
      }
      default -> throw new IllegalArgumentException(bad.how());
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsWrongIsSaidAndNothingElseHappens(Bad bad) throws Exception {
    Ran ran = run(bad);
    if (Boolean.getBoolean("isobath.show")) {
      String said = ran.err().lines().findFirst().orElse("").replace(folder.toString(), "{dir}");
      System.out.println(
          "SHOW "
              + ran.code()
              + " | "
              + said.substring(0, Math.min(220, said.length()))
              + " | "
              + bad.how()
              + " | "
              + bad.what());
    }
    assertThat(ran.err()).doesNotContain("\tat ", "Exception", "a bug of ours");
    assertThat(ran.code()).as(ran.err()).isEqualTo(bad.code());
    assertThat(ran.err()).contains(unescaped(bad.words()));
    assertThat(ran.err().lines().filter(line -> !line.isBlank())).allMatch(l -> l.length() < 2000);
    assertThat(files()).isEqualTo(before);
  }

  /** Entities that name files are no text. */
  @Test
  void xmlInAQueryReadsNoFile() {
    Ran ran =
        isobath(
            "sql",
            "SELECT xpath_string('<!DOCTYPE a [<!ENTITY x SYSTEM \"file://"
                + folder.resolve("secret.csv")
                + "\">]><a>[&x;]</a>', 'a') AS text",
            "--results",
            folder.resolve("results").toString());
    assertThat(ran.out()).contains("[]").doesNotContain("1,2");
  }

  @Test
  void thereAreManyOfThem() throws Exception {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(200);
  }

  @AfterAll
  static void leaveNoPipe() throws Exception {
    Files.deleteIfExists(folder.resolve("fifo"));
    Files.deleteIfExists(folder.resolve("loop"));
    Files.deleteIfExists(folder.resolve("zero"));
  }
}
