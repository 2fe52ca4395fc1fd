package org.isobath.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report says of tables that were made up, and that nothing in them can do harm. */
final class ReportTest {
  private static JsonNode data(String html) throws Exception {
    String json = html.replaceAll("(?s).*id=\"data\">(.*?)</script>.*", "$1");
    return new ObjectMapper().readTree(json);
  }

  private static Answer answer(MadeTables made) {
    return Answer.of(made.tables()).get(0);
  }

  @Test
  void saysWhatWonByHowMuchAndHowSure() {
    MadeTables made = MadeTables.of(1, 3, 4, 5);
    Answer answer = answer(made);
    assertThat(answer.verdict())
        .isEqualTo("Depth 3 is fastest to the loss 0.001: 6× fewer steps than depth 1");
    assertThat(answer.sentences())
        .containsExactly(
            "Depth 2 reaches the loss 0.001 in 4× fewer steps than depth 1 [3.6, 4.4], 5 of 5"
                + " seeds: 100 steps instead of 400",
            "Depth 3 reaches the loss 0.001 in 6× fewer steps than depth 1 [5.4, 6.6], 5 of 5"
                + " seeds: 100 steps instead of 600",
            "Lowest loss after 1,000 steps: depth 3, 0.003333; next depth 2, 0.005; last depth 1,"
                + " 0.01 (the intervals of the first two overlap)");
    assertThat(answer.caveats()).isEmpty();
  }

  @Test
  void saysWhatToDistrust() {
    MadeTables made = MadeTables.of(1, 2, 4, 3);
    Map<String, Object> deep = new LinkedHashMap<>();
    made.settings.get(1).forEach((key, value) -> deep.put(key, value == null ? "" : value));
    deep.put("edge", "high");
    deep.put("learning_rate", 1.0);
    deep.put("diverged", 1L);
    deep.put("seeds_that_change_it", 2L);
    deep.put("rate_at_half_budget", 0.5);
    deep.put("margin_low", -0.1);
    deep.put("rates_by_rule", Map.of("median-final-loss", 1.0, "time-to-target", 0.5));
    made.settings.get(1).putAll(deep);
    made.settings.get(1).put("matched_width", null);
    made.comparisons.get(0).put("speedup", 0.5);
    made.comparisons.get(0).put("baseline_median_steps", 50.0);
    made.comparisons.get(1).put("geometric_mean_speedup", 1.4);
    assertThat(answer(made).caveats())
        .containsExactly(
            "Depth 2: its best learning rate, 1, is the highest that was tried; a higher one may be"
                + " better",
            "Depth 2: 1 of 3 seeds diverged at the chosen rate",
            "Depth 2 is slower than the baseline to easier targets, 10 % of the initial gap;"
                + " geometric mean over 2 targets 1.4×",
            "Depth 2: the rate 1 depends on how one chooses: it would be 0.5 by time-to-target; at"
                + " half the budget 0.5; another without any one of 2 of the seeds; and seed noise"
                + " does not tell it from 0.1",
            "3 seeds are few: the intervals are rough");
    assertThat(WiderGrid.options(WiderGrid.sets(made.tables())))
        .isEqualTo(
            "--set name=made-wider --set 'trial.learningRate={from: 0.1, to: 10, perDecade: [1, 2,"
                + " 5]}'");
  }

  @Test
  void widensAnyGrid() {
    MadeTables made = MadeTables.of(1, 1, 2, 3);
    made.settings.get(0).put("edge", "low");
    made.settings.get(0).put("learning_rate", 0.3);
    made.resolved.put("trial", Map.of("learningRate", List.of(0.3, 0.6, 1.2, 2.4)));
    assertThat(WiderGrid.sets(made.tables()))
        .containsExactly("name=made-wider", "trial.learningRate=[0.075, 0.15, 0.3, 0.6, 1.2, 2.4]");
    // The same rate alone, above which nothing was tried, is no edge that anybody chose.
    made.settings.get(0).put("next_rate_diverged", null);
    made.resolved.put("trial", Map.of("learningRate", 0.3));
    assertThat(WiderGrid.sets(made.tables())).isEmpty();
    made.settings.get(0).put("next_rate_diverged", false);
    made.resolved.remove("trial");
    made.resolved.put(
        "variants",
        List.of(Map.of("learningRate", List.of(1, 2)), Map.of("learningRate", List.of(0.3, 1))));
    assertThat(WiderGrid.sets(made.tables()).get(1))
        .isEqualTo("variants[1].learningRate={from: 0.03, to: 1, perDecade: [1, 3]}");
  }

