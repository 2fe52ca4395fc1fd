package org.isobath.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a figure of outcomes shows, as the part {@code report} of a job says it.
 *
 * @param measures of which the y axis is made, at least one
 * @param x what tells settings apart along the x axis: a word of job files, or {@code group}
 * @param scale {@code log}, {@code linear}, or empty for what suits the values
 * @param share if there is a number, not the measure is drawn but the share of seeds whose measure
 *     is this
 * @param statistic over seeds: {@code mean}, {@code median}, {@code mean-square}, or empty for what
 *     suits the measure
 * @param reference the closed form that it is held against
 */
record Figure(
    List<String> measures,
    String x,
    Optional<String> scale,
    OptionalDouble share,
    Optional<String> statistic,
    Optional<String> reference) {
  /** The x axis on which a setting is at each of its learning rates, not at the selected alone. */
  static final String LEARNING_RATE = "learningRate";

  private static final List<String> BY_DEFAULT = List.of("test_loss", "test_accuracy");

  /** Those that the job asks for; without a word of it, test measures against what is compared. */
  static List<Figure> of(Tables tables) {
    if (tables.part("report").get("figures") instanceof List<?> given) {
      List<Figure> figures = new ArrayList<>();
      for (Object figure : given) {
        if (figure instanceof Map<?, ?> map) {
          figures.add(of(map));
        }
      }
      return figures;
    }
    Optional<String> axis =
        tables.settings().stream()
            .filter(row -> row.has("axis"))
            .map(row -> row.text("axis"))
            .findFirst();
    return BY_DEFAULT.stream()
        .filter(measure -> axis.isPresent() && isMeasured(tables, measure))
        .map(
            measure ->
                new Figure(
                    List.of(measure),
                    axis.get(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  private static boolean isMeasured(Tables tables, String measure) {
    return tables.outcomes().stream().anyMatch(row -> row.text("measure").equals(measure));
  }

  private static Figure of(Map<?, ?> map) {
    Object y = map.get("y");
    List<String> measures =
        y instanceof List<?> several
            ? several.stream().map(each -> Visible.text(String.valueOf(each))).toList()
            : List.of(Visible.text(String.valueOf(y)));
    return new Figure(
        measures,
        Visible.text(String.valueOf(map.get("x"))),
        text(map.get("scale")),
        map.get("share") instanceof Number share
            ? OptionalDouble.of(share.doubleValue())
            : OptionalDouble.empty(),
        text(map.get("statistic")),
        text(map.get("reference")));
  }

  private static Optional<String> text(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The column that the x axis has in tables, if it has one. */
  String column() {
    return x.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** The x axis in words. */
  String xName() {
    return column().replace('_', ' ');
  }

  /** The y axis in words. */
  String yName() {
    String names = String.join(", ", measures.stream().map(Figure::words).toList());
    return share.isPresent()
        ? "share of seeds with " + names + " " + Numbers.text(share.getAsDouble())
        : isMeanSquare() ? "mean square of " + names : names;
  }

  /** A measure's name in words. */
  static String words(String measure) {
    return measure.replace('_', ' ');
  }

  /**
   * Whether seeds are averaged: a closed form is of the mean, and so is a share; a loss is told by
   * its median, as one bad seed would be all of its mean.
   */
  boolean isMean(String measure) {
    return statistic
        .map(word -> !word.equals("median"))
        .orElse(share.isPresent() || reference.isPresent() || !measure.endsWith("loss"));
  }

  /** Whether it is squares that are averaged. */
  boolean isMeanSquare() {
    return statistic.equals(Optional.of("mean-square"));
  }

  /** Whether settings are drawn at each of their learning rates, not at the selected alone. */
  boolean isByRate() {
    return x.equals(LEARNING_RATE);
  }
}
