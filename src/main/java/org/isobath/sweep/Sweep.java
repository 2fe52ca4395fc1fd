package org.isobath.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.training.Cost;
import org.isobath.training.DataShape;
import org.isobath.training.Presentation;
import org.isobath.training.Recording;
import org.isobath.training.Trial;

/**
 * All trials of a job by index, and their packs by index: arithmetic, so that a grid of 10⁹ trials
 * takes no more memory than one of ten. Both are functions of the job and the data's shape alone,
 * so that a resumed run finds the same packs on any machine.
 */
public final class Sweep implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a pack should cost, in multiply-adds: seconds on one core. */
  private static final double PACK_COST = 1e11;

  /**
   * Groups of lanes of a pack at least, where a shape has them: what kernels take at once if the
   * data are touched end to end. Row by row it is one group.
   */
  private static final int LEAST_GROUPS = 3;

  /** Trials of a pack at most. */
  private static final int MOST_TRIALS = 4096;

  /**
   * Packs of a sweep, about, at most: the driver lists them, and their files. Packs of larger
   * sweeps take longer.
   */
  private static final long MOST_PACKS = 500_000;

  /** Points of curves and weights of a pack at most, where that leaves enough trials. */
  private static final double MOST_RECORDED = 2e6;

  /** Steps of so much of the whole, over and over, leave no two gaps of much unlike size. */
  private static final double GOLDEN_RATIO = 0.6180339887498949;

  @SuppressWarnings("serial") // an ArrayList
  private final List<Part> parts = new ArrayList<>();

  private final long trials;
  private final long packs;

  /**
   * The sweep of an experiment on data of numbers.
   *
   * @param rows of the data
   * @param features of the data
   * @param targets of the data
   */
  public Sweep(Experiment experiment, int rows, int features, int targets) {
    this(experiment, new DataShape(rows, features, targets, 0));
  }

  /** The sweep of an experiment on data of some shape. */
  public Sweep(Experiment experiment, DataShape shape) {
    long firstTrial = 0;
    long firstPack = 0;
    long all = 0;
    for (Grid grid : experiment.grids()) {
      all = Math.addExact(all, grid.trials());
    }
    double least = (double) all / MOST_PACKS;
    for (Grid grid : experiment.grids()) {
      Part part = Part.of(grid, firstTrial, firstPack, experiment.recording(), shape, least);
      parts.add(part);
      firstTrial = Math.addExact(firstTrial, grid.trials());
      firstPack = Math.addExact(firstPack, part.packs());
    }
    this.trials = firstTrial;
    this.packs = firstPack;
  }

  /** Number of trials. */
  public long trials() {
    return trials;
  }

  /** Number of packs. */
  public long packs() {
    return packs;
  }

  /** The trial at an index from 0. */
  public Trial trial(long index) {
    Part part = parts.get(0);
    for (Part candidate : parts) {
      if (candidate.firstTrial <= index) {
        part = candidate;
      }
    }
    return part.grid.trial(index - part.firstTrial);
  }

  /** The pack at an index from 0. */
  public Pack pack(long index) {
    if (index < 0 || index >= packs) {
      throw new IndexOutOfBoundsException("pack " + index + " of " + packs);
    }
    return part(index).pack(index);
  }

  private Part part(long pack) {
    Part part = parts.get(0);
    for (Part candidate : parts) {
      if (candidate.firstPack <= pack) {
        part = candidate;
      }
    }
    return part;
  }

  /**
   * So many trials of a pack's shape, spread over all that the sweep has of it in a row, so that
   * they hold small and large learning rates.
   */
  List<Trial> sample(Pack pack, int count) {
    Part part = part(pack.index());
    long run = part.grid.run();
    long first = part.firstTrial + (pack.firstTrial() - part.firstTrial) / run * run;
    List<Trial> list = new ArrayList<>();
    for (int i = 0; i < Math.min(count, run); i++) {
      double place = (0.5 + i) * GOLDEN_RATIO;
      list.add(trial(first + (run <= count ? i : (long) ((place - Math.floor(place)) * run))));
    }
    return list;
  }

  /** The trials of a pack, in order. */
  public List<Trial> trials(Pack pack) {
    List<Trial> list = new ArrayList<>(pack.trials());
    for (int i = 0; i < pack.trials(); i++) {
      list.add(trial(pack.firstTrial() + i));
    }
    return list;
  }

  /** What all trials cost, in multiply-adds. */
  public double cost() {
    return parts.stream().mapToDouble(Part::cost).sum();
  }

  /**
   * One grid's packs: each run of trials of one shape is cut into packs of whole groups of lanes,
   * equal up to one group.
   */
  private record Part(
      Grid grid,
      long firstTrial,
      long firstPack,
      long packsARun,
      int lanes,
      double cost,
      Recording recording,
      DataShape shape)
      implements Serializable {

    static Part of(
        Grid grid,
        long firstTrial,
        long firstPack,
        Recording recording,
        DataShape shape,
        double least) {
      double dearest = 0;
      double recorded = 0;
      double sum = 0;
      int leastGroups = 1;
      for (Network network : values(grid.networks())) {
        for (Loss loss : values(grid.losses())) {
          int outputs = loss.outputs(shape.targets(), shape.classes());
          if (recording.weights()) {
            double weights = 2 * network.parameters(shape.features(), outputs);
            recorded = Math.max(recorded, weights);
          }
          for (Presentation presentation : values(grid.presentations())) {
            if (Cost.isEndToEnd(network, loss, presentation, shape)) {
              leastGroups = LEAST_GROUPS;
            }
            for (long steps : values(grid.steps())) {
              double whole = Cost.of(network, loss, presentation, steps, recording, shape);
              dearest = Math.max(dearest, whole);
              double points = Math.min(recording.curvePoints(), steps + 1.0);
              recorded = Math.max(recorded, points * recording.numbersAPoint());
              sum += whole;
            }
          }
        }
      }
      double affordable =
          Math.min(
              Math.min(Math.max(PACK_COST / dearest, least), MOST_RECORDED / recorded),
              MOST_TRIALS);
      int lanes = 0;
      for (long i = 0; i < grid.precisions().size(); i++) {
        lanes = Math.max(lanes, grid.precisions().get(i).lanes());
      }
      int packSize = Math.max(leastGroups * lanes, (int) affordable / lanes * lanes);
      long packsARun = (grid.run() + packSize - 1) / packSize;
      double cost =
          sum
              * grid.scalings().size()
              * grid.precisions().size()
              * grid.optimizers().size()
              * grid.run();
      return new Part(grid, firstTrial, firstPack, packsARun, lanes, cost, recording, shape);
    }

    private static <T> List<T> values(Axis<T> axis) {
      List<T> values = new ArrayList<>();
      for (long i = 0; i < axis.size(); i++) {
        values.add(axis.get(i));
      }
      return values;
    }

    long packs() {
      return Math.multiplyExact(grid.trials() / grid.run(), packsARun);
    }

    /** The first trial of a run's pack, counted from the first of the run. */
    private long start(long pack) {
      long groups = (grid.run() + lanes - 1) / lanes;
      long first = pack * (groups / packsARun) + Math.min(pack, groups % packsARun);
      return Math.min(first * lanes, grid.run());
    }

    Pack pack(long index) {
      long run = (index - firstPack) / packsARun;
      long start = start((index - firstPack) % packsARun);
      int size = (int) (start((index - firstPack) % packsARun + 1) - start);
      long first = run * grid.run() + start;
      Trial trial = grid.trial(first);
      double whole = Cost.of(trial, recording, shape);
      return new Pack(index, firstTrial + first, size, whole * size);
    }
  }
}
