package org.isobath.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.isobath.data.Words;
import org.isobath.kernel.Activation;
import org.isobath.network.Balanced;
import org.isobath.network.Direction;
import org.isobath.network.DoubleWell;
import org.isobath.network.FanIn;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.TiedAutoencoder;
import org.isobath.optimizer.AdaDelta;
import org.isobath.optimizer.AdaGrad;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.AdamW;
import org.isobath.optimizer.EndToEnd;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.HeavyBall;
import org.isobath.optimizer.Langevin;
import org.isobath.optimizer.Momentum;
import org.isobath.optimizer.Nesterov;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.RmsProp;
import org.isobath.optimizer.Schedule;
import org.isobath.training.Pretraining;

/**
 * Kinds that a word of the job file names, with their constants: {@code balanced} or {@code
 * {balanced: {standardDeviation: [0.01, 0.1]}}}, where lists multiply.
 *
 * @param what the kinds are of, for messages
 * @param kinds those that exist
 * @param others what else is allowed, for messages
 */
record Kinds<T>(String what, List<Kind<T>> kinds, List<String> others) {
  // A new rule, schedule or initializer is one row here: its word, its constants, its constructor.

  private static final long MOST_STEPS = 1_000_000_000_000L;
  private static final int MOST_REPLICAS = 1000;
  private static final String PRESET = "preset";
  private static final Constant BETA = new Constant("beta", Bounds.SHARE, 0.9);
  private static final Constant WARM_UP = new Constant("warmUp", new Wholes(0, MOST_STEPS), 0L);
  private static final Constant FACTOR = new Constant("factor", Bounds.BETWEEN_0_AND_1);
  private static final List<Constant> MOMENTS =
      List.of(
          new Constant("beta1", Bounds.SHARE, 0.9),
          new Constant("beta2", Bounds.SHARE, 0.999),
          new Constant("epsilon", Bounds.POSITIVE, 1e-8),
          new Constant("epsilonHat"));

  /** Update rules, with the constants of libraries (docs/equations.md). */
  static final Kinds<Optimizer> OPTIMIZERS =
      new Kinds<>(
          "optimizer",
          List.of(
              new Kind<>("gradient-descent", List.of(), c -> new GradientDescent()),
              new Kind<>("momentum", List.of(BETA), c -> new Momentum(c.real("beta"))),
              new Kind<>("heavy-ball", List.of(BETA), c -> new HeavyBall(c.real("beta"))),
              new Kind<>("nesterov", List.of(BETA), c -> new Nesterov(c.real("beta"))),
              new Kind<Optimizer>(
                      "adagrad",
                      List.of(
                          new Constant("initialAccumulator", Bounds.NOT_NEGATIVE, 0.0),
                          new Constant("epsilon", Bounds.NOT_NEGATIVE, 1e-7)),
                      c -> new AdaGrad(c.real("initialAccumulator"), c.real("epsilon")))
                  .preset("keras-2.3", 0.0, 1e-7)
                  .preset("pytorch", 0.0, 1e-10)
                  .preset("tf1", 0.1, 0.0)
                  .where(
                      c -> c.real("epsilon") > 0 || c.real("initialAccumulator") > 0,
                      "epsilon",
                      "a number greater than 0, or 0 if initialAccumulator is greater than 0"),
              new Kind<Optimizer>(
                      "adadelta",
                      List.of(
                          new Constant("rho", Bounds.BETWEEN_0_AND_1, 0.95),
                          new Constant("epsilon", Bounds.POSITIVE, 1e-6)),
                      c -> new AdaDelta(c.real("rho"), c.real("epsilon")))
                  .preset("paper", 0.95, 1e-6)
                  .preset("keras-2.3", 0.95, 1e-7)
                  .preset("pytorch", 0.9, 1e-6)
                  .preset("tf1", 0.95, 1e-8),
              new Kind<Optimizer>(
                      "rmsprop",
                      List.of(
                          BETA,
                          new Constant("epsilon", Bounds.POSITIVE, 1e-7),
                          new Constant("epsilonInsideRoot")),
                      c ->
                          new RmsProp(
                              c.real("beta"), c.real("epsilon"), c.flag("epsilonInsideRoot")))
                  .preset("keras-2.3", 0.9, 1e-7, false)
                  .preset("pytorch", 0.99, 1e-8, false)
                  .preset("tf1", 0.9, 1e-10, true),
              new Kind<Optimizer>(
                      "adam",
                      MOMENTS,
                      c ->
                          new Adam(
                              c.real("beta1"),
                              c.real("beta2"),
                              c.real("epsilon"),
                              c.flag("epsilonHat")))
                  .preset("paper", 0.9, 0.999, 1e-8, false)
                  .preset("keras-2.3", 0.9, 0.999, 1e-7, true)
                  .preset("pytorch", 0.9, 0.999, 1e-8, false)
                  .preset("tf1", 0.9, 0.999, 1e-8, true),
              new Kind<Optimizer>(
                      "adamw",
                      MOMENTS,
                      c ->
                          new AdamW(
                              c.real("beta1"),
                              c.real("beta2"),
                              c.real("epsilon"),
                              c.flag("epsilonHat")))
                  .preset("paper", 0.9, 0.999, 1e-8, false)
                  .preset("pytorch", 0.9, 0.999, 1e-8, false),
              new Kind<>(
                  "langevin",
                  List.of(new Constant("temperature", Bounds.NOT_NEGATIVE)),
                  c -> new Langevin(c.real("temperature"))),
              new Kind<>(
                  "end-to-end",
                  List.of(new Constant("depth", new Wholes(1, EndToEnd.DEEPEST))),
                  c -> new EndToEnd((int) c.whole("depth")))),
          List.of());

