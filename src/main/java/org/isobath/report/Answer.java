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
 * a table.
 *
 * @param title of the panel; empty if there is only one
 * @param verdict who won
 * @param sentences one a compared pair, and one on the losses at the end
 * @param caveats what to distrust
 */
public record Answer(String title, String verdict, List<String> sentences, List<String> caveats) {
  private static final long FEW_SEEDS = 5;
  private static final int MOST_NAMED = 3;

  /** The answers of a sweep, a panel each. */
  public static List<Answer> of(Tables tables) {
    return Panel.of(tables).stream().map(panel -> of(panel, tables)).toList();
  }

  static Answer of(Panel panel, Tables tables) {
    List<String> sentences = new ArrayList<>();
    for (Member member : panel.members()) {
      if (!member.isBaseline() && panel.baseline().isPresent()) {
        sentences.add(sentence(panel, member, panel.baseline().get()));
      }
    }
    losses(panel).ifPresent(sentences::add);
    return new Answer(panel.title(), verdict(panel), sentences, caveats(panel, tables));
  }

  /** The row that tells most of a member against the baseline. */
  static Optional<Fields> headline(Panel panel, Member member) {
    return panel.against(member).stream().filter(row -> row.flag("headline")).findFirst();
  }

  private static String verdict(Panel panel) {
    Optional<Member> baseline = panel.baseline();
    if (baseline.isEmpty() || panel.members().size() < 2) {
      return "Nothing is compared here";
    }
    String name = baseline.get().label();
    List<Member> others = panel.members().stream().filter(m -> !m.isBaseline()).toList();
    Optional<Member> fastest =
        others.stream()
            .filter(member -> bound(panel, member, "speedup_low") > 1)
            .max(Comparator.comparingDouble(member -> bound(panel, member, "speedup")));
    if (fastest.isPresent()) {
      Fields row = headline(panel, fastest.get()).orElseThrow();
      return sentenceCase(fastest.get().label())
          + " is fastest to "
          + target(row)
          + ": "
          + Numbers.factor(row.value("speedup"))
          + "× fewer steps than "
          + name;
    }
    List<Member> only =
        others.stream()
            .filter(
                m ->
                    headline(panel, m)
                        .map(r -> r.text("reason").equals("the baseline did not reach it"))
                        .orElse(false))
            .toList();
    if (!only.isEmpty()) {
      Fields row = headline(panel, only.get(0)).orElseThrow();
      return sentenceCase(only.get(0).label())
          + " reaches "
          + target(row)
          + ", "
          + name
          + " does not";
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
    if (allSlower) {
      return sentenceCase(name) + " is fastest";
    }
    return panel.members().stream().noneMatch(Member::hasRate)
        ? "No setting has a usable learning rate"
        : "No clear winner";
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
    String name = sentenceCase(member.label());
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
          speedup >= 1
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
              + row.shown("median_steps")
              + " steps instead of "
              + row.shown("baseline_median_steps");
      boolean unsure =
          !(row.has("speedup_low") && row.value("speedup_low") > 1)
              && !(row.has("speedup_high") && row.value("speedup_high") < 1);
      if (unsure) {
        text += " (the interval contains 1: no clear difference)";
      }
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
                    + row.shown("baseline_median_steps")
                    + " steps, "
                    + seeds;
            case "the baseline did not reach it" ->
                name
                    + " reaches "
                    + target(row)
                    + " in "
                    + row.shown("median_steps")
                    + " steps; "
                    + other
                    + " does not reach it, "
                    + seeds;
            case "reached before the first step" ->
                name + " and " + other + " start below " + target(row);
            default -> "neither " + member.label() + " nor " + other + " reaches any target";
          };
    }
    return sentenceCase(text);
  }

  private static String lost(Member member) {
    return member.fields().text("rule").equals("time-to-target")
        ? "diverged or did not reach " + quoted(member.fields().text("target"))
        : "diverged";
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
        ? Numbers.percent(Double.parseDouble(target.replace(" of gap", ""))) + " of the gap"
        : "the loss " + target;
  }

  /** Who ended lowest. */
  private static Optional<String> losses(Panel panel) {
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
        "Lowest loss after "
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

  private static List<String> caveats(Panel panel, Tables tables) {
    Set<String> caveats = new LinkedHashSet<>();
    for (Member member : panel.members()) {
      if (!member.hasRate()) {
        continue;
      }
      String name = member.label();
      Fields row = member.fields();
      if (row.text("edge").equals("low") || row.text("edge").equals("high")) {
        caveats.add(
            sentenceCase(name)
                + ": its best learning rate, "
                + row.shown("learning_rate")
                + ", is "
                + (rates(row, tables) == 1
                    ? "the only one that was tried"
                    : row.text("edge").equals("low")
                        ? "the lowest that was tried; a lower one may be better"
                        : "the highest that was tried; a higher one may be better"));
      }
      if (row.count("diverged") > 0) {
        caveats.add(
            sentenceCase(name)
                + ": "
                + row.count("diverged")
                + " of "
                + row.count("seeds")
                + " seeds diverged at the chosen rate");
      }
    }
    mixedTargets(panel).forEach(caveats::add);
    onlyOneReached(panel).forEach(caveats::add);
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

  private static long rates(Fields row, Tables tables) {
    return tables.rates().isEmpty()
        ? 2
        : tables.rates().stream()
            .filter(rate -> rate.text("setting_id").equals(row.text("setting_id")))
            .count();
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
            sentenceCase(member.label())
                + " is "
                + (faster ? "slower" : "faster")
                + " than the baseline to easier targets: "
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

  /** Harder targets than the headline's that only one of both reached. */
  private static List<String> onlyOneReached(Panel panel) {
    List<String> caveats = new ArrayList<>();
    for (Member member : panel.members()) {
      Optional<Fields> headline = headline(panel, member).filter(row -> row.has("speedup"));
      if (headline.isEmpty()) {
        continue;
      }
      List<Fields> rows = panel.against(member);
      List<String> lost = targets(rows, "not reached");
      List<String> won = targets(rows, "the baseline did not reach it");
      if (!lost.isEmpty()) {
        caveats.add(
            "Only the baseline, and not "
                + member.label()
                + ", reached "
                + named(lost)
                + " in time");
      }
      if (!won.isEmpty()) {
        caveats.add(
            "Only "
                + member.label()
                + ", and not the baseline, reached "
                + named(won)
                + " in time");
      }
    }
    return caveats;
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
            sentenceCase(member.label())
                + ": the rate "
                + Numbers.text(rate)
                + " depends on how one chooses: "
                + String.join("; ", parts));
  }

  private static String sentenceCase(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
