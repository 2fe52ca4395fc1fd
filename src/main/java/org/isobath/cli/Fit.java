package org.isobath.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.isobath.job.Job;
import org.isobath.job.JobException;
import org.isobath.job.Problem;
import org.isobath.network.Initializer;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.optimizer.EndToEnd;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.training.Batches;
import org.isobath.training.DataShape;
import org.isobath.training.Measure;
import org.isobath.training.Presentation;
import org.isobath.training.Pretraining;
import org.isobath.training.Trainer;

/** Whether a job's trials fit the data and the memory: what its file alone cannot tell. */
final class Fit {
  /** Weights, gradients and the products between them, in arrays of one size. */
  private static final double ARRAYS_A_WEIGHT = 4;

  /** Share of the heap that training may take; the rest is Spark's. */
  private static final double TRAINING_SHARE = 0.6;

  private static final String NUMBERS = "the data have numbers as targets, not classes";

  private final Job job;
  private final DataShape data;
  private final Set<Problem> problems = new LinkedHashSet<>();

  private Fit(Job job, DataShape data) {
    this.job = job;
    this.data = data;
  }

  /**
   * Checks all trials.
   *
   * @throws JobException with all that does not fit the data
   * @throws RefusedException if a network does not fit the memory
   */
  static void check(Job job, DataShape data) throws JobException, RefusedException {
    Fit fit = new Fit(job, data);
    List<Grid> grids = job.experiment().grids();
    for (int g = 0; g < grids.size(); g++) {
      fit.losses(g, grids.get(g));
      fit.presentations(g, grids.get(g));
      fit.endToEnd(g, grids.get(g));
    }
    fit.outsideOfTrials();
    // Shapes mean something only where features and outputs do.
    if (fit.problems.isEmpty()) {
      for (int g = 0; g < grids.size(); g++) {
        fit.shapes(g, grids.get(g));
      }
    }
    if (!fit.problems.isEmpty()) {
      throw new JobException(List.copyOf(fit.problems));
    }
  }

  /** What the largest network's lanes take, in bytes. */
  static double taskBytes(Experiment experiment, DataShape data) {
    double most = 0;
    for (Grid grid : experiment.grids()) {
      int features = features(grid, data)[1];
      int outputs = outputs(grid, data).stream().max(Integer::compare).orElseThrow();
      for (Network network : all(grid.networks())) {
        most = Math.max(most, bytes(network, features, outputs));
      }
    }
    return most;
  }

  private void losses(int g, Grid grid) {
    for (Loss loss : all(grid.losses())) {
      String misfit = loss.misfit(data.classes());
      if (!misfit.isEmpty()) {
        String allowed = data.classes() == 0 ? "power" : "power, softmax-cross-entropy";
        problems.add(job.problem(g, "loss", misfit, loss.kind(), allowed));
      }
    }
  }

  private void presentations(int g, Grid grid) {
    for (Presentation presentation : all(grid.presentations())) {
      Batches batches = presentation.batches();
      if (batches.size() > data.rows()) {
        problems.add(
            job.problem(
                g,
                "batchSize",
                "is more than the " + data.rows() + " training rows",
                Integer.toString(batches.size()),
                "full, or a whole number from 1 to " + data.rows()));
      }
      if (presentation.features() > data.features()) {
        problems.add(
            job.problem(
                g,
                "features",
                "are more than the " + data.features() + " of the data",
                Integer.toString(presentation.features()),
                "all, or a whole number from 1 to " + data.features()));
      }
      if (data.classes() > 0 && presentation.labelNoise() > 1) {
        problems.add(
            job.problem(
                g,
                "labelNoise",
                "is a share of the labels, as the data have classes",
                Double.toString(presentation.labelNoise()),
                "a number from 0 to 1"));
      }
      Pretraining before = presentation.pretraining();
      if (data.classes() == 0 && !before.equals(Pretraining.NONE)) {
        problems.add(job.problem(g, "pretraining", NUMBERS, before.kind(), "none"));
      }
    }
  }