  /** How the learning rate changes with the step. */
  static final Kinds<Schedule> SCHEDULES =
      new Kinds<>(
          "schedule",
          List.of(
              new Kind<>("constant", List.of(WARM_UP), c -> new Schedule(1, 1, c.whole("warmUp"))),
              new Kind<>(
                  "drops",
                  List.of(FACTOR, new Constant("every", new Wholes(1, MOST_STEPS)), WARM_UP),
                  c -> new Schedule(c.real("factor"), c.whole("every"), c.whole("warmUp"))),
              new Kind<>(
                  "exponential",
                  List.of(FACTOR, WARM_UP),
                  c -> new Schedule(c.real("factor"), 1, c.whole("warmUp")))),
          List.of());

  private static final Constant STANDARD_DEVIATION =
      new Constant("standardDeviation", Bounds.NOT_NEGATIVE, 0.01);

  /** Initial weights, but for those of a file. */
  static final Kinds<Initializer> INITIALIZERS =
      new Kinds<>(
          "initializer",
          List.of(
              new Kind<>(
                  "gaussian",
                  List.of(STANDARD_DEVIATION),
                  c -> new Gaussian(c.real("standardDeviation"))),
              new Kind<>(
                  "balanced",
                  List.of(STANDARD_DEVIATION),
                  c -> new Balanced(c.real("standardDeviation"))),
              new Kind<>(
                  "fan-in",
                  List.of(new Constant("gain", Bounds.POSITIVE, 2)),
                  c -> new FanIn(c.real("gain"))),
              new Kind<>(
                  "direction",
                  List.of(
                      new Constant("ratio", Bounds.NOT_NEGATIVE),
                      new Constant("norm", Bounds.POSITIVE, 1)),
                  c -> new Direction(c.real("ratio"), c.real("norm")))),
          List.of("{file: weights.csv}"));

  /** Networks; those with layers are of depth 1 and get their depths elsewhere. */
  static final Kinds<Network> NETWORKS =
      new Kinds<>(
          "network",
          List.of(
              new Kind<>("linear", List.of(), c -> LinearNetwork.of(1, 1)),
              new Kind<>(
                  "perceptron",
                  List.of(),
                  c -> new Perceptron(List.of(), Activation.IDENTITY, true, Optional.empty())),
              new Kind<>("tied-autoencoder", List.of(), c -> new TiedAutoencoder()),
              new Kind<Network>(
                      "double-well",
                      List.of(
                          new Constant("directions", new Wholes(1, Networks.WIDEST)),
                          new Constant("height", Bounds.POSITIVE, 1),
                          new Constant("flat", Bounds.POSITIVE, 1),
                          new Constant("sharp", Bounds.POSITIVE, 4)),
                      c ->
                          new DoubleWell(
                              (int) c.whole("directions"),
                              c.real("height"),
                              c.real("flat"),
                              c.real("sharp")))
                  .where(
                      c -> c.real("flat") <= c.real("sharp"),
                      "sharp",
                      "a number that is not less than flat")),
          List.of());

