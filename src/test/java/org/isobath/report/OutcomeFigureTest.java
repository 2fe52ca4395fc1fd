package org.isobath.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What figures of outcomes show and say, of tables that were made up. */
final class OutcomeFigureTest {
  static void outcome(
      MadeTables made, String setting, String measure, double value, double spread) {
    made.outcomes.add(
        MadeTables.row(
            "setting_id",
            setting,
            "measure",
            measure,
            "seeds",
            5L,
            "diverged",
            0L,
            "measured",
            5L,
            "mean",
            value,
            "standard_error",
            spread,
            "median",
            value,
            "lower_quartile",
            value - spread,
            "upper_quartile",
            value + spread,
            "shares",
            Map.of("1", value)));
  }

  private static MadeTables figures(MadeTables made, Object... figures) {
    made.resolved.put("report", Map.of("figures", List.of(figures)));
    return made;
  }

  private static JsonNode tree(OutcomeFigure figure) {
    return new ObjectMapper().valueToTree(figure.tree());
  }

  @Test
  void withoutAWordOfTheJobTestMeasuresAreDrawnAgainstWhatIsCompared() {
    MadeTables made = MadeTables.of(1, 3, 2, 5);
    assertThat(OutcomeFigure.of(made.tables())).isEmpty();
    for (int depth = 1; depth <= 3; depth++) {
      outcome(made, "s1-" + depth, "test_loss", 0.5 / depth, 0.01);
      outcome(made, "s1-" + depth, "test_accuracy", 0.9 + 0.01 * depth, 0.005);
    }
    List<OutcomeFigure> figures = OutcomeFigure.of(made.tables());
    assertThat(figures).hasSize(2);
    assertThat(figures.get(0).caption())
        .isEqualTo(
            "Test loss against depth, each setting at its selected learning rate. Line: median over"
                + " seeds; band: quartiles.");
    assertThat(figures.get(0).sentence())
        .isEqualTo(
            "Test loss: 0.5 [0.49, 0.51] with depth 1, 0.25 [0.24, 0.26] with 2, 0.1667 [0.1567,"
                + " 0.1767] with 3, over 5 seeds.");
    assertThat(figures.get(1).sentence())
        .startsWith("Test accuracy: 0.91 ± 0.005 with depth 1, 0.92 ± 0.005 with 2, ");
    assertThat(tree(figures.get(1)).at("/series/0/curve/low/0").asDouble()).isEqualTo(0.905);
    assertThat(OutcomeFigure.of(figures(made).tables())).isEmpty();
  }

  @Test
  void wordsMakeCategoriesAndWhatElseDiffersMakesLines() {
    MadeTables made = MadeTables.of(2, 2, 2, 5);
    for (Map<String, Object> row : made.settings) {
      boolean first = row.get("depth").equals(1);
      row.put("depth", 2);
      row.put("width", 10);
      row.put("pretraining", first ? "random-labels" : "none");
      row.put("pretraining_parameters", first ? "{\"steps\":9}" : "{}");
    }
    for (int panel = 1; panel <= 2; panel++) {
      outcome(made, "s" + panel + "-1", "test_accuracy", 0.7 + 0.01 * panel, 0.01);
      outcome(made, "s" + panel + "-2", "test_accuracy", 0.93, 0.01);
    }
    OutcomeFigure figure =
        OutcomeFigure.of(figures(made, Map.of("y", "test_accuracy", "x", "pretraining")).tables())
            .get(0);
    assertThat(figure.sentence())
        .isEqualTo(
            "Test accuracy (loss exponent 2): 0.71 ± 0.01 with pretraining random-labels, 0.93 ±"
                + " 0.01 with none; test accuracy (loss exponent 4): 0.72 ± 0.01 with pretraining"
                + " random-labels, 0.93 ± 0.01 with none, over 5 seeds.");
    JsonNode tree = tree(figure);
    assertThat(tree.at("/categories/0").asText()).isEqualTo("random-labels");
    assertThat(tree.at("/series")).hasSize(2);
    assertThat(figure.rows()).hasSize(4).allMatch(row -> row.size() == figure.header().size());
  }

