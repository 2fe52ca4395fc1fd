package org.isobath.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.training.Batches;
import org.isobath.training.Curve;
import org.isobath.training.Decimals;
import org.isobath.training.Outcome;
import org.isobath.training.Presentation;
import org.isobath.training.Targets;
import org.isobath.training.Trial;
import org.isobath.training.TrialKeys;
import org.jspecify.annotations.Nullable;

/**
 * From trials and outcomes to rows of tables: NaN and −1 become NULL. Not for several threads at
 * once.
 */
public final class Rows {
  private final SweepContext context;
  private final TrialKeys keys;
  private final List<String> targets;
  private Setting last = new Setting("", null, "", "", "", "", "");

  /** Measures that have columns of their own. */
  private static final List<String> COLUMNS =
      List.of("train_accuracy", "test_loss", "test_accuracy");

  /** Rows of one sweep. */
  public Rows(SweepContext context) {
    this.context = context;
    this.keys = new TrialKeys(context::fingerprint, context.stop());
    this.targets = Targets.names(context.recording());
  }

  /** Cells that neighbours share and that take long to make. */
  private record Setting(
      String id,
      @Nullable Integer commonWidth,
      String networkConstants,
      String pretrainingConstants,
      String optimizerConstants,
      String scheduleConstants,
      String initializerConstants) {}

  private Setting setting(Trial trial) {
    String id = keys.setting(trial);
    if (!id.equals(last.id())) {
      last =
          new Setting(
              id,
              commonWidth(trial.network()),
              json(trial.network().constants()),
              json(trial.presentation().pretraining().constants()),
              json(trial.optimizer().constants()),
              json(trial.schedule().constants()),
              json(trial.initializer().constants()));
    }
    return last;
  }

  /**
   * A row of {@link Table#TRIALS}.
   *
   * @param index place in the sweep
   * @param id the trial's key
   */
  public @Nullable Object[] trial(long index, String id, Trial trial, Outcome outcome) {
    Network network = trial.network();
    Setting setting = setting(trial);
    Presentation presentation = trial.presentation();
    Batches batches = presentation.batches();
    return new @Nullable Object[] {
      context.sweep(),
      id,
      index,
      setting.id(),
      context.data(),
      trial.scaling().word(),
      network.kind(),
      setting.networkConstants(),
      network.depth(),
      setting.commonWidth(),
      network.widths(),
      network instanceof Perceptron perceptron ? perceptron.activation().word() : null,
      trial.loss().kind(),
      trial.loss() instanceof Loss.Power power ? power.exponent() : null,
      trial.precision().word(),
      trial.optimizer().kind(),
      setting.optimizerConstants(),
      trial.schedule().kind(),
      setting.scheduleConstants(),
      trial.learningRate(),
      trial.weightDecay(),
      batches.size() == 0 ? context.rows() : batches.size(),
      batches.sampler().word(),
      batches.sum() ? "sum" : "mean",
      presentation.featuresOf(context.features()),
      presentation.inputNoise(),
      presentation.labelNoise(),
      presentation.pretraining().kind(),
      setting.pretrainingConstants(),
      trial.initializer().kind(),
      setting.initializerConstants(),
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
      outcome.measures().get("train_accuracy"),
      outcome.measures().get("test_loss"),
      outcome.measures().get("test_accuracy"),
      targets(outcome),
      measures(outcome.measures())
    };
  }

  /** Whether there are rows of {@link Table#WEIGHTS}. */
  public boolean haveWeights() {
    return context.recording().weights();
  }

  /** Rows of {@link Table#CURVES}, made as they are asked for. */
  public Iterator<@Nullable Object[]> curve(long index, String id, Outcome outcome) {
    Curve curve = outcome.curve();
    String sweep = context.sweep();
    Long trialIndex = index;
    double @Nullable [] trainAccuracies = curve.measures().get("train_accuracy");
    double @Nullable [] testLosses = curve.measures().get("test_loss");
    double @Nullable [] testAccuracies = curve.measures().get("test_accuracy");
    return new Iterator<>() {
      private int point;

      @Override
      public boolean hasNext() {
        return point < curve.steps().length;
      }

      @Override
      public @Nullable Object[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        @Nullable Object[] row = {
          sweep,
          id,
          trialIndex,
          curve.steps()[point],
          number(curve.losses()[point]),
          number(trainAccuracies, point),
          number(testLosses, point),
          number(testAccuracies, point),
          context.recording().measuresAlongCurve() ? measures(curve, point) : null
        };
        point++;
        return row;
      }
    };
  }

  private static @Nullable Double number(double @Nullable [] values, int point) {
    return values == null ? null : number(values[point]);
  }

  private static Map<String, Double> measures(Curve curve, int point) {
    Map<String, Double> measures = new TreeMap<>();
    curve
        .measures()
        .forEach(
            (name, values) -> {
              if (Double.isFinite(values[point]) && !COLUMNS.contains(name)) {
                measures.put(name, values[point]);
              }
            });
    return measures;
  }

  /** By name, without those that have columns. */
  private static Map<String, Double> measures(Map<String, Double> all) {
    if (all instanceof SortedMap && Collections.disjoint(all.keySet(), COLUMNS)) {
      return all;
    }
    Map<String, Double> measures = new TreeMap<>(all);
    measures.keySet().removeAll(COLUMNS);
    return measures;
  }

  /** Rows of {@link Table#WEIGHTS}, made as they are asked for: the start, then the end. */
  public Stream<@Nullable Object[]> weights(long index, String id, Trial trial, Outcome outcome) {
    return Stream.concat(
        weights(index, id, trial, 0, outcome.initialWeights()),
        weights(index, id, trial, outcome.steps(), outcome.finalWeights()));
  }

  private Stream<@Nullable Object[]> weights(
      long index, String id, Trial trial, long step, double[][] weights) {
    // The columns of a matrix do not depend on how many outputs the data ask for.
    Network.Shape[] shapes =
        trial.network().shapes(trial.presentation().featuresOf(context.features()), 1);
    return IntStream.range(0, weights.length)
        .boxed()
        .flatMap(
            layer -> {
              int in = shapes[layer].in();
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
    for (int i = 0; i < targets.size(); i++) {
      steps.put(targets.get(i), count(outcome.stepsToTarget()[i]));
    }
    return steps;
  }

  /** The hidden width, if there is one and all hidden layers have it. */
  private static @Nullable Integer commonWidth(Network network) {
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
      parts.add("\"" + constant.getKey() + "\":" + json(constant.getValue()));
    }
    return "{" + String.join(",", parts) + "}";
  }

  private static String json(Object value) {
    if (value instanceof Double number) {
      return Decimals.text(number);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
