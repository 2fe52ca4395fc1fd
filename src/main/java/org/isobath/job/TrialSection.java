package org.isobath.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.isobath.data.Scaling;
import org.isobath.job.Networks.Width;
import org.isobath.kernel.Precision;
import org.isobath.network.Initializer;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.StoredWeights;
import org.isobath.optimizer.EndToEnd;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Grid;
import org.isobath.training.Presentation;

/** The values that {@code trial}, or a variant of it, gives. */
record TrialSection(
    Fields fields,
    Optional<Part<List<Long>>> depths,
    Optional<Part<List<Width>>> widths,
    Optional<Part<List<Integer>>> lossExponents,
    Optional<Part<List<Optimizer>>> optimizers,
    Optional<Part<List<Schedule>>> schedules,
    Optional<Part<List<Double>>> learningRates,
    Optional<Part<List<Double>>> weightDecays,
    Optional<Part<List<Initializer>>> initializers,
    Optional<Part<Axis<Long>>> seeds,
    Optional<Part<List<Long>>> steps,
    Optional<Part<List<Precision>>> precisions) {
  static final List<String> KEYS =
      List.of(
          "network",
          "depth",
          "width",
          "lossExponent",
          "optimizer",
          "learningRate",
          "schedule",
          "weightDecay",
          "initializer",
          "seed",
          "steps",
          "precision");
  private static final List<String> NETWORKS = List.of("linear");
  private static final long MOST_STEPS = 1_000_000_000_000L;

  /** A value that is given; empty if it is wrong, which has been reported. */
  record Part<T>(Node node, Optional<T> value) {}

  /** Reads the section, each value by itself. */
  static TrialSection read(Node node, Reading reading) {
    Fields fields = Fields.of(node, KEYS, reading.problems());
    Axes axes = reading.axes();
    part(fields, "network", value -> axes.each(value, item -> network(item, reading)));
    return new TrialSection(
        fields,
        part(fields, "depth", value -> axes.wholes(value, 1, Networks.DEEPEST)),
        part(fields, "width", value -> Networks.widths(value, reading)),
        part(
            fields, "lossExponent", value -> axes.each(value, item -> lossExponent(item, reading))),
        part(
            fields,
            "optimizer",
            value -> axes.several(value, item -> Kinds.OPTIMIZERS.read(item, reading))),
        part(
            fields,
            "schedule",
            value -> axes.several(value, item -> Kinds.SCHEDULES.read(item, reading))),
        part(fields, "learningRate", value -> axes.reals(value, Bounds.POSITIVE)),
        part(fields, "weightDecay", value -> axes.reals(value, Bounds.NOT_NEGATIVE)),
        part(
            fields,
            "initializer",
            value -> axes.several(value, item -> initializers(item, reading))),
        part(fields, "seed", value -> axes.runs(value, 0, Long.MAX_VALUE)),
        part(fields, "steps", value -> axes.wholes(value, 1, MOST_STEPS)),
        part(fields, "precision", value -> axes.each(value, item -> precision(item, reading))));
  }

  /** This section laid over another one. */
  TrialSection over(TrialSection base) {
    return new TrialSection(
        fields,
        depths.or(base::depths),
        widths.or(base::widths),
        lossExponents.or(base::lossExponents),
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
    Optional<List<Long>> depthValues = value(depths, List.of(1L));
    Optional<List<Width>> widthValues = value(widths, List.of(Width.DEFAULT));
    Optional<List<Network>> networks =
        depthValues.flatMap(
            d ->
                widthValues.flatMap(
                    w ->
                        Networks.product(
                            d,
                            w,
                            widths.map(Part::node).or(() -> depths.map(Part::node)),
                            reading)));
    Optional<List<Integer>> exponents = value(lossExponents, List.of(2));
    Optional<List<Precision>> numbers = value(precisions, List.of(Precision.FLOAT64));
    Optional<List<Optimizer>> rules =
        value(optimizers, List.of(Kinds.OPTIMIZERS.standard("gradient-descent")));
    Optional<List<Schedule>> changes = value(schedules, List.of(Schedule.CONSTANT));
    Optional<List<Initializer>> starts =
        value(initializers, List.of(Kinds.INITIALIZERS.standard("gaussian")));
    Optional<List<Double>> decays = value(weightDecays, List.of(0.0));
    Optional<Axis<Long>> seedValues = value(seeds, new Axis.Run(1, 1));
    Optional<List<Double>> rates = learningRates.flatMap(Part::value);
    Optional<List<Long>> stepCounts = steps.flatMap(Part::value);
    boolean complete =
        List.of(
                scalings,
                networks,
                exponents,
                numbers,
                rules,
                changes,
                starts,
                decays,
                seedValues,
                rates,
                stepCounts)
            .stream()
            .allMatch(Optional::isPresent);
    if (!complete) {
      return Optional.empty();
    }
    refuseEndToEnd(networks.get(), rules.get(), starts.get(), reading.problems());
    noteOvershoot(rates.get(), decays.get(), reading.problems());
    return Optional.of(
        new Grid(
            Axis.of(scalings.get()),
            Axis.of(List.of(Presentation.PLAIN)),
            Axis.of(networks.get()),
            Axis.of(exponents.get().stream().<Loss>map(Loss.Power::new).toList()),
            Axis.of(numbers.get()),
            Axis.of(rules.get()),
            Axis.of(stepCounts.get()),
            Axis.of(changes.get()),
            Axis.of(decays.get()),
            Axis.of(starts.get()),
            seedValues.get(),
            Axis.of(rates.get())));
  }

  /** End-to-end descent works on one matrix, and from zero it goes nowhere. */
  private void refuseEndToEnd(
      List<Network> networks, List<Optimizer> rules, List<Initializer> starts, Problems problems) {
    if (rules.stream().noneMatch(EndToEnd.class::isInstance)) {
      return;
    }
    Node place = optimizers.orElseThrow().node();
    if (networks.stream().anyMatch(network -> network.depth() > 1)) {
      problems.add(
          place,
          "end-to-end descends on one matrix, but the trial has depth "
              + networks.stream().mapToInt(Network::depth).max().orElseThrow(),
          "depth 1, in a variant of its own; the depth that it follows is end-to-end.depth");
    }
    boolean fromZero = starts.stream().anyMatch(Initializer::isZero);
    boolean moves =
        rules.stream()
            .filter(EndToEnd.class::isInstance)
            .allMatch(rule -> ((EndToEnd) rule).depth() == 1);
    if (fromZero && !moves) {
      problems.add(
          initializers.map(Part::node).orElse(place),
          "end-to-end never leaves weights that are all zero",
          "initial weights that are not zero, such as balanced");
    }
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

  private static <T> Optional<T> value(Optional<Part<T>> part, T standard) {
    return part.isPresent() ? part.get().value() : Optional.of(standard);
  }

  private static <T> Optional<Part<T>> part(
      Fields fields, String key, Function<Node, Optional<T>> read) {
    return fields.get(key).map(node -> new Part<>(node, read.apply(node)));
  }

  private static Optional<String> network(Node node, Reading reading) {
    Optional<String> word = reading.scalars().text(node, String.join(", ", NETWORKS));
    if (word.isPresent() && !NETWORKS.contains(word.get())) {
      reading.problems().addUnknown(node, "unknown network", word.get(), NETWORKS);
    }
    return word.filter(NETWORKS::contains);
  }

  private static Optional<Precision> precision(Node node, Reading reading) {
    List<String> words = Stream.of(Precision.values()).map(Precision::word).toList();
    Optional<String> word = reading.scalars().text(node, String.join(", ", words));
    if (word.isPresent() && !words.contains(word.get())) {
      reading.problems().addUnknown(node, "unknown precision", word.get(), words);
    }
    return word.filter(words::contains).map(known -> Precision.values()[words.indexOf(known)]);
  }

  private static Optional<Integer> lossExponent(Node node, Reading reading) {
    String allowed = "2, 4, 6";
    Optional<Long> value = reading.scalars().whole(node, 2, 6, allowed);
    if (value.isPresent() && value.get() % 2 != 0) {
      reading.problems().add(node, "must be even", allowed);
      return Optional.empty();
    }
    return value.map(Math::toIntExact);
  }

  private static Optional<List<Initializer>> initializers(Node node, Reading reading) {
    return node instanceof Node.Mapping mapping && mapping.get("file").isPresent()
        ? stored(mapping, reading)
        : Kinds.INITIALIZERS.read(node, reading);
  }

  private static Optional<List<Initializer>> stored(Node.Mapping node, Reading reading) {
    Problems problems = reading.problems();
    Fields fields = Fields.of(node, List.of("file", "sha256"), problems);
    Node file = fields.get("file").orElseThrow();
    try {
      Optional<Path> path = reading.path(file);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      StoredWeights weights = WeightsFile.read(path.get());
      Optional<Node> given = fields.get("sha256");
      if (given.isPresent()) {
        String sha256 = weights.sha256();
        Optional<String> text = reading.scalars().text(given.get(), sha256);
        if (text.isPresent() && !text.get().equals(sha256)) {
          problems.add(given.get(), "does not match: the file has other weights", sha256);
        }
      }
      return Optional.of(List.of(weights));
    } catch (JobException e) {
      for (Problem problem : e.problems()) {
        if (problem.line() > 0) {
          problems.add(file.place(), problem);
        } else {
          // A file that is not there is a problem of the job that names it.
          problems.add(file, problem.problem(), problem.allowed());
        }
      }
      return Optional.empty();
    }
  }
}
