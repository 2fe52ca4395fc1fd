package org.isobath.job;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isobath.job.Networks.Width;
import org.isobath.kernel.Activation;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Mask;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;

/**
 * What is trained, as {@code trial} or a variant says it: the product of kinds, depths, widths,
 * activations, biases and masks, in which a value that means nothing for a network is left out.
 */
record NetworkSection(
    Optional<Part<List<Network>>> kinds,
    Optional<Part<List<Long>>> depths,
    Optional<Part<List<Width>>> widths,
    Optional<Part<List<Activation>>> activations,
    Optional<Part<List<Boolean>>> biases,
    Optional<Part<List<Optional<Mask>>>> masks) {
  static final List<String> KEYS =
      List.of("network", "depth", "width", "activation", "bias", "mask");

  static NetworkSection read(Fields fields, Reading reading) {
    Axes axes = reading.axes();
    return new NetworkSection(
        Part.of(
            fields,
            "network",
            value -> axes.several(value, item -> Kinds.NETWORKS.read(item, reading))),
        Part.of(fields, "depth", value -> axes.wholes(value, 1, Networks.DEEPEST)),
        Part.of(fields, "width", value -> Networks.widths(value, reading)),
        Part.of(fields, "activation", value -> axes.each(value, item -> activation(item, reading))),
        Part.of(fields, "bias", value -> axes.each(value, reading.scalars()::flag)),
        Part.of(fields, "mask", value -> axes.each(value, item -> mask(item, reading))));
  }

  NetworkSection over(NetworkSection base) {
    return new NetworkSection(
        kinds.or(base::kinds),
        depths.or(base::depths),
        widths.or(base::widths),
        activations.or(base::activations),
        biases.or(base::biases),
        masks.or(base::masks));
  }

  /** All networks; empty if something is wrong. */
  Optional<List<Network>> all(Reading reading) {
    Problems problems = reading.problems();
    Optional<List<Network>> kindValues =
        Part.value(kinds, List.of(Kinds.NETWORKS.standard("linear")));
    Optional<List<Long>> depthValues = Part.value(depths, List.of(1L));
    Optional<List<Width>> widthValues = Part.value(widths, List.of(Width.DEFAULT));
    Optional<List<Activation>> functions = Part.value(activations, List.of(Activation.RELU));
    Optional<List<Boolean>> biasValues = Part.value(biases, List.of(true));
    Optional<List<Optional<Mask>>> maskValues = Part.value(masks, List.of(Optional.empty()));
    if (kindValues.isEmpty()
        || depthValues.isEmpty()
        || widthValues.isEmpty()
        || functions.isEmpty()
        || biasValues.isEmpty()
        || maskValues.isEmpty()) {
      return Optional.empty();
    }
    int before = problems.size();
    List<Network> kindList = kindValues.get();
    refuseMeaningless(kindList, problems);
    boolean layered = kindList.stream().anyMatch(Networks::isLayered);
    Optional<Node> widthNode = widths.map(Part::node).or(() -> depths.map(Part::node));
    Optional<List<List<Integer>>> shapes =
        layered
            ? Networks.product(depthValues.get(), widthValues.get(), widthNode, reading)
            : Optional.of(List.of());
    if (problems.size() > before || shapes.isEmpty()) {
      return Optional.empty();
    }
    if (!Axes.productFits(
        masks
            .<Node>map(Part::node)
            .or(() -> activations.map(Part::node))
            .or(() -> biases.map(Part::node))
            .or(() -> kinds.map(Part::node)),
        "kinds, depths, widths, activations, biases and masks make %s networks",
        problems,
        kindList,
        shapes.get().isEmpty() ? List.of(0) : shapes.get(),
        functions.get(),
        biasValues.get(),
        maskValues.get())) {
      return Optional.empty();
    }
    Set<Network> networks = new LinkedHashSet<>();
    for (Network kind : kindList) {
      if (kind instanceof Perceptron) {
        for (List<Integer> hidden : shapes.get()) {
          for (Activation function : functions.get()) {
            for (boolean bias : biasValues.get()) {
              for (Optional<Mask> mask : maskValues.get()) {
                // Without hidden units there is nothing that an activation would act on.
                Activation used = hidden.isEmpty() ? Activation.IDENTITY : function;
                networks.add(new Perceptron(hidden, used, bias, mask));
              }
            }
          }
        }
      } else if (kind instanceof LinearNetwork) {
        shapes.get().forEach(hidden -> networks.add(new LinearNetwork(hidden)));
      } else {
        networks.add(kind);
      }
    }
    noteActivation(networks, problems);
    return Optional.of(List.copyOf(networks));
  }

  private void refuseMeaningless(List<Network> kindList, Problems problems) {
    if (kindList.stream().noneMatch(Networks::isLayered)) {
      refuse(depths, "depth", kindList, "linear, perceptron", problems);
      refuse(widths, "width", kindList, "linear, perceptron", problems);
    }
    if (kindList.stream().noneMatch(Perceptron.class::isInstance)) {
      refuse(activations, "activation", kindList, "perceptron", problems);
      refuse(biases, "bias", kindList, "perceptron", problems);
      refuse(masks, "mask", kindList, "perceptron", problems);
    }
  }

  private static void refuse(
      Optional<? extends Part<?>> part,
      String key,
      List<Network> kindList,
      String networks,
      Problems problems) {
    part.ifPresent(
        given ->
            problems.add(
                given.node(),
                "has no meaning for a " + kindList.get(0).kind() + " network",
                "network: " + networks + "; or no " + key));
  }

  private void noteActivation(Set<Network> networks, Problems problems) {
    boolean hidden =
        networks.stream().anyMatch(network -> network instanceof Perceptron p && p.depth() > 1);
    boolean noticed =
        activations.flatMap(Part::value).map(List.of(Activation.IDENTITY)::equals).orElse(true);
    if (!hidden && !noticed) {
      activations.ifPresent(
          part ->
              problems.note(
                  part.node().place(), "activation has no meaning at depth 1: nothing is hidden"));
    }
  }

  private static Optional<Activation> activation(Node node, Reading reading) {
    return reading.scalars().word(node, "activation", Activation.words()).flatMap(Activation::of);
  }

  /** {@code none}, or a file of 0 and 1. */
  private static Optional<Optional<Mask>> mask(Node node, Reading reading) {
    if (Scalars.word(node).filter("none"::equals).isPresent()) {
      return Optional.of(Optional.empty());
    }
    if (!(node instanceof Node.Mapping mapping) || mapping.get("file").isEmpty()) {
      reading.problems().add(node, "must be one mask", "none, {file: mask.csv}");
      return Optional.empty();
    }
    return WeightsFile.named(mapping, reading)
        .flatMap(
            pattern -> {
              Optional<String> wrong =
                  pattern.entries().stream()
                      .filter(entry -> entry.value() != 0 && entry.value() != 1)
                      .findFirst()
                      .map(
                          entry ->
                              "has %s in layer %d, row %d, column %d"
                                  .formatted(
                                      entry.value(), entry.layer(), entry.row(), entry.column()));
              wrong.ifPresent(
                  problem ->
                      reading
                          .problems()
                          .add(mapping.get("file").orElseThrow(), problem, "0 and 1"));
              return wrong.isPresent()
                  ? Optional.empty()
                  : Optional.of(Optional.of(new Mask(pattern)));
            });
  }
}
