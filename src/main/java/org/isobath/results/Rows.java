package org.isobath.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
      trial.precision().word(),
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

  /** Rows of {@link Table#CURVES}, made as they are asked for. */
  public Stream<@Nullable Object[]> curve(long index, Trial trial, Outcome outcome) {
    String id = TrialKey.of(trial, context.fingerprint(trial.scaling()), context.stop());
    Curve curve = outcome.curve();
    return IntStream.range(0, curve.steps().length)
        .mapToObj(
            i ->
                new @Nullable Object[] {
                  context.sweep(),
                  id,
                  index,
                  curve.steps()[i],
                  number(curve.losses()[i]),
                  context.recording().measuresAlongCurve() ? measures(curve, i) : null
                });
  }

  private static Map<String, Double> measures(Curve curve, int point) {
    Map<String, Double> measures = new TreeMap<>();
    curve
        .measures()
        .forEach(
            (name, values) -> {
              if (Double.isFinite(values[point])) {
                measures.put(name, values[point]);
              }
            });
    return measures;
  }

  /** Rows of {@link Table#WEIGHTS}, made as they are asked for: the start, then the end. */
  public Stream<@Nullable Object[]> weights(long index, Trial trial, Outcome outcome) {
    return Stream.concat(
        weights(index, trial, 0, outcome.initialWeights()),
        weights(index, trial, outcome.steps(), outcome.finalWeights()));
  }

  private Stream<@Nullable Object[]> weights(
      long index, Trial trial, long step, double[][] weights) {
    String id = TrialKey.of(trial, context.fingerprint(trial.scaling()), context.stop());
    return IntStream.range(0, weights.length)
        .boxed()
        .flatMap(
            layer -> {
              int in = layer == 0 ? context.features() : trial.network().widths().get(layer - 1);
              return IntStream.range(0, weights[layer].length)
                  .mapToObj(
                      element ->
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
            });
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
