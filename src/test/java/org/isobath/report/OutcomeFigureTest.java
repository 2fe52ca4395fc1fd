package org.isobath.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  static MadeTables figures(MadeTables made, Object... figures) {
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

  /** One setting whose trials measured a distance at two of its three rates. */
  private static MadeTables byRate(String statistic) {
    MadeTables made = MadeTables.of(1, 1, 3, 5);
    for (int i = 1; i <= 2; i++) {
      made.rateOutcomes.add(
          MadeTables.row(
              "setting_id",
              "s1-1",
              "measure",
              "distance_to_minimum_norm",
              "learning_rate",
              0.1 * i,
              "seeds",
              5L,
              "diverged",
              0L,
              "measured",
              4L,
              "mean",
              1.0 * i,
              "standard_error",
              0.1,
              "mean_square",
              3.0 * i,
              "mean_square_error",
              0.5,
              "median",
              2.0 * i,
              "lower_quartile",
              1.0,
              "upper_quartile",
              9.0));
    }
    Map<String, Object> figure =
        new HashMap<>(Map.of("y", "distance_to_minimum_norm", "x", "learningRate"));
    if (!statistic.isEmpty()) {
      figure.put("statistic", statistic);
    }
    return figures(made, figure);
  }

  @Test
  void againstTheLearningRateASettingIsDrawnAtEachOfItsRates() {
    OutcomeFigure mean = OutcomeFigure.of(byRate("").tables()).get(0);
    assertThat(mean.caption())
        .isEqualTo(
            "Distance to minimum norm against learning rate. Line: mean over seeds; band: one"
                + " standard error to both sides.");
    assertThat(mean.sentence())
        .isEqualTo(
            "Distance to minimum norm: 1 ± 0.1 with learning rate 0.1, 2 ± 0.1 with 0.2, over 4"
                + " seeds.");
    OutcomeFigure median = OutcomeFigure.of(byRate("median").tables()).get(0);
    assertThat(tree(median).at("/series/0/curve/high/0").asDouble()).isEqualTo(9);
    MadeTables made = byRate("mean-square");
    for (int i = 1; i <= 2; i++) {
      made.references.add(
          MadeTables.row(
              "figure", 0, "label", "closed form", "x", 0.1 * i, "y", 3.2, "setting_id", "s1-1"));
    }
    OutcomeFigure square = OutcomeFigure.of(made.tables()).get(0);
    assertThat(square.caption())
        .isEqualTo(
            "Mean square of distance to minimum norm against learning rate. Mark: mean square over"
                + " seeds; whiskers: one standard error to both sides. Dashed: the closed form.");
    assertThat(square.sentence())
        .endsWith(
            "3 ± 0.5 with learning rate 0.1, 6 ± 0.5 with 0.2, over 4 seeds; within two"
                + " standard errors of the closed form: 1 of 2.");
    assertThat(square.rows().get(1)).endsWith("6 ± 0.5", "3.2");
    assertThat(Tables.hasFigureByRate(made.resolved)).isTrue();
    assertThat(Tables.hasFigureByRate(MadeTables.of(1, 1, 1, 1).resolved)).isFalse();
  }

  /** Every number that report.js is given for its figures is a value of the chart, and no other. */
  private static void hasTheSamePoints(JsonNode chart, JsonNode figure) {
    assertThat(chart.at("/title")).isEqualTo(figure.at("/title"));
    Iterator<JsonNode> values = chart.at("/data/values").iterator();
    for (JsonNode series : figure.at("/series")) {
      JsonNode curve = series.at("/curve");
      for (int i = 0; i < curve.at("/x").size(); i++) {
        JsonNode value = values.next();
        JsonNode x = curve.at("/x/" + i);
        JsonNode word = figure.at("/categories/" + x.asText());
        assertThat(value.at("/line")).isEqualTo(series.at("/label"));
        assertThat(value.at("/x")).isEqualTo(word.isMissingNode() ? x : word);
        assertThat(value.at("/value")).isEqualTo(curve.at("/median/" + i));
        assertThat(value.at("/low")).isEqualTo(curve.at("/low/" + i));
        assertThat(value.at("/high")).isEqualTo(curve.at("/high/" + i));
        assertThat(value.at("/seeds")).isEqualTo(curve.at("/seeds/" + i));
      }
      if (series.has("cut")) {
        assertThat(values.next().at("/cut")).isEqualTo(series.at("/cut"));
      }
    }
    for (JsonNode reference : figure.at("/references")) {
      for (int i = 0; i < reference.at("/x").size(); i++) {
        JsonNode value = values.next();
        assertThat(value.at("/line")).isEqualTo(reference.at("/label"));
        assertThat(value.at("/x")).isEqualTo(reference.at("/x/" + i));
        assertThat(value.at("/reference")).isEqualTo(reference.at("/y/" + i));
      }
    }
    assertThat(values.hasNext()).isFalse();
  }

  @Test
  void vegaLiteHoldsThePointsOfTheReportsFigures() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    MadeTables made = byRate("");
    made.resolved.put(
        "report",
        Map.of(
            "figures",
            List.of(
                Map.of("y", "distance_to_minimum_norm", "x", "learningRate"),
                Map.of("y", "winner", "x", "initializer", "share", 1),
                Map.of("y", "winner", "x", "depth", "scale", "log", "reference", "made"))));
    outcome(made, "s1-1", "winner", 0.25, 0.5);
    outcome(made, "s1-1", "hessian_eigenvalue_001", 4, 1e-3);
    made.references.add(MadeTables.row("figure", 2, "label", "law", "x", 1.0, "y", 0.3));
    made.references.add(MadeTables.row("figure", 2, "label", "law", "x", 2.0, "y", null));
    JsonNode chart = mapper.valueToTree(VegaLite.FIGURES.specification(made.tables()));
    String report = Report.html(made.tables());
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(report);
    assertThat(data.find()).isTrue();
    JsonNode figures = mapper.readTree(data.group(1)).at("/figures");
    assertThat(figures).hasSize(4);
    assertThat(chart.at("/vconcat")).hasSize(4);
    JsonNode written = mapper.readTree(mapper.writeValueAsString(chart));
    for (int i = 0; i < 4; i++) {
      hasTheSamePoints(written.at("/vconcat/" + i), figures.get(i));
    }
    assertThat(chart.at("/vconcat/0/layer")).hasSize(2);
    assertThat(chart.at("/vconcat/1/layer/1/encoding/x/type").asText()).isEqualTo("nominal");
    assertThat(chart.at("/vconcat/2/layer/2/transform/0/filter").asText())
        .isEqualTo("datum.reference === null || isValid(datum.reference) && datum.reference > 0");
    assertThat(chart.at("/vconcat/3/layer/2/mark/type").asText()).isEqualTo("rule");
    assertThat(VegaLite.FIGURES.isEmpty(made.tables())).isFalse();
    Tables plain = MadeTables.of(1, 2, 2, 5).tables();
    assertThat(VegaLite.FIGURES.isEmpty(plain)).isTrue();
    assertThat(VegaLite.RATES.isEmpty(plain)).isFalse();
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
