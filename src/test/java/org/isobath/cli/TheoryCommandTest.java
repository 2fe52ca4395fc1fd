package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isobath theory}, from the command line to what it prints. */
final class TheoryCommandTest {
  @TempDir private Path folder;
  private String rows = "";

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void writeData() throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "a,b,y,z\n1,0.5,1,0\n-1,2,0.5,1\n0.5,-1,2,-1\n2,1,-1,0.5\n");
    rows = file.toString();
  }

  private Ran theory(String... arguments) {
    List<String> all = new ArrayList<>(List.of("theory"));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    assertThat(err.toString()).doesNotContain("\tat ", "Exception");
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void theNumbersAreThoseOfTheClosedForms() throws Exception {
    Files.writeString(folder.resolve("w.csv"), "layer,row,column,value\n1,0,0,3\n1,0,1,-4\n");
    Ran ran =
        theory(
            rows,
            "--target=y",
            "--ignore=z",
            "--exponent=2",
            "--depth=3",
            "--inner=0.5",
            "--outer=2",
            "--weights=" + folder.resolve("w.csv"),
            "--json");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    JsonNode tree = new ObjectMapper().readTree(ran.out());
    JsonNode integral = tree.get("lineIntegral");
    // Xᵀy of these four rows is (−0.5, −1.5).
    double slope = Math.hypot(0.5, 1.5) / 4;
    double a = 3 - 2.0 / 3;
    double expected = 2 * slope * (Math.pow(2, a) - Math.pow(0.5, a)) * 2 / 7;
    assertThat(integral.get("slope").asDouble()).isCloseTo(slope, within(1e-15));
    for (String sum : List.of("quadratureSum", "closedFormSum", "linearLoss")) {
      assertThat(integral.get(sum).asDouble()).isCloseTo(expected, within(1e-12));
    }
    assertThat(integral.get("quadrature")).hasSize(4);
    assertThat(tree.get("jacobian").get("antisymmetricNorm").asDouble()).isGreaterThan(0.01);
    double norm = Math.pow(5, 4.0 / 3);
    JsonNode spectrum = tree.get("preconditioner");
    assertThat(spectrum).hasSize(2);
    assertThat(spectrum.get(0).get("eigenvalue").asDouble()).isCloseTo(3 * norm, within(1e-12));
    assertThat(spectrum.get(1).get("eigenvalue").asDouble()).isCloseTo(norm, within(1e-12));
  }

  @Test
  void textSaysTheSame() {
    Ran ran = theory(rows, "--target", "y", "--ignore", "z", "--depth", "2", "--exponent", "2");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("rows.csv (4 × 2 → 1), scaling none, exponent 2, depth 2")
        .containsPattern("all four +-?[0-9.e-]+ +0\n")
        .contains("it would be 0. A gradient has 0.")
        .contains("Jacobian at gaussian weights of seed 1: norm ")
        .contains("eigenvalue  multiplicity");
  }

  @Test
  void severalTargetsHaveASpectrumOnly() {
    Ran ran = theory(rows, "--target", "y,z");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("No line integral: the theorem is about one target, not 2.")
        .contains("No Jacobian: it needs one target, and weights that are not all 0.")
        .contains("eigenvalue  multiplicity");
  }

  @Test
  void badInputGetsOneSentence() throws Exception {
    Path wrong = Files.writeString(folder.resolve("w.csv"), "layer,row,column,value\n1,0,0,3\n");
    assertProblem(
        "error: --exponent: is out of range; got 3; allowed: 2, 4, 6", rows, "--exponent=3");
    assertProblem(
        "error: --depth: is out of range; got 0; allowed: a whole number from 1 to 1000",
        rows,
        "--depth=0");
    assertProblem(
        "error: --inner: is out of range; got NaN; allowed: a number greater than 0",
        rows,
        "--inner=NaN");
    assertProblem(
        "error: --outer: is out of range; got 0.005; allowed: a number greater than --inner",
        rows,
        "--outer=0.005");
    assertProblem(
        "error: --seed: is out of range; got -1; allowed: a whole number from 0 to 2^63 - 1",
        rows,
        "--seed=-1");
    assertProblem(
        "error: --scaling: unknown; got minmax; allowed: none, min-max, z-score, max-abs",
        rows,
        "--scaling=minmax");
    assertProblem(
        "error: --weights: " + wrong + " has no weight at layer 1, row 0, column 1",
        rows,
        "--target=y",
        "--ignore=z",
        "--weights=" + wrong);
  }

  @Test
  void valuesTooLargeForPowersAreRefused() throws Exception {
    for (String huge : List.of("1e200", "1e60")) {
      Path file = Files.writeString(folder.resolve("huge.csv"), "a,b,y\n" + huge + ",1,2\n1,2,1\n");
      Ran ran = theory(file.toString(), "--target=y", "--exponent=6");
      assertThat(ran.err().strip())
          .isEqualTo(
              "error: huge.csv: values so large that powers of them are not finite; scale them"
                  + " (--scaling min-max), or choose a smaller --outer");
      assertThat(ran.code()).isEqualTo(4);
      assertThat(ran.out()).isEmpty();
    }
  }

  private void assertProblem(String message, String... arguments) {
    Ran ran = theory(arguments);
    assertThat(ran.err().strip()).isEqualTo(message);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
  }
}
