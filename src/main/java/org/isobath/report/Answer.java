package org.isobath.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.isobath.report.Panel.Member;

/**
 * What the tables say, in words: for a terminal and for a report alike. Every number is a value of
 * a table. What a job asks is told first: what its figures show, or who trains fastest. At a single
 * learning rate speeds are told only where nothing else is asked.
 *
 * @param title of the panel; empty if there is only one, and of the answer that stands for all
 * @param verdict who won, or what the first figure shows
 * @param sentences one a compared pair, and one on the losses at the end
 * @param caveats what to distrust
 */
public record Answer(String title, String verdict, List<String> sentences, List<String> caveats) {
  private static final long FEW_SEEDS = 5;
  private static final int MOST_NAMED = 3;

  /** The answers of a sweep. */
  public static List<Answer> of(Tables tables) {
    return of(Panel.of(tables), tables);
  }

  /** A panel each, and one of the figures where they show what panels do not tell. */
  static List<Answer> of(List<Panel> panels, Tables tables) {
    Asked asked = new Asked(tables);
    List<Answer> answers =
        new ArrayList<>(panels.stream().map(panel -> of(panel, asked, tables)).toList());
    List<String> figures = asked.figures();
    if (figures.isEmpty()) {
      return answers;
    }
    boolean told = asked.judges() || panels.stream().anyMatch(p -> isCompared(p) && !isSingle(p));
    List<String> caveats = told ? List.of() : merged(answers);
    if (!told) {
      answers.clear();
    }
    answers.add(0, new Answer("", figures.get(0), figures.subList(1, figures.size()), caveats));
    return answers;
  }

  /** What to distrust in all panels; what holds for some of them alone is told with their title. */
  private static List<String> merged(List<Answer> answers) {
    Set<String> merged = new LinkedHashSet<>();
    for (Answer answer : answers) {
      for (String caveat : answer.caveats()) {
        boolean common = answers.stream().allMatch(other -> other.caveats().contains(caveat));
        merged.add(common ? caveat : answer.title() + ": " + caveat);
      }
    }
    return List.copyOf(merged);
  }

  private static Answer of(Panel panel, Asked asked, Tables tables) {
    boolean tellsSpeed = !asked.isMore() || !isSingle(panel);
    List<String> sentences = new ArrayList<>(asked.best(panel));
    String verdict = asked.judges() && !sentences.isEmpty() ? sentences.remove(0) : verdict(panel);
    for (Member member : panel.members()) {
      if (tellsSpeed && !member.isBaseline() && panel.baseline().isPresent()) {
        sentences.add(sentence(panel, member, panel.baseline().get()));
      }
    }
    if (tellsSpeed || asked.asksForLosses()) {
      losses(panel, asked.hasTests() ? "training loss" : "loss").ifPresent(sentences::add);
    }
    return new Answer(panel.title(), verdict, sentences, caveats(panel, asked, tables));
  }

  private static boolean isCompared(Panel panel) {
    return panel.baseline().isPresent() && panel.members().size() > 1;
  }

  /** Whether each member was tried at one learning rate only. */
  private static boolean isSingle(Panel panel) {
    return panel.members().stream()
        .filter(Member::hasRate)
        .allMatch(member -> member.fields().hasOneRate());
  }

  /** The row that tells most of a member against the baseline. */
  static Optional<Fields> headline(Panel panel, Member member) {
    return panel.against(member).stream().filter(row -> row.flag("headline")).findFirst();
  }

