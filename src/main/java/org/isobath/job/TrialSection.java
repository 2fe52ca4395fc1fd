package org.isobath.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isobath.data.Scaling;
import org.isobath.kernel.Precision;
import org.isobath.network.Initializer;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Grid;
import org.isobath.training.Presentation;

/** The values that {@code trial}, or a variant of it, gives. */
record TrialSection(
    Fields fields,
    NetworkSection network,
    LossSection loss,
    PresentationSection presentation,
    Optional<Part<List<Optimizer>>> optimizers,
    Optional<Part<List<Schedule>>> schedules,
    Optional<Part<List<Double>>> learningRates,
    Optional<Part<List<Double>>> weightDecays,
    Optional<Part<List<Initializer>>> initializers,
    Optional<Part<Axis<Long>>> seeds,
    Optional<Part<List<Long>>> steps,
    Optional<Part<List<Precision>>> precisions) {
  static final List<String> KEYS =
      Stream.of(
              NetworkSection.KEYS,
              LossSection.KEYS,
              List.of("optimizer", "learningRate", "schedule", "weightDecay", "initializer"),
              PresentationSection.KEYS,
              List.of("seed", "steps", "precision"))
          .flatMap(List::stream)
          .toList();

  private static final long MOST_STEPS = 1_000_000_000_000L;

  /** Reads the section, each value by itself. */
  static TrialSection read(Node node, Reading reading) {
    Fields fields = Fields.of(node, KEYS, reading.problems());
    Axes axes = reading.axes();
    return new TrialSection(
        fields,
        NetworkSection.read(fields, reading),
        LossSection.read(fields, reading),
        PresentationSection.read(fields, reading),
        Part.of(
            fields,
            "optimizer",
            value -> axes.several(value, item -> Kinds.OPTIMIZERS.read(item, reading))),
        Part.of(
            fields,
            "schedule",
            value -> axes.several(value, item -> Kinds.SCHEDULES.read(item, reading))),
        Part.of(fields, "learningRate", value -> axes.reals(value, Bounds.POSITIVE)),
        Part.of(fields, "weightDecay", value -> axes.reals(value, Bounds.NOT_NEGATIVE)),
        Part.of(
            fields,
            "initializer",
            value -> axes.several(value, item -> initializers(item, reading))),
        Part.of(fields, "seed", value -> axes.runs(value, 0, Long.MAX_VALUE)),
        Part.of(fields, "steps", value -> axes.wholes(value, 1, MOST_STEPS)),
        Part.of(fields, "precision", value -> axes.each(value, item -> precision(item, reading))));
  }

  /** This section laid over another one. */
  TrialSection over(TrialSection base) {
    return new TrialSection(
        fields,
        network.over(base.network),
        loss.over(base.loss),
        presentation.over(base.presentation),
        optimizers.or(base::optimizers),
        schedules.or(base::schedules),
        learningRates.or(base::learningRates),
        weightDecays.or(base::weightDecays),
        initializers.or(base::initializers),
        seeds.or(base::seeds),
        steps.or(base::steps),
        precisions.or(base::precisions));
  }

  /** The grid of these values and of defaults; empty if some are missing or wrong. */
  Optional<Grid> grid(Optional<List<Scaling>> scalings, Reading reading) {
    Problems problems = reading.problems();
    Optional<List<Presentation>> presentations = presentation.all(problems);
    Optional<List<Network>> networks = network.all(reading);
    Optional<List<Loss>> losses = loss.all(problems);
    Optional<List<Precision>> numbers = Part.value(precisions, List.of(Precision.FLOAT64));
    Optional<List<Optimizer>> rules =
        Part.value(optimizers, List.of(Kinds.OPTIMIZERS.standard("gradient-descent")));
    Optional<List<Schedule>> changes = Part.value(schedules, List.of(Schedule.CONSTANT));
    Optional<List<Initializer>> starts =
        Part.value(initializers, List.of(Kinds.INITIALIZERS.standard("gaussian")));
    Optional<List<Double>> decays = Part.value(weightDecays, List.of(0.0));
    Optional<Axis<Long>> seedValues = Part.value(seeds, new Axis.Run(1, 1));
    Optional<List<Double>> rates = learningRates.flatMap(Part::value);
    Optional<List<Long>> stepCounts = steps.flatMap(Part::value);
    boolean complete =
        Stream.of(
                scalings,
                presentations,
                networks,
                losses,
                numbers,
                rules,
                changes,
                starts,
                decays,
                seedValues,
                rates,
                stepCounts)
            .allMatch(Optional::isPresent);
    if (!complete) {
      return Optional.empty();
    }
    Grid grid =
        new Grid(
            Axis.of(scalings.get()),
            Axis.of(presentations.get()),
            Axis.of(networks.get()),
            Axis.of(losses.get()),
            Axis.of(numbers.get()),
            Axis.of(rules.get()),
            Axis.of(stepCounts.get()),
            Axis.of(changes.get()),
            Axis.of(decays.get()),
            Axis.of(starts.get()),
            seedValues.get(),
            Axis.of(rates.get()));
    Combinations.refuse(this, grid, problems);
    noteOvershoot(rates.get(), decays.get(), problems);
    return Optional.of(grid);
  }

  /** Where the values of this section stand, by key; those left out are missing. */
  Map<String, Place> places(TrialSection base) {
    Map<String, Place> places = new HashMap<>();
    for (String key : KEYS) {
      fields
          .get(key)
          .or(() -> base.fields.get(key))
          .ifPresent(node -> places.put(key, node.place()));
    }
    return places;
  }

  private void noteOvershoot(List<Double> rates, List<Double> decays, Problems problems) {
    double product = rates.stream().reduce(0.0, Math::max) * decays.stream().reduce(0.0, Math::max);
    if (product >= 1) {
      weightDecays.ifPresent(
          part ->
              problems.note(
                  part.node().place(),
                  "learningRate · weightDecay is up to "
                      + product
                      + ": from 1 on, decay alone turns weights around"));
    }
  }

  private static Optional<Precision> precision(Node node, Reading reading) {
    List<String> words = Stream.of(Precision.values()).map(Precision::word).toList();
    return reading
        .scalars()
        .word(node, "precision", words)
        .map(known -> Precision.values()[words.indexOf(known)]);
  }

  private static Optional<List<Initializer>> initializers(Node node, Reading reading) {
    return node instanceof Node.Mapping mapping && mapping.get("file").isPresent()
        ? WeightsFile.named(mapping, reading).map(List::of)
        : Kinds.INITIALIZERS.read(node, reading);
  }
}