  @Test
  void theOthersDoNotReachWhatOneReaches() {
    MadeTables made = MadeTables.of(1, 2, 2, 3);
    Map<String, Object> hard =
        Map.of("reason", "the baseline did not reach it", "reached_share", 1.0);
    made.comparisons.get(1).putAll(hard);
    for (String column :
        List.of("speedup", "speedup_low", "speedup_high", "baseline_median_steps")) {
      made.comparisons.get(1).put(column, null);
    }
    made.comparisons.get(1).put("baseline_reached_share", 0.0);
    assertThat(answer(made).verdict())
        .isEqualTo("Only depth 2 reaches the loss 0.001, depth 1 does not");
    assertThat(answer(made).sentences().get(0))
        .isEqualTo(
            "Depth 2 reaches the loss 0.001 in 100 steps; depth 1 does not reach it, 3 of 3 seeds"
                + " against 0 of 3");
    made.comparisons.get(1).put("reason", "not reached");
    made.comparisons.get(1).put("median_steps", null);
    made.comparisons.get(1).put("baseline_median_steps", 77.0);
    assertThat(answer(made).verdict()).isEqualTo("Only depth 1 reaches the loss 0.001");
  }

  @Test
  void sweepsWithNothingToTellAreToldSo() throws Exception {
    MadeTables nothing = new MadeTables().compare(Map.of("axis", "depth", "baseline", 1));
    assertThat(Report.html(nothing.tables()))
        .contains("No trial has been published, so there is no answer");
    MadeTables lost = MadeTables.of(1, 2, 3, 2);
    for (Map<String, Object> row : lost.settings) {
      for (String column : List.of("learning_rate", "median_final_loss", "edge", "margin_low")) {
        row.put(column, null);
      }
    }
    lost.comparisons.clear();
    lost.rates.forEach(row -> row.put("median", null));
    lost.bands.clear();
    assertThat(answer(lost).verdict()).isEqualTo("No setting has a usable learning rate");
    assertThat(Report.html(lost.tables()))
        .contains("cannot be compared: at every rate half of its seeds or more diverged");
    MadeTables alone = MadeTables.of(1, 1, 1, 1);
    assertThat(answer(alone).verdict()).isEqualTo("Nothing is compared here");
    assertThat(Report.html(alone.tables())).contains("One seed: the intervals say nothing");
  }

