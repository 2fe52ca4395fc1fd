package org.isobath.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What answers and a report are made from: rows of one sweep, and nothing else. The same tables
 * give the same bytes.
 *
 * @param resolved the job with all defaults
 * @param states trials by their status
 * @param settings rows of the view settings, in the order of the table selections
 * @param comparisons rows of the table
 * @param profiles rows of the table
 * @param rates rows of rates.sql; empty where only words are asked for
 * @param bands rows of bands.sql; likewise
 * @param divergences diverged trials at chosen rates: setting_id, seed, diverged_at,
 *     last_finite_loss
 * @param outcomes rows of outcomes.sql; for words, where the sweep has test rows or figures
 * @param rateOutcomes the same at every learning rate; only where a figure asks for it
 * @param progress rows of progress.sql; empty where only words are asked for
 * @param references what figures are held against: figure (its place in the job's list), label, x,
 *     y (NULL where infinite), setting_id (NULL between settings)
 */
public record Tables(
    Map<String, @Nullable Object> resolved,
    Map<String, Long> states,
    List<Fields> settings,
    List<Fields> comparisons,
    List<Fields> profiles,
    List<Fields> rates,
    List<Fields> bands,
    List<Fields> divergences,
    List<Fields> outcomes,
    List<Fields> rateOutcomes,
    List<Fields> progress,
    List<Fields> references) {
  /** What is measured along training besides the loss. */
  static final List<String> PROGRESS = List.of("test_loss", "train_accuracy", "test_accuracy");

  /** Whether a figure of a job is drawn against the learning rate. */
  public static boolean hasFigureByRate(Map<String, ?> resolved) {
    return resolved.get("report") instanceof Map<?, ?> report
        && report.get("figures") instanceof List<?> figures
        && figures.stream()
            .anyMatch(f -> f instanceof Map<?, ?> map && Figure.LEARNING_RATE.equals(map.get("x")));
  }

  /** Trials that are there. */
  public long trials() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Trials that the job asks for. */
  public long trialsAsked() {
    return part("derived").get("trials") instanceof Number number ? number.longValue() : trials();
  }

  /** Whether trials are still to come. */
  public boolean isPartial() {
    return trials() < trialsAsked();
  }

  /** The sweep's name. */
  public String sweep() {
    return Visible.text(String.valueOf(resolved.get("name")));
  }

  /** A mapping of the resolved job; empty if it is not there. */
  Map<?, ?> part(String name) {
    return resolved.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  /** The same with another part {@code compare} of the job. */
  public Tables comparing(Map<String, Object> compare) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(resolved);
    changed.put("compare", compare);
    return new Tables(
        changed,
        states,
        settings,
        comparisons,
        profiles,
        rates,
        bands,
        divergences,
        outcomes,
        rateOutcomes,
        progress,
        references);
  }

  String baseline() {
    Object baseline = part("compare").get("baseline");
    return baseline == null ? "" : Visible.text(String.valueOf(baseline));
  }
}
