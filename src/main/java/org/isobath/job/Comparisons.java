package org.isobath.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.isobath.job.Node.Scalar;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.Optimizer;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Comparison.CompareAxis;
import org.isobath.sweep.Grid;
import org.isobath.training.Decimals;

/** Reads {@code compare}, or finds what a sweep without it compares. */
final class Comparisons {
  private static final List<CompareAxis> BY_DEFAULT =
      List.of(CompareAxis.DEPTH, CompareAxis.OPTIMIZER, CompareAxis.WIDTH, CompareAxis.INITIALIZER);

  private Comparisons() {}

  /** What is compared; empty if nothing is, or if something is wrong. */
  static Optional<Comparison> read(Optional<Node> node, List<Grid> grids, Reading reading) {
    return node.isPresent() ? given(node.get(), grids, reading) : byDefault(grids);
  }

  private static Optional<Comparison> given(Node node, List<Grid> grids, Reading reading) {
    Problems problems = reading.problems();
    Fields fields = Fields.of(node, List.of("axis", "baseline", "rule"), problems);
    String allowed = String.join(", ", CompareAxis.words());
    Optional<Node> axisNode = fields.required("axis", allowed);
    Optional<String> word = axisNode.flatMap(value -> reading.scalars().text(value, allowed));
    Optional<CompareAxis> axis = word.flatMap(CompareAxis::of);
    if (word.isPresent() && axis.isEmpty()) {
      problems.addUnknown(axisNode.orElseThrow(), "unknown axis", word.get(), CompareAxis.words());
    }
    Optional<String> rule = rule(fields.get("rule"), reading);
    if (axis.isEmpty() || rule.isEmpty() || grids.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = values(axis.get(), grids);
    if (values.isEmpty()) {
      problems.add(axisNode.orElseThrow(), "no network of the sweep has a width", "another axis");
      return Optional.empty();
    }
    if (values.size() == 1) {
      problems.note(
          axisNode.orElseThrow().place(),
          "nothing to compare, as the sweep has only " + word.orElseThrow() + " " + values.get(0));
    }
    return baseline(fields.get("baseline"), values, problems)
        .map(baseline -> new Comparison(axis.get(), baseline, rule.get()));
  }

  private static Optional<String> rule(Optional<Node> node, Reading reading) {
    if (node.isEmpty()) {
      return Optional.of(Comparison.MEDIAN_FINAL_LOSS);
    }
    Optional<String> word = reading.scalars().text(node.get(), String.join(", ", Comparison.RULES));
    if (word.isPresent() && !Comparison.RULES.contains(word.get())) {
      reading.problems().addUnknown(node.get(), "unknown rule", word.get(), Comparison.RULES);
    }
    return word.filter(Comparison.RULES::contains);
  }

  private static Optional<String> baseline(
      Optional<Node> node, List<String> values, Problems problems) {
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

  private static Optional<Comparison> byDefault(List<Grid> grids) {
    for (CompareAxis axis : BY_DEFAULT) {
      List<String> values = values(axis, grids);
      if (values.size() > 1) {
        String baseline =
            axis == CompareAxis.DEPTH
                ? Integer.toString(values.stream().mapToInt(Integer::parseInt).min().orElseThrow())
                : values.get(0);
        return Optional.of(new Comparison(axis, baseline, Comparison.MEDIAN_FINAL_LOSS));
      }
    }
    return Optional.empty();
  }

  /** The values that the sweep has along an axis, in its order, as tables write them. */
  private static List<String> values(CompareAxis axis, List<Grid> grids) {
    return switch (axis) {
      case DEPTH -> values(grids, Grid::networks, n -> Integer.toString(n.depth()));
      case WIDTH -> values(grids, Grid::networks, Comparisons::width);
      case OPTIMIZER -> values(grids, Grid::optimizers, Optimizer::kind);
      case WEIGHT_DECAY -> values(grids, Grid::weightDecays, Decimals::text);
      case INITIALIZER -> values(grids, Grid::initializers, Initializer::kind);
    };
  }

  /** One number if all hidden layers are equally wide; empty at depth 1, which has no width. */
  private static String width(LinearNetwork network) {
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
