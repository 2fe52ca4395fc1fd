package org.isobath.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers to jobs that ask about something else than speed, or that tried one learning rate. */
final class AnswerTest {
  private static final String ONE_RATE =
      "One learning rate was tried, so nobody knows a better one";

  private static List<Answer> answers(MadeTables made) {
    return Answer.of(made.tables());
  }

  /** Depths 1 and 2, whose test accuracies are 0.8 and 0.9. */
  private static MadeTables tested() {
    MadeTables made = MadeTables.of(1, 2, 4, 5);
    OutcomeFigureTest.outcome(made, "s1-1", "test_accuracy", 0.8, 0.01);
    OutcomeFigureTest.outcome(made, "s1-2", "test_accuracy", 0.9, 0.01);
    return made;
  }

  private static MadeTables atOneRate(MadeTables made) {
    for (Map<String, Object> row : made.settings) {
      row.put("edge", "low");
      for (String column : List.of("next_rate_diverged", "runner_up", "margin_low")) {
        row.put(column, null);
      }
    }
    return made;
  }

  @Test
  void oneRateIsNoEdgeAndItsSpeedsAreNotThoseOfBestRates() {
    MadeTables made = MadeTables.of(1, 2, 4, 5);
    made.settings.forEach(row -> row.put("learning_rate", 1.0));
    made.settings.get(0).put("edge", "high");
    assertThat(WiderGrid.sets(made.tables())).isNotEmpty();
    assertThat(Report.html(made.tables())).contains("(high edge)", "look beyond");
    Answer answer = answers(atOneRate(made)).get(0);
    assertThat(answer.verdict())
        .isEqualTo(
            "Depth 2 is fastest to the loss 0.001: 4× fewer steps than depth 1, each at one"
                + " learning rate only");
    assertThat(answer.caveats()).containsOnlyOnce(ONE_RATE).noneMatch(c -> c.contains("lowest"));
    assertThat(WiderGrid.sets(made.tables())).isEmpty();
    assertThat(Report.html(made.tables())).doesNotContain("edge)", "look beyond");
  }

  @Test
  void testAccuracyIsToldBesideTheBaselines() {
    MadeTables made = tested();
    assertThat(answers(made).get(0).verdict()).startsWith("Depth 2 is fastest");
    List<String> sentences = answers(made).get(0).sentences();
    assertThat(sentences).hasSize(3);
    assertThat(sentences.get(0))
        .isEqualTo("Highest median test accuracy: depth 2, 0.9; the baseline, depth 1, 0.8");
    assertThat(sentences.get(2)).startsWith("Lowest training loss after 1,000 steps: depth 2");
    made.outcomes.get(0).put("median", 0.9);
    made.outcomes.get(0).put("upper_quartile", 0.91);
    assertThat(answers(made).get(0).sentences().get(0))
        .isEqualTo(
            "Highest median test accuracy: depth 1, the baseline, 0.9; next depth 2, 0.9 (the"
                + " quartiles overlap)");
  }

  @Test
  void whatFiguresAskForIsToldBeforeSpeedAndAtOneRateInItsPlace() {
    Map<String, Object> figure = Map.of("y", "test_accuracy", "x", "depth");
    String verdict = "Highest median test accuracy: depth 2, 0.9; the baseline, depth 1, 0.8";
    MadeTables made = OutcomeFigureTest.figures(tested(), figure);
    assertThat(answers(made).get(0).verdict()).isEqualTo(verdict);
    assertThat(answers(made).get(0).sentences()).hasSize(2).anyMatch(s -> s.contains("4× fewer"));
    assertThat(Report.html(made.tables()))
        .contains("What becomes of test accuracy at the chosen learning rates?")
        .doesNotContain("Does depth change how fast");
    Answer alone = answers(atOneRate(made)).get(0);
    assertThat(alone.verdict()).isEqualTo(verdict);
    assertThat(alone.sentences()).isEmpty();
    assertThat(alone.caveats()).contains(ONE_RATE);
    OutcomeFigureTest.figures(
        made, Map.of("y", List.of("test_accuracy", "final_loss"), "x", "depth"));
    assertThat(answers(made).get(0).sentences())
        .hasSize(1)
        .allMatch(sentence -> sentence.startsWith("Lowest training loss"));
  }

  /** A share is neither good nor bad: its figure is the answer. */
  @Test
  void figuresOfWhatIsNotBetterOrWorseAnswerForAllPanels() {
    MadeTables made = MadeTables.of(2, 2, 1, 5);
    for (String id : List.of("s1-1", "s1-2", "s2-1", "s2-2")) {
      OutcomeFigureTest.outcome(made, id, "winner", 0.25, 0.01);
    }
    OutcomeFigureTest.figures(made, Map.of("y", "winner", "x", "depth", "share", 1));
    List<Answer> withSpeeds = answers(made);
    assertThat(withSpeeds)
        .extracting(Answer::title)
        .containsExactly("", "loss exponent 2", "loss exponent 4");
    assertThat(withSpeeds.get(0).verdict())
        .startsWith("Share of seeds with winner 1 (loss exponent 2): 0.25 ± 0.2")
        .endsWith("over 5 seeds");
    assertThat(withSpeeds.get(1).verdict()).startsWith("Depth 2 is fastest");
    made.settings.get(3).put("diverged", 2L);
    assertThat(answers(atOneRate(made))).hasSize(1);
    assertThat(answers(made).get(0).caveats())
        .contains("loss exponent 4: Depth 2: 2 of 5 seeds diverged at the chosen rate");
    assertThat(Report.html(made.tables())).doesNotContain("is fastest");
  }

  @Test
  void whereNothingIsComparedNobodyIsFastest() {
    MadeTables made = MadeTables.of(1, 3, 4, 5);
    made.compare(Map.of());
    made.comparisons.clear();
    for (Map<String, Object> row : made.settings) {
      for (String column : List.of("axis", "baseline", "compared")) {
        row.put(column, null);
      }
    }
    assertThat(answers(made).get(0).verdict()).isEqualTo("Nothing is compared here");
  }

  @Test
  void aBaselineThatAloneDoesNotDivergeIsNotCalledFastest() {
    MadeTables made = MadeTables.of(1, 2, 4, 5);
    made.settings.get(1).put("learning_rate", null);
    made.settings.get(1).put("median_final_loss", null);
    made.comparisons.clear();
    assertThat(answers(made).get(0).verdict()).isEqualTo("Only depth 1 has a usable learning rate");
  }

  @Test
  void testLossesThatChooseRatesAreToldAndDistrusted() {
    MadeTables made = tested();
    OutcomeFigureTest.outcome(made, "s1-1", "test_loss", 0.5, 0.01);
    OutcomeFigureTest.outcome(made, "s1-2", "test_loss", 0.75, 0.01);
    for (Map<String, Object> row : made.settings) {
      row.put("rule", "median-test-loss");
      row.put("score", row.get("depth").equals(1) ? 0.5 : 0.75);
    }
    Answer answer = answers(made).get(0);
    assertThat(answer.verdict())
        .isEqualTo("Lowest median test loss: depth 1, the baseline, 0.5; next depth 2, 0.75");
    assertThat(answer.sentences().get(0)).startsWith("Highest median test accuracy: depth 2");
    assertThat(answer.caveats())
        .containsExactly(
            "The test rows chose the learning rates that they judge, so their losses and accuracies"
                + " flatter");
    assertThat(Report.html(made.tables()))
        .contains("the least test loss, median over seeds", "median test loss</th>", ">0.75</td>");
  }
}
