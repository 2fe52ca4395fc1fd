package org.isobath.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.isobath.kernel.Kernels;
import org.isobath.network.LinearLanes;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.LaneRates;

/**
 * Trains trials of one shape in lockstep, one a lane. A trial's outcome has the same bits whatever
 * the other lanes hold and however many there are.
 */
public final class Trainer {
  /** Lanes that train together: two vectors of the widest processors, whose arrays fit L1. */
  public static final int LANES = 16;

  /** Lanes come in multiples of so many, a vector of the widest processors; some may be idle. */
  private static final int LANE_STEP = 8;

  /** How many multiply-adds between two reports of progress. */
  private static final double WORK_A_REPORT = 5e8;

  private final Kernels kernels;
  private final TrainingData data;
  private final Stop stop;
  private final Recording recording;

  /** A trainer on one scaled dataset. */
  public Trainer(Kernels kernels, TrainingData data, Stop stop, Recording recording) {
    this.kernels = kernels;
    this.data = data;
    this.stop = stop;
    this.recording = recording;
  }

  /**
   * Trains.
   *
   * @param trials of one shape: they differ in seed, learning rate, weight decay and initial
   *     weights only
   * @param progress is told now and then how many steps of trials have been done since; what it
   *     throws ends the training
   * @return the outcomes, in the order of the trials
   */
  public List<Outcome> train(List<Trial> trials, LongConsumer progress) {
    Outcome[] outcomes = new Outcome[trials.size()];
    for (int first = 0; first < trials.size(); first += LANES) {
      int last = Math.min(first + LANES, trials.size());
      new Run(trials.subList(first, last), first, outcomes, progress).train();
    }
    return List.of(outcomes);
  }

  /** Some lanes, from their first step to the last one's end. */
  private final class Run {
    private final Trial shape;
    private final int firstTrial;
    private final Outcome[] outcomes;
    private final LongConsumer progress;
    private final DataPass pass;
    private final Measures measures;
    private final List<LaneRecord> records = new ArrayList<>();
    private final long stepsAReport;
    private LinearLanes network;
    private double[][][] state;
    private LaneRates rates;

    /** Which trial each lane trains, counted from the first of the run; −1 after its end. */
    private int[] trialOfLane;

    private int live;
    private double[] loss;
    private double[] scratch;

    Run(List<Trial> trials, int firstTrial, Outcome[] outcomes, LongConsumer progress) {
      this.shape = trials.get(0);
      this.firstTrial = firstTrial;
      this.outcomes = outcomes;
      this.progress = progress;
      this.pass = new DataPass(kernels, data, shape.lossExponent());
      this.measures = new Measures(data, shape, recording);
      int lanes = wholeVectors(trials.size());
      LinearNetwork.Shape[] shapes =
          shape.network().shapes(data.data().features(), data.data().targets());
      long[] curveSteps = CurveSteps.of(recording.curvePoints(), shape.steps());
      double optimum = data.optimum(shape.lossExponent());
      double[][][] initial = new double[lanes][][];
      double[] learningRates = new double[lanes];
      double[] weightDecays = new double[lanes];
      // An idle lane holds zeros and never learns.
      Arrays.setAll(initial, lane -> zeros(shapes));
      for (int lane = 0; lane < trials.size(); lane++) {
        Trial trial = trials.get(lane);
        requireSameShape(trial);
        initial[lane] = trial.initializer().weights(trial.seed(), shapes);
        learningRates[lane] = trial.learningRate();
        weightDecays[lane] = trial.weightDecay();
        records.add(
            new LaneRecord(
                stop,
                recording,
                curveSteps,
                optimum,
                recording.weights() ? initial[lane] : new double[0][]));
      }
      this.network = new LinearLanes(shapes, initial);
      this.rates = LaneRates.of(learningRates, weightDecays);
      this.state = new double[shapes.length][shape.optimizer().stateArrays()][];
      for (int layer = 0; layer < shapes.length; layer++) {
        for (int i = 0; i < state[layer].length; i++) {
          state[layer][i] = new double[shapes[layer].size() * lanes];
        }
      }
      this.trialOfLane =
          IntStream.range(0, lanes).map(lane -> lane < trials.size() ? lane : -1).toArray();
      this.live = trials.size();
      this.loss = new double[lanes];
      this.scratch = new double[lanes];
      this.stepsAReport =
          Math.max(1, (long) (WORK_A_REPORT / (Cost.perStep(shape, data.data()) * lanes)));
    }

