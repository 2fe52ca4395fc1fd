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

  private Job langevin(String data, String trial, String figure) throws Exception {
    String job =
        """
        name: made
        data: {source: {orthonormal: {features: 2, rows: %s}}, scaling: none}
        trial:
          optimizer: {langevin: {temperature: 0.1}}
          learningRate: [0.1, 1]
          steps: 10
        %s
        record: {measures: [distance-to-minimum-norm]}
        report:
          figures:
          - {x: learningRate, reference: stationary-variance, %s}
        """;
    return JobFile.read(
        Files.writeString(folder.resolve("job.yaml"), job.formatted(data, trial, figure)),
        List.of());
  }

  @Test
  void theStationaryVarianceIsThatOfAMeanSquareInAQuadratic() throws Exception {
    String figure = "y: distance_to_minimum_norm, statistic: mean-square";
    assertThat(langevin("2", "  depth: 1", figure).report().get("figures").toString())
        .contains("statistic=mean-square", "reference=stationary-variance");
    assertThatThrownBy(() -> langevin("2", "  depth: 1", "y: distance_to_minimum_norm"))
        .hasMessageContaining("is a closed form of a mean square")
        .hasMessageContaining("y: distance_to_minimum_norm, statistic: mean-square");
    assertThatThrownBy(() -> langevin("1", "  depth: 1", figure))
        .hasMessageContaining("is no closed form of this job")
        .hasMessageContaining("as many rows as features");
    for (String other :
        List.of("depth: 2", "depth: 1\n  weightDecay: 0.1", "depth: 1\n  batchSize: 1")) {
      assertThatThrownBy(() -> langevin("2", "  " + other, figure))
          .as(other)
          .hasMessageContaining("is no closed form of this job");
    }
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
    assertThatThrownBy(
            () ->
                read(
                    """
                    report:
                      figures:
                      - {y: final_loss, x: learningRate, statistic: variance}
                      - {y: final_loss, x: learningRate, statistic: mean, share: 1}
                      - {y: final_loss, x: learningRate, reference: stationary-variance}
                    """))
        .isInstanceOfSatisfying(
            JobException.class,
            e ->
                assertThat(e.problems().stream().map(Object::toString))
                    .satisfiesExactly(
                        p -> assertThat(p).contains("[0].statistic", "mean, median, mean-square"),
                        p -> assertThat(p).contains("[1].statistic", "about a share"),
                        p -> assertThat(p).contains("[2].reference", "source orthonormal")));
    assertThatThrownBy(() -> read("report: {figures: test_loss}\n"))
        .hasMessageContaining("must be a list of figures");
  }
}