  /** What comes before a trial. */
  static final Kinds<Pretraining> PRETRAININGS =
      new Kinds<>(
          "pretraining",
          List.of(
              new Kind<>("none", List.of(), c -> Pretraining.NONE),
              new Kind<>(
                  "random-labels",
                  List.of(
                      new Constant("replicas", new Wholes(0, MOST_REPLICAS), 2),
                      new Constant("zeroed", Bounds.FROM_0_TO_1, 0.3),
                      new Constant("steps", new Wholes(1, MOST_STEPS)),
                      new Constant("learningRate", Bounds.POSITIVE)),
                  c ->
                      new Pretraining(
                          (int) c.whole("replicas"),
                          c.real("zeroed"),
                          c.whole("steps"),
                          c.real("learningRate")))),
          List.of());

  /** What a constant may be, and how it is read; a list of it stands for several kinds. */
  private interface Values {
    Optional<List<Object>> read(Node node, Reading reading);

    String allowed();
  }

  private record Reals(Bounds bounds) implements Values {
    @Override
    public Optional<List<Object>> read(Node node, Reading reading) {
      return reading.axes().reals(node, bounds).map(List::copyOf);
    }

    @Override
    public String allowed() {
      return bounds.allowed();
    }
  }

  private record Wholes(long least, long most) implements Values {
    @Override
    public Optional<List<Object>> read(Node node, Reading reading) {
      return reading.axes().wholes(node, least, most).map(List::copyOf);
    }

    @Override
    public String allowed() {
      return "a whole number from " + least + " to " + most;
    }
  }

  private record Flags() implements Values {
    @Override
    public Optional<List<Object>> read(Node node, Reading reading) {
      return reading.axes().each(node, reading.scalars()::flag).map(List::copyOf);
    }

    @Override
    public String allowed() {
      return "true, false";
    }
  }

  /**
   * A constant that a kind is made with.
   *
   * @param standard its value where the job gives none; empty if the job must
   */
  record Constant(String name, Values values, Optional<Object> standard) {
    Constant(String name, Bounds bounds) {
      this(name, new Reals(bounds), Optional.empty());
    }

    Constant(String name, Bounds bounds, double standard) {
      this(name, new Reals(bounds), Optional.of(standard));
    }

    Constant(String name, Wholes wholes) {
      this(name, wholes, Optional.empty());
    }

    Constant(String name, Wholes wholes, long standard) {
      this(name, wholes, Optional.of(standard));
    }

    /** Off unless the job says otherwise. */
    Constant(String name) {
      this(name, new Flags(), Optional.of(false));
    }
  }

  /** The constants of one kind, by name. */
  record Chosen(Map<String, Object> values) {
    double real(String name) {
      return (Double) value(name);
    }

    long whole(String name) {
      return (Long) value(name);
    }

    boolean flag(String name) {
      return (Boolean) value(name);
    }

    private Object value(String name) {
      return Optional.ofNullable(values.get(name)).orElseThrow();
    }
  }

  /** What must hold of a kind's constants together, and of which one it is said otherwise. */
  record Condition(Predicate<Chosen> holds, String constant, String allowed) {}

  /**
   * A kind, by its word.
   *
   * @param presets constants by the name of a library
   */
  record Kind<T>(
      String word,
      List<Constant> constants,
      Map<String, Map<String, Object>> presets,
      List<Condition> conditions,
      Function<Chosen, T> make) {
    Kind(String word, List<Constant> constants, Function<Chosen, T> make) {
      this(word, constants, Map.of(), List.of(), make);
    }

    /** The same with a preset of values, in the order of the constants. */
    Kind<T> preset(String name, Object... values) {
      Map<String, Object> preset = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        preset.put(constants.get(i).name(), values[i]);
      }
      Map<String, Map<String, Object>> more = new LinkedHashMap<>(presets);
      more.put(name, preset);
      return new Kind<>(word, constants, more, conditions, make);
    }

    Kind<T> where(Predicate<Chosen> holds, String constant, String allowed) {
      return new Kind<>(
          word, constants, presets, List.of(new Condition(holds, constant, allowed)), make);
    }

