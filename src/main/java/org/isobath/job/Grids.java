package org.isobath.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isobath.data.Scaling;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Grid;

/** From {@code trial} and {@code variants} to the grids whose union is the sweep. */
final class Grids {
  private static final int MOST_VARIANTS = 1000;

  private Grids() {}

  /** A grid, and where its values stand in the job, by key of {@code trial}. */
  record Placed(Grid grid, Map<String, Place> places) {}

  /** One grid a variant; fewer if some are wrong. */
  static List<Placed> read(Fields job, Optional<List<Scaling>> scalings, Reading reading) {
    Problems problems = reading.problems();
    Node trial = job.get("trial").orElse(new Node.Mapping(job.place().key("trial"), List.of()));
    // A mistyped `trial` would make all that it holds seem missing.
    boolean mistyped = job.isMistyped("trial") || job.isMistyped("variants");
    TrialSection base = TrialSection.read(trial, reading);
    List<TrialSection> sections = List.of(base);
    Optional<Node> variants = job.get("variants");
    if (variants.isPresent()) {
      if (!(variants.get() instanceof Node.Sequence list)
          || list.items().isEmpty()
          || list.items().size() > MOST_VARIANTS) {
        String allowed = "a list of 1 to " + MOST_VARIANTS + " mappings, each laid over `trial`";
        problems.add(variants.get(), "must be a list of variants", allowed);
        return List.of();
      }
      sections = list.items().stream().map(item -> TrialSection.read(item, reading)).toList();
    }
    if (mistyped) {
      return List.of();
    }
    require("learningRate", "a number, a list or a range of them", base, sections);
    require("steps", "a whole number, or a list of them", base, sections);
    List<Grid> grids = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    for (TrialSection section : sections) {
      Optional<Grid> grid = section.over(base).grid(scalings, reading);
      if (grid.isPresent()) {
        grids.add(grid.get());
        places.add(section.fields().place());
        placed.add(new Placed(grid.get(), section.places(base)));
      }
    }
    refuseSharedTrials(grids, places, problems);
    return placed;
  }

  /** Reports a key that every trial needs: of `trial` if no variant gives it, else of variants. */
  private static void require(
      String key, String allowed, TrialSection base, List<TrialSection> sections) {
    if (base.fields().get(key).isPresent() || base.fields().isMistyped(key)) {
      return;
    }
    boolean nowhere =
        sections.stream()
            .noneMatch(s -> s.fields().get(key).isPresent() || s.fields().isMistyped(key));
    for (TrialSection section : nowhere ? List.of(base) : sections) {
      section.fields().required(key, allowed);
    }
  }

  /** Reports a sweep of more trials than can be numbered. */
  static void refuseTooMany(List<Grid> grids, Place place, Problems problems) {
    long trials = 0;
    try {
      for (Grid grid : grids) {
        trials = Math.addExact(trials, grid.trials());
      }
    } catch (ArithmeticException e) {
      problems.add(place, "too many trials", "", "at most 2^63 - 1 trials in all", "");
    }
  }

  private static void refuseSharedTrials(List<Grid> grids, List<Place> places, Problems problems) {
    List<List<Set<?>>> values =
        grids.stream()
            .map(grid -> grid.axes().stream().<Set<?>>map(Grids::values).toList())
            .toList();
    for (int i = 0; i < grids.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (share(grids.get(i), values.get(i), grids.get(j), values.get(j))) {
          problems.add(
              places.get(i),
              "shares trials with " + places.get(j).path(),
              "",
              "variants that differ in some value of every trial",
              "");
          break;
        }
      }
    }
  }

  /** Whether two products have a common element: if, and only if, all their factors have. */
  private static boolean share(Grid a, List<Set<?>> valuesA, Grid b, List<Set<?>> valuesB) {
    for (int axis = 0; axis < valuesA.size(); axis++) {
      if (!meet(a.axes().get(axis), valuesA.get(axis), b.axes().get(axis), valuesB.get(axis))) {
        return false;
      }
    }
    return true;
  }

  private static boolean meet(Axis<?> a, Set<?> valuesA, Axis<?> b, Set<?> valuesB) {
    if (a instanceof Axis.Run runA && b instanceof Axis.Run runB) {
      return runA.from() <= last(runB) && runB.from() <= last(runA);
    }
    if (a instanceof Axis.Run run) {
      return valuesB.stream().anyMatch(value -> within(run, value));
    }
    if (b instanceof Axis.Run run) {
      return valuesA.stream().anyMatch(value -> within(run, value));
    }
    return valuesA.stream().anyMatch(valuesB::contains);
  }

  private static boolean within(Axis.Run run, Object value) {
    return value instanceof Long number && run.from() <= number && number <= last(run);
  }

  private static long last(Axis.Run run) {
    return run.from() + run.size() - 1;
  }

  private static Set<?> values(Axis<?> axis) {
    return axis instanceof Axis.Values<?> list ? new HashSet<>(list.values()) : Set.of();
  }
}
