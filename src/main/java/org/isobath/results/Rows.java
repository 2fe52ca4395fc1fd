package org.isobath.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isobath.network.LinearNetwork;
import org.isobath.training.Curve;
import org.isobath.training.Decimals;
import org.isobath.training.Outcome;
import org.isobath.training.Targets;
import org.isobath.training.Trial;
import org.isobath.training.TrialKey;
import org.jspecify.annotations.Nullable;

/** From trials and outcomes to rows of tables: NaN and −1 become NULL. */
public final class Rows {
  private final SweepContext context;

  /** Rows of one sweep. */
  public Rows(SweepContext context) {
    this.context = context;
  }

  /** A row of {@link Table#TRIALS}. */
  public @Nullable Object[] trial(long index, Trial trial, Outcome outcome) {
    LinearNetwork network = trial.network();
    String fingerprint = context.fingerprint(trial.scaling());
    return new @Nullable Object[] {
      context.sweep(),
      TrialKey.of(trial, fingerprint, context.stop()),
      index,
      TrialKey.ofSetting(trial, fingerprint, context.stop()),
      context.data(),
      trial.scaling().word(),
      network.kind(),
      network.depth(),
      commonWidth(network),
      network.widths(),
      null,
      "power",
      trial.lossExponent(),
      trial.optimizer().kind(),
      json(trial.optimizer().constants()),
      trial.learningRate(),
      trial.weightDecay(),
      context.rows(),
      "full-batch",
      trial.initializer().kind(),
      json(trial.initializer().constants()),
      trial.seed(),
      trial.steps(),
      outcome.status().word(),
      outcome.failure().isEmpty() ? null : outcome.failure(),
      outcome.steps(),
      count(outcome.divergedAt()),
      number(outcome.initialLoss()),
      number(outcome.finalLoss()),
      number(outcome.bestLoss()),
      count(outcome.bestStep()),
      number(outcome.lastFiniteLoss()),
      number(outcome.optimumLoss()),
      targets(outcome),
      outcome.measures()
    };
  }

  /** Rows of {@link Table#CURVES}. */
  public List<@Nullable Object[]> curve(long index, Trial trial, Outcome outcome) {
    String id = TrialKey.of(trial, context.fingerprint(trial.scaling()), context.stop());
    Curve curve = outcome.curve();
    List<@Nullable Object[]> rows = new ArrayList<>(curve.steps().length);
    for (int i = 0; i < curve.steps().length; i++) {
      rows.add(
          new @Nullable Object[] {
            context.sweep(), id, index, curve.steps()[i], number(curve.losses()[i])
          });
    }
    return rows;
  }

  /** Rows of {@link Table#WEIGHTS}: the start, then the end. */
  public List<@Nullable Object[]> weights(long index, Trial trial, Outcome outcome) {
    String id = TrialKey.of(trial, context.fingerprint(trial.scaling()), context.stop());
    List<@Nullable Object[]> rows = new ArrayList<>();
    addWeights(rows, id, index, 0, outcome.initialWeights(), trial);
    addWeights(rows, id, index, outcome.steps(), outcome.finalWeights(), trial);
    return rows;
  }

  private void addWeights(
      List<@Nullable Object[]> rows,
      String id,
      long index,
      long step,
      double[][] weights,
      Trial trial) {
    for (int layer = 0; layer < weights.length; layer++) {
      int in = layer == 0 ? context.features() : trial.network().widths().get(layer - 1);
      for (int element = 0; element < weights[layer].length; element++) {
        rows.add(
            new @Nullable Object[] {
              context.sweep(),
              id,
              index,
              step,
              layer + 1,
              element / in,
              element % in,
              number(weights[layer][element])
            });
      }
    }
  }

  private Map<String, @Nullable Long> targets(Outcome outcome) {
    Map<String, @Nullable Long> steps = new LinkedHashMap<>();
    List<String> names = Targets.names(context.recording());
    for (int i = 0; i < names.size(); i++) {
      steps.put(names.get(i), count(outcome.stepsToTarget()[i]));
    }
    return steps;
  }

  /** The hidden width, if there is one and all hidden layers have it. */
  private static @Nullable Integer commonWidth(LinearNetwork network) {
    return network.widths().stream().distinct().count() == 1 ? network.widths().get(0) : null;
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable Long count(long value) {
    return value < 0 ? null : value;
  }

  /** Constants as JSON text, by name, so that SQL can group by them. */
  private static String json(Map<String, ?> constants) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, ?> constant : new TreeMap<String, Object>(constants).entrySet()) {
      Object value = constant.getValue();
      String text =
          value instanceof Double number
              ? Decimals.text(number)
              : "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      parts.add("\"" + constant.getKey() + "\":" + text);
    }
    return "{" + String.join(",", parts) + "}";
  }
}
