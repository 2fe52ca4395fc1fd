package org.isobath.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;

/**
 * Trains trials of one shape side by side, each in a lane. A trial's outcome has the same bits
 * whatever the other lanes hold and however many there are.
 */
public final class Trainer {
  /** Groups of lanes that share each pass: a multiple of the three that kernels take at once. */
  static final int MOST_GROUPS = 9;

  /** As many groups take a step together if their weights are too many for a core's own caches. */
  private static final int WIDE_GROUPS = 3;

  /** Weights of a trial from which on a network is wide. */
  private static final int WIDE = 4096;

  /** Trials that train at once, at most, in float64. */
  public static final int MOST_LANES = 8 * MOST_GROUPS;

  /** How many multiply-adds between two reports of progress. */
  private static final double WORK_A_REPORT = 5e8;

  private final Function<Precision, Kernels> kernels;
  private final TrainingData data;
  private final Stop stop;
  private final Recording recording;

  /** A trainer on one scaled dataset. */
  public Trainer(
      Function<Precision, Kernels> kernels, TrainingData data, Stop stop, Recording recording) {
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
    return List.of(new Run(trials, progress).train());
  }

  /** Some trials, from the first one's first step to the last one's end. */
  private final class Run {
    private final List<Trial> trials;
    private final LongConsumer progress;
    private final Trial shape;
    private final LinearNetwork.Shape[] shapes;
    private final long[] curveSteps;
    private final double optimum;
    private final Outcome[] outcomes;
    private final LaneRecord[] records;
    private final int lanes;
    private final DataPass pass;
    private final Measures measures;
    private final List<LaneGroup> groups = new ArrayList<>();
    private final int[] endToEnd = new int[MOST_GROUPS];
    private final int[] gradients = new int[MOST_GROUPS];
    private final double[] losses;
    private final List<LaneGroup> placed = new ArrayList<>();
    private final int followers;
    private int next;

    Run(List<Trial> trials, LongConsumer progress) {
      this.trials = trials;
      this.progress = progress;
      this.shape = trials.get(0);
      this.shapes = shape.network().shapes(data.data().features(), data.data().targets());
      this.curveSteps = CurveSteps.of(recording.curvePoints(), shape.steps());
      int exponent = shape.lossExponent();
      this.optimum = data.optimum(exponent);
      this.outcomes = new Outcome[trials.size()];
      this.records = new LaneRecord[trials.size()];
      Kernels arithmetic = kernels.apply(shape.precision());
      this.lanes = arithmetic.memory().lanes();
      this.pass = new DataPass(arithmetic, data, exponent, MOST_GROUPS);
      this.measures = new Measures(data, shape, exponent, recording);
      this.losses = new double[MOST_GROUPS * lanes];
      boolean wide = Arrays.stream(shapes).mapToInt(LinearNetwork.Shape::size).sum() >= WIDE;
      boolean follow =
          recording.measures().contains(Measure.END_TO_END_GAP)
              && shape.network().depth() > 1
              && shape.optimizer() instanceof GradientDescent;
      this.followers = follow ? 2 : 0;
      int most = Math.max(1, (wide ? WIDE_GROUPS : MOST_GROUPS) / (1 + followers));
      int count = Math.min(most, (trials.size() + lanes - 1) / lanes);
      for (int i = 0; i < count; i++) {
        LaneGroup group = new LaneGroup(arithmetic, shapes, shape.optimizer(), followers);
        groups.add(group);
        refill(group);
      }
      place();
    }

    Outcome[] train() {
      double costOfStep = Cost.perStep(shape, DataShape.of(data.data()));
      long unreported = 0;
      while (true) {
        pass.run(endToEnd, gradients, losses, placed.size());
        boolean ended = false;
        int live = 0;
        for (int i = 0; i < groups.size(); i++) {
          ended |= look(groups.get(i), i * lanes);
          live += groups.get(i).live();
        }
        unreported += live;
        if (live == 0 && next == trials.size()) {
          progress.accept(unreported);
          return outcomes;
        }
        for (LaneGroup group : groups) {
          group.update();
        }
        if (ended) {
          groups.forEach(this::refill);
          close();
          place();
        }
        if (unreported * costOfStep >= WORK_A_REPORT) {
          progress.accept(unreported);
          unreported = 0;
        }
      }
    }

