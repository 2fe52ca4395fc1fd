package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which figures a job may ask for. */
final class FiguresTest {
  private static final String START =
      """
      name: made
      data: {source: sensor-array, scaling: min-max}
      trial:
        depth: [1, 2]
        learningRate: 0.1
        initializer: {gaussian: {standardDeviation: [0.01, 0.1]}}
        steps: 10
      record: {measures: [sharpness]}
      """;

  @TempDir private Path folder;

  private Job read(String report) throws Exception {
    return JobFile.read(Files.writeString(folder.resolve("job.yaml"), START + report), List.of());
  }

  @Test
  void figuresAreKeptAsTheJobSaysThem() throws Exception {
    assertThat(read("").report()).isEmpty();
    assertThat(
            read("""
                    report:
                      figures:
                      - {y: test_loss, x: depth, scale: log}
                      - {y: [sharpness, balancedness], x: standardDeviation, share: 1}
                    """)
                .report())
        .isEqualTo(
            Map.of(
                "figures",
                List.of(
                    Map.of("y", List.of("test_loss"), "x", "depth", "scale", "log"),
                    Map.of(
                        "y",
                        List.of("sharpness", "balancedness"),
                        "x",
                        "standardDeviation",
                        "share",
                        1.0))));
    assertThat(read("report: {figures: []}\n").report()).isEqualTo(Map.of("figures", List.of()));
  }

  @Test
  void whatIsWrongIsSaidInItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    report:
                      figures:
                      - {y: tset_loss, x: dpeth, scale: lgo, share: no}
                      - {y: gradient_norm, x: depth}
                      - {y: test_loss, x: width, reference: arctangent}
                      - {y: test_loss, x: features, reference: belkin-hsu-xu}
                      - {y: [test_loss, test_loss], colour: red}
                    """))
        .isInstanceOfSatisfying(
            JobException.class,
            e ->
                assertThat(e.problems().stream().map(Object::toString))
                    .satisfiesExactly(
                        p -> assertThat(p).contains("figures[0].y", "did", "test_loss"),
                        p -> assertThat(p).contains("figures[0].x", "unknown axis", "depth"),
                        p -> assertThat(p).contains("figures[0].scale", "log, linear"),
                        p -> assertThat(p).contains("figures[0].share"),
                        p -> assertThat(p).contains("figures[1].y", "is not recorded"),
                        p -> assertThat(p).contains("figures[2].reference", "against ratio"),
                        p -> assertThat(p).contains("figures[3].reference", "gaussian-features"),
                        p -> assertThat(p).contains("figures[4].x", "is required"),
                        p -> assertThat(p).contains("figures[4].y", "twice"),
                        p -> assertThat(p).contains("figures[4].colour", "unknown key")));
    assertThatThrownBy(() -> read("report: {figures: test_loss}\n"))
        .hasMessageContaining("must be a list of figures");
  }
}
