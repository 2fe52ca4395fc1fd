package org.isobath.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isobath.network.Loss;

/** How wrong predictions are, as {@code trial} or a variant says it. */
record LossSection(Optional<Part<List<String>>> words, Optional<Part<List<Integer>>> exponents) {
  static final List<String> KEYS = List.of("loss", "lossExponent");

  private static final String POWER = new Loss.Power(2).kind();

  /** Losses without constants, by their words. */
  private static final Map<String, Loss> OTHERS = new LinkedHashMap<>();

  static {
    for (Loss loss : List.of(new Loss.SoftmaxCrossEntropy(), new Loss.Logistic())) {
      OTHERS.put(loss.kind(), loss);
    }
  }

  static LossSection read(Fields fields, Reading reading) {
    Axes axes = reading.axes();
    return new LossSection(
        Part.of(fields, "loss", value -> axes.each(value, item -> word(item, reading))),
        Part.of(
            fields, "lossExponent", value -> axes.each(value, item -> exponent(item, reading))));
  }

  LossSection over(LossSection base) {
    return new LossSection(words.or(base::words), exponents.or(base::exponents));
  }

  /** All losses, with every exponent of the power loss; empty if something is wrong. */
  Optional<List<Loss>> all(Problems problems) {
    Optional<List<String>> kinds = Part.value(words, List.of(POWER));
    Optional<List<Integer>> powers = Part.value(exponents, List.of(2));
    if (kinds.isEmpty() || powers.isEmpty()) {
      return Optional.empty();
    }
    if (exponents.isPresent() && !kinds.get().contains(POWER)) {
      problems.add(
          exponents.get().node(),
          kinds.get().get(0) + " has no exponent",
          "loss: " + POWER + ", or no lossExponent");
      return Optional.empty();
    }
    List<Loss> all = new ArrayList<>();
    for (String kind : kinds.get()) {
      if (kind.equals(POWER)) {
        powers.get().forEach(exponent -> all.add(new Loss.Power(exponent)));
      } else {
        all.add(Optional.ofNullable(OTHERS.get(kind)).orElseThrow());
      }
    }
    return Optional.of(all);
  }

  /** Where the losses are given, if they are. */
  Optional<Node> node() {
    return words.map(Part::node).or(() -> exponents.map(Part::node));
  }

  private static Optional<String> word(Node node, Reading reading) {
    List<String> words = new ArrayList<>(List.of(POWER));
    words.addAll(OTHERS.keySet());
    return reading.scalars().word(node, "loss", words);
  }

  private static Optional<Integer> exponent(Node node, Reading reading) {
    String allowed = "2, 4, 6";
    Optional<Long> value = reading.scalars().whole(node, 2, 6, allowed);
    if (value.isPresent() && value.get() % 2 != 0) {
      reading.problems().add(node, "must be even", allowed);
      return Optional.empty();
    }
    return value.map(Math::toIntExact);
  }
}
