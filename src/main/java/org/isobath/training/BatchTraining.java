package org.isobath.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.isobath.data.Dataset;
import org.isobath.data.SplitDataset;
import org.isobath.kernel.Kernels;
import org.isobath.network.Chunk;
import org.isobath.network.DoubleWell;
import org.isobath.network.DoubleWellLanes;
import org.isobath.network.LinearNetwork;
import org.isobath.network.LossLanes;
import org.isobath.network.Network;
import org.isobath.network.NetworkLanes;
import org.isobath.network.Perceptron;
import org.isobath.network.PerceptronLanes;
import org.isobath.network.Tally;
import org.isobath.network.TiedAutoencoder;
import org.isobath.network.TiedAutoencoderLanes;
import org.jspecify.annotations.Nullable;

/**
 * Trains networks row by row: one phase of some trials of one shape, from the first one's first
 * step to the last one's end. The trials of a group are always at the same place of an epoch, so
 * that their batches have the same size and their losses are looked at together.
 */
final class BatchTraining {
  /** Rows that pass through the network at once, at most. */
  private static final int MOST_ROWS = 64;

  private static final Examples NONE = new Examples(0, 0, new double[0], 0, new double[0], 0);

  private final List<Trial> trials;
  private final IntFunction<Start> starts;
  private final LongConsumer progress;
  private final Stop stop;
  private final Recording recording;
  private final Trial shape;
  private final SeedRows.Source source;
  private final NetworkLanes network;
  private final TrialLanes group;
  private final Feeder feeder;
  private final Tally training;
  private final Tally test;
  private final boolean classifies;

  /** Whether a step's batch is the training data, so that its loss is the training loss. */
  private final boolean whole;

  private final double weights;
  private final long[] curveSteps;
  private final Outcome[] outcomes;
  private final LaneRecord[] records;
  private final List<Map<String, Double>> before = new ArrayList<>();

  /** The weights of each lane's trial before its first step. */
  private final double[][][] initial;

  private final NetworkMeasures measures;

  /** Whether measures read the rows, which are then kept in arrays. */
  private final boolean measuresRead;

  private final @Nullable SeedRows[] rows;
  private final @Nullable Feeder.Feed[] feeds;
  private final boolean[] due;
  private final Status[] ends;
  private int next;
  private long unreportedSteps;
  private double unreportedWork;

  /**
   * A phase.
   *
   * @param trials of one shape
   * @param starts where each of them starts
   * @param pretraining whether it is the pretraining of trials of this presentation
   * @param progress is told how many steps were made since it was told last
   */
  BatchTraining(
      Kernels kernels,
      TrainingData data,
      Stop stop,
      Recording recording,
      List<Trial> trials,
      IntFunction<Start> starts,
      boolean pretraining,
      LongConsumer progress) {
    this.trials = trials;
    this.starts = starts;
    this.progress = progress;
    this.stop = stop;
    this.recording = recording;
    this.shape = trials.get(0);
    SplitDataset split = data.split();
    Dataset dataset = split.data();
    Presentation presentation = shape.presentation();
    int features = presentation.featuresOf(dataset.features());
    LossLanes loss = loss(kernels, shape, dataset);
    TrialRows.View view = new TrialRows.View(dataset, shape.network(), loss, features);
    boolean landscape = shape.network() instanceof DoubleWell;
    this.source = new SeedRows.Source(split, view, presentation, pretraining);
    this.network = network(kernels, shape.network(), loss, features);
    Network.Shape[] shapes = shape.network().shapes(features, loss.outputs());
    this.group = new TrialLanes(kernels, shapes, shape.optimizer(), network);
    this.feeder =
        new Feeder(
            kernels,
            MOST_ROWS,
            landscape ? 0 : features,
            landscape ? 0 : view.targets(),
            loss.ofLabels());
    this.classifies = view.classifies() && !landscape;
    this.whole = landscape || presentation.isWhole();
    this.weights = shape.network().parameters(features, loss.outputs());
    this.curveSteps =
        recording.curveByEpochs() && !whole
            ? CurveSteps.byEpochs(
                recording.curvePoints(),
                shape.steps(),
                presentation.batches().epoch(split.trainingRows()))
            : CurveSteps.of(recording.curvePoints(), shape.steps());
    this.outcomes = new Outcome[trials.size()];
    this.records = new LaneRecord[trials.size()];
    int lanes = kernels.memory().lanes();
    this.training = new Tally(lanes, classifies);
    this.test = new Tally(lanes, classifies);
    this.rows = new SeedRows[lanes];
    this.feeds = new Feeder.Feed[lanes];
    this.due = new boolean[lanes];
    this.initial = new double[lanes][][];
    this.measures = new NetworkMeasures(shape.network(), shape.loss(), recording);
    this.measuresRead =
        !landscape
            && (shape.network() instanceof TiedAutoencoder || !recording.measures().isEmpty());
    this.ends = new Status[lanes];
  }

