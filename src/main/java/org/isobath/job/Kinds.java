package org.isobath.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.isobath.data.Words;
import org.isobath.network.Balanced;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Optimizer;

/**
 * Kinds that a word of the job file names, with their constants: {@code balanced} or {@code
 * {balanced: {standardDeviation: [0.01, 0.1]}}}, where lists multiply.
 *
 * @param what the kinds are of, for messages
 * @param kinds those that exist
 * @param later known words that do not exist yet
 * @param others what else is allowed, for messages
 */
record Kinds<T>(String what, List<Kind<T>> kinds, List<String> later, List<String> others) {
  // A new rule or initializer is one row here: its word, its constants and its constructor.

  /** Update rules. */
  static final Kinds<Optimizer> OPTIMIZERS =
      new Kinds<>(
          "optimizer",
          List.of(new Kind<>("gradient-descent", List.of(), constants -> new GradientDescent())),
          List.of(
              "momentum",
              "heavy-ball",
              "nesterov",
              "adagrad",
              "adadelta",
              "rmsprop",
              "adam",
              "adamw",
              "langevin",
              "end-to-end"),
          List.of());

  private static final Constant STANDARD_DEVIATION =
      new Constant("standardDeviation", 0.01, Bounds.NOT_NEGATIVE);

  /** Initial weights, but for those of a file. */
  static final Kinds<Initializer> INITIALIZERS =
      new Kinds<>(
          "initializer",
          List.of(
              new Kind<>(
                  "gaussian",
                  List.of(STANDARD_DEVIATION),
                  constants -> new Gaussian(constants.get(0))),
              new Kind<>(
                  "balanced",
                  List.of(STANDARD_DEVIATION),
                  constants -> new Balanced(constants.get(0)))),
          List.of(),
          List.of("{file: weights.csv}"));

  /** A kind, by its word; it is made from the values of its constants, in their order. */
  record Kind<T>(String word, List<Constant> constants, Function<List<Double>, T> make) {}

  /** A number that a kind is made with, and its value where the job gives none. */
  record Constant(String name, double standard, Bounds bounds) {}

  /** The kind of its word without constants. */
  T standard(String word) {
    Kind<T> kind = kinds.stream().filter(k -> k.word().equals(word)).findFirst().orElseThrow();
    return product(kind, Map.of()).get(0);
  }

  /** What one word, or one kind with its constants, stands for. */
  Optional<List<T>> read(Node node, Problems problems, Axes axes) {
    Optional<Node.Entry> entry =
        node instanceof Node.Mapping mapping && mapping.entries().size() == 1
            ? Optional.of(mapping.entries().get(0))
            : Optional.empty();
    Optional<String> word = entry.map(Node.Entry::key).or(() -> Scalars.word(node));
    if (word.isEmpty()) {
      problems.add(node, "must be one " + what, String.join(", ", words()));
      return Optional.empty();
    }
    Optional<Kind<T>> kind = kinds.stream().filter(k -> k.word().equals(word.get())).findFirst();
    if (kind.isEmpty()) {
      if (later.contains(word.get())) {
        problems.add(
            node.place(), "is not available yet", word.get(), String.join(", ", words()), "");
      } else {
        List<String> known = new ArrayList<>(words());
        known.addAll(later);
        problems.add(
            node.place(),
            "unknown " + what,
            word.get(),
            String.join(", ", words()),
            Words.nearest(word.get(), known));
      }
      return Optional.empty();
    }
    if (entry.isEmpty()) {
      return Optional.of(product(kind.get(), Map.of()));
    }
    return constants(kind.get(), entry.get().value(), problems, axes)
        .map(values -> product(kind.get(), values));
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(kinds.stream().map(Kind::word).toList());
    words.addAll(others);
    return words;
  }

  private Optional<Map<String, List<Double>>> constants(
      Kind<T> kind, Node node, Problems problems, Axes axes) {
    List<String> names = kind.constants().stream().map(Constant::name).toList();
    if (names.isEmpty()) {
      boolean empty = node instanceof Node.Mapping mapping && mapping.entries().isEmpty();
      if (!empty) {
        problems.add(node, kind.word() + " has no constants", kind.word());
      }
      return empty ? Optional.of(Map.of()) : Optional.empty();
    }
    Fields fields = Fields.of(node, names, problems);
    Map<String, List<Double>> values = new LinkedHashMap<>();
    long product = 1;
    boolean good = true;
    for (Constant constant : kind.constants()) {
      Optional<Node> given = fields.get(constant.name());
      if (given.isPresent()) {
        Optional<List<Double>> list = axes.reals(given.get(), constant.bounds());
        good &= list.isPresent();
        values.put(constant.name(), list.orElse(List.of()));
        product = Math.min(Axes.MOST_VALUES + 1L, product * list.map(List::size).orElse(1));
      }
    }
    if (product > Axes.MOST_VALUES) {
      problems.add(
          node, "makes more than " + Axes.MOST_VALUES + " values", "at most " + Axes.MOST_VALUES);
      return Optional.empty();
    }
    return good ? Optional.of(values) : Optional.empty();
  }

  private static <T> List<T> product(Kind<T> kind, Map<String, List<Double>> given) {
    List<List<Double>> all = List.of(List.of());
    for (Constant constant : kind.constants()) {
      List<List<Double>> longer = new ArrayList<>();
      for (List<Double> some : all) {
        for (double value : given.getOrDefault(constant.name(), List.of(constant.standard()))) {
          List<Double> more = new ArrayList<>(some);
          more.add(value);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all.stream().map(kind.make()).toList();
  }
}