  private void endToEnd(int g, Grid grid) {
    if (data.classes() > 0
        && all(grid.optimizers()).stream().anyMatch(EndToEnd.class::isInstance)) {
      problems.add(
          job.problem(
              g,
              "optimizer",
              "the data have classes, not numbers as targets",
              "end-to-end",
              "another optimizer"));
    }
  }

  private void outsideOfTrials() {
    Experiment experiment = job.experiment();
    if (data.classes() == 0 && !Double.isNaN(experiment.stop().trainAccuracy())) {
      problems.add(
          job.problem(
              "stop.trainAccuracy",
              NUMBERS,
              Double.toString(experiment.stop().trainAccuracy()),
              "stop.target, a loss"));
    }
    if (data.classes() > 0 && experiment.recording().measures().contains(Measure.END_TO_END_GAP)) {
      problems.add(
          job.problem(
              "record.measures",
              "the data have classes, not numbers as targets",
              Measure.END_TO_END_GAP.word(),
              "other measures"));
    }
  }

  private void shapes(int g, Grid grid) throws RefusedException {
    // What fits the fewest features and the most fits all between.
    int[] counts = IntStream.of(features(grid, data)).distinct().toArray();
    for (Network network : all(grid.networks())) {
      for (int outputs : outputs(grid, data)) {
        for (int features : counts) {
          checkMemory(network, features, outputs);
          Network.Shape[] shapes = network.shapes(features, outputs);
          if (network instanceof Perceptron perceptron && perceptron.mask().isPresent()) {
            String misfit = perceptron.mask().get().misfit(shapes);
            if (!misfit.isEmpty()) {
              String allowed = "0 or 1 for each weight of the layers that it mentions";
              problems.add(job.problem(g, "mask", misfit, "", allowed));
            }
          }
          for (Initializer initializer : all(grid.initializers())) {
            String misfit = initializer.misfit(shapes);
            if (!misfit.isEmpty()) {
              String problem = misfit + " (depth " + network.depth() + ")";
              problems.add(job.problem(g, "initializer", problem, "", ""));
            }
          }
        }
      }
    }
  }

  /** The fewest features that a network of the grid sees, and the most. */
  private static int[] features(Grid grid, DataShape data) {
    int[] counts =
        all(grid.presentations()).stream()
            .mapToInt(presentation -> presentation.featuresOf(data.features()))
            .sorted()
            .toArray();
    return new int[] {counts[0], counts[counts.length - 1]};
  }

  private static Set<Integer> outputs(Grid grid, DataShape data) {
    Set<Integer> outputs = new LinkedHashSet<>();
    all(grid.losses()).forEach(loss -> outputs.add(loss.outputs(data.targets(), data.classes())));
    return outputs;
  }

  private static double bytes(Network network, int features, int outputs) {
    double numbers = network.parameters(features, outputs) * Trainer.MOST_LANES;
    return numbers * Double.BYTES * ARRAYS_A_WEIGHT;
  }

  private static void checkMemory(Network network, int features, int outputs)
      throws RefusedException {
    double bytes = bytes(network, features, outputs);
    double numbers = bytes / Double.BYTES / ARRAYS_A_WEIGHT;
    double available = TRAINING_SHARE * Runtime.getRuntime().maxMemory();
    if (numbers > Integer.MAX_VALUE - 8 || bytes > available) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "a network of depth %d with hidden widths %s is too large: one task needs %s of"
                  + " memory, this process has %s; allowed: smaller widths, or a larger heap"
                  + " (JAVA_OPTS=-Xmx…)",
              network.depth(),
              Text.shortened(network.widths().toString()),
              Text.bytes(bytes),
              Text.bytes(available)));
    }
  }

  private static <T> List<T> all(Axis<T> axis) {
    List<T> all = new ArrayList<>();
    for (long i = 0; i < axis.size(); i++) {
      all.add(axis.get(i));
    }
    return all;
  }
}
