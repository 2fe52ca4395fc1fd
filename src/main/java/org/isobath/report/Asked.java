package org.isobath.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isobath.report.Panel.Member;

/**
 * What a sweep asks besides how fast training goes: what the figures of its job show, and test
 * losses where they choose the learning rates.
 */
final class Asked {
  private static final String TEST_LOSS = "test_loss";
  private static final String TEST_ACCURACY = "test_accuracy";

  private final Tables tables;

  /** Measures that are asked for and that are better the higher, or the lower, they are. */
  private final List<String> judged = new ArrayList<>();

  /** Figures of what is not better or worse by itself, or that a closed form is drawn in. */
  private final List<OutcomeFigure> figures;

  private final boolean asksForLosses;

  Asked(Tables tables) {
    this.tables = tables;
    boolean given = tables.part("report").get("figures") instanceof List<?>;
    List<OutcomeFigure> all = given ? OutcomeFigure.of(tables) : List.of();
    this.figures = all.stream().filter(figure -> !isJudged(figure.figure())).toList();
    Set<String> measures = new LinkedHashSet<>();
    all.stream()
        .map(OutcomeFigure::figure)
        .filter(Asked::isJudged)
        .forEach(figure -> measures.addAll(figure.measures()));
    this.asksForLosses = measures.remove("final_loss");
    if (choosesByTest(tables)) {
      measures.add(TEST_LOSS);
    }
    measures.stream().filter(this::isMeasured).forEach(judged::add);
  }

  /** Whether the test rows choose the learning rates that they judge. */
  static boolean choosesByTest(Tables tables) {
    return tables.settings().stream().anyMatch(row -> row.text("rule").equals("median-test-loss"));
  }

  private static boolean isJudged(Figure figure) {
    return !figure.isByRate()
        && figure.share().isEmpty()
        && figure.reference().isEmpty()
        && figure.measures().stream().allMatch(m -> isAccuracy(m) || m.endsWith("loss"));
  }

  private static boolean isAccuracy(String measure) {
    return measure.endsWith("accuracy");
  }

  private boolean isMeasured(String measure) {
    return tables.outcomes().stream().anyMatch(row -> row.text("measure").equals(measure));
  }

  /** Whether there is more to tell than speed and training losses. */
  boolean isMore() {
    return !judged.isEmpty() || !figures.isEmpty();
  }

  /** Whether a panel's members are to be judged by something else than speed. */
  boolean judges() {
    return !judged.isEmpty();
  }

  /** Whether training losses are among what is asked. */
  boolean asksForLosses() {
    return asksForLosses;
  }

  /** Whether there are test rows that tell training losses from others. */
  boolean hasTests() {
    return isMeasured(TEST_LOSS) || isMeasured(TEST_ACCURACY);
  }

  /** A sentence a figure whose settings are not better or worse than each other. */
  List<String> figures() {
    return figures.stream().map(OutcomeFigure::words).toList();
  }

  /** What the measures are called, for a question; empty if nothing more than speed is asked. */
  List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    figures.forEach(figure -> names.add(figure.figure().yName()));
    judged.forEach(measure -> names.add(Figure.words(measure)));
    return List.copyOf(names);
  }

  /** Who is best by each measure that is asked for, and by the test rows in any case. */
  List<String> best(Panel panel) {
    Set<String> measures = new LinkedHashSet<>(judged);
    measures.add(isMeasured(TEST_ACCURACY) ? TEST_ACCURACY : TEST_LOSS);
    return measures.stream().flatMap(measure -> best(panel, measure).stream()).toList();
  }

  private record Standing(Member member, Fields row) {
    double median() {
      return row.value("median");
    }

    String told() {
      return Numbers.text(median());
    }

    /** Whether quartiles overlap; of a single seed there are none worth the name. */
    boolean overlaps(Standing other) {
      return row.count("seeds") > 1
          && row.number("lower_quartile").orElse(median())
              <= other.row.number("upper_quartile").orElse(Double.POSITIVE_INFINITY)
          && other.row.number("lower_quartile").orElse(other.median())
              <= row.number("upper_quartile").orElse(Double.POSITIVE_INFINITY);
    }
  }

  private Optional<String> best(Panel panel, String measure) {
    Comparator<Standing> bySize = Comparator.comparingDouble(Standing::median);
    List<Standing> ranked = new ArrayList<>();
    for (Member member : panel.members()) {
      tables.outcomes().stream()
          .filter(row -> row.text("setting_id").equals(member.id()))
          .filter(row -> row.text("measure").equals(measure) && row.has("median"))
          .forEach(row -> ranked.add(new Standing(member, row)));
    }
    if (ranked.isEmpty()) {
      return Optional.empty();
    }
    ranked.sort(
        (isAccuracy(measure) ? bySize.reversed() : bySize)
            .thenComparing(standing -> !standing.member().isBaseline()));
    String name = "edian " + Figure.words(measure);
    Standing first = ranked.get(0);
    if (ranked.size() == 1) {
      return Optional.of(
          "M"
              + name
              + " of "
              + first.member().label()
              + " at the learning rate "
              + first.member().fields().shown("learning_rate")
              + ": "
              + first.told());
    }
    Standing second =
        ranked.stream()
            .filter(standing -> standing.member().isBaseline() && standing != first)
            .findFirst()
            .orElse(ranked.get(1));
    return Optional.of(
        (isAccuracy(measure) ? "Highest m" : "Lowest m")
            + name
            + ": "
            + first.member().label()
            + (first.member().isBaseline() ? ", the baseline, " : ", ")
            + first.told()
            + (second.member().isBaseline()
                ? "; the baseline, " + second.member().label() + ", "
                : "; next " + second.member().label() + ", ")
            + second.told()
            + (first.overlaps(second) ? " (the quartiles overlap)" : ""));
  }
}
