package org.isobath.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.isobath.training.Batches;
import org.isobath.training.Batches.Sampler;
import org.isobath.training.Presentation;
import org.isobath.training.Pretraining;

/** How trials meet their data, as {@code trial} or a variant says it. A size of 0 is the whole. */
record PresentationSection(
    Optional<Part<List<Integer>>> batchSizes,
    Optional<Part<List<Sampler>>> samplers,
    Optional<Part<List<Boolean>>> sums,
    Optional<Part<List<Integer>>> features,
    Optional<Part<List<Double>>> inputNoises,
    Optional<Part<List<Double>>> labelNoises,
    Optional<Part<List<Pretraining>>> pretrainings) {
  static final List<String> KEYS =
      List.of(
          "batchSize",
          "sampler",
          "batchReduction",
          "features",
          "inputNoise",
          "labelNoise",
          "pretraining");

  /** The word of all rows. */
  static final String FULL = "full";

  /** The word of all features. */
  static final String ALL = "all";

  /** Whether gradients are summed, by word: mean, sum. */
  static final List<String> REDUCTIONS = List.of("mean", "sum");

  private static final int LARGEST = 1_000_000_000;

  static PresentationSection read(Fields fields, Reading reading) {
    Axes axes = reading.axes();
    return new PresentationSection(
        Part.of(fields, "batchSize", value -> sizes(value, FULL, reading)),
        Part.of(fields, "sampler", value -> axes.each(value, item -> sampler(item, reading))),
        Part.of(fields, "batchReduction", value -> axes.each(value, item -> sum(item, reading))),
        Part.of(fields, "features", value -> sizes(value, ALL, reading)),
        Part.of(fields, "inputNoise", value -> axes.reals(value, Bounds.NOT_NEGATIVE)),
        Part.of(fields, "labelNoise", value -> axes.reals(value, Bounds.NOT_NEGATIVE)),
        Part.of(
            fields,
            "pretraining",
            value -> axes.several(value, item -> Kinds.PRETRAININGS.read(item, reading))));
  }

  PresentationSection over(PresentationSection base) {
    return new PresentationSection(
        batchSizes.or(base::batchSizes),
        samplers.or(base::samplers),
        sums.or(base::sums),
        features.or(base::features),
        inputNoises.or(base::inputNoises),
        labelNoises.or(base::labelNoises),
        pretrainings.or(base::pretrainings));
  }

  /** Where the first of what is given stands, if anything is. */
  Optional<Node> node() {
    return Stream.of(batchSizes, samplers, sums, features, inputNoises, labelNoises, pretrainings)
        .flatMap(Optional::stream)
        .<Node>map(Part::node)
        .findFirst();
  }

  /** The product of all values; empty if something is wrong. */
  Optional<List<Presentation>> all(Problems problems) {
    Optional<List<Batches>> batches = batches(problems);
    Optional<List<Integer>> counts = Part.value(features, List.of(0));
    Optional<List<Double>> inputs = Part.value(inputNoises, List.of(0.0));
    Optional<List<Double>> labels = Part.value(labelNoises, List.of(0.0));
    Optional<List<Pretraining>> phases = Part.value(pretrainings, List.of(Pretraining.NONE));
    if (batches.isEmpty()
        || counts.isEmpty()
        || inputs.isEmpty()
        || labels.isEmpty()
        || phases.isEmpty()
        || !Axes.productFits(
            node(),
            "batches, features, noise and pretraining make %s presentations",
            problems,
            batches.get(),
            counts.get(),
            inputs.get(),
            labels.get(),
            phases.get())) {
      return Optional.empty();
    }
    List<Presentation> all = new ArrayList<>();
    for (Batches some : batches.get()) {
      for (int count : counts.get()) {
        for (double inputNoise : inputs.get()) {
          for (double labelNoise : labels.get()) {
            for (Pretraining phase : phases.get()) {
              all.add(new Presentation(some, count, inputNoise, labelNoise, phase));
            }
          }
        }
      }
    }
    return Optional.of(all);
  }

  /** The full batch has no order: it is there once, whatever the samplers. */
  private Optional<List<Batches>> batches(Problems problems) {
    Optional<List<Integer>> sizes = Part.value(batchSizes, List.of(0));
    Optional<List<Boolean>> reductions = Part.value(sums, List.of(false));
    if (sizes.isEmpty() || reductions.isEmpty()) {
      return Optional.empty();
    }
    boolean allFull = sizes.get().stream().allMatch(size -> size == 0);
    Sampler standard = allFull ? Sampler.FULL_BATCH : Sampler.RESHUFFLED;
    Optional<List<Sampler>> orders = Part.value(samplers, List.of(standard));
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    for (Sampler order : orders.get()) {
      if (allFull != (order == Sampler.FULL_BATCH)) {
        problems.add(
            samplers.orElseThrow().node(),
            allFull
                ? order.word() + " needs a batchSize"
                : "full-batch takes all rows, but batchSize is "
                    + sizes.get().stream().filter(size -> size > 0).findFirst().orElseThrow(),
            allFull
                ? "full-batch, or a batchSize that is a number"
                : "in-order, reshuffled, with-replacement; or batchSize: full");
        return Optional.empty();
      }
    }
    if (!Axes.productFits(
        node(),
        "batchSize, sampler and batchReduction make %s kinds of batches",
        problems,
        sizes.get(),
        orders.get(),
        reductions.get())) {
      return Optional.empty();
    }
    Set<Batches> batches = new LinkedHashSet<>();
    for (int size : sizes.get()) {
      for (Sampler order : orders.get()) {
        for (boolean sum : reductions.get()) {
          batches.add(new Batches(size == 0 ? Sampler.FULL_BATCH : order, size, sum));
        }
      }
    }
    return Optional.of(List.copyOf(batches));
  }

  /** Whole numbers, and a word for 0: the whole. */
  private static Optional<List<Integer>> sizes(Node node, String whole, Reading reading) {
    String allowed = whole + ", or a whole number from 1 to " + LARGEST;
    Optional<List<Long>> values =
        node instanceof Node.Mapping
            ? reading.axes().wholes(node, 1, LARGEST)
            : reading
                .axes()
                .each(
                    node,
                    item ->
                        Scalars.word(item).filter(whole::equals).isPresent()
                            ? Optional.of(0L)
                            : reading.scalars().whole(item, 1, LARGEST, allowed));
    return values.map(list -> list.stream().map(Math::toIntExact).toList());
  }

  private static Optional<Sampler> sampler(Node node, Reading reading) {
    return reading.scalars().word(node, "sampler", Sampler.words()).flatMap(Sampler::of);
  }

  private static Optional<Boolean> sum(Node node, Reading reading) {
    return reading
        .scalars()
        .word(node, "batchReduction", REDUCTIONS)
        .map(word -> REDUCTIONS.indexOf(word) == 1);
  }
}
