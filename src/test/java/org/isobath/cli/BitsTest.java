package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.isobath.training.TrialKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bits of training, held to digests that are kept. Changed bits raise {@link
 * TrialKey#ENGINE_VERSION}; then, or for a new job, {@code ./mvnw test -Dtest=BitsTest
 * -Disobath.bits=write} writes the digests anew. All ways to run Java: {@code -Disobath.bits=all};
 * with another one: {@code -Disobath.java=/path/of/java}.
 */
final class BitsTest {
  private static final Path JOBS = Path.of("src/test/resources/org/isobath/bits");
  private static final Path KEPT = JOBS.resolve("digests.txt");
  private static final String MODE = System.getProperty("isobath.bits", "");
  private static final String HEAD = "engine " + TrialKey.ENGINE_VERSION;

  private static List<String> kept() throws Exception {
    List<String> lines = Files.exists(KEPT) ? Files.readAllLines(KEPT) : List.of(HEAD);
    if (MODE.equals("write")) {
      List<String> now = Bits.of(JOBS.toAbsolutePath(), Integer.MAX_VALUE);
      if (lines.get(0).equals(HEAD)) {
        // A line may be new; none may change.
        List<String> names = now.stream().map(BitsTest::name).toList();
        List<String> old = lines.stream().skip(1).filter(l -> names.contains(name(l))).toList();
        assertThat(now).as("changed bits: raise TrialKey.ENGINE_VERSION first").containsAll(old);
      }
      List<String> written = new ArrayList<>(List.of(HEAD));
      written.addAll(now);
      Files.write(KEPT, written);
      lines = written;
    }
    assertThat(lines.get(0)).as("digests of another engine: write them anew").isEqualTo(HEAD);
    return lines.subList(1, lines.size());
  }

  private static String name(String line) {
    return line.substring(0, Math.max(0, line.lastIndexOf(' ')));
  }

  @Test
  void trainingGivesTheBitsThatAreKept() throws Exception {
    List<String> kept = kept();
    assertThat(kept).hasSizeGreaterThanOrEqualTo(200);
    assertThat(Bits.of(JOBS.toAbsolutePath(), Integer.MAX_VALUE))
        .as("changed bits: raise TrialKey.ENGINE_VERSION, then write the digests anew")
        .isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 16, 64})
  void theyDoNotDependOnWhatTrainsBesides(int together) throws Exception {
    assertThat(Bits.of(JOBS.toAbsolutePath(), together)).isEqualTo(kept());
  }

  static Stream<List<String>> ways() {
    String module = "--add-modules=jdk.incubator.vector";
    List<List<String>> few =
        List.of(
            List.of("-Xint"),
            List.of("-XX:TieredStopAtLevel=1"),
            // The first compiler makes an object of each vector: minutes, if rows were trained too.
            List.of("-XX:TieredStopAtLevel=1", "-XX:UseAVX=0", Bits.ONLY_JOBS, module),
            List.of("-XX:-TieredCompilation", module));
    List<List<String>> more =
        List.of(
            List.of("-Xint", Bits.ONLY_JOBS, module),
            List.of("-XX:-TieredCompilation"),
            List.of("-XX:UseAVX=0", module),
            List.of("-XX:UseAVX=1", module),
            List.of("-XX:UseAVX=2", module),
            List.of("-XX:UseAVX=3", module),
            List.of("-XX:-UseFMA", module),
            List.of("-Xcomp", module));
    return MODE.equals("all") ? Stream.concat(few.stream(), more.stream()) : few.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theyDoNotDependOnHowJavaRuns(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(
        System.getProperty(
            "isobath.java", Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(options);
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Bits.class.getName(), JOBS.toAbsolutePath().toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String digests = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> expected =
        options.contains(Bits.ONLY_JOBS) ? kept().stream().filter(Bits::isOfJob).toList() : kept();
    assertThat(digests.lines()).isEqualTo(expected);
  }
}