    private static double[][] zeros(LinearNetwork.Shape[] shapes) {
      return Arrays.stream(shapes).map(s -> new double[s.size()]).toArray(double[][]::new);
    }

    private void requireSameShape(Trial trial) {
      if (!trial.network().equals(shape.network())
          || trial.lossExponent() != shape.lossExponent()
          || !trial.optimizer().equals(shape.optimizer())
          || trial.steps() != shape.steps()) {
        throw new IllegalArgumentException("Invalid pack: " + trial + " beside " + shape);
      }
    }

    void train() {
      long unreported = 0;
      for (long step = 0; live > 0; step++) {
        double[] endToEnd = network.endToEnd(kernels);
        pass.run(endToEnd, network.endToEndGradient(), loss, scratch);
        look(step);
        compact();
        network.backward(kernels);
        for (int layer = 0; layer < network.depth(); layer++) {
          shape
              .optimizer()
              .step(
                  kernels,
                  network.weights(layer),
                  network.gradient(layer),
                  state[layer],
                  rates,
                  network.shape(layer).size());
        }
        unreported += live;
        if ((step + 1) % stepsAReport == 0) {
          progress.accept(unreported);
          unreported = 0;
        }
      }
      progress.accept(unreported);
    }

    /** Notes every live lane's loss[step], and retires the lanes that end here. */
    private void look(long step) {
      boolean last = step == shape.steps();
      for (int lane = 0; lane < trialOfLane.length; lane++) {
        int trial = trialOfLane[lane];
        if (trial < 0) {
          continue;
        }
        LaneRecord record = records.get(trial);
        Status end = record.see(step, loss[lane]);
        boolean over = last || end != Status.COMPLETED;
        if (!over && record.wantsMeasures(step)) {
          record.measure(
              measures.of(network.weightsOfLane(lane), -rates.negativeLearningRate()[lane]));
        }
        if (over) {
          double[][] weights = network.weightsOfLane(lane);
          outcomes[firstTrial + trial] =
              record.outcome(
                  end,
                  step,
                  loss[lane],
                  measures.of(weights, -rates.negativeLearningRate()[lane]),
                  recording.weights() ? weights : new double[0][]);
          trialOfLane[lane] = -1;
          live--;
        }
      }
    }

    /** Drops ended lanes once that makes a step cheaper; what is left keeps its order. */
    private void compact() {
      int lanes = trialOfLane.length;
      int fewer = wholeVectors(live);
      if (live == 0 || fewer == lanes) {
        return;
      }
      int[] training = IntStream.range(0, lanes).filter(l -> trialOfLane[l] >= 0).toArray();
      int[] idle = IntStream.range(0, lanes).filter(l -> trialOfLane[l] < 0).toArray();
      int[] kept = Arrays.copyOf(training, fewer);
      System.arraycopy(idle, 0, kept, live, fewer - live);
      double[] gradient = network.endToEndGradient();
      network = network.keeping(kept);
      LinearLanes.copyLanes(gradient, lanes, kept, network.endToEndGradient());
      network.endToEnd(kernels);
      for (double[][] layer : state) {
        for (int i = 0; i < layer.length; i++) {
          layer[i] = keep(layer[i], kept);
        }
      }
      rates = new LaneRates(keep(rates.negativeLearningRate(), kept), keep(rates.keep(), kept));
      trialOfLane = Arrays.stream(kept).map(lane -> trialOfLane[lane]).toArray();
      loss = new double[kept.length];
      scratch = new double[kept.length];
    }

    private double[] keep(double[] array, int[] kept) {
      int lanes = trialOfLane.length;
      double[] fewer = new double[array.length / lanes * kept.length];
      LinearLanes.copyLanes(array, lanes, kept, fewer);
      return fewer;
    }

    private static int wholeVectors(int lanes) {
      return (lanes + LANE_STEP - 1) / LANE_STEP * LANE_STEP;
    }
  }
}