  private static String verdict(Panel panel) {
    Optional<Member> baseline = panel.baseline();
    if (!isCompared(panel)) {
      return "Nothing is compared here";
    }
    String name = baseline.get().label();
    List<Member> others = panel.members().stream().filter(m -> !m.isBaseline()).toList();
    Optional<Member> fastest =
        others.stream()
            .filter(member -> bound(panel, member, "speedup_low") > 1)
            .max(Comparator.comparingDouble(member -> bound(panel, member, "speedup")));
    if (fastest.isPresent()) {
      return faster(panel, fastest.get(), others, name) + atWhatRate(panel);
    }
    List<Member> only =
        others.stream().filter(m -> !won(panel, m).isEmpty() && lost(panel, m).isEmpty()).toList();
    if (!only.isEmpty()) {
      return "Only "
          + listed(only.stream().map(Member::label).limit(MOST_NAMED).toList())
          + (only.size() == 1 ? " reaches " : " reach ")
          + named(won(panel, only.get(0)))
          + ", "
          + name
          + " does not"
          + atWhatRate(panel);
    }
    boolean onlyBaseline =
        baseline.get().hasRate()
            && others.stream()
                .allMatch(
                    m -> !m.hasRate() || (!lost(panel, m).isEmpty() && won(panel, m).isEmpty()));
    if (onlyBaseline && others.stream().anyMatch(Member::hasRate)) {
      Member next = others.stream().filter(Member::hasRate).findFirst().orElseThrow();
      return "Only " + name + " reaches " + named(lost(panel, next)) + atWhatRate(panel);
    }
    if (baseline.get().hasRate() && others.stream().noneMatch(Member::hasRate)) {
      return "Only " + name + " has a usable learning rate";
    }
    boolean allSlower =
        baseline.get().hasRate()
            && others.stream()
                .allMatch(
                    m ->
                        !m.hasRate()
                            || headline(panel, m)
                                .map(
                                    row ->
                                        row.text("reason").equals("not reached")
                                            || (row.has("speedup_high")
                                                && row.value("speedup_high") < 1))
                                .orElse(false));
    Optional<String> slower = allSlower ? slower(panel, others) : Optional.empty();
    if (slower.isPresent()) {
      return start(baseline.get()) + " is fastest" + slower.get() + atWhatRate(panel);
    }
    return panel.members().stream().noneMatch(Member::hasRate)
        ? "No setting has a usable learning rate"
        : "No clear winner";
  }

  /** A comparison at one rate each says nothing of best rates. */
  private static String atWhatRate(Panel panel) {
    return isSingle(panel) ? ", each at one learning rate only" : "";
  }

  /** The fastest, and whoever its interval does not tell from it. */
  private static String faster(Panel panel, Member fastest, List<Member> others, String baseline) {
    Fields row = headline(panel, fastest).orElseThrow();
    List<Member> winners =
        others.stream()
            .filter(
                m ->
                    headline(panel, m)
                        .map(
                            r ->
                                r.text("target").equals(row.text("target"))
                                    && r.number("speedup_low").orElse(0) > 1
                                    && r.number("speedup_high").orElse(Double.POSITIVE_INFINITY)
                                        >= row.value("speedup_low"))
                        .orElse(false))
            .limit(MOST_NAMED)
            .toList();
    List<String> factors =
        winners.stream().map(m -> Numbers.factor(bound(panel, m, "speedup")) + "×").toList();
    String names = listed(winners.stream().map(Member::label).toList());
    return (fastest.fields().text("axis").equals("group") ? names : sentenceCase(names))
        + (winners.size() == 1 ? " is" : " are")
        + " fastest to "
        + target(row)
        + ": "
        + listed(factors)
        + " fewer steps than "
        + baseline;
  }

  /** By how much the others are slower than the baseline, where that can be said in one number. */
  private static Optional<String> slower(Panel panel, List<Member> others) {
    Optional<Member> next =
        others.stream()
            .filter(m -> bound(panel, m, "speedup") > 0)
            .max(Comparator.comparingDouble(m -> bound(panel, m, "speedup")));
    return next.map(
        m ->
            " to "
                + target(headline(panel, m).orElseThrow())
                + ": "
                + m.label()
                + " takes "
                + Numbers.factor(1 / bound(panel, m, "speedup"))
                + "× as many steps");
  }