  /** The loss that trials of a shape see. */
  static LossLanes loss(Kernels kernels, Trial shape, Dataset data) {
    int features = shape.presentation().featuresOf(data.features());
    return shape.network() instanceof TiedAutoencoder
        ? new LossLanes(kernels, shape.loss(), features, 0)
        : new LossLanes(
            kernels,
            shape.loss(),
            shape.loss().outputs(data.targets(), data.classes()),
            data.classes());
  }

  private static NetworkLanes network(
      Kernels kernels, Network network, LossLanes loss, int features) {
    if (network instanceof Perceptron perceptron) {
      return new PerceptronLanes(kernels, perceptron, loss, features, MOST_ROWS);
    }
    if (network instanceof LinearNetwork linear) {
      return new PerceptronLanes(kernels, linear, loss, features, MOST_ROWS);
    }
    return network instanceof DoubleWell well
        ? new DoubleWellLanes(kernels, well)
        : new TiedAutoencoderLanes(kernels, loss, MOST_ROWS);
  }

  /** Trains all of them. */
  Outcome[] train() {
    while (true) {
      if (group.live() == 0 || isEpochOver()) {
        refill();
      }
      if (group.live() == 0) {
        progress.accept(unreportedSteps);
        return outcomes;
      }
      if (whole) {
        learn();
      }
      look();
      if (!whole && group.live() > 0) {
        learn();
        lookAtBatches();
      }
      if (group.live() > 0) {
        unreportedSteps += group.live();
        group.update();
        report();
      }
    }
  }

  private void report() {
    if (unreportedWork >= Trainer.WORK_A_REPORT) {
      progress.accept(unreportedSteps);
      unreportedSteps = 0;
      unreportedWork = 0;
    }
  }

  private boolean isEpochOver() {
    int lane = anyLane();
    return group.step(lane) % rowsOf(lane).plan().epoch() == 0;
  }

  private int anyLane() {
    int lane = 0;
    while (!group.isLive(lane)) {
      lane++;
    }
    return lane;
  }

  private SeedRows rowsOf(int lane) {
    SeedRows known = rows[lane];
    if (known == null) {
      throw new IllegalStateException("lane " + lane + " is idle");
    }
    return known;
  }

  /** Gives idle lanes the next trials. */
  private void refill() {
    for (int lane = 0; lane < rows.length && next < trials.size(); lane++) {
      if (!group.isLive(lane)) {
        Trial trial = trials.get(next);
        rows[lane] = rowsOfSeed(trial.seed());
        Start start = starts.apply(next);
        group.load(lane, next, trial, start.weights());
        initial[lane] = group.weights(lane);
        records[next] =
            new LaneRecord(
                stop,
                recording,
                curveSteps,
                Double.NaN,
                recording.weights() ? initial[lane] : new double[0][]);
        before.add(start.measures());
        next++;
      }
    }
  }

  /** Those of another lane if it has the seed, so that what is the same is known to be. */
  private SeedRows rowsOfSeed(long seed) {
    for (int lane = 0; lane < rows.length; lane++) {
      if (group.isLive(lane) && trials.get(group.trial(lane)).seed() == seed) {
        return rowsOf(lane);
      }
    }
    return source.of(seed);
  }

  /** The gradient of the next step's batch, and its loss in the tally. */
  private void learn() {
    int any = anyLane();
    int size = rowsOf(any).plan().size(group.step(any) + 1);
    Presentation presentation = shape.presentation();
    double factor = presentation.batches().sum() ? 1 : 1.0 / size;
    for (int lane = 0; lane < feeds.length; lane++) {
      feeds[lane] = null;
      if (group.isLive(lane)) {
        SeedRows seen = rowsOf(lane);
        long step = group.step(lane) + 1;
        int[] places = seen.plan().places(step);
        if (presentation.inputNoise() > 0) {
          long perStep = (long) seen.plan().size(1) * seen.training().features();
          feeds[lane] =
              new Feeder.Feed(
                  seen.training(),
                  places,
                  seen.noise(),
                  (step - 1) * perStep,
                  presentation.inputNoise());
        } else {
          feeds[lane] = new Feeder.Feed(seen.training(), places);
        }
      }
    }
    training.clear();
    for (int first = 0; first < size; first += MOST_ROWS) {
      Chunk chunk = feeder.chunk(feeds, first, size);
      network.learn(chunk, factor, first == 0, training);
    }
    network.finish();
    unreportedWork += 3.0 * size * weights * group.live();
  }

