package org.isobath.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports opened from disk in a real browser. */
final class BrowserTest {
  @TempDir private Path folder;

  private Browser browser() throws Exception {
    Optional<Path> chromium = Browser.find();
    boolean required = Objects.equals(System.getenv("ISOBATH_BROWSER"), "required");
    assertThat(required && chromium.isEmpty()).as("CI must have a browser").isFalse();
    assumeTrue(
        chromium.isPresent(),
        "no Chromium here: install Debian's package chromium to test reports");
    return new Browser(chromium.orElseThrow(), folder.resolve("profile"));
  }

  private Path write(MadeTables made) throws Exception {
    return Files.writeString(folder.resolve("report.html"), Report.html(made.tables()));
  }

  private static MadeTables made() {
    MadeTables made = MadeTables.of(2, 10, 4, 3);
    made.settings.get(0).put("edge", "high");
    made.rates.get(0).put("diverged", 1L);
    made.rates.get(3).put("median", null);
    made.divergences.add(
        MadeTables.row(
            "setting_id", "s1-2", "seed", 1L, "diverged_at", 900L, "last_finite_loss", 0.5));
    made.comparisons.get(0).put("speedup_high", null);
    made.comparisons.get(2).put("speedup", null);
    made.comparisons.get(2).put("reason", "not reached");
    made.comparisons.get(4).put("speedup", null);
    made.comparisons.get(4).put("reason", "the baseline did not reach it");
    made.resolved.put("derived", Map.of("trials", 10_000));
    return made;
  }

  @Test
  void everyChartIsDrawnWithoutComplaintOrRequestInAnySizeAndScheme() throws Exception {
    Path file = write(made());
    try (Browser browser = browser()) {
      for (int width : new int[] {1280, 400}) {
        for (boolean dark : new boolean[] {false, true}) {
          browser.open(file, width, dark);
          String about = width + (dark ? " dark" : " light");
          assertThat(browser.evaluate("document.querySelectorAll('figure.chart').length").asInt())
              .isEqualTo(7);
          assertThat(
                  browser
                      .evaluate(
                          "[...document.querySelectorAll('figure.chart')].filter(f =>"
                              + " f.dataset.drawn !== 'yes' || f.querySelectorAll('.plot svg"
                              + " path.line').length < 3 || f.querySelector('.plot"
                              + " svg').innerHTML.includes('NaN')).length")
                      .asInt())
              .as(about)
              .isZero();
          assertThat(
                  browser
                      .evaluate("document.documentElement.scrollWidth <= innerWidth")
                      .asBoolean())
              .as("nothing hangs over the side at " + about)
              .isTrue();
          checkContrast(browser, about);
          use(browser);
          assertThat(browser.complaints()).as(about).isEmpty();
          assertThat(browser.requests()).as(about).containsExactly(file.toUri().toString());
        }
      }
    }
  }