  private static String listed(List<String> names) {
    return names.size() == 1
        ? names.get(0)
        : String.join(", ", names.subList(0, names.size() - 1))
            + " and "
            + names.get(names.size() - 1);
  }

  private static double bound(Panel panel, Member member, String column) {
    return headline(panel, member)
        .map(row -> row.number(column))
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .orElse(0.0);
  }

  /** One compared pair in plain words. */
  private static String sentence(Panel panel, Member member, Member baseline) {
    String name = start(member);
    String other = baseline.label();
    if (!member.hasRate()) {
      return name + " cannot be compared: at every rate half of its seeds or more " + lost(member);
    }
    if (!baseline.hasRate()) {
      return name
          + " cannot be compared: at every rate half of the seeds or more of "
          + other
          + " "
          + lost(baseline);
    }
    Optional<Fields> headline = headline(panel, member);
    if (headline.isEmpty()) {
      return name + " shares no seed with " + other;
    }
    Fields row = headline.get();
    String seeds = seeds(row);
    String text;
    if (row.has("speedup")) {
      double speedup = row.value("speedup");
      String low = row.has("speedup_low") ? factor(row, "speedup_low") : "0";
      String high = row.has("speedup_high") ? factor(row, "speedup_high") : "∞";
      String how =
          Numbers.factor(speedup).equals("1") || Numbers.factor(1 / speedup).equals("1")
              ? " in about as many steps as " + other
              : speedup >= 1
                  ? " in " + Numbers.factor(speedup) + "× fewer steps than " + other
                  : " in " + Numbers.factor(1 / speedup) + "× as many steps as " + other;
      String interval = "[" + low + ", " + high + "]";
      if (speedup < 1) {
        interval =
            "["
                + (row.has("speedup_high") ? inverse(row, "speedup_high") : "0")
                + ", "
                + (row.has("speedup_low") ? inverse(row, "speedup_low") : "∞")
                + "]";
      }
      text = name + " reaches " + target(row) + how + " " + interval + ", " + seeds;
      text +=
          ": "
              + steps(row, "median_steps")
              + " steps instead of "
              + steps(row, "baseline_median_steps");
      boolean unsure =
          !(row.has("speedup_low") && row.value("speedup_low") > 1)
              && !(row.has("speedup_high") && row.value("speedup_high") < 1);
      if (unsure) {
        text += " (the interval contains 1: no clear difference)";
      }
      text += onlyOneReached(panel, member, other);
    } else {
      text =
          switch (row.text("reason")) {
            case "not reached" ->
                name
                    + " does not reach "
                    + target(row)
                    + "; "
                    + other
                    + " does, in "
                    + steps(row, "baseline_median_steps")
                    + " steps, "
                    + seeds;
            case "the baseline did not reach it" ->
                name
                    + " reaches "
                    + target(row)
                    + " in "
                    + steps(row, "median_steps")
                    + " steps; "
                    + other
                    + " does not reach it, "
                    + seeds;
            case "reached before the first step" ->
                name + " and " + other + " start below " + target(row);
            default -> "Neither " + member.label() + " nor " + other + " reaches any target";
          };
    }
    return text;
  }

  /** Targets beyond the one told that only one of both reached within the budget. */
  private static String onlyOneReached(Panel panel, Member member, String baseline) {
    List<String> won = won(panel, member);
    List<String> lost = lost(panel, member);
    String text = won.isEmpty() ? "" : "; only it, and not " + baseline + ", reaches " + named(won);
    return text
        + (lost.isEmpty()
            ? ""
            : "; " + named(lost) + " only " + baseline + " reaches in the budget");
  }

  private static String lost(Member member) {
    return member.fields().text("rule").equals("time-to-target")
        ? "diverged or did not reach " + quoted(member.fields().text("target"))
        : "diverged";
  }

