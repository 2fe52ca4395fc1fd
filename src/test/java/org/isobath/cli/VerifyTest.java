package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits that flip on the disk, and trials that are trained again. */
final class VerifyTest {
  private static final String JOB =
      """
      name: tiny
      data: {source: sensor-array, scaling: min-max}
      trial:
        depth: [1, 2]
        lossExponent: 2
        learningRate: [0.05, 500]
        seed: {from: 1, count: 2}
        steps: 20
      record: {curvePoints: 5, weights: true}
      compare: {axis: depth, baseline: 1}
      """;

  /** Flips of each file. */
  private static final int FLIPS = Integer.getInteger("isobath.flips", 25);

  @TempDir private static Path made;
  @TempDir private Path folder;
  private Path results = Path.of("");
  private Path sweep = Path.of("");

  private record Ran(int code, String out, String err) {}

  private static Ran isobath(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    assertThat(err.toString()).doesNotContain("\tat ", "a bug of ours");
    return new Ran(code, out.toString(), err.toString());
  }

  private Ran verify(String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--results", results.toString()));
    arguments.addAll(List.of(more));
    return isobath(arguments.toArray(String[]::new));
  }

  @BeforeAll
  static void run() throws Exception {
    SharedSpark.session();
    Path job = Files.writeString(made.resolve("job.yaml"), JOB);
    assertThat(isobath("run", job.toString(), "--results", made.resolve("results") + "").code())
        .isZero();
  }

  @BeforeEach
  void copy() throws Exception {
    Files.writeString(folder.resolve("job.yaml"), JOB);
    results = folder.resolve("results");
    sweep = results.resolve("tiny");
    try (Stream<Path> all = Files.walk(made.resolve("results"))) {
      for (Path path : all.sorted().toList()) {
        Files.copy(path, results.resolve(made.resolve("results").relativize(path)));
      }
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(sweep)) {
      return all.filter(Files::isRegularFile).filter(f -> !f.endsWith("_lock")).sorted().toList();
    }
  }

  private static void flip(Path file, int bit) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    Files.write(file, bytes);
  }

  @Test
  void aFlippedBitInAnyFileIsFoundAndNamed() throws Exception {
    assertThat(verify().code()).isZero();
    Random random = new Random(7);
    int flips = 0;
    for (Path file : files()) {
      int bits = (int) Files.size(file) * 8;
      for (int i = 0; i < FLIPS; i++) {
        int bit = random.nextInt(bits);
        flip(file, bit);
        Ran ran = verify();
        assertThat(ran.code()).as("%s, bit %d: %s", file, bit, ran).isEqualTo(5);
        assertThat(ran.err()).contains(file.getFileName().toString());
        flip(file, bit);
        flips++;
      }
    }
    assertThat(flips).isGreaterThanOrEqualTo(13 * FLIPS);
    assertThat(verify().code()).isZero();
  }

  @Test
  void noQueryIsAnsweredFromChangedBytesAndNoRunTakesThemForPublished() throws Exception {
    Random random = new Random(8);
    for (String table : List.of("trials", "curves", "selections")) {
      Path file;
      try (Stream<Path> all = Files.list(sweep.resolve(table))) {
        file = all.sorted().findFirst().orElseThrow();
      }
      for (int i = 0; i < 3; i++) {
        int bit = random.nextInt((int) Files.size(file) * 8);
        flip(file, bit);
        Ran ran =
            isobath("sql", "SELECT * FROM " + table, "--results", results.toString(), "--json");
        assertThat(ran.code()).as("%s, bit %d", file, bit).isEqualTo(5);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("damaged", file.getFileName().toString());
        flip(file, bit);
      }
      flip(file, 100);
      String job = folder.resolve("job.yaml").toString();
      Ran again = isobath("run", job, "--results", results.toString());
      assertThat(again.code()).isEqualTo(5);
      assertThat(again.err()).contains("damaged", file.getFileName().toString());
      flip(file, 100);
    }
    assertThat(isobath("sql", "SELECT 1 FROM trials", "--results", results.toString()).code())
        .isZero();
  }

  /** Without a manifest, the pages of Parquet carry their own checksums. */
  @Test
  void aFlippedBitInAPageOfAnUnfinishedSweepIsFound() throws Exception {
    Files.delete(sweep.resolve("manifest.json"));
    Path file = files().stream().filter(f -> f.toString().contains("/weights/")).toList().get(0);
    assertThat(verify().code()).isZero();
    int found = 0;
    Random random = new Random(9);
    for (int i = 0; i < 40; i++) {
      // Values of weights are most of the file.
      int bit = (int) (Files.size(file) * 8 * (0.3 + 0.4 * random.nextDouble()));
      flip(file, bit);
      found += verify().code() == 5 ? 1 : 0;
      if (i == 0) {
        Ran ran = isobath("sql", "SELECT sum(value) FROM weights", "--results", "" + results);
        assertThat(ran.code()).isEqualTo(5);
      }
      flip(file, bit);
    }
    assertThat(found).isEqualTo(40);
  }

  @Test
  void aDamagedFileThatIsDeletedIsTrainedAgain() throws Exception {
    for (Path file : files().stream().filter(f -> f.toString().contains("/curves/")).toList()) {
      Files.delete(file);
    }
    assertThat(verify().code()).isEqualTo(5);
    String job = folder.resolve("job.yaml").toString();
    Ran again = isobath("run", job, "--results", results.toString());
    assertThat(again.code()).isZero();
    assertThat(again.err()).doesNotContain("nothing to train");
    assertThat(verify().code()).isZero();
  }

  @Test
  void trialsThatAreTrainedAgainHaveTheSameBits() throws Exception {
    Ran ran = verify("--retrain", "8", "--seed", "3");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("0 problems; 8 trials trained again (seed 3)");
    assertThat(verify("--retrain", "1", "--json").out()).contains("\"retrained\" : 1");
  }

  @Test
  void rowsThatTrainingDoesNotGiveAreFound() throws Exception {
    // The curves of one pack under the name of another; a manifest would notice.
    List<Path> curves = files().stream().filter(f -> f.toString().contains("/curves/")).toList();
    Files.copy(curves.get(0), curves.get(1), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(sweep.resolve("manifest.json"));
    Ran ran = verify("--retrain", "8");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err().lines().filter(line -> line.contains("has other losses"))).hasSize(4);
  }

  @Test
  void explainTellsWhatDiffers() throws Exception {
    String job = folder.resolve("job.yaml").toString();
    assertThat(isobath("explain", job, sweep.toString()).out()).isEqualTo("no difference\n");
    String respelled =
        JOB.replace("[0.05, 500]", "[5.0e-2, 0.5e3]").replace("steps: 20", "steps: 2e1");
    Path other = Files.writeString(folder.resolve("other.yaml"), "# a comment\n" + respelled);
    assertThat(isobath("explain", job, other.toString()).out()).isEqualTo("no difference\n");
    Files.writeString(other, JOB.replace("steps: 20", "steps: 21"));
    assertThat(isobath("explain", job, other.toString()).out())
        .isEqualTo("trial.steps: 20 here, 21 there\n");
    assertThat(isobath("explain", job, other.toString(), "--json").out())
        .contains("trial.steps: 20 here, 21 there");
  }
}
