package org.isobath.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.isobath.data.Scaling;
import org.isobath.job.Node.Scalar;
import org.isobath.kernel.Precision;
import org.isobath.network.DoubleWell;
import org.isobath.network.Initializer;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.optimizer.Optimizer;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Comparison.CompareAxis;
import org.isobath.sweep.Comparison.Group;
import org.isobath.sweep.Grid;
import org.isobath.sweep.Rule;
import org.isobath.training.Decimals;
import org.isobath.training.Presentation;
import org.isobath.training.Recording;
import org.isobath.training.Targets;

/** Reads {@code compare}, or finds what a sweep without it compares. */
final class Comparisons {
  private static final List<CompareAxis> BY_DEFAULT =
      List.of(
          CompareAxis.DEPTH,
          CompareAxis.OPTIMIZER,
          CompareAxis.WIDTH,
          CompareAxis.INITIALIZER,
          CompareAxis.NETWORK,
          CompareAxis.ACTIVATION,
          CompareAxis.BATCH_SIZE,
          CompareAxis.SAMPLER,
          CompareAxis.PRETRAINING);

  private static final int MOST_GROUPS = 50;
  private static final int LONGEST_NAME = 100;

  private final List<Grid> grids;
  private final Recording recording;
  private final boolean tests;
  private final Reading reading;
  private final Problems problems;