  /** A median of steps: whole, or halfway between two. */
  private static String steps(Fields row, String column) {
    double steps = row.value(column);
    return steps == Math.floor(steps) ? Numbers.count(steps) : Numbers.text(steps);
  }

  private static String factor(Fields row, String column) {
    return Numbers.factor(row.value(column));
  }

  private static String inverse(Fields row, String column) {
    double value = row.value(column);
    return value == 0 ? "∞" : Numbers.factor(1 / value);
  }

  private static String seeds(Fields row) {
    long seeds = row.count("seeds");
    long reached = Math.round(row.value("reached_share") * seeds);
    long baseline = Math.round(row.value("baseline_reached_share") * seeds);
    return reached == seeds && baseline == seeds
        ? seeds + " of " + seeds + (seeds == 1 ? " seed" : " seeds")
        : reached + " of " + seeds + " seeds against " + baseline + " of " + seeds;
  }

  static String target(Fields row) {
    return quoted(row.text("target"));
  }

  private static String quoted(String target) {
    return target.endsWith(" of gap")
        ? Numbers.percent(Double.parseDouble(target.replace(" of gap", ""))) + " of the initial gap"
        : "the loss " + target;
  }

  /**
   * Who ended lowest.
   *
   * @param name of the loss
   */
  private static Optional<String> losses(Panel panel, String name) {
    List<Member> ranked =
        panel.members().stream()
            .filter(m -> m.fields().has("median_final_loss"))
            .sorted(Comparator.comparingDouble(m -> m.fields().value("median_final_loss")))
            .toList();
    if (ranked.size() < 2) {
      return Optional.empty();
    }
    Fields best = ranked.get(0).fields();
    Fields second = ranked.get(1).fields();
    boolean apart =
        best.has("interval_high")
            && second.has("interval_low")
            && best.value("interval_high") < second.value("interval_low");
    Fields last = ranked.get(ranked.size() - 1).fields();
    String text =
        "Lowest "
            + name
            + " after "
            + Numbers.count(best.value("steps"))
            + " steps: "
            + ranked.get(0).label()
            + ", "
            + best.shown("median_final_loss")
            + "; next "
            + ranked.get(1).label()
            + ", "
            + second.shown("median_final_loss");
    if (ranked.size() > 2) {
      text +=
          "; last "
              + ranked.get(ranked.size() - 1).label()
              + ", "
              + last.shown("median_final_loss");
    }
    return Optional.of(text + (apart ? "" : " (the intervals of the first two overlap)"));
  }

  private static List<String> caveats(Panel panel, Asked asked, Tables tables) {
    Set<String> caveats = new LinkedHashSet<>();
    boolean single = isSingle(panel);
    boolean tellsSpeed = !asked.isMore() || !single;
    for (Member member : panel.members()) {
      if (!member.hasRate()) {
        continue;
      }
      String name = member.label();
      Fields row = member.fields();
      if (row.hasOneRate() && (tellsSpeed || asked.judges())) {
        caveats.add(
            (single
                    ? "One learning rate was tried"
                    : start(member) + ": one learning rate was tried")
                + ", so nobody knows a better one");
      } else if (row.edge().matches("low|high")) {
        caveats.add(
            start(member)
                + ": its best learning rate, "
                + row.shown("learning_rate")
                + ", is "
                + (row.edge().equals("low")
                    ? "the lowest that was tried; a lower one may be better"
                    : "the highest that was tried; a higher one may be better"));
      }
      if (row.count("diverged") > 0) {
        caveats.add(
            start(member)
                + ": "
                + row.count("diverged")
                + " of "
                + row.count("seeds")
                + " seeds diverged at the chosen rate");
      }
    }
    if (Asked.choosesByTest(tables) && !single) {
      caveats.add(
          "The test rows chose the learning rates that they judge, so their losses and accuracies"
              + " flatter");
    }
    if (tellsSpeed) {
      mixedTargets(panel).forEach(caveats::add);
    }
    for (Member member : panel.members()) {
      if (member.hasRate()) {
        stability(member).ifPresent(caveats::add);
      }
    }
    long seeds = panel.members().stream().mapToLong(m -> m.fields().count("seeds")).max().orElse(0);
    if (seeds == 1) {
      caveats.add("One seed: the intervals say nothing, as chance was not varied");
    } else if (seeds < FEW_SEEDS) {
      caveats.add(seeds + " seeds are few: the intervals are rough");
    }
    return List.copyOf(caveats);
  }