  /** The losses of all training or test rows. */
  private void evaluate(boolean ofTest, Tally tally) {
    int count = 0;
    for (int lane = 0; lane < feeds.length; lane++) {
      feeds[lane] = null;
      if (group.isLive(lane)) {
        TrialRows all = ofTest ? rowsOf(lane).test() : rowsOf(lane).training();
        feeds[lane] = new Feeder.Feed(all, all.places());
        count = all.count();
      }
    }
    tally.clear();
    for (int first = 0; first < count; first += MOST_ROWS) {
      network.evaluate(feeder.chunk(feeds, first, count), tally);
    }
    unreportedWork += count * weights * group.live();
  }

  /** Looks at the losses of those lanes whose step asks for it; retires those that end. */
  private void look() {
    boolean any = false;
    for (int lane = 0; lane < due.length; lane++) {
      due[lane] = group.isLive(lane) && isDue(lane);
      any |= due[lane];
    }
    if (!any) {
      return;
    }
    if (!whole) {
      evaluate(false, training);
    }
    boolean tests = false;
    for (int lane = 0; lane < due.length; lane++) {
      if (due[lane]) {
        long step = group.step(lane);
        LaneRecord record = records[group.trial(lane)];
        ends[lane] = record.see(step, loss(lane), accuracy(training, lane, false));
        due[lane] = isEnd(lane) || record.isPoint(step);
        tests |= due[lane];
      }
    }
    if (tests) {
      note();
    }
  }

  private boolean isDue(int lane) {
    long step = group.step(lane);
    return whole
        || step == shape.steps()
        || step % rowsOf(lane).plan().epoch() == 0
        || records[group.trial(lane)].expects(step);
  }

  private boolean isEnd(int lane) {
    return ends[lane] != Status.COMPLETED || group.step(lane) == shape.steps();
  }

  /** Looks for batches whose loss has diverged: their lanes end before the update. */
  private void lookAtBatches() {
    boolean any = false;
    for (int lane = 0; lane < due.length; lane++) {
      due[lane] = false;
      if (group.isLive(lane)) {
        int size = rowsOf(lane).plan().size(group.step(lane) + 1);
        double loss = network.loss(training.loss(lane), size);
        due[lane] = records[group.trial(lane)].isDiverged(loss);
        any |= due[lane];
      }
    }
    if (!any) {
      return;
    }
    evaluate(false, training);
    for (int lane = 0; lane < due.length; lane++) {
      if (due[lane]) {
        ends[lane] = Status.DIVERGED;
        records[group.trial(lane)].diverge(group.step(lane), loss(lane));
      }
    }
    note();
  }

  /** Notes accuracies and test losses of due lanes, and retires those that end. */
  private void note() {
    int testRows = rowsOf(anyLane()).test().count();
    boolean tests = testRows > 0 && source.tests();
    if (tests) {
      evaluate(true, test);
    }
    for (int lane = 0; lane < due.length; lane++) {
      if (!due[lane]) {
        continue;
      }
      Map<String, Double> results = new HashMap<>();
      Measures.put(results, "train_accuracy", accuracy(training, lane, false));
      if (tests) {
        Measures.put(results, "test_loss", network.loss(test.loss(lane), testRows));
        Measures.put(results, "test_accuracy", accuracy(test, lane, true));
      }
      LaneRecord record = records[group.trial(lane)];
      record.results(group.step(lane), results);
      boolean end = isEnd(lane);
      if (!end && record.wantsMeasures(group.step(lane))) {
        record.measure(measures(lane));
      }
      if (end) {
        Map<String, Double> last = measures(lane);
        last.putAll(before.get(group.trial(lane)));
        outcomes[group.trial(lane)] =
            record.outcome(
                ends[lane],
                group.step(lane),
                loss(lane),
                last,
                recording.weights() ? group.weights(lane) : new double[0][]);
        group.retire(lane);
        rows[lane] = null;
      }
    }
  }

  private Map<String, Double> measures(int lane) {
    SeedRows seen = rowsOf(lane);
    Optional<Examples> tested =
        measuresRead && source.tests() ? Optional.of(seen.test().examples()) : Optional.empty();
    return measures.of(
        measuresRead ? seen.training().examples() : NONE,
        tested,
        initial[lane],
        group.weights(lane),
        trials.get(group.trial(lane)).learningRate());
  }

  /** L at the present weights, when the tally holds all training rows. */
  private double loss(int lane) {
    return network.loss(training.loss(lane), rowsOf(lane).training().count());
  }

  private double accuracy(Tally tally, int lane, boolean ofTest) {
    TrialRows all = ofTest ? rowsOf(lane).test() : rowsOf(lane).training();
    return classifies ? tally.right(lane) / all.count() : Double.NaN;
  }
}
