package org.isobath.training;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is kept of one trial while it trains: its losses' history in a few numbers. */
final class LaneRecord {
  /** A trial whose loss never left its initial value by more than this share has stalled. */
  private static final double PLATEAU = 1e-6;

  private final double optimumLoss;
  private final Stop stop;
  private final Recording recording;
  private final long[] curveSteps;
  private final double[] curveLosses;
  private final double[][] initialWeights;
  private final long[] stepsToTarget;
  private int points;
  private double[] targetLosses = new double[0];

  /** Indices into targetLosses from the largest loss to the smallest, and the next unreached. */
  private int[] targetOrder = new int[0];

  private int nextTarget;
  private double nextTargetLoss = Double.NaN;
  private double initialLoss = Double.NaN;
  private double divergedAbove = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;
  private long bestStep = -1;
  private double lastFiniteLoss = Double.NaN;

  /** Half the initial loss until a loss was below it, then NaN. */
  private double escapeBelow = Double.NaN;

  private long escapeStep = -1;
  private final SortedMap<String, double[]> curveMeasures = new TreeMap<>();

  /** Of the last point that was seen. */
  private Map<String, Double> results = Map.of();

  LaneRecord(
      Stop stop,
      Recording recording,
      long[] curveSteps,
      double optimumLoss,
      double[][] initialWeights) {
    this.stop = stop;
    this.recording = recording;
    this.curveSteps = curveSteps;
    this.curveLosses = new double[curveSteps.length];
    this.optimumLoss = optimumLoss;
    this.initialWeights = initialWeights;
    this.stepsToTarget = new long[Targets.count(recording)];
    Arrays.fill(stepsToTarget, -1);
  }

  /**
   * Takes note of loss[step].
   *
   * @return how the trial ends here, or COMPLETED if nothing but the number of steps ends it
   */
  Status see(long step, double loss) {
    if (step == 0) {
      begin(loss);
    }
    if (step == curveSteps[points]) {
      curveLosses[points++] = loss;
    }
    // Negated so that NaN diverges too.
    if (!(loss <= divergedAbove)) {
      if (Double.isFinite(loss)) {
        note(step, loss);
      }
      return Status.DIVERGED;
    }
    note(step, loss);
    while (loss <= nextTargetLoss) {
      stepsToTarget[targetOrder[nextTarget]] = step;
      nextTarget++;
      nextTargetLoss =
          nextTarget < targetOrder.length ? targetLosses[targetOrder[nextTarget]] : Double.NaN;
    }
    return loss <= stop.target() ? Status.REACHED : Status.COMPLETED;
  }

  /**
   * The same with the share of training rows that are rightly classified, which may end a trial.
   *
   * @param accuracy NaN if there are no classes
   */
  Status see(long step, double loss, double accuracy) {
    Status end = see(step, loss);
    return end == Status.COMPLETED && accuracy >= stop.trainAccuracy() ? Status.REACHED : end;
  }

  /** Takes note of the loss at a step at which a batch's loss had diverged. */
  void diverge(long step, double loss) {
    if (step == curveSteps[points]) {
      curveLosses[points++] = loss;
    }
    if (Double.isFinite(loss)) {
      note(step, loss);
    }
  }

  /** Whether a batch's loss is not finite, or above what the trial may reach. */
  boolean isDiverged(double loss) {
    return !(loss <= divergedAbove);
  }

  /** Whether the next point of the curve is at this step. */
  boolean expects(long step) {
    return points < curveSteps.length && step == curveSteps[points];
  }

  /** Whether this step, which has just been seen, is a point of the curve. */
  boolean isPoint(long step) {
    return points > 0 && curveSteps[points - 1] == step;
  }

  /**
   * Takes note of losses and accuracies other than the training loss, at a step that has just been
   * seen: along the curve and at the end, whatever is recorded.
   */
  void results(long step, Map<String, Double> numbers) {
    results = numbers;
    if (isPoint(step)) {
      measure(numbers);
    }
  }

