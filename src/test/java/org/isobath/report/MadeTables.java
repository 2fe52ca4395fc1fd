package org.isobath.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables as they would come from a sweep that compares depths, of any size and any names. */
final class MadeTables {
  final List<Map<String, @Nullable Object>> settings = new ArrayList<>();
  final List<Map<String, @Nullable Object>> comparisons = new ArrayList<>();
  final List<Map<String, @Nullable Object>> profiles = new ArrayList<>();
  final List<Map<String, @Nullable Object>> rates = new ArrayList<>();
  final List<Map<String, @Nullable Object>> bands = new ArrayList<>();
  final List<Map<String, @Nullable Object>> divergences = new ArrayList<>();
  final List<Map<String, @Nullable Object>> outcomes = new ArrayList<>();
  final List<Map<String, @Nullable Object>> rateOutcomes = new ArrayList<>();
  final List<Map<String, @Nullable Object>> progress = new ArrayList<>();
  final List<Map<String, @Nullable Object>> references = new ArrayList<>();
  final Map<String, Object> resolved = new LinkedHashMap<>();
  final Map<String, Long> states = new LinkedHashMap<>();
  private String name = "made";

  /** Settings of so many depths, in so many panels, at so many rates. */
  static MadeTables of(int panels, int depths, int rates, long seeds) {
    MadeTables made = new MadeTables();
    for (int panel = 1; panel <= panels; panel++) {
      for (int depth = 1; depth <= depths; depth++) {
        made.setting(panel, Integer.toString(depth), rates, seeds);
      }
    }
    for (int depth = 1; depth <= depths; depth++) {
      for (double ratio : new double[] {1, 2, 5, 10}) {
        made.profiles.add(
            row(
                "axis",
                "depth",
                "compared",
                Integer.toString(depth),
                "ratio",
                ratio,
                "share",
                Math.min(1, ratio / 10),
                "problems",
                5L * seeds));
      }
    }
    made.compare(Map.of("axis", "depth", "baseline", 1));
    made.states.put("completed", (long) panels * depths * rates * seeds);
    return made;
  }

  MadeTables compare(Map<String, Object> compare) {
    resolved.put("name", name);
    resolved.put("compare", compare);
    resolved.put("trial", Map.of("learningRate", List.of(0.1, 0.2, 0.5, 1.0), "steps", 1000));
    resolved.put("derived", Map.of("trials", 0, "engineVersion", "1"));
    return this;
  }

  MadeTables named(String other) {
    name = other;
    resolved.put("name", other);
    return this;
  }

  private void setting(int panel, String compared, int rateCount, long seeds) {
    String id = "s" + panel + "-" + compared;
    int depth = Integer.parseInt(compared);
    double level = 0.01 / depth;
    Map<String, @Nullable Object> setting =
        row(
            "sweep",
            name,
            "setting_id",
            id,
            "data",
            "rows.csv",
            "scaling",
            "min-max",
            "network",
            "linear",
            "depth",
            depth,
            "loss_exponent",
            2 * panel,
            "optimizer",
            "gradient-descent",
            "optimizer_parameters",
            "{}",
            "schedule",
            "constant",
            "schedule_parameters",
            "{}",
            "weight_decay",
            0.0,
            "initializer",
            "gaussian",
            "initializer_parameters",
            "{\"standardDeviation\":0.01}",
            "rule",
            "median-final-loss",
            "learning_rate",
            0.2,
            "seeds",
            seeds,
            "diverged",
            0L,
            "median_final_loss",
            level,
            "lower_quartile",
            level * 0.9,
            "upper_quartile",
            level * 1.1,
            "interval_low",
            level * 0.8,
            "interval_high",
            level * 1.2,
            "edge",
            "none",
            "next_rate_diverged",
            false,
            "runner_up",
            0.1,
            "margin",
            0.25,
            "margin_low",
            0.1,
            "margin_high",
            0.5,
            "rates_by_rule",
            Map.of("median-final-loss", 0.2),
            "rate_at_half_budget",
            0.2,
            "seeds_that_change_it",
            0L,
            "steps",
            1000L,
            "axis",
            "depth",
            "baseline",
            "1",
            "compared",
            compared,
            "matched",
            "{\"loss_exponent\":\"" + 2 * panel + "\"}",
            "matched_width",
            null);
    settings.add(setting);
    for (int i = 0; i < rateCount; i++) {
      rates.add(
          row(
              "setting_id", id,
              "learning_rate", 0.1 * (i + 1),
              "seeds", seeds,
              "diverged", 0L,
              "median", level * (1 + Math.abs(i - 1)),
              "lower_quartile", level * 0.9 * (1 + Math.abs(i - 1)),
              "upper_quartile", level * 1.1 * (1 + Math.abs(i - 1))));
    }
    for (int i = 0; i < 200; i++) {
      double loss = level * (1 + 100 / (1.0 + i)) + 1e-7 * i / 7;
      bands.add(
          row(
              "setting_id", id,
              "step", (long) i * i,
              "median", loss,
              "lower_quartile", loss * 0.9123456789,
              "upper_quartile", loss * 1.0876543211));
    }
    if (depth > 1) {
      comparison(panel, compared, "0.1 of gap", depth, seeds, false);
      comparison(panel, compared, "0.001", 2.0 * depth, seeds, true);
    }
  }

  private void comparison(
      int panel, String compared, String target, double speedup, long seeds, boolean headline) {
    comparisons.add(
        row(
            "axis",
            "depth",
            "baseline",
            "1",
            "compared",
            compared,
            "setting_id",
            "s" + panel + "-" + compared,
            "baseline_setting_id",
            "s" + panel + "-1",
            "target",
            target,
            "seeds",
            seeds,
            "reached_share",
            1.0,
            "baseline_reached_share",
            1.0,
            "median_steps",
            100.0,
            "baseline_median_steps",
            100 * speedup,
            "speedup",
            speedup,
            "speedup_low",
            speedup * 0.9,
            "speedup_high",
            speedup * 1.1,
            "reason",
            null,
            "headline",
            headline,
            "geometric_mean_speedup",
            speedup,
            "targets_with_speedup",
            2L));
  }

  Tables tables() {
    return new Tables(
        new LinkedHashMap<>(resolved),
        states,
        Fields.of(settings),
        Fields.of(comparisons),
        Fields.of(profiles),
        Fields.of(rates),
        Fields.of(bands),
        Fields.of(divergences),
        Fields.of(outcomes),
        Fields.of(rateOutcomes),
        Fields.of(progress),
        Fields.of(references));
  }

  static Map<String, @Nullable Object> row(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      row.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return row;
  }
}
