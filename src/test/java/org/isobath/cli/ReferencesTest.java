package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isobath.data.GaussianFeatures;
import org.isobath.report.Fields;
import org.isobath.theory.DoubleDescent;
import org.isobath.theory.TwoWells;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Closed forms are evaluated from what the job and its settings say. */
final class ReferencesTest {
  private static Fields setting(String id, Map<String, Object> cells) {
    Map<String, @Nullable Object> row = new HashMap<>(cells);
    row.put("setting_id", id);
    row.put("learning_rate", 0.1);
    return new Fields(row);
  }

  private static Map<String, Object> job(String reference) {
    return Map.of(
        "report",
        Map.of("figures", List.of(Map.of("y", "a"), Map.of("y", "b", "reference", reference))),
        "data",
        Map.of(
            "source",
            Map.of(
                "gaussian-features",
                Map.of("features", 30, "rows", 100, "noise", 0.5, "norm", 2.0, "decay", 1.0)),
            "split",
            Map.of("train", 0.1, "test", "rest")));
  }

  private static Map<String, @Nullable Object> at(
      List<Map<String, @Nullable Object>> rows, String setting) {
    return rows.stream().filter(r -> setting.equals(r.get("setting_id"))).findFirst().orElseThrow();
  }

  @Test
  void doubleDescentIsHalfOfTheSquaredErrorOfTheJobsOwnTable() {
    List<Map<String, @Nullable Object>> rows =
        References.of(
            job("belkin-hsu-xu"),
            List.of(
                setting("few", Map.of("features", 5)),
                setting("peak", Map.of("features", 10)),
                setting("all", Map.of("features", 30))),
            List.of());
    double[] coefficients = new GaussianFeatures(30, 100, 0.5, 2, 1, 7).coefficients();
    DoubleDescent descent = new DoubleDescent(coefficients, 0.5, 10);
    assertThat((Double) at(rows, "few").get("y"))
        .isCloseTo(descent.squaredError(5) / 2, within(1e-14));
    assertThat((Double) at(rows, "all").get("y"))
        .isCloseTo(descent.squaredError(30) / 2, within(1e-14));
    assertThat(at(rows, "peak").get("y")).isNull();
    assertThat(rows).hasSize(26).allMatch(row -> row.get("figure").equals(1));
  }

  /**
   * Labels that only training sees with noise: the noise of fitting grows, not that of the test.
   */
  @Test
  void noiseInTheLabelsSpoilsTheFitAlone() {
    Map<String, Object> noisy = Map.of("features", 5, "label_noise", 1.2);
    List<Map<String, @Nullable Object>> rows =
        References.of(job("belkin-hsu-xu"), List.of(setting("noisy", noisy)), List.of());
    double[] coefficients = new GaussianFeatures(30, 100, 0.5, 2, 1, 7).coefficients();
    double rest = 0;
    for (int j = 5; j < 30; j++) {
      rest += coefficients[j] * coefficients[j];
    }
    double expected = (rest + 0.25) + (rest + 0.25 + 1.44) * 5 / (10 - 5 - 1);
    assertThat((Double) at(rows, "noisy").get("y")).isCloseTo(expected / 2, within(1e-12));
  }

  @Test
  void constantsOfNetworksAndOptimizersAreFound() {
    List<Map<String, @Nullable Object>> rows =
        References.of(
            job("two-wells"),
            List.of(
                setting("one", wells(1, "0.2")),
                setting("four", wells(4, "0.2")),
                setting("hot", wells(4, "0.5"))),
            List.of());
    assertThat((Double) at(rows, "four").get("y"))
        .isEqualTo(new TwoWells(1, 1, 4, 0.2).flatShare(4));
    assertThat((Double) at(rows, "hot").get("y"))
        .isEqualTo(new TwoWells(1, 1, 4, 0.5).flatShare(4));
    assertThat(rows.stream().map(row -> row.get("label")).distinct()).hasSize(2);
    List<Map<String, @Nullable Object>> winner =
        References.of(
            job("arctangent"),
            List.of(setting("even", Map.of("initializer_parameters", "{\"norm\":1,\"ratio\":1}"))),
            List.of());
    assertThat((Double) at(winner, "even").get("y")).isCloseTo(0.5, within(1e-15));
    assertThat(References.of(job("none"), List.of(), List.of())).isEmpty();
  }

  private static Map<String, Object> orthonormal(int features, int rows) {
    return Map.of(
        "report",
        Map.of("figures", List.of(Map.of("y", "a", "reference", "stationary-variance"))),
        "data",
        Map.of("source", Map.of("orthonormal", Map.of("features", features, "rows", rows))));
  }

  private static Fields rate(String setting, double rate) {
    return new Fields(Map.of("setting_id", setting, "learning_rate", rate));
  }

  @Test
  void theStationaryVarianceIsToldAtEveryRateOfASetting() {
    List<Fields> settings =
        List.of(
            setting("cold", Map.of("optimizer_parameters", "{\"temperature\":0.1}")),
            setting("hot", Map.of("optimizer_parameters", "{\"temperature\":0.4}")));
    List<Fields> rates =
        List.of(rate("cold", 0.5), rate("cold", 1.5), rate("hot", 1), rate("hot", 7));
    List<Map<String, @Nullable Object>> rows =
        References.of(orthonormal(2, 2), settings, rates).stream()
            .filter(row -> row.get("setting_id") != null)
            .toList();
    // Four weights of curvature 1/2: T / (1/2 − η/8) each.
    assertThat(rows.stream().map(row -> row.get("setting_id") + " " + row.get("x")))
        .containsExactly("cold 0.5", "cold 1.5", "hot 1.0", "hot 7.0");
    assertThat((Double) rows.get(0).get("y")).isCloseTo(0.4 / (0.5 - 0.0625), within(1e-12));
    assertThat((Double) rows.get(1).get("y")).isCloseTo(0.4 / (0.5 - 0.1875), within(1e-12));
    assertThat((Double) rows.get(2).get("y")).isCloseTo(1.6 / (0.5 - 0.125), within(1e-12));
    assertThat(rows.get(3).get("y")).as("descent diverges").isNull();
    assertThat(References.of(orthonormal(3, 2), settings, rates)).as("flat directions").isEmpty();
  }

  private static Map<String, Object> wells(int directions, String temperature) {
    return Map.of(
        "network_parameters",
        "{\"directions\":" + directions + ",\"flat\":1,\"height\":1,\"sharp\":4}",
        "optimizer_parameters",
        "{\"temperature\":" + temperature + "}");
  }
}