    List<String> keys() {
      List<String> keys = new ArrayList<>(constants.stream().map(Constant::name).toList());
      if (!presets.isEmpty()) {
        keys.add(PRESET);
      }
      return keys;
    }
  }

  /** The kind of its word without constants. */
  T standard(String word) {
    Kind<T> kind = kinds.stream().filter(k -> k.word().equals(word)).findFirst().orElseThrow();
    return kind.make().apply(products(kind, List.of(Map.of()), Map.of()).get(0));
  }

  /** What one word, or one kind with its constants, stands for. */
  Optional<List<T>> read(Node node, Reading reading) {
    Problems problems = reading.problems();
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
      problems.add(
          node.place(),
          "unknown " + what,
          word.get(),
          String.join(", ", words()),
          Words.nearest(word.get(), words()));
      return Optional.empty();
    }
    Node constants =
        entry
            .map(Node.Entry::value)
            .orElseGet(() -> new Node.Mapping(node.place().key(word.get()), List.of()));
    return made(kind.get(), constants, reading);
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(kinds.stream().map(Kind::word).toList());
    words.addAll(others);
    return words;
  }

  private Optional<List<T>> made(Kind<T> kind, Node node, Reading reading) {
    Problems problems = reading.problems();
    if (kind.constants().isEmpty()) {
      boolean empty = node instanceof Node.Mapping mapping && mapping.entries().isEmpty();
      if (!empty) {
        problems.add(node, kind.word() + " has no constants", kind.word());
        return Optional.empty();
      }
    }
    Fields fields = Fields.of(node, kind.keys(), problems);
    int before = problems.size();
    List<Map<String, Object>> presets =
        kind.presets().isEmpty()
            ? List.of(Map.of())
            : fields
                .get(PRESET)
                .map(value -> presets(kind, value, reading))
                .orElse(List.of(Map.of()));
    Map<String, List<Object>> given = new LinkedHashMap<>();
    long product = Math.max(1, presets.size());
    for (Constant constant : kind.constants()) {
      String name = constant.name();
      Optional<Node> value =
          constant.standard().isPresent()
              ? fields.get(name)
              : fields.required(name, constant.values().allowed());
      if (value.isPresent()) {
        List<Object> list = constant.values().read(value.get(), reading).orElse(List.of());
        given.put(name, list);
        product = Math.min(Axes.MOST_VALUES + 1L, product * Math.max(1, list.size()));
      }
    }
    if (product > Axes.MOST_VALUES) {
      problems.add(
          node, "makes more than " + Axes.MOST_VALUES + " values", "at most " + Axes.MOST_VALUES);
    }
    boolean complete =
        kind.constants().stream()
            .allMatch(c -> c.standard().isPresent() || fields.get(c.name()).isPresent());
    if (problems.size() > before || !complete) {
      return Optional.empty();
    }
    List<Chosen> all = products(kind, presets, given);
    for (Condition condition : kind.conditions()) {
      if (!all.stream().allMatch(condition.holds())) {
        Node place = fields.get(condition.constant()).orElse(node);
        problems.add(place, "is out of range", condition.allowed());
        return Optional.empty();
      }
    }
    List<T> made = all.stream().map(kind.make()).toList();
    // Libraries that agree are one value.
    return Optional.of(fields.get(PRESET).isPresent() ? made.stream().distinct().toList() : made);
  }

  private List<Map<String, Object>> presets(Kind<T> kind, Node node, Reading reading) {
    String allowed = String.join(", ", kind.presets().keySet());
    return reading
        .axes()
        .each(
            node,
            item -> {
              Optional<String> word = reading.scalars().text(item, allowed);
              if (word.isPresent() && !kind.presets().containsKey(word.get())) {
                String problem = "unknown preset of " + kind.word();
                reading.problems().addUnknown(item, problem, word.get(), kind.presets().keySet());
              }
              return word.filter(kind.presets()::containsKey);
            })
        .orElse(List.of())
        .stream()
        .map(word -> Optional.ofNullable(kind.presets().get(word)).orElseThrow())
        .toList();
  }

  /** All constants: those given, else those of each preset, else the standard ones. */
  private static <T> List<Chosen> products(
      Kind<T> kind, List<Map<String, Object>> presets, Map<String, List<Object>> given) {
    List<Chosen> chosen = new ArrayList<>();
    for (Map<String, Object> preset : presets) {
      List<Map<String, Object>> all = List.of(Map.of());
      for (Constant constant : kind.constants()) {
        String name = constant.name();
        List<Object> values = given.getOrDefault(name, List.of());
        if (values.isEmpty()) {
          Optional<Object> one =
              Optional.ofNullable(preset.get(name)).or(() -> constant.standard());
          values = List.of(one.orElseThrow());
        }
        List<Map<String, Object>> longer = new ArrayList<>();
        for (Map<String, Object> some : all) {
          for (Object value : values) {
            Map<String, Object> more = new LinkedHashMap<>(some);
            more.put(name, value);
            longer.add(more);
          }
        }
        all = longer;
      }
      all.forEach(values -> chosen.add(new Chosen(values)));
    }
    return chosen;
  }
}