  /** Whether this step, which has just been seen, is the first with less than half the loss. */
  boolean escapedAt(long step) {
    return escapeStep == step;
  }

  /** Whether measures are wanted at this step, which has just been seen. */
  boolean wantsMeasures(long step) {
    return recording.measuresAlongCurve() && isPoint(step);
  }

  /** Takes note of the measures at the last point of the curve. */
  void measure(Map<String, Double> measures) {
    measures.forEach((name, value) -> measure(name, points - 1, value));
  }

  private void measure(String name, int point, double value) {
    curveMeasures
            .computeIfAbsent(
                name,
                n -> {
                  double[] none = new double[curveSteps.length + 1];
                  Arrays.fill(none, Double.NaN);
                  return none;
                })[point] =
        value;
  }

  private void begin(double loss) {
    initialLoss = loss;
    escapeBelow = loss / 2;
    divergedAbove = Double.isFinite(loss) ? stop.divergedAbove() * loss : Double.NaN;
    if (Double.isInfinite(divergedAbove)) {
      divergedAbove = Double.MAX_VALUE;
    }
    targetLosses = Targets.losses(recording, loss, optimumLoss);
    targetOrder = largestFirst(targetLosses);
    nextTargetLoss = targetLosses[targetOrder[0]];
  }

  /** The places of a few numbers by insertion: equal ones keep their order. */
  private static int[] largestFirst(double[] numbers) {
    int[] order = new int[numbers.length];
    for (int i = 0; i < order.length; i++) {
      int place = i;
      while (place > 0 && Double.compare(numbers[order[place - 1]], numbers[i]) < 0) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = i;
    }
    return order;
  }

  private void note(long step, double loss) {
    if (loss < escapeBelow) {
      escapeStep = step;
      escapeBelow = Double.NaN;
    }
    if (loss < lowest) {
      lowest = loss;
      bestStep = step;
    }
    if (loss > highest) {
      highest = loss;
    }
    lastFiniteLoss = loss;
  }

  /** The outcome of a trial whose last seen loss was loss[step], with the measures there. */
  Outcome outcome(
      Status end, long step, double loss, Map<String, Double> last, double[][] finalWeights) {
    Map<String, Double> measures = new TreeMap<>(last);
    measures.putAll(results);
    if (escapeStep >= 0) {
      measures.put("escape_step", (double) escapeStep);
    }
    boolean plateau =
        highest - initialLoss <= PLATEAU * initialLoss
            && initialLoss - lowest <= PLATEAU * initialLoss;
    Status status = end == Status.COMPLETED && plateau ? Status.STALLED : end;
    boolean diverged = status == Status.DIVERGED;
    return new Outcome(
        status,
        step,
        diverged ? step : -1,
        finiteOrNaN(initialLoss),
        diverged ? Double.NaN : loss,
        bestStep < 0 ? Double.NaN : lowest,
        bestStep,
        lastFiniteLoss,
        optimumLoss,
        stepsToTarget,
        measures,
        curve(step, loss, last),
        initialWeights,
        finalWeights,
        "");
  }

  /** The points seen, and the last step if the trial ended between two of them. */
  private Curve curve(long step, double loss, Map<String, Double> last) {
    boolean between = points == 0 || curveSteps[points - 1] != step;
    int size = between ? points + 1 : points;
    long[] steps = Arrays.copyOf(curveSteps, size);
    double[] losses = Arrays.copyOf(curveLosses, size);
    steps[size - 1] = step;
    losses[size - 1] = loss;
    for (int i = 0; i < size; i++) {
      losses[i] = finiteOrNaN(losses[i]);
    }
    results.forEach((name, value) -> measure(name, size - 1, value));
    if (recording.measuresAlongCurve()) {
      last.forEach((name, value) -> measure(name, size - 1, value));
    }
    SortedMap<String, double[]> measures = new TreeMap<>();
    curveMeasures.forEach((name, values) -> measures.put(name, Arrays.copyOf(values, size)));
    return new Curve(steps, losses, measures);
  }

  private static double finiteOrNaN(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