  @Test
  void partialResultsAreMarked() {
    MadeTables made = MadeTables.of(1, 2, 3, 2);
    made.resolved.put("derived", Map.of("trials", 40));
    assertThat(Report.html(made.tables())).contains("Partial: 12 of 40 trials are there");
    made.resolved.put("derived", Map.of("trials", 12));
    assertThat(Report.html(made.tables())).doesNotContain("Partial:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "\"><b onmouseover='x'>",
        "' OR 1=1 --",
        "=1+1",
        "a\u202edcba\u2066",
        "bell\u0007\u0000\u001b[31m\u2028\ufeff",
        "&lt;b&gt; & ${x} {{y}} \\",
        "{\"depth\": 1}",
      })
  void namesCanDoNoHarm(String name) throws Exception {
    MadeTables made = MadeTables.of(2, 2, 3, 2);
    made.compare(Map.of("groups", Map.of(name, Map.of("depth", 1)), "baseline", name)).named(name);
    for (Map<String, Object> row : made.settings) {
      row.put("axis", "group");
      row.put("data", name);
      row.put("initializer_parameters", name);
      row.put("compared", row.get("depth").equals(1) ? name : "other " + name);
      row.put("baseline", name);
    }
    made.comparisons.forEach(row -> row.put("compared", "other " + name));
    made.comparisons.forEach(row -> row.put("target", name));
    made.profiles.forEach(row -> row.put("compared", name));
    String html = Report.html(made.tables());
    assertThat(html.codePoints().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
    assertThat(html.codePoints().filter(c -> Character.getType(c) == Character.FORMAT)).isEmpty();
    assertThat(html)
        .doesNotContain("<script>alert", "<img", "<b ", "\u2028")
        .containsOnlyOnce("<script>")
        .containsOnlyOnce("<script type=");
    assertThat(data(html).at("/panels/0/series/0/label").asText()).isEqualTo(Visible.text(name));
    assertThat(new ObjectMapper().writeValueAsString(VegaLite.CURVES.specification(made.tables())))
        .doesNotContain("\u202e");
    String csv = Csv.line(List.of(name, "1"));
    assertThat(csv.startsWith("\"'=") || !csv.matches("(?s)\"?[=+@-].*")).isTrue();
  }

  @Test
  void csvKeepsNumbersAndDefusesFormulas() {
    assertThat(Csv.line(List.of("-1.5e-7", "+3", "=1+1", "-2+3", "@x", "a,b", "say \"hi\"", "\tx")))
        .isEqualTo("-1.5e-7,+3,'=1+1,'-2+3,'@x,\"a,b\",\"say \"\"hi\"\"\",'\tx");
  }

  @Test
  void theSameTablesGiveTheSameBytesWhateverTheirMapsOrder() {
    MadeTables made = MadeTables.of(3, 3, 4, 3);
    String html = Report.html(made.tables());
    for (List<Map<String, Object>> rows :
        List.of(made.settings, made.comparisons, made.bands, made.rates)) {
      for (Map<String, Object> row : rows) {
        List<String> keys = new ArrayList<>(row.keySet());
        Collections.shuffle(keys, new Random(3));
        Map<String, Object> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, row.get(key)));
        row.clear();
        row.putAll(shuffled);
      }
    }
    assertThat(Report.html(made.tables())).isEqualTo(html);
  }

  @Test
  void nothingIsAskedOfTheNetworkAndNoCodeButOursMayRun() {
    String html = Report.html(MadeTables.of(1, 2, 3, 2).tables());
    // The name of a vocabulary, not an address.
    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .contains("default-src 'none'; script-src 'sha256-".replace("'", "&#39;"))
        .doesNotContain("unsafe", "http://", "https://", "<link", " src=", " style=\"", "eval(");
  }

  /** 10,000 trials as 200 settings, and as many settings as there can be, each with few trials. */
  @Test
  void tenThousandTrialsAreThreeMegabytesAtMost() {
    for (MadeTables made :
        List.of(
            MadeTables.of(20, 10, 10, 5),
            MadeTables.of(2, 100, 10, 5),
            MadeTables.of(400, 5, 5, 1))) {
      byte[] bytes = Report.html(made.tables()).getBytes(StandardCharsets.UTF_8);
      assertThat(bytes.length).isLessThan(3_000_000);
    }
  }

  @Test
  void vegaLiteHoldsEveryPointOfTheChart() throws Exception {
    MadeTables made = MadeTables.of(2, 2, 3, 2);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode curves = mapper.valueToTree(VegaLite.CURVES.specification(made.tables()));
    assertThat(curves.at("/data/values")).hasSize(2 * 2 * 200);
    assertThat(curves.at("/data/values/0/panel").asText()).isEqualTo("loss exponent 2");
    assertThat(curves.at("/data/values/0/setting").asText()).isEqualTo("depth 1");
    assertThat(mapper.valueToTree(VegaLite.RATES.specification(made.tables())).at("/data/values"))
        .hasSize(2 * 2 * 3);
    assertThat(
            mapper.valueToTree(VegaLite.SPEEDUPS.specification(made.tables())).at("/data/values"))
        .hasSize(2 * 2);
  }
}
