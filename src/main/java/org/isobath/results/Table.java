package org.isobath.results;

import static org.isobath.results.Column.Type.BOOLEAN;
import static org.isobath.results.Column.Type.DOUBLE;
import static org.isobath.results.Column.Type.INTEGER;
import static org.isobath.results.Column.Type.INTEGERS;
import static org.isobath.results.Column.Type.LONG;
import static org.isobath.results.Column.Type.STRING;
import static org.isobath.results.Column.Type.STRING_TO_DOUBLE;
import static org.isobath.results.Column.Type.STRING_TO_LONG;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.isobath.results.Column.Type;

/** The tables of a result folder; docs/tables.md says what each column means. */
public enum Table {
  /** One row a trial: what was asked and what came of it. */
  TRIALS(
      new Columns()
          .with(STRING, "sweep", "trial_id")
          .with(LONG, "trial_index")
          .with(STRING, "setting_id", "data", "scaling")
          .with(STRING, "network", "network_parameters")
          .with(INTEGER, "depth", "width")
          .with(INTEGERS, "widths")
          .with(STRING, "activation", "loss")
          .with(INTEGER, "loss_exponent")
          .with(STRING, "precision", "optimizer", "optimizer_parameters")
          .with(STRING, "schedule", "schedule_parameters")
          .with(DOUBLE, "learning_rate", "weight_decay")
          .with(LONG, "batch_size")
          .with(STRING, "sampler", "batch_reduction")
          .with(INTEGER, "features")
          .with(DOUBLE, "input_noise", "label_noise")
          .with(STRING, "pretraining", "pretraining_parameters")
          .with(STRING, "initializer", "initializer_parameters")
          .with(LONG, "seed", "steps_requested")
          .with(STRING, "status", "failure")
          .with(LONG, "steps", "diverged_at")
          .with(DOUBLE, "initial_loss", "final_loss", "best_loss")
          .with(LONG, "best_step")
          .with(DOUBLE, "last_finite_loss", "optimum_loss")
          .with(DOUBLE, "train_accuracy", "test_loss", "test_accuracy")
          .with(STRING_TO_LONG, "steps_to_target")
          .with(STRING_TO_DOUBLE, "measures")),
  /** Loss by step. */
  CURVES(
      new Columns()
          .with(STRING, "sweep", "trial_id")
          .with(LONG, "trial_index", "step")
          .with(DOUBLE, "loss", "train_accuracy", "test_loss", "test_accuracy")
          .with(STRING_TO_DOUBLE, "measures")),
  /** Weights at the start and at the end, where the job asks for them. */
  WEIGHTS(
      new Columns()
          .with(STRING, "sweep", "trial_id")
          .with(LONG, "trial_index", "step")
          .with(INTEGER, "layer", "row_index", "column_index")
          .with(DOUBLE, "value")),
  /** How each pack was computed; the only table that varies from run to run. */
  PACKS(
      new Columns()
          .with(STRING, "sweep")
          .with(LONG, "pack", "first_trial")
          .with(INTEGER, "trials")
          .with(LONG, "attempt")
          .with(STRING, "executor", "kernels")
          .with(DOUBLE, "wall_seconds", "predicted_seconds")
          .with(LONG, "trial_steps")
          .with(DOUBLE, "trial_steps_per_second")),
  /** One row a setting: its learning rate. */
  SELECTIONS(
      new Columns()
          .with(STRING, "sweep", "setting_id", "data", "scaling")
          .with(STRING, "network", "network_parameters")
          .with(INTEGER, "depth", "width")
          .with(INTEGERS, "widths")
          .with(STRING, "activation", "loss")
          .with(INTEGER, "loss_exponent")
          .with(STRING, "precision", "optimizer", "optimizer_parameters")
          .with(STRING, "schedule", "schedule_parameters")
          .with(DOUBLE, "weight_decay")
          .with(LONG, "batch_size")
          .with(STRING, "sampler", "batch_reduction")
          .with(INTEGER, "features")
          .with(DOUBLE, "input_noise", "label_noise")
          .with(STRING, "pretraining", "pretraining_parameters")
          .with(STRING, "initializer", "initializer_parameters", "rule", "target")
          .with(DOUBLE, "learning_rate")
          .with(LONG, "seeds", "diverged")
          .with(
              DOUBLE,
              "score",
              "median_final_loss",
              "lower_quartile",
              "upper_quartile",
              "interval_low",
              "interval_high")
          .with(STRING, "edge")
          .with(BOOLEAN, "next_rate_diverged")
          .with(DOUBLE, "runner_up", "margin", "margin_low", "margin_high")
          .with(STRING_TO_DOUBLE, "rates_by_rule")
          .with(DOUBLE, "rate_at_half_budget")
          .with(LONG, "seeds_that_change_it", "steps")),
  /** One row a setting, baseline and target: how much sooner than the baseline. */
  COMPARISONS(
      new Columns()
          .with(
              STRING, "sweep", "axis", "baseline", "compared", "setting_id", "baseline_setting_id")
          .with(STRING, "scaling")
          .with(INTEGER, "loss_exponent", "depth", "width")
          .with(STRING, "optimizer", "initializer", "target")
          .with(DOUBLE, "learning_rate", "baseline_learning_rate")
          .with(LONG, "seeds")
          .with(DOUBLE, "reached_share", "baseline_reached_share")
          .with(DOUBLE, "median_steps", "baseline_median_steps")
          .with(DOUBLE, "speedup", "speedup_low", "speedup_high")
          .with(STRING, "reason")
          .with(BOOLEAN, "headline")
          .with(DOUBLE, "geometric_mean_speedup")
          .with(LONG, "targets_with_speedup")),
  /** One row a compared value and ratio: how often it was within so many times the fastest. */
  PROFILES(
      new Columns()
          .with(STRING, "sweep", "axis", "compared")
          .with(DOUBLE, "ratio", "share")
          .with(LONG, "problems"));

  /** Raised whenever a column changes its name, type or meaning. */
  public static final int SCHEMA_VERSION = 4;

  private final List<Column> columns;

  Table(Columns columns) {
    this.columns = List.copyOf(columns.list);
  }

  /** The name of the folder and of the SQL view. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  private static final class Columns {
    private final List<Column> list = new ArrayList<>();

    Columns with(Type type, String... names) {
      for (String name : names) {
        list.add(new Column(name, type));
      }
      return this;
    }
  }
}
