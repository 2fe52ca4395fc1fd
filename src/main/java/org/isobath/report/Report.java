package org.isobath.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.isobath.report.Panel.Member;
import org.isobath.training.Decimals;

/**
 * One HTML file that says what a sweep asked, what won, by how much and what to distrust. It opens
 * from disk, asks no network, and is the same bytes for the same tables.
 */
public final class Report {
  private static final int MOST_PANELS = 40;
  private static final int OPEN_PANELS = 6;
  private static final int MOST_ROWS = 400;
  private static final int SHADES = 7;

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, false);

  private final Tables tables;
  private final List<Panel> panels;
  private final int panelsInAll;
  private final Charts charts;
  private final List<Answer> answers;
  private final List<OutcomeFigure> figures;
  private final Spectrum spectrum;
  private final Html html = new Html();

  private Report(Tables tables) {
    this.tables = tables;
    List<Panel> all = Panel.of(tables);
    this.panels = all.subList(0, Math.min(MOST_PANELS, all.size()));
    this.charts = new Charts(tables, panels);
    this.panelsInAll = all.size();
    this.answers = Answer.of(panels, tables);
    this.figures = OutcomeFigure.of(tables);
    this.spectrum = new Spectrum(tables, panels);
  }

  /** The file's text. */
  public static String html(Tables tables) {
    return new Report(tables).write();
  }

  /** What a report draws of what the trials measured, as report.js has it. */
  static List<Map<String, Object>> figures(Tables tables) {
    return new Report(tables).figureTrees();
  }

  private String write() {
    String style = resource("report.css");
    String script = resource("report.js");
    String policy =
        "default-src 'none'; script-src '"
            + hash(script)
            + "'; style-src '"
            + hash(style)
            + "'; base-uri 'none'; form-action 'none'";
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy);
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", tables.sweep() + " – Isobath");
    html.open("style").raw(style).close("style");
    html.close("head").open("body").open("main");
    asked();
    if (tables.isPartial()) {
      partial();
    }
    answers();
    distrust();
    html.open("noscript")
        .element("p", "The charts need JavaScript. All numbers stand in the tables below.")
        .close("noscript");
    for (int i = 0; i < panels.size(); i++) {
      panel(i);
    }
    if (panelsInAll > panels.size()) {
      html.element(
          "p",
          "Only "
              + panels.size()
              + " of "
              + panelsInAll
              + " groups of compared settings are drawn here; isobath export writes all.",
          "class",
          "note");
    }
    figures();
    profile();
    selections();
    comparisons();
    method();
    reproduce();
    html.close("main");
    html.open("script", "type", "application/json", "id", "data").raw(data()).close("script");
    html.open("script").raw(script).close("script");
    html.close("body").close("html");
    return html.toString();
  }

  /** What was asked. */
  private void asked() {
    html.open("header");
    html.element("h1", tables.sweep());
    html.element("p", question(), "class", "question");
    html.open("dl", "class", "facts");
    fact("Compared", comparedValues());
    fact("Each at its own best", rates());
    fact("Chosen by", rule());
    fact("Seeds", seeds());
    fact("Budget", budget());
    fact("Data", data("data"));
    fact("Trials", trials());
    html.close("dl").close("header");
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      html.open("div").element("dt", name).element("dd", value).close("div");
    }
  }

  private String axis() {
    if (tables.settings().isEmpty()) {
      return String.valueOf(
          tables.part("compare").containsKey("axis") ? tables.part("compare").get("axis") : "");
    }
    return tables.settings().get(0).text("axis").replace('_', ' ');
  }

  private String question() {
    String axis = axis();
    List<String> names = new Asked(tables).names();
    if (!names.isEmpty()) {
      return "What becomes of "
          + String.join(", ", names)
          + (Tables.hasFigureByRate(tables.resolved())
              ? " at each learning rate?"
              : " at the chosen learning rates?");
    }
    if (axis.isEmpty()) {
      return "How low does the loss get, at the best learning rate?";
    }
    return axis.equals("group")
        ? "Which of these groups of settings trains faster, each at its own best learning rate?"
        : "Does "
            + Visible.text(axis)
            + " change how fast training goes, each at its own best learning rate?";
  }

  private String comparedValues() {
    Set<String> values = new LinkedHashSet<>();
    for (Panel panel : panels) {
      for (Member member : panel.members()) {
        if (member.fields().has("compared")) {
          values.add(member.fields().text("compared"));
        }
      }
    }
    if (values.isEmpty()) {
      return "";
    }
    String axis = axis();
    String baseline = tables.baseline();
    List<String> others =
        values.stream().filter(value -> !value.equals(baseline)).limit(MOST_PANELS).toList();
    String noun = axis.equals("group") ? "" : axis + " ";
    return others.isEmpty()
        ? noun + baseline + " only: there is nothing to compare it with"
        : noun + String.join(", ", others) + " against " + noun + baseline;
  }

  private String rates() {
    TreeSet<Double> rates = new TreeSet<>();
    tables.rates().forEach(row -> rates.add(row.value("learning_rate")));
    if (rates.isEmpty()) {
      return "";
    }
    return rates.size() == 1
        ? "one learning rate, " + Decimals.text(rates.first())
        : "of "
            + rates.size()
            + " learning rates from "
            + Decimals.text(rates.first())
            + " to "
            + Decimals.text(rates.last());
  }

  private String rule() {
    if (tables.settings().isEmpty()) {
      return "";
    }
    Fields row = tables.settings().get(0);
    return switch (row.text("rule")) {
      case "time-to-target" -> "the fewest steps to " + row.text("target") + ", median over seeds";
      case "mean-log-final-loss" -> "the least logarithm of the final loss, mean over seeds";
      case "area-under-log-curve" -> "the least logarithm of the loss, mean over seeds and steps";
      case "median-test-loss" -> "the least test loss, median over seeds";
      default -> "the least final loss, median over seeds";
    };
  }

  private String seeds() {
    long most = tables.rates().stream().mapToLong(row -> row.count("seeds")).max().orElse(0);
    return most == 0 ? "" : Numbers.count(most) + " at each learning rate";
  }

  private String budget() {
    TreeSet<Long> steps = new TreeSet<>();
    tables.settings().forEach(row -> steps.add(row.count("steps")));
    return steps.isEmpty()
        ? ""
        : String.join(", ", steps.stream().map(s -> Numbers.count(s)).toList()) + " steps";
  }

  private String data(String part) {
    Set<String> names = new LinkedHashSet<>();
    tables.settings().forEach(row -> names.add(row.text(part) + ", scaled " + row.text("scaling")));
    return String.join("; ", names);
  }

  private String trials() {
    List<String> parts = new ArrayList<>();
    tables.states().forEach((state, count) -> parts.add(Numbers.count(count) + " " + state));
    return Numbers.count(tables.trials())
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
  }

  private void partial() {
    html.element(
        "p",
        "Partial: "
            + Numbers.count(tables.trials())
            + " of "
            + Numbers.count(tables.trialsAsked())
            + " trials are there. Whole learning rates, seeds and settings may be missing, so the"
            + " answers below can still change.",
        "class",
        "partial",
        "role",
        "status");
  }

  private void answers() {
    html.open("section").element("h2", "What won").open("div", "class", "answers");
    if (panels.isEmpty()) {
      html.element("p", "No trial has been published, so there is no answer.");
    }
    for (Answer answer : answers) {
      html.open("article");
      if (!answer.title().isEmpty()) {
        html.element("p", answer.title(), "class", "kicker");
      }
      html.element("h3", answer.verdict());
      html.list(answer.sentences());
      html.close("article");
    }
    html.close("div").close("section");
  }

  /** What to distrust, by panel; what holds for all panels once. */
  private void distrust() {
    List<String> shared = new ArrayList<>();
    Map<String, List<String>> own = new LinkedHashMap<>();
    // That of the figures leaves caveats to those of panels, where there are any.
    boolean figuresFirst = answers.size() > panels.size();
    List<Answer> all = figuresFirst ? answers.subList(1, answers.size()) : answers;
    for (Answer answer : all) {
      for (String caveat : answer.caveats()) {
        boolean common = all.size() > 1 && all.stream().allMatch(a -> a.caveats().contains(caveat));
        if (common) {
          if (!shared.contains(caveat)) {
            shared.add(caveat);
          }
        } else {
          own.computeIfAbsent(answer.title(), title -> new ArrayList<>()).add(caveat);
        }
      }
    }
    long failed = tables.states().getOrDefault("failed", 0L);
    if (failed > 0) {
      shared.add(
          Numbers.count(failed) + " trials failed by an error of isobath; they are left out");
    }
    shared.add(
        "The answers hold for this budget and these learning rates: more steps may turn them");
    html.open("section", "class", "distrust").element("h2", "What to distrust");
    html.list(shared);
    html.open("div", "class", "columns");
    own.forEach(
        (title, caveats) -> {
          html.open("div");
          if (!title.isEmpty()) {
            html.element("h3", title);
          }
          html.list(caveats).close("div");
        });
    html.close("div");
    List<String> wider = WiderGrid.sets(tables);
    if (!wider.isEmpty()) {
      html.open("p")
          .text("Some best rates stand at the edge of their grid. To look beyond it: ")
          .element("code", "bin/isobath run JOB " + WiderGrid.options(wider))
          .close("p");
    }
    html.close("section");
  }

  private void panel(int index) {
    Panel panel = panels.get(index);
    boolean open = index < OPEN_PANELS;
    String title = panel.title().isEmpty() ? "Charts" : "Charts: " + panel.title();
    html.open(
        "details",
        open ? new String[] {"class", "panel", "open", ""} : new String[] {"class", "panel"});
    html.open("summary").element("h2", title).close("summary");
    String number = Integer.toString(index);
    html.open(
            "div",
            "class",
            "legend",
            "data-panel",
            number,
            "role",
            "group",
            "aria-label",
            "Settings shown")
        .close("div");
    int drawn = Charts.drawn(panel).size();
    if (drawn < panel.members().size()) {
      html.element(
          "p",
          "Drawn are "
              + drawn
              + " of "
              + panel.members().size()
              + " settings: the baseline and those with the lowest losses.",
          "class",
          "note");
    }
    html.open("div", "class", "charts");
    chart(
        "curves",
        number,
        "Loss against step, each setting at its best rate. Line: median over seeds; band: quartiles; ✕: a seed diverged.");
    chart(
        "rates",
        number,
        "Final loss against learning rate. Filled: the chosen rate; ✕: half of the seeds or more diverged, a small ✕: some.");
    for (String measure : charts.progress(panel)) {
      progress(measure, number);
    }
    if (!panel.comparisons().isEmpty()) {
      chart(
          "speedups",
          number,
          "How many times fewer steps than the baseline, to each target; whiskers: 95 % bootstrap interval over seeds. Right of 1 is faster.");
    }
    html.close("div");
    heatMap(panel);
    html.close("details");
  }

  private void chart(String kind, String panel, String caption) {
    html.open("figure", "class", "chart", "data-chart", kind, "data-panel", panel)
        .element("figcaption", caption)
        .open("div", "class", "plot")
        .close("div")
        .close("figure");
  }

  private void progress(String measure, String panel) {
    String name = Figure.words(measure);
    boolean loss = measure.endsWith("loss");
    html.open(
            "figure",
            "class",
            "chart",
            "data-chart",
            "progress",
            "data-panel",
            panel,
            "data-measure",
            measure)
        .element(
            "figcaption",
            name.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + name.substring(1)
                + " against step, each setting at its selected learning rate. Line: "
                + (loss
                    ? "median over seeds; band: quartiles."
                    : "mean over seeds; band: one standard error to both sides."))
        .open("div", "class", "plot")
        .close("div")
        .close("figure");
  }

  /** What the trials measured besides the loss that they minimize. */
  private void figures() {
    if (figures.isEmpty() && spectrum.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "What the trials measured").open("div", "class", "charts");
    for (int i = 0; i < figures.size(); i++) {
      OutcomeFigure figure = figures.get(i);
      figure(i, figure.caption(), figure.sentence());
      html.open("details").element("summary", "The numbers");
      table(figure.header(), figure.rows(), "selections");
      html.close("details").close("div");
    }
    if (!spectrum.isEmpty()) {
      figure(figures.size(), spectrum.caption(), spectrum.sentence());
      html.close("div");
    }
    html.close("div").close("section");
  }

  private void figure(int index, String caption, String sentence) {
    String number = Integer.toString(index);
    html.open("div", "class", "measured");
    html.open("figure", "class", "chart", "data-chart", "outcome", "data-figure", number)
        .element("figcaption", caption)
        .open(
            "div",
            "class",
            "legend",
            "data-figure",
            number,
            "role",
            "group",
            "aria-label",
            "Lines shown")
        .close("div")
        .open("div", "class", "plot")
        .close("div")
        .close("figure");
    html.element("p", sentence);
  }

  private void heatMap(Panel panel) {
    List<Member> members = Charts.drawn(panel);
    TreeSet<Double> columns = new TreeSet<>();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Member member : members) {
      for (Fields row : charts.rates(member)) {
        columns.add(row.value("learning_rate"));
        OptionalDouble level = level(row);
        if (level.isPresent()) {
          low = Math.min(low, level.getAsDouble());
          high = Math.max(high, level.getAsDouble());
        }
      }
    }
    if (columns.isEmpty()) {
      return;
    }
    html.open("div", "class", "scroll", "tabindex", "0");
    html.open("table", "class", "heat");
    html.element(
        "caption",
        "Heat map: median final loss by setting and learning rate, the lower the darker; ★ chosen");
    html.open("thead").open("tr").element("th", "learning rate", "scope", "col");
    columns.forEach(rate -> html.element("th", Decimals.text(rate), "scope", "col"));
    html.close("tr").close("thead").open("tbody");
    for (Member member : members) {
      html.open("tr").element("th", member.label(), "scope", "row");
      for (double rate : columns) {
        heatCell(member, rate, low, high);
      }
      html.close("tr");
    }
    html.close("tbody").close("table").close("div");
  }

  private void heatCell(Member member, double rate, double low, double high) {
    Fields row =
        charts.rates(member).stream()
            .filter(r -> r.value("learning_rate") == rate)
            .findFirst()
            .orElse(new Fields(Map.of()));
    OptionalDouble level = level(row);
    boolean chosen = member.fields().number("learning_rate").equals(OptionalDouble.of(rate));
    long diverged = row.count("diverged");
    String text = row.values().isEmpty() ? "" : level.isEmpty() ? "diverged" : row.shown("median");
    if (level.isPresent() && diverged > 0) {
      text += " (" + diverged + "✕)";
    }
    String shade =
        level.isEmpty()
            ? row.values().isEmpty() ? "none" : "lost"
            : "h"
                + (high > low
                    ? (int)
                        Math.min(SHADES - 1, SHADES * (high - level.getAsDouble()) / (high - low))
                    : 0);
    html.element("td", chosen ? "★ " + text : text, "class", chosen ? shade + " best" : shade);
  }

  private static OptionalDouble level(Fields row) {
    OptionalDouble median = row.number("median");
    return median.isPresent()
        ? OptionalDouble.of(StrictMath.log(Math.max(median.getAsDouble(), Double.MIN_VALUE)))
        : OptionalDouble.empty();
  }

  private void profile() {
    if (tables.profiles().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Over all targets and seeds").open("div", "class", "charts");
    long problems = tables.profiles().get(0).count("problems");
    chart(
        "profile",
        "",
        "Performance profile: the share of "
            + Numbers.count(problems)
            + " problems (a target from a seed) that were solved within so many times the steps of the fastest. Higher is better; the left end is how often one was the fastest.");
    html.close("div").close("section");
  }

  private void selections() {
    html.open("section").element("h2", "Each setting at its best learning rate");
    boolean byTest = Asked.choosesByTest(tables);
    List<String> header = new ArrayList<>(List.of("setting", "learning rate", "seeds"));
    if (byTest) {
      header.add("median test loss");
    }
    header.addAll(
        List.of(
            "median final loss",
            "95 % interval",
            "quartiles",
            "runner-up",
            "its margin",
            "margin's 95 % interval"));
    List<List<String>> rows = new ArrayList<>();
    for (Panel panel : panels) {
      for (Member member : panel.members()) {
        Fields row = member.fields();
        String next = row.flag("next_rate_diverged") ? " (next diverges)" : "";
        String edge = row.edge().matches("low|high") ? " (" + row.edge() + " edge)" : "";
        List<String> cells =
            new ArrayList<>(
                List.of(
                    panel.title().isEmpty()
                        ? member.label()
                        : panel.title() + ": " + member.label(),
                    member.hasRate() ? row.shown("learning_rate") + edge + next : "none",
                    row.shown("seeds")
                        + (row.count("diverged") > 0
                            ? " (" + row.shown("diverged") + " diverged)"
                            : "")));
        if (byTest) {
          cells.add(row.shown("score"));
        }
        cells.addAll(
            List.of(
                row.shown("median_final_loss"),
                range(row, "interval_low", "interval_high"),
                range(row, "lower_quartile", "upper_quartile"),
                row.shown("runner_up"),
                percent(row, "margin"),
                row.has("margin_low")
                    ? percent(row, "margin_low")
                        + " to "
                        + (row.has("margin_high") ? percent(row, "margin_high") : "∞")
                    : "–"));
        rows.add(cells);
      }
    }
    table(header, rows, "selections");
    html.close("section");
  }

  private static String percent(Fields row, String column) {
    OptionalDouble value = row.number(column);
    return value.isEmpty()
        ? "–"
        : (value.getAsDouble() > 0 ? "+" : "") + Numbers.text(100 * value.getAsDouble()) + " %";
  }

  private static String range(Fields row, String low, String high) {
    return row.has(low) ? row.shown(low) + " to " + (row.has(high) ? row.shown(high) : "∞") : "–";
  }

  private void comparisons() {
    List<List<String>> rows = new ArrayList<>();
    for (Panel panel : panels) {
      for (Member member : panel.members()) {
        for (Fields row : panel.against(member)) {
          rows.add(
              List.of(
                  panel.title().isEmpty() ? member.label() : panel.title() + ": " + member.label(),
                  row.text("target"),
                  row.shown("median_steps"),
                  row.shown("baseline_median_steps"),
                  row.has("speedup")
                      ? Numbers.text(row.value("speedup")) + "×"
                      : row.text("reason"),
                  row.has("speedup") ? range(row, "speedup_low", "speedup_high") : "–",
                  share(row, "reached_share")
                      + ", baseline "
                      + share(row, "baseline_reached_share")));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Steps to each target, against the baseline");
    table(
        List.of(
            "setting",
            "target loss",
            "median steps",
            "baseline's",
            "speed-up",
            "95 % interval",
            "seeds that reached it"),
        rows,
        "comparisons");
    html.close("section");
  }

  private static String share(Fields row, String column) {
    return Math.round(row.value(column) * row.count("seeds")) + " of " + row.count("seeds");
  }

  private void table(List<String> header, List<List<String>> rows, String name) {
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    html.open("thead").open("tr");
    header.forEach(cell -> html.element("th", cell, "scope", "col"));
    html.close("tr").close("thead").open("tbody");
    for (List<String> row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
      html.open("tr").element("th", row.get(0), "scope", "row");
      row.subList(1, row.size()).forEach(cell -> html.element("td", cell));
      html.close("tr");
    }
    html.close("tbody").close("table").close("div");
    if (rows.size() > MOST_ROWS) {
      html.element(
          "p",
          MOST_ROWS
              + " of "
              + Numbers.count(rows.size())
              + " rows; isobath export "
              + tables.sweep()
              + " --table "
              + name
              + " --format csv writes all",
          "class",
          "note");
    }
  }

  private void method() {
    html.open("section").element("h2", "How to read it");
    html.list(
        List.of(
            "A setting is everything about a training run but its learning rate and its seed. Each is judged at the learning rate that suits it best, so a setting does not win by a rate that happens to suit it.",
            "A target is a loss to be reached: an absolute loss, or a share of the initial gap that is left: of the distance between the initial and the least possible loss.",
            "A speed-up is the baseline's median steps to a target over the setting's. A seed that never reached it counts as infinitely many steps, never dropped.",
            "Intervals are 95 % bootstrap intervals over seeds, resampled in pairs of one seed. They speak of chance in the seeds alone, not of other data.",
            "A diverged seed counts as an infinite loss. “Next diverges”: at the next larger rate at least one seed diverged."));
    html.close("section");
  }

  private void reproduce() {
    html.open("section").element("h2", "How to reproduce it");
    html.open("p")
        .text("Save the job below as ")
        .element("code", tables.sweep() + ".json")
        .text(" beside its data, and run ")
        .element("code", "bin/isobath run " + tables.sweep() + ".json")
        .text(". The same engine gives the same bits on every machine.")
        .close("p");
    Map<?, ?> derived = tables.part("derived");
    if (derived.containsKey("engineVersion")) {
      html.element(
          "p",
          "Engine version "
              + derived.get("engineVersion")
              + ", data fingerprints "
              + derived.get("dataFingerprints"),
          "class",
          "note");
    }
    Map<String, Object> job = new LinkedHashMap<>();
    tables
        .resolved()
        .forEach(
            (key, value) -> {
              if (!key.equals("derived") && value != null) {
                job.put(key, withoutFolders(value));
              }
            });
    html.open("details").element("summary", "The job, all defaults filled in").open("pre");
    for (String line : json(job, true).split("\n")) {
      html.text(line).raw("\n");
    }
    html.close("pre").close("details").close("section");
  }

  /** Files by name alone: where they stand on one machine says nothing on another. */
  private static Object withoutFolders(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> kept = new LinkedHashMap<>();
      map.forEach(
          (key, inner) -> {
            boolean path = key.equals("file") || key.equals("gas-ethanol");
            kept.put(String.valueOf(key), path ? names(inner) : withoutFolders(inner));
          });
      return kept;
    }
    return value instanceof List<?> list
        ? list.stream().map(inner -> withoutFolders(inner)).toList()
        : value;
  }

  private static Object names(Object paths) {
    return paths instanceof List<?> list
        ? list.stream().map(path -> names(path)).toList()
        : String.valueOf(paths).replaceAll(".*[/\\\\]", "");
  }

  private String data() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sweep", tables.sweep());
    tree.put("panels", panels.stream().map(charts::panel).toList());
    tree.put("profiles", charts.profiles());
    tree.put("figures", figureTrees());
    // Inside a script element only this character can do harm, and JSON has it in strings alone.
    return json(tree, false).replace("<", "\\u003c");
  }

  private List<Map<String, Object>> figureTrees() {
    List<Map<String, Object>> trees = new ArrayList<>();
    figures.forEach(figure -> trees.add(figure.tree()));
    if (!spectrum.isEmpty()) {
      trees.add(spectrum.tree());
    }
    return trees;
  }

  private static String json(Object tree, boolean indented) {
    try {
      return (indented ? JSON.writer(SerializationFeature.INDENT_OUTPUT) : JSON.writer())
          .writeValueAsString(tree)
          .replace("\r\n", "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid tree: " + e.getOriginalMessage(), e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