  private Comparisons(List<Grid> grids, Recording recording, boolean tests, Reading reading) {
    this.grids = grids;
    this.recording = recording;
    this.tests = tests;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /**
   * What is compared; empty if nothing is, or if something is wrong.
   *
   * @param tests whether the job has rows to test on
   */
  static Optional<Comparison> read(
      Optional<Node> node, List<Grid> grids, Recording recording, boolean tests, Reading reading) {
    Comparisons comparisons = new Comparisons(grids, recording, tests, reading);
    return node.isPresent() ? comparisons.given(node.get()) : comparisons.byDefault();
  }

  private Optional<Comparison> given(Node node) {
    Fields fields =
        Fields.of(node, List.of("axis", "groups", "baseline", "rule", "target"), problems);
    Optional<Rule> rule = rule(fields.get("rule"));
    Optional<String> target = target(fields.get("target"));
    Optional<Comparison> compared =
        fields.get("groups").isPresent()
            ? groups(fields)
            : fields.get("axis").isPresent() || fields.isMistyped("axis")
                ? axis(fields)
                : anything(fields);
    if (rule.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    return compared.map(
        c -> new Comparison(c.axis(), c.groups(), c.baseline(), rule.get(), target.get()));
  }

  /** Neither axis nor groups: what is compared by default, if anything. */
  private Optional<Comparison> anything(Fields fields) {
    Optional<Comparison> found = byDefault();
    if (fields.get("baseline").isEmpty()) {
      return found.or(
          () ->
              Optional.of(
                  new Comparison(
                      Optional.empty(),
                      List.of(),
                      "",
                      Rule.MEDIAN_FINAL_LOSS,
                      Comparison.DEFAULT_TARGET)));
    }
    fields.required("axis", String.join(", ", CompareAxis.words()));
    return Optional.empty();
  }

  private Optional<Comparison> axis(Fields fields) {
    Optional<Node> node = fields.get("axis");
    Optional<CompareAxis> axis = node.flatMap(this::axis);
    if (axis.isEmpty() || grids.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = values(axis.get(), grids);
    if (values.isEmpty()) {
      problems.add(
          node.orElseThrow(),
          switch (axis.get()) {
            case WIDTH -> "no network of the sweep has a width";
            case ACTIVATION -> "no network of the sweep has an activation";
            case LOSS_EXPONENT -> "no loss of the sweep has an exponent";
            default -> "the sweep has no values along it";
          },
          "another axis");
      return Optional.empty();
    }
    if (!areWritten(axis.get(), values, node.orElseThrow())) {
      return Optional.empty();
    }
    if (values.size() == 1) {
      problems.note(
          node.orElseThrow().place(),
          "nothing to compare, as the sweep has only " + axis.get().word() + " " + values.get(0));
    }
    return value(fields.get("baseline"), values).map(b -> Comparison.of(axis.get(), b));
  }

  /** Tables have the number of features, which a job that says `all` does not know. */
  private boolean areWritten(CompareAxis axis, List<String> values, Node node) {
    if (axis != CompareAxis.FEATURES || !values.contains(PresentationSection.ALL)) {
      return true;
    }
    problems.add(
        node,
        "features cannot be compared while a trial's are " + PresentationSection.ALL,
        "their number in its place");
    return false;
  }

  private Optional<CompareAxis> axis(Node node) {
    Optional<String> word = reading.scalars().text(node, String.join(", ", CompareAxis.words()));
    Optional<CompareAxis> axis = word.flatMap(CompareAxis::of);
    if (word.isPresent() && axis.isEmpty()) {
      problems.addUnknown(node, "unknown axis", word.get(), CompareAxis.words());
    }
    return axis;
  }

  private Optional<Comparison> groups(Fields fields) {
    fields
        .get("axis")
        .ifPresent(
            axis -> problems.add(axis, "cannot stand beside groups", "either axis or groups"));
    Node node = fields.get("groups").orElseThrow();
    String allowed = "2 to " + MOST_GROUPS + " groups by name, each {axis: value}";
    if (!(node instanceof Node.Mapping mapping)
        || mapping.entries().size() < 2
        || mapping.entries().size() > MOST_GROUPS) {
      problems.add(node, "must be groups by name", allowed);
      return Optional.empty();
    }
    List<Group> groups = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      group(entry).ifPresent(groups::add);
    }
    if (groups.size() < mapping.entries().size() || fields.get("axis").isPresent()) {
      return Optional.empty();
    }
    return value(fields.get("baseline"), groups.stream().map(Group::name).toList())
        .map(
            baseline ->
                new Comparison(
                    Optional.empty(),
                    groups,
                    baseline,
                    Rule.MEDIAN_FINAL_LOSS,
                    Comparison.DEFAULT_TARGET));
  }

  private Optional<Group> group(Node.Entry entry) {
    int before = problems.size();
    if (entry.key().isBlank() || entry.key().length() > LONGEST_NAME) {
      problems.add(
          entry.place(),
          "cannot be the name of a group",
          "",
          "1 to " + LONGEST_NAME + " characters",
          "");
    }
    Fields fields = Fields.of(entry.value(), CompareAxis.words(), problems);
    Map<CompareAxis, String> values = new LinkedHashMap<>();
    for (CompareAxis axis : CompareAxis.values()) {
      Optional<Node> node = fields.get(axis.word());
      if (node.isPresent() && areWritten(axis, values(axis, grids), node.get())) {
        value(node, values(axis, grids)).ifPresent(value -> values.put(axis, value));
      }
    }
    if (problems.size() > before) {
      return Optional.empty();
    }
    Group group = new Group(entry.key(), values);
    if (values.isEmpty() || grids.stream().noneMatch(grid -> has(grid, group))) {
      problems.add(
          entry.value(),
          values.isEmpty()
              ? "says nothing of its settings"
              : "no setting of the sweep is like this",
          "values that occur together");
      return Optional.empty();
    }
    return Optional.of(group);
  }

  /** Whether some setting of a grid is in a group. */
  private static boolean has(Grid grid, Group group) {
    return any(grid.networks(), network -> isIn(group, axis -> ofNetwork(axis, network)))
        && any(grid.losses(), loss -> isIn(group, axis -> ofLoss(axis, loss)))
        && any(grid.presentations(), p -> isIn(group, axis -> ofPresentation(axis, p)))
        && group.values().entrySet().stream()
            .allMatch(e -> values(e.getKey(), List.of(grid)).contains(e.getValue()));
  }

  private static <T> boolean any(Axis<T> axis, Predicate<T> condition) {
    for (long i = 0; i < axis.size(); i++) {
      if (condition.test(axis.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value has what a group says of it; {@code text} is empty of axes of others. */
  private static boolean isIn(Group group, Function<CompareAxis, Optional<String>> text) {
    return group.values().entrySet().stream()
        .allMatch(e -> text.apply(e.getKey()).map(e.getValue()::equals).orElse(true));
  }

  private Optional<Rule> rule(Optional<Node> node) {
    if (node.isEmpty()) {
      return Optional.of(Rule.MEDIAN_FINAL_LOSS);
    }
    Optional<String> word = reading.scalars().text(node.get(), String.join(", ", Rule.words()));
    Optional<Rule> rule = word.flatMap(Rule::of);
    if (word.isPresent() && rule.isEmpty()) {
      problems.addUnknown(node.get(), "unknown rule", word.get(), Rule.words());
    }
    if (rule.isPresent() && rule.get() == Rule.MEDIAN_TEST_LOSS && !hasTestLosses()) {
      List<String> others = new ArrayList<>(Rule.words());
      others.remove(Rule.MEDIAN_TEST_LOSS.word());
      problems.add(
          node.get(),
          "judges by test losses, and "
              + (tests ? "a double-well has none" : "no rows of the job test"),
          String.join(", ", others) + (tests ? "" : "; or a data.split with test rows"));
      return Optional.empty();
    }
    return rule;
  }

  private boolean hasTestLosses() {
    return tests
        && grids.stream()
            .noneMatch(grid -> any(grid.networks(), network -> network instanceof DoubleWell));
  }

  private Optional<String> target(Optional<Node> node) {
    return node.isEmpty()
        ? Optional.of(Comparison.DEFAULT_TARGET)
        : value(node, Targets.names(recording));
  }

  /** One of the values that there are, the first if none is given. */
  private Optional<String> value(Optional<Node> node, List<String> values) {
    if (node.isEmpty()) {
      return Optional.of(values.get(0));
    }
    String text = node.get() instanceof Scalar scalar ? scalar.text() : node.get().shown();
    Optional<String> value = values.stream().filter(v -> isSame(v, text)).findFirst();
    if (value.isEmpty()) {
      problems.addUnknown(node.get(), "is no value of the sweep", text, values);
    }
    return value;
  }

  private static boolean isSame(String value, String text) {
    try {
      return value.equals(text) || Double.parseDouble(value) == Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private Optional<Comparison> byDefault() {
    for (CompareAxis axis : BY_DEFAULT) {
      List<String> values = values(axis, grids);
      if (values.size() > 1) {
        String baseline =
            axis == CompareAxis.DEPTH
                ? Integer.toString(values.stream().mapToInt(Integer::parseInt).min().orElseThrow())
                : values.get(0);
        return Optional.of(Comparison.of(axis, baseline));
      }
    }
    return Optional.empty();
  }

  /** The values that the sweep has along an axis, in its order, as tables write them. */
  private static List<String> values(CompareAxis axis, List<Grid> grids) {
    return switch (axis) {
      case DEPTH, WIDTH, NETWORK, ACTIVATION ->
          values(grids, Grid::networks, n -> ofNetwork(axis, n).orElseThrow());
      case LOSS, LOSS_EXPONENT -> values(grids, Grid::losses, l -> ofLoss(axis, l).orElseThrow());
      case BATCH_SIZE, SAMPLER, FEATURES, INPUT_NOISE, LABEL_NOISE, PRETRAINING ->
          values(grids, Grid::presentations, p -> ofPresentation(axis, p).orElseThrow());
      case OPTIMIZER -> values(grids, Grid::optimizers, Optimizer::kind);
      case WEIGHT_DECAY -> values(grids, Grid::weightDecays, Decimals::text);
      case INITIALIZER -> values(grids, Grid::initializers, Initializer::kind);
      case PRECISION -> values(grids, Grid::precisions, Precision::word);
      case SCALING -> values(grids, Grid::scalings, Scaling::word);
      case STEPS -> values(grids, Grid::steps, t -> Long.toString(t));
    };
  }

  // Of what decides axes together, the text along one of them: empty text for a network, or loss,
  // that has none, and nothing for an axis of others.

  private static Optional<String> ofNetwork(CompareAxis axis, Network network) {
    return switch (axis) {
      case DEPTH -> Optional.of(Integer.toString(network.depth()));
      case WIDTH -> Optional.of(width(network));
      case NETWORK -> Optional.of(network.kind());
      case ACTIVATION -> Optional.of(network instanceof Perceptron p ? p.activation().word() : "");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofLoss(CompareAxis axis, Loss loss) {
    return switch (axis) {
      case LOSS -> Optional.of(loss.kind());
      case LOSS_EXPONENT ->
          Optional.of(loss instanceof Loss.Power power ? Integer.toString(power.exponent()) : "");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofPresentation(CompareAxis axis, Presentation presentation) {
    int size = presentation.batches().size();
    int features = presentation.features();
    return switch (axis) {
      case BATCH_SIZE -> Optional.of(size == 0 ? PresentationSection.FULL : Integer.toString(size));
      case SAMPLER -> Optional.of(presentation.batches().sampler().word());
      case FEATURES ->
          Optional.of(features == 0 ? PresentationSection.ALL : Integer.toString(features));
      case INPUT_NOISE -> Optional.of(Decimals.text(presentation.inputNoise()));
      case LABEL_NOISE -> Optional.of(Decimals.text(presentation.labelNoise()));
      case PRETRAINING -> Optional.of(presentation.pretraining().kind());
      default -> Optional.empty();
    };
  }

  /** One number if all hidden layers are equally wide; empty at depth 1, which has no width. */
  private static String width(Network network) {
    List<Integer> widths = network.widths();
    boolean uniform = widths.stream().distinct().count() == 1;
    return widths.isEmpty() ? "" : uniform ? widths.get(0).toString() : widths.toString();
  }

  private static <T> List<String> values(
      List<Grid> grids, Function<Grid, Axis<T>> axis, Function<T, String> text) {
    Set<String> values = new LinkedHashSet<>();
    for (Grid grid : grids) {
      for (long i = 0; i < axis.apply(grid).size(); i++) {
        values.add(text.apply(axis.apply(grid).get(i)));
      }
    }
    values.remove("");
    return new ArrayList<>(values);
  }
}
