package org.isobath.sweep;

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.optimizer.Optimizer;
import org.isobath.training.Cost;
import org.isobath.training.DataShape;
import org.isobath.training.Outcome;
import org.isobath.training.Presentation;
import org.isobath.training.Recording;
import org.isobath.training.Status;
import org.isobath.training.Stop;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;

/**
 * How long packs will train on one core of this machine, from at most some seconds of training a
 * few of their trials for a few steps, with the real trainer.
 */
public final class Prediction implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Groups of lanes that kernels take at once. */
  private static final int GROUPS = 3;

  /** Shapes that are measured; the others are scaled from the most similar one. */
  private static final int MOST_SHAPES = 8;

  /** Packs that are looked at, evenly spread, to find the shapes and to add up. */
  private static final int MOST_PACKS = 50_000;

  /** Multiply-adds a second of a fast core: what is to be trained takes at least as long. */
  private static final double FAST_CORE = 5e9;

  /** Seconds a trial at least, besides its steps. */
  private static final double FAST_TRIAL = 1e-5;

  private static final long SETTLED_NANOS = 100_000_000;
  private static final long LEAST_SETTLED_NANOS = 1_000_000;
  private static final long MOST_SETTLED_NANOS = 600_000_000;

  /** So many times as long as nothing must get faster, all settling takes at most. */
  private static final int MOST_SETTLING = 6;

  /** Losses of all rows are not looked at for a curve, as their share differs with the steps. */
  private static final Recording FEW_POINTS = new Recording(2, List.of(), false);

  /** A step's time is a difference to a run of one step: it must not be one of two noises. */
  private static final int LEAST_STEPS = 8;

  private static final int LEAST_ROWS = 64;
  private static final int BATCHES = 2;

  /** What of a shape's training may go into waiting for the compiler, each time. */
  private static final double PATIENCE = 0.01;

  private static final double IMPROVEMENT = 0.9;
  private static final long SETTLING_STEPS = 20;
  private static final double MEASURED_SECONDS = 0.03;
  private static final double LEAST_MEASURED_SECONDS = 5e-4;
  private static final int REPEATS = 20;

  /** Below, it is chance whether somebody else had the processor meanwhile. */
  private static final double LEAST_SHARED_NANOS = 10e6;

  /** So many times the trials of a sample tell what a trial costs beside its steps. */
  private static final int CROWD = 8;

  /** Far below any rate at which a trial ends early. */
  private static final double HARMLESS_RATE = 1e-12;

  /** What the speed of a trial depends on, but for the number of its steps. */
  private record Shape(
      Network network,
      Loss loss,
      Presentation presentation,
      Precision precision,
      Optimizer optimizer)
      implements Serializable {
    static Shape of(Trial trial) {
      return new Shape(
          trial.network(),
          trial.loss(),
          trial.presentation(),
          trial.precision(),
          trial.optimizer());
    }

    private boolean isSquare() {
      return loss instanceof Loss.Power power && power.exponent() == 2;
    }

    private boolean isEndToEnd(DataShape data) {
      return Cost.isEndToEnd(network, loss, presentation, data);
    }

    /** Smaller for shapes that are more alike. */
    int unlike(Shape other) {
      boolean samePass = isSquare() == other.isSquare();
      boolean alike = network.kind().equals(other.network.kind()) && loss.equals(other.loss);
      return (samePass ? 0 : 4)
          + (alike ? 0 : 8)
          + (presentation.batches().equals(other.presentation.batches()) ? 0 : 16)
          + (precision == other.precision ? 0 : 2)
          + (optimizer.equals(other.optimizer) ? 0 : 1);
    }
  }

  /**
   * What was measured of one shape.
   *
   * @param lanes of a group
   * @param perPack seconds that any number of trials takes at least
   * @param perTrial seconds a trial besides its steps
   * @param perStep seconds a step of one trial among {@link #GROUPS} groups
   * @param perStepOfFew seconds a step of one trial among one group
   * @param share of its steps that a trial makes before it ends
   * @param cost of a step, in multiply-adds
   * @param busy seconds in which the measuring thread had one second of a processor, at last
   */
  private record Speed(
      int lanes,
      double perPack,
      double perTrial,
      double perStep,
      double perStepOfFew,
      double share,
      double cost,
      double busy)
      implements Serializable {}

  /** The packs of one shape: the largest of them, and what they cost together. */
  private record Part(Shape shape, Pack pack, double cost) {
    Part with(Part other) {
      boolean larger = other.pack.trials() > pack.trials();
      return new Part(shape, larger ? other.pack : pack, cost + other.cost);
    }
  }

  @SuppressWarnings("serial") // a HashMap
  private final Map<Shape, Speed> speeds;

  private final Sweep sweep;

  /** Seconds in which a thread has one second of a processor. */
  private final double busy;

  private Prediction(Sweep sweep, Map<Shape, Speed> speeds, double busy) {
    this.sweep = sweep;
    this.busy = busy;
    this.speeds = speeds;
  }

  /**
   * Measures.
   *
   * @param data by scaling
   */
  public static Prediction measure(
      Sweep sweep, Map<Scaling, TrainingData> data, Stop stop, Recording recording) {
    Map<Shape, Part> parts = new HashMap<>();
    for (Pack pack : spread(sweep)) {
      Shape shape = Shape.of(sweep.trial(pack.firstTrial()));
      parts.merge(shape, new Part(shape, pack, pack.cost()), Part::with);
    }
    List<Part> dearest = new ArrayList<>(parts.values());
    dearest.sort(
        Comparator.comparingDouble(Part::cost).reversed().thenComparing(p -> p.pack().index()));
    Map<Shape, Speed> speeds = new HashMap<>();
    for (Part part : dearest.subList(0, Math.min(MOST_SHAPES, dearest.size()))) {
      Kernels kernels = Kernels.best(part.shape().precision());
      int lanes = kernels.memory().lanes();
      Scaling scaling = sweep.trial(part.pack().firstTrial()).scaling();
      TrainingData all =
          Objects.requireNonNull(data.get(scaling), () -> "no data with scaling " + scaling);
      boolean endToEnd = part.shape().isEndToEnd(DataShape.of(all.split()));
      // Row by row, groups train one after the other, and time is in proportion to the rows seen.
      List<Trial> sample = sweep.sample(part.pack(), endToEnd ? GROUPS * lanes : lanes);
      TrainingData trainingData = endToEnd ? all : fewRows(all, part.shape().presentation());
      DataShape shape = DataShape.of(trainingData.split());
      Recording used = endToEnd ? recording : FEW_POINTS;
      Trainer trainer = new Trainer(afresh(kernels), trainingData, stop, used);
      ToDoubleFunction<Trial> costs = trial -> Cost.of(trial, used, shape);
      double trialSteps = part.cost() / Cost.perStep(sample.get(0), shape);
      speeds.put(part.shape(), speed(trainer, sample, lanes, costs, trialSteps));
    }
    // Java's own compiler also takes from the processor, but not for long: so the least.
    double busy = speeds.values().stream().mapToDouble(Speed::busy).min().orElse(1);
    return new Prediction(sweep, speeds, Math.max(1, busy));
  }

  /** The kernels as they are now, each time: new ones take longer than a short training. */
  private static Function<Precision, Kernels> afresh(Kernels kernels) {
    int free = kernels.memory().allocate(0);
    return precision -> {
      kernels.memory().release(free);
      return kernels;
    };
  }

  /** A few batches of the data; a look at the losses of all rows may take longer than training. */
  private static TrainingData fewRows(TrainingData all, Presentation presentation) {
    Dataset data = all.split().data();
    int rows = Math.max(LEAST_ROWS, BATCHES * presentation.batches().size());
    int[] first = IntStream.range(0, Math.min(rows, all.split().trainingRows())).toArray();
    return TrainingData.of(data.select(first), new TreeSet<>());
  }

  /** All packs of a sweep, or many of them from its whole length. */
  private static List<Pack> spread(Sweep sweep) {
    int count = (int) Math.min(MOST_PACKS, sweep.packs());
    List<Pack> packs = new ArrayList<>(count);
    for (long i = 0; i < count; i++) {
      packs.add(sweep.pack((long) (i * (double) sweep.packs() / count)));
    }
    return packs;
  }

  private static Speed speed(
      Trainer trainer,
      List<Trial> whole,
      int lanes,
      ToDoubleFunction<Trial> costs,
      double trialSteps) {
    // Pretraining is steps like others.
    List<Trial> sample = whole.stream().map(Trial::withoutPretraining).toList();
    List<Trial> harmless = sample.stream().map(t -> t.withLearningRate(HARMLESS_RATE)).toList();
    // What trains for a moment is not worth a second of looking.
    double trials = trialSteps / sample.get(0).steps();
    double work = trials * costs.applyAsDouble(sample.get(0));
    double least = PATIENCE * (work / FAST_CORE + trials * FAST_TRIAL);
    long settled = (long) Math.min(SETTLED_NANOS, Math.max(LEAST_SETTLED_NANOS, least * 1e9));
    double measured = Math.min(MEASURED_SECONDS, Math.max(LEAST_MEASURED_SECONDS, least));
    settle(trainer, harmless, settled);
    Timed many = longEnough(trainer, harmless, measured);
    // The best code of the largest kernels comes late on a busy machine; long sweeps can wait for
    // it. Before it is there, short ones look long, too: so they wait for a moment, and look again.
    long waited = settled;
    long patience = patience(many, sample.size(), trialSteps);
    while (patience > waited) {
      waited = Math.min(patience, Math.max(SETTLED_NANOS, 3 * waited));
      settle(trainer, harmless, waited);
      many = longEnough(trainer, harmless, measured);
      patience = patience(many, sample.size(), trialSteps);
    }
    Timed one = timed(trainer, harmless, 1, measured);
    double perStep = many.perStep(one);
    List<Trial> several = repeated(harmless);
    settle(trainer, several, settled);
    Timed crowd = timed(trainer, several, 1, measured);
    int more = crowd.outcomes().size() - sample.size();
    double perTrial = Math.max(0, (crowd.seconds() - one.seconds()) / more - perStep);
    double perPack = Math.max(0, one.seconds() - sample.size() * (perTrial + perStep));
    List<Trial> few = harmless.subList(0, Math.min(lanes, harmless.size()));
    double perStepOfFew = perStep;
    if (few.size() < harmless.size()) {
      settle(trainer, few, Math.max(settled, waited / 2));
      perStepOfFew =
          timed(trainer, few, many.steps(), measured).perStep(timed(trainer, few, 1, measured));
    }
    long wall = System.nanoTime();
    long processor = processorNanos();
    Timed real = timed(trainer, sample, many.steps(), measured);
    double had = processorNanos() - processor;
    double busy = had < LEAST_SHARED_NANOS ? 1 : (System.nanoTime() - wall) / had;
    Trial trial = sample.get(0);
    double dearer = costs.applyAsDouble(trial.withSteps(Math.max(2, many.steps())));
    double cost =
        (dearer - costs.applyAsDouble(trial.withSteps(1))) / Math.max(1, many.steps() - 1);
    double share = real.share(sample);
    return new Speed(lanes, perPack, perTrial, perStep, perStepOfFew, share, cost, busy);
  }

  /** A small share of what all steps would take at this speed. */
  private static long patience(Timed timed, int trials, double trialSteps) {
    double expected = timed.seconds() / timed.steps() / trials * trialSteps;
    return (long) Math.min(MOST_SETTLED_NANOS, PATIENCE * expected * 1e9);
  }

  /** The trials several times over. */
  private static List<Trial> repeated(List<Trial> trials) {
    return Collections.nCopies(CROWD, trials).stream().flatMap(List::stream).toList();
  }

  /**
   * Trains until that gets no faster: Java compiles what is called often, each kernel by itself.
   */
  private static void settle(Trainer trainer, List<Trial> trials, long settledNanos) {
    long start = System.nanoTime();
    long improved = start;
    double best = Double.POSITIVE_INFINITY;
    while (System.nanoTime() - improved < settledNanos
        && System.nanoTime() - start < MOST_SETTLING * settledNanos) {
      double seconds =
          once(trainer, trials, Math.min(SETTLING_STEPS, trials.get(0).steps())).seconds();
      if (seconds < IMPROVEMENT * best) {
        best = seconds;
        improved = System.nanoTime();
      }
    }
  }

  /** Trains for more and more steps until that takes long enough to be measured. */
  private static Timed longEnough(Trainer trainer, List<Trial> trials, double seconds) {
    long most = trials.get(0).steps();
    long steps = 1;
    while (true) {
      Timed timed = once(trainer, trials, steps);
      if ((timed.seconds() >= seconds && steps >= LEAST_STEPS) || steps == most) {
        return timed(trainer, trials, steps, seconds);
      }
      double factor = Math.min(8, Math.max(2, seconds / timed.seconds()));
      steps = Math.min(most, (long) (steps * factor));
    }
  }

  /** The fastest of some times: what others take from this core is not the trials'. */
  private static Timed timed(Trainer trainer, List<Trial> trials, long steps, double seconds) {
    Timed best = once(trainer, trials, steps);
    double spent = best.seconds();
    for (int i = 0; i < REPEATS && (i < 1 || spent < seconds); i++) {
      Timed next = once(trainer, trials, steps);
      spent += next.seconds();
      best = next.seconds() < best.seconds() ? next : best;
    }
    return best;
  }

  private static Timed once(Trainer trainer, List<Trial> trials, long steps) {
    List<Trial> shorter =
        trials.stream().map(t -> t.withSteps(Math.min(steps, t.steps()))).toList();
    LongConsumer nobody = done -> {};
    long start = processorNanos();
    List<Outcome> outcomes = trainer.train(shorter, nobody);
    return new Timed(steps, (processorNanos() - start) / 1e9, outcomes);
  }

  /** What this thread has had of a processor; a busy machine's other work does not count. */
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Some trials' training for so many steps. */
  private record Timed(long steps, double seconds, List<Outcome> outcomes) {
    /** Seconds a step of a trial, by the difference to a run of fewer steps. */
    double perStep(Timed shorter) {
      long more = Math.max(1, steps - shorter.steps);
      return Math.max(1e-12, (seconds - shorter.seconds) / more / outcomes.size());
    }

    /** Which share of its steps a trial makes, if what did not end here goes on to its end. */
    double share(List<Trial> whole) {
      double sum = 0;
      for (int i = 0; i < whole.size(); i++) {
        Outcome outcome = outcomes.get(i);
        boolean ended = outcome.status() == Status.DIVERGED || outcome.status() == Status.REACHED;
        sum += ended ? (double) outcome.steps() / whole.get(i).steps() : 1;
      }
      return sum / whole.size();
    }
  }

  /** Knows nothing: every pack takes NaN seconds. */
  public static Prediction none(Sweep sweep) {
    return new Prediction(sweep, Map.of(), 1);
  }

  /** Seconds that a pack trains on one core. */
  public double seconds(Pack pack) {
    if (speeds.isEmpty()) {
      return Double.NaN;
    }
    Trial trial = sweep.trial(pack.firstTrial());
    double cost = pack.cost() / pack.trials() / trial.steps();
    Speed speed = speed(Shape.of(trial), cost);
    int lanes = speed.lanes();
    int together = GROUPS * lanes;
    // Lanes whose trials ended early are closed up only to whole groups.
    double live = speed.share() * pack.trials();
    int trials = (int) Math.max(1, Math.ceil(live));
    int rest = trials % together;
    int restGroups = (rest + lanes - 1) / lanes;
    double full = together * speed.perStep();
    double few = lanes * speed.perStepOfFew();
    // An idle lane costs as much as a live one; so do two groups as the mean of one and three.
    double ofRest =
        restGroups == 0 ? 0 : restGroups == 1 ? few : restGroups == 2 ? (few + full) / 2 : full;
    double ofStep = (trials / together) * full + ofRest;
    return busy
        * (speed.perPack()
            + pack.trials() * speed.perTrial()
            + trial.steps() * Math.min(1, live) * ofStep * cost / speed.cost());
  }

  /** The speed of a shape, or of the measured one that is most like it. */
  private Speed speed(Shape shape, double cost) {
    Speed known = speeds.get(shape);
    if (known != null) {
      return known;
    }
    return speeds.entrySet().stream()
        .min(
            Comparator.comparing((Map.Entry<Shape, Speed> e) -> e.getKey().unlike(shape))
                .thenComparing(e -> Math.abs(StrictMath.log(e.getValue().cost() / cost))))
        .orElseThrow()
        .getValue();
  }

  /**
   * What a sweep's training takes.
   *
   * @param core seconds on one core
   * @param cores seconds on all of them, the longest packs first
   * @param longest seconds of the longest pack
   */
  public record Total(double core, double cores, double longest) {
    /** Which share of the cores' time is idle because some end before others. */
    public double idle(int count) {
      return cores == 0 ? 0 : Math.max(0, 1 - core / cores / count);
    }
  }

  /** What all packs of the sweep take on so many cores. */
  public Total all(int cores) {
    List<Pack> packs = spread(sweep);
    return of(packs, cores, (double) sweep.packs() / packs.size());
  }

  /** What these packs take on so many cores. */
  public Total of(List<Pack> packs, int cores) {
    return of(packs, cores, 1);
  }

  /** The same where each pack stands for so many. */
  private Total of(List<Pack> packs, int cores, double weight) {
    double[] seconds = packs.stream().mapToDouble(this::seconds).sorted().toArray();
    double sum = 0;
    PriorityQueue<Double> ends = new PriorityQueue<>(Collections.nCopies(cores, 0.0));
    for (int i = seconds.length - 1; i >= 0; i--) {
      sum += seconds[i];
      ends.add(ends.remove() + seconds[i]);
    }
    double last = Collections.max(ends);
    double longest = seconds.length == 0 ? 0 : seconds[seconds.length - 1];
    return new Total(sum * weight, last + sum * (weight - 1) / cores, longest);
  }
}