  /** Depth 1 has no width, so it belongs to the line of every width. */
  @Test
  void aSettingWithoutAValueIsOnTheLineOfEach() {
    MadeTables made = MadeTables.of(1, 3, 2, 5);
    made.settings.get(1).put("width", 5);
    made.settings.get(2).put("width", 50);
    for (int depth = 1; depth <= 3; depth++) {
      outcome(made, "s1-" + depth, "test_loss", depth, 0.1);
    }
    OutcomeFigure figure = OutcomeFigure.of(made.tables()).get(0);
    assertThat(figure.rows().stream().map(row -> row.get(0) + " " + row.get(1)))
        .containsExactly("width 5 1", "width 5 2", "width 50 1", "width 50 3");
  }

  @Test
  void constantsSharesAndClosedFormsAreDrawn() {
    MadeTables made = MadeTables.of(1, 5, 2, 5);
    for (int i = 1; i <= 5; i++) {
      Map<String, Object> row = made.settings.get(i - 1);
      row.put("depth", 1);
      row.put("initializer_parameters", "{\"norm\":1,\"ratio\":" + i * i * i * i + "}");
      outcome(made, "s1-" + i, "winner", 0.1 * i, 0.5);
      made.references.add(
          MadeTables.row(
              "figure",
              0,
              "label",
              "closed form",
              "x",
              (double) i * i * i * i,
              "y",
              i == 5 ? 0.99 : 0.1 * i + 0.01,
              "setting_id",
              "s1-" + i));
    }
    made.references.add(MadeTables.row("figure", 0, "label", "closed form", "x", 2.0, "y", null));
    OutcomeFigure figure =
        OutcomeFigure.of(
                figures(
                        made,
                        Map.of("y", "winner", "x", "ratio", "share", 1, "reference", "arctangent"))
                    .tables())
            .get(0);
    assertThat(figure.caption())
        .isEqualTo(
            "Share of seeds with winner 1 against ratio, each setting at its selected learning rate."
                + " Mark: share of the seeds; whiskers: one standard error to both sides. Dashed: the"
                + " closed form.");
    assertThat(figure.sentence())
        .isEqualTo(
            "Share of seeds with winner 1: lowest 0.1 ± 0.15 with ratio 1, highest 0.5 ± 0.25 with"
                + " 625, over 5 seeds; within two standard errors of the closed form: 5 of 5.");
    JsonNode tree = tree(figure);
    assertThat(tree.at("/xLog").asBoolean()).isTrue();
    assertThat(tree.at("/yLog").asBoolean()).isFalse();
    assertThat(tree.at("/references/0/x")).hasSize(6);
    assertThat(tree.at("/references/0/y/1").isNull()).isTrue();
    assertThat(figure.header()).endsWith("closed form");
  }

  @Test
  void spectraAreDrawnByRankWithTheirCut() {
    MadeTables made = MadeTables.of(1, 2, 2, 5);
    double[] values = {4, 1, 1e-3, 1e-9, -1e-12};
    for (int depth = 1; depth <= 2; depth++) {
      for (int i = 0; i < values.length; i++) {
        String name = "hessian_eigenvalue_00" + (i + 1);
        outcome(made, "s1-" + depth, name, values[i] * depth, 1e-13);
      }
    }
    Tables tables = made.tables();
    Spectrum spectrum = new Spectrum(tables, Panel.of(tables));
    assertThat(spectrum.sentence())
        .isEqualTo("Eigenvalues above the rank cut: depth 1 3 of 5, depth 2 3 of 5.");
    JsonNode tree = new ObjectMapper().valueToTree(spectrum.tree());
    assertThat(tree.at("/series/1/cut").asDouble()).isEqualTo(8e-6);
    assertThat(tree.at("/series/0/curve/median/4").asDouble()).isEqualTo(1e-12);
    assertThat(Report.html(tables)).contains("What the trials measured", "rank cut");
  }
}