  /** Without this, silence would prove nothing. */
  @Test
  void aPageThatComplainsAndAsksIsNoticed() throws Exception {
    String html =
        Report.html(made().tables())
            .replace(
                "<main>", "<main><img src='http://127.0.0.1:9/x.png'><p style='color:#ccc'>pale");
    Path file = Files.writeString(folder.resolve("bad.html"), html);
    try (Browser browser = browser()) {
      browser.open(file, 1280, false);
      assertThat(browser.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
      String unguarded = "<p style='color:#ccc'>pale</p><img src='http://127.0.0.1:9/x.png'>";
      Files.writeString(file, unguarded);
      browser.open(file, 1280, false);
      assertThat(browser.requests()).contains("http://127.0.0.1:9/x.png");
      try (var in = BrowserTest.class.getResourceAsStream("contrast.js")) {
        String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(browser.evaluate(script).get("low").toString()).contains("pale");
      }
    }
  }

  private static void checkContrast(Browser browser, String about) throws Exception {
    JsonNode contrast;
    try (var in = BrowserTest.class.getResourceAsStream("contrast.js")) {
      contrast = browser.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(contrast.get("looked").asInt()).isGreaterThan(200);
    assertThat(contrast.get("low")).as(about).isEmpty();
  }

  /** Clicks, points, types and saves as a reader would. */
  private static void use(Browser browser) throws Exception {
    int lines = lines(browser);
    browser.evaluate("document.querySelector('.legend button').click()");
    assertThat(lines(browser)).as("a setting is hidden").isLessThan(lines);
    browser.evaluate("document.querySelector('.legend button').click()");
    assertThat(lines(browser)).isEqualTo(lines);
    assertThat(
            browser
                .evaluate(
                    "(() => { const f = document.querySelector('figure.chart'); const before ="
                        + " f.querySelector('path.line').getAttribute('d');"
                        + " f.querySelector('.tools button').click(); return"
                        + " f.querySelector('path.line').getAttribute('d') !== before; })()")
                .asBoolean())
        .as("a linear axis is another picture")
        .isTrue();
    assertThat(
            browser
                .evaluate(
                    "(() => { const s = document.querySelector('.plot svg'); const b ="
                        + " s.getBoundingClientRect(); s.dispatchEvent(new"
                        + " PointerEvent('pointermove', {clientX: b.left + b.width / 2, clientY:"
                        + " b.top + 50, bubbles: true})); s.dispatchEvent(new"
                        + " KeyboardEvent('keydown', {key: 'ArrowRight'})); return"
                        + " document.querySelector('.readout').textContent; })()")
                .asText())
        .contains("step ", "depth 1: 0.0", "depth 3: ");
    String csv =
        browser
            .evaluate(
                "(async () => { let kept; const make = URL.createObjectURL; URL.createObjectURL ="
                    + " (b) => { kept = b; return make(b); };"
                    + " HTMLAnchorElement.prototype.click = () => {};"
                    + " [...document.querySelectorAll('.tools button')].find((b) => b.textContent"
                    + " === 'Data as CSV').click(); return kept.text(); })()")
            .asText();
    List<String> rows = csv.lines().toList();
    assertThat(rows.get(0))
        .isEqualTo("setting,learning_rate,step,median,lower_quartile,upper_quartile");
    assertThat(rows).hasSize(1 + 10 * 200);
    assertThat(rows.get(1)).startsWith("depth 1,0.2,0,1.01,");
  }

  private static int lines(Browser browser) throws Exception {
    return browser
        .evaluate("document.querySelector('.plot svg').querySelectorAll('path.line').length")
        .asInt();
  }

  @Test
  void aReportOfTenThousandTrialsOpensInTwoSeconds() throws Exception {
    Path file = write(MadeTables.of(20, 10, 10, 5));
    try (Browser browser = browser()) {
      // Seconds of the page's own thread, as other processes are not the report's fault.
      browser.send("Performance.setTimeDomain", Map.of("timeDomain", "threadTicks"));
      browser.send("Performance.enable", Map.of());
      browser.open(file, 1280, false);
      browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))");
      double seconds = -1;
      for (JsonNode metric : browser.send("Performance.getMetrics", Map.of()).get("metrics")) {
        if (metric.get("name").asText().equals("TaskDuration")) {
          seconds = metric.get("value").asDouble();
        }
      }
      assertThat(seconds).isBetween(0.0, 2.0);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** Lines, marks over words, a closed form, a spectrum and accuracies along training. */
  @Test
  void figuresOfOutcomesAreDrawnInAnySize() throws Exception {
    MadeTables made = MadeTables.of(1, 6, 3, 5);
    for (int depth = 1; depth <= 6; depth++) {
      String id = "s1-" + depth;
      OutcomeFigureTest.outcome(made, id, "test_loss", 2.0 / depth, 0.1);
      OutcomeFigureTest.outcome(made, id, "test_accuracy", 0.9 + 0.01 * depth, 0.005);
      for (int i = 1; i <= 9; i++) {
        double value = i == 9 ? 0 : Math.pow(10, -2.0 * i);
        OutcomeFigureTest.outcome(made, id, "hessian_eigenvalue_00" + i, value, value / 5);
      }
      made.settings.get(depth - 1).put("activation", "a word that is rather long " + depth);
      for (int step = 0; step < 30; step++) {
        for (String measure : Tables.PROGRESS) {
          made.progress.add(
              MadeTables.row(
                  "setting_id",
                  id,
                  "measure",
                  measure,
                  "step",
                  (long) step,
                  "centre",
                  0.5 + step / 60.0,
                  "low",
                  0.4 + step / 60.0,
                  "high",
                  0.6 + step / 60.0));
        }
      }
      made.references.add(
          MadeTables.row("figure", 0, "label", "closed form", "x", (double) depth, "y", 1.0));
    }
    made.resolved.put(
        "report",
        Map.of(
            "figures",
            List.of(
                Map.of("y", "test_loss", "x", "depth", "reference", "two-wells"),
                Map.of("y", List.of("test_loss", "test_accuracy"), "x", "activation"))));
    Path file = write(made);
    try (Browser browser = browser()) {
      for (int width : new int[] {1280, 400}) {
        browser.open(file, width, width == 400);
        String about = "at " + width;
        assertThat(
                browser
                    .evaluate(
                        "[...document.querySelectorAll('figure.chart')].map(f => f.dataset.chart"
                            + " + ' ' + f.dataset.drawn + ' ' + f.querySelector('.plot"
                            + " svg').innerHTML.includes('NaN')).join(', ')")
                    .asText())
            .as(about)
            .isEqualTo(
                "curves yes false, rates yes false, progress yes false, progress yes false,"
                    + " progress yes false, speedups yes false, outcome yes false, outcome yes"
                    + " false, outcome yes false, profile yes false");
        assertThat(browser.evaluate("document.querySelectorAll('.plot .reference').length").asInt())
            .isEqualTo(1);
        assertThat(browser.evaluate("document.querySelectorAll('.plot .cut').length").asInt())
            .isEqualTo(6);
        assertThat(
                browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean())
            .as("nothing hangs over the side " + about)
            .isTrue();
        checkContrast(browser, about);
        assertThat(
                browser
                    .evaluate(
                        "(() => { const f = document.querySelectorAll('[data-chart=outcome]')[1];"
                            + " const before = f.querySelectorAll('.plot path.mark').length;"
                            + " f.querySelector('.legend button').click(); return before >"
                            + " f.querySelectorAll('.plot path.mark').length; })()")
                    .asBoolean())
            .as("a line is hidden")
            .isTrue();
        assertThat(browser.complaints()).as(about).isEmpty();
        assertThat(browser.requests()).containsExactly(file.toUri().toString());
      }
    }
  }

  @Test
  void aReportWithoutTrialsOpensAsWell() throws Exception {
    MadeTables nothing = new MadeTables().compare(Map.of("axis", "depth", "baseline", 1));
    Path file = write(nothing);
    try (Browser browser = browser()) {
      browser.open(file, 400, false);
      assertThat(browser.evaluate("document.body.innerText").asText()).contains("no answer");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
