package org.isobath.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.isobath.network.Balanced;
import org.isobath.network.Direction;
import org.isobath.network.DoubleWell;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.TiedAutoencoder;
import org.isobath.optimizer.EndToEnd;
import org.isobath.optimizer.Optimizer;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Grid;
import org.isobath.training.Presentation;
import org.isobath.training.Pretraining;

/** Values of a trial that are right by themselves and mean nothing together. */
final class Combinations {
  /** Trials that are trained end to end. */
  static final String LINEAR = "a linear network with a power loss on all of the data as they are";

  private final TrialSection section;
  private final Grid grid;
  private final Problems problems;

  private Combinations(TrialSection section, Grid grid, Problems problems) {
    this.section = section;
    this.grid = grid;
    this.problems = problems;
  }

  /** Reports what does not go together in some trial of a grid. */
  static void refuse(TrialSection section, Grid grid, Problems problems) {
    Combinations combinations = new Combinations(section, grid, problems);
    combinations.endToEnd();
    combinations.initializers();
    combinations.doubleWell();
    combinations.autoencoder();
  }

  /** Why not all trials are of linear networks trained end to end; empty if they are. */
  static Optional<String> notLinear(Grid grid) {
    return first(grid.networks(), network -> !(network instanceof LinearNetwork))
        .map(network -> "network " + network.kind())
        .or(
            () ->
                first(grid.losses(), loss -> !(loss instanceof Loss.Power))
                    .map(loss -> "loss " + loss.kind()))
        .or(
            () ->
                first(grid.presentations(), p -> !p.equals(Presentation.PLAIN))
                    .map(p -> "batches, features, noise or pretraining"));
  }

  /** End-to-end descent works on one matrix, and from zero it goes nowhere. */
  private void endToEnd() {
    List<Optimizer> rules = all(grid.optimizers());
    if (rules.stream().noneMatch(EndToEnd.class::isInstance)) {
      return;
    }
    Node place = section.optimizers().orElseThrow().node();
    Optional<String> other = notLinear(grid);
    if (other.isPresent()) {
      problems.add(
          place,
          "end-to-end descends on the matrix of a linear network, but the trial has " + other.get(),
          LINEAR + ", in a variant of its own");
      return;
    }
    int depth = all(grid.networks()).stream().mapToInt(Network::depth).max().orElseThrow();
    if (depth > 1) {
      problems.add(
          place,
          "end-to-end descends on one matrix, but the trial has depth " + depth,
          "depth 1, in a variant of its own; the depth that it follows is end-to-end.depth");
    }
    boolean fromZero = first(grid.initializers(), Initializer::isZero).isPresent();
    boolean moves =
        rules.stream()
            .filter(EndToEnd.class::isInstance)
            .allMatch(rule -> ((EndToEnd) rule).depth() == 1);
    if (fromZero && !moves) {
      problems.add(
          section.initializers().<Node>map(Part::node).orElse(place),
          "end-to-end never leaves weights that are all zero",
          "initial weights that are not zero, such as balanced");
    }
  }

  private void initializers() {
    refuse(Balanced.class, network -> network instanceof LinearNetwork, "linear");
    refuse(Direction.class, network -> network instanceof TiedAutoencoder, "tied-autoencoder");
  }

  private void refuse(
      Class<? extends Initializer> initializer, Predicate<Network> fits, String allowed) {
    Optional<Initializer> start = first(grid.initializers(), initializer::isInstance);
    Optional<Network> other = first(grid.networks(), fits.negate());
    if (start.isPresent() && other.isPresent()) {
      String word = start.get().kind();
      problems.add(
          section.initializers().orElseThrow().node(),
          word + " has no meaning for a " + other.get().kind() + " network",
          "network: " + allowed + "; or another initializer, in a variant of its own");
    }
  }

  private void doubleWell() {
    if (first(grid.networks(), DoubleWell.class::isInstance).isEmpty()) {
      return;
    }
    String allowed = "none of it for a double-well: put other networks into `variants`";
    section
        .loss()
        .node()
        .ifPresent(node -> problems.add(node, "a double-well is its own loss", allowed));
    section
        .presentation()
        .node()
        .ifPresent(node -> problems.add(node, "a double-well has no data", allowed));
  }

  private void autoencoder() {
    if (first(grid.networks(), TiedAutoencoder.class::isInstance).isEmpty()) {
      return;
    }
    PresentationSection presentation = section.presentation();
    first(grid.losses(), loss -> !(loss instanceof Loss.Power))
        .ifPresent(
            loss ->
                problems.add(
                    section.loss().node().orElseThrow(),
                    "a tied-autoencoder predicts numbers, not classes",
                    "loss: power"));
    String allowed = "other networks, in a variant of their own";
    if (first(grid.presentations(), p -> p.labelNoise() > 0).isPresent()) {
      problems.add(
          presentation.labelNoises().orElseThrow().node(),
          "a tied-autoencoder has no labels",
          allowed);
    }
    if (first(grid.presentations(), p -> !p.pretraining().equals(Pretraining.NONE)).isPresent()) {
      problems.add(
          presentation.pretrainings().orElseThrow().node(),
          "a tied-autoencoder has no labels",
          allowed);
    }
  }

  private static <T> Optional<T> first(Axis<T> axis, Predicate<? super T> condition) {
    return all(axis).stream().filter(condition).findFirst();
  }

  private static <T> List<T> all(Axis<T> axis) {
    List<T> all = new ArrayList<>();
    for (long i = 0; i < axis.size(); i++) {
      all.add(axis.get(i));
    }
    return all;
  }
}