    /** Notes every live lane's loss, and retires the lanes whose trial ends with it. */
    private boolean look(LaneGroup group, int firstLoss) {
      boolean ended = false;
      for (int lane = 0; lane < lanes; lane++) {
        if (group.isLive(lane)) {
          LaneRecord record = records[group.trial(lane)];
          long step = group.step(lane);
          double loss = losses[firstLoss + lane];
          Status end = record.see(step, loss);
          if (followers > 0) {
            look(group, lane, record.escapedAt(step));
          }
          if (end != Status.COMPLETED || step == shape.steps()) {
            outcomes[group.trial(lane)] = outcome(group, lane, record, end, loss);
            group.retire(lane);
            ended = true;
          } else if (record.wantsMeasures(step)) {
            record.measure(measures(group, lane, group.network().lane(lane)));
          }
        }
      }
      return ended;
    }

    /** Notes how far a lane is from end-to-end descent. */
    private void look(LaneGroup group, int lane, boolean escapes) {
      if (escapes) {
        group.followers().get(1).start(lane, group);
      }
      for (Follower follower : group.followers()) {
        follower.look(lane, group);
      }
    }

    private Outcome outcome(LaneGroup group, int lane, LaneRecord record, Status end, double loss) {
      double[][] weights = group.network().lane(lane);
      return record.outcome(
          end,
          group.step(lane),
          loss,
          measures(group, lane, weights),
          recording.weights() ? weights : new double[0][]);
    }

    private Map<String, Double> measures(LaneGroup group, int lane, double[][] weights) {
      double learningRate = trials.get(group.trial(lane)).learningRate();
      Map<String, Double> numbers = measures.of(weights, learningRate);
      if (followers > 0) {
        Measures.putGap(numbers, "end_to_end_gap", group.followers().get(0), lane);
        Measures.putGap(numbers, "end_to_end_gap_after_escape", group.followers().get(1), lane);
      }
      return numbers;
    }

    /** Gives a group's idle lanes the next trials. */
    private void refill(LaneGroup group) {
      if (group.live() == lanes) {
        return;
      }
      boolean[] fresh = new boolean[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        if (!group.isLive(lane)) {
          if (next < trials.size()) {
            load(group, lane, next++);
            fresh[lane] = true;
          } else {
            group.clear(lane);
          }
        }
      }
      group.network().multiply();
      for (int lane = 0; followers > 0 && lane < lanes; lane++) {
        if (fresh[lane]) {
          group.followers().get(0).start(lane, group);
        }
      }
    }

    private void load(LaneGroup group, int lane, int index) {
      Trial trial = trials.get(index);
      requireSameShape(trial);
      double[][] initial = trial.initializer().weights(trial.seed(), shapes);
      group.load(lane, index, trial, initial);
      records[index] =
          new LaneRecord(
              stop,
              recording,
              curveSteps,
              optimum,
              recording.weights() ? group.network().lane(lane) : new double[0][]);
    }

    private void requireSameShape(Trial trial) {
      if (!trial.network().equals(shape.network())
          || !trial.loss().equals(shape.loss())
          || !trial.presentation().equals(shape.presentation())
          || trial.precision() != shape.precision()
          || !trial.optimizer().equals(shape.optimizer())
          || trial.steps() != shape.steps()) {
        throw new IllegalArgumentException("Invalid pack: " + trial + " beside " + shape);
      }
    }

    /** Moves the last trials together, so that no more groups run than their lanes need. */
    private void close() {
      int live = groups.stream().mapToInt(LaneGroup::live).sum();
      while (live > 0 && live <= (groups.size() - 1) * lanes) {
        LaneGroup emptiest = groups.get(0);
        for (LaneGroup group : groups) {
          emptiest = group.live() < emptiest.live() ? group : emptiest;
        }
        groups.remove(emptiest);
        int from = 0;
        for (LaneGroup group : groups) {
          for (int to = 0; to < lanes && emptiest.live() > 0; to++) {
            if (!group.isLive(to)) {
              while (!emptiest.isLive(from)) {
                from++;
              }
              group.take(to, emptiest, from);
            }
          }
        }
      }
    }

    /** Tells the pass where the groups' arrays are. */
    private void place() {
      placed.clear();
      placed.addAll(groups);
      for (LaneGroup group : groups) {
        group.followers().forEach(follower -> placed.add(follower.rule()));
      }
      for (int i = 0; i < placed.size(); i++) {
        endToEnd[i] = placed.get(i).network().endToEnd();
        gradients[i] = placed.get(i).network().endToEndGradient();
      }
    }
  }
}