  /** Speed-ups that point the other way than the headline. */
  private static List<String> mixedTargets(Panel panel) {
    List<String> caveats = new ArrayList<>();
    for (Member member : panel.members()) {
      Optional<Fields> headline = headline(panel, member).filter(row -> row.has("speedup"));
      if (headline.isEmpty()) {
        continue;
      }
      boolean faster = headline.get().value("speedup") > 1;
      List<String> opposite =
          panel.against(member).stream()
              .filter(row -> row.has("speedup") && row.value("speedup") != 1)
              .filter(row -> row.value("speedup") > 1 != faster)
              .map(Answer::target)
              .toList();
      if (!opposite.isEmpty()) {
        caveats.add(
            start(member)
                + " is "
                + (faster ? "slower" : "faster")
                + " than the baseline to easier targets, "
                + named(opposite)
                + "; geometric mean over "
                + headline.get().count("targets_with_speedup")
                + " targets "
                + Numbers.factor(headline.get().value("geometric_mean_speedup"))
                + "×");
      }
    }
    return caveats;
  }

  /** Targets that a member reached and the baseline did not. */
  private static List<String> won(Panel panel, Member member) {
    return targets(panel.against(member), "the baseline did not reach it");
  }

  /** Targets that the baseline reached and a member did not. */
  private static List<String> lost(Panel panel, Member member) {
    return targets(panel.against(member), "not reached");
  }

  private static List<String> targets(List<Fields> rows, String reason) {
    return rows.stream()
        .filter(row -> row.text("reason").equals(reason))
        .map(Answer::target)
        .toList();
  }

  private static String named(List<String> names) {
    return names.size() <= MOST_NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMED))
            + " and "
            + (names.size() - MOST_NAMED)
            + " more";
  }

  /** What else the choice of a rate hangs on. */
  private static Optional<String> stability(Member member) {
    Fields row = member.fields();
    double rate = row.value("learning_rate");
    List<String> parts = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (Map.Entry<?, ?> entry : row.map("rates_by_rule").entrySet()) {
      boolean same = entry.getValue() instanceof Number number && number.doubleValue() == rate;
      if (!same && entry.getValue() instanceof Number number) {
        rules.add(Numbers.text(number.doubleValue()) + " by " + entry.getKey());
      }
    }
    if (!rules.isEmpty()) {
      parts.add("it would be " + String.join(", ", rules));
    }
    OptionalDouble half = row.number("rate_at_half_budget");
    if (half.isPresent() && half.getAsDouble() != rate) {
      parts.add("at half the budget " + Numbers.text(half.getAsDouble()));
    }
    long change = row.count("seeds_that_change_it");
    if (change > 0) {
      parts.add("another without any one of " + change + " of the seeds");
    }
    if (row.has("margin_low") && row.value("margin_low") <= 0 && row.count("seeds") > 1) {
      parts.add("and seed noise does not tell it from " + row.shown("runner_up"));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            start(member)
                + ": the rate "
                + Numbers.text(rate)
                + " depends on how one chooses: "
                + String.join("; ", parts));
  }

  /** A setting's label at the start of a sentence; what a user named stays as it is. */
  private static String start(Member member) {
    return member.fields().text("axis").equals("group")
        ? member.label()
        : sentenceCase(member.label());
  }

  private static String sentenceCase(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
