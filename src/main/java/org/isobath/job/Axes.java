package org.isobath.job;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.isobath.sweep.Axis;

/**
 * Values that may be lists: {@code 1}, {@code [1, 2]}, {@code {from: 1, count: 5}} for whole
 * numbers and {@code {from: 1e-5, to: 0.5, perDecade: [1, 5]}} for real ones.
 */
final class Axes {
  /** The most values of an axis that is kept as a list. */
  static final int MOST_VALUES = 10_000;

  private static final long MOST_COUNT = 1_000_000_000_000L;

  private final Problems problems;
  private final Scalars scalars;

  Axes(Problems problems, Scalars scalars) {
    this.problems = problems;
    this.scalars = scalars;
  }

  /** One value or a list of values that differ, each read by itself. */
  <T> Optional<List<T>> each(Node node, Function<Node, Optional<T>> read) {
    return several(node, item -> read.apply(item).map(List::of));
  }

  /** One item or a list of items, each of which may stand for several values; all differ. */
  <T> Optional<List<T>> several(Node node, Function<Node, Optional<List<T>>> read) {
    List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
    if (items.isEmpty()) {
      problems.add(node, "is an empty list", "at least one value");
      return Optional.empty();
    }
    if (!fits(node, items.size())) {
      return Optional.empty();
    }
    Set<T> values = new LinkedHashSet<>();
    boolean good = true;
    for (Node item : items) {
      if (values.size() > MOST_VALUES) {
        break;
      }
      Optional<List<T>> some = read.apply(item);
      good &= some.isPresent();
      for (T value : some.orElse(List.of())) {
        if (!values.add(value)) {
          problems.add(item, "repeated value", "each value once");
          good = false;
          break;
        }
      }
    }
    return good && fits(node, values.size()) ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  /** Real numbers, with ranges. */
  Optional<List<Double>> reals(Node node, Bounds bounds) {
    return node instanceof Node.Mapping
        ? decades(node, bounds)
        : each(node, item -> scalars.real(item, bounds));
  }

  /** Whole numbers, with ranges, as a list. */
  Optional<List<Long>> wholes(Node node, long least, long most) {
    if (!(node instanceof Node.Mapping)) {
      return each(node, item -> scalars.whole(item, least, most));
    }
    return run(node, least, most)
        .filter(run -> fits(node, run.size()))
        .map(
            run -> {
              List<Long> values = new ArrayList<>();
              for (long i = 0; i < run.size(); i++) {
                values.add(run.get(i));
              }
              return values;
            });
  }

  /** Whole numbers, with ranges; consecutive ones are one run however they are written. */
  Optional<Axis<Long>> runs(Node node, long least, long most) {
    if (node instanceof Node.Mapping) {
      return run(node, least, most).map(run -> run);
    }
    return wholes(node, least, most).map(Axes::compact);
  }

  private static Axis<Long> compact(List<Long> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i) - 1 != values.get(i - 1)) {
        return Axis.of(values);
      }
    }
    return new Axis.Run(values.get(0), values.size());
  }

  private Optional<Axis.Run> run(Node node, long least, long most) {
    Fields fields = Fields.of(node, List.of("from", "count"), problems);
    Optional<Long> from =
        fields
            .required("from", "a whole number, as in {from: 1, count: 5}")
            .flatMap(value -> scalars.whole(value, least, most));
    Optional<Long> count =
        fields
            .required("count", "a whole number, as in {from: 1, count: 5}")
            .flatMap(value -> scalars.whole(value, 1, MOST_COUNT));
    if (from.isEmpty() || count.isEmpty()) {
      return Optional.empty();
    }
    if (count.get() - 1 > most - from.get()) {
      problems.add(node, "goes beyond the largest value allowed", "values up to " + most);
      return Optional.empty();
    }
    return Optional.of(new Axis.Run(from.get(), count.get()));
  }

  /**
   * All m · 10^e from one bound to the other, both included, in decimal and so without rounding.
   */
  private Optional<List<Double>> decades(Node node, Bounds bounds) {
    String example = "as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}";
    Fields fields = Fields.of(node, List.of("from", "to", "perDecade"), problems);
    Optional<BigDecimal> from =
        fields
            .required("from", "a number, " + example)
            .flatMap(value -> scalars.decimal(value, Bounds.POSITIVE));
    Optional<BigDecimal> to =
        fields
            .required("to", "a number, " + example)
            .flatMap(value -> scalars.decimal(value, Bounds.POSITIVE));
    Optional<List<BigDecimal>> perDecade =
        fields
            .required("perDecade", "numbers, " + example)
            .flatMap(
                list ->
                    each(
                        list,
                        value ->
                            scalars
                                .decimal(value, Bounds.SIGNIFICAND)
                                .map(BigDecimal::stripTrailingZeros)));
    if (from.isEmpty() || to.isEmpty() || perDecade.isEmpty()) {
      return Optional.empty();
    }
    if (from.get().compareTo(to.get()) > 0) {
      problems.add(node, "is empty: from is greater than to", "from ≤ to");
      return Optional.empty();
    }
    boolean repeated = false;
    Set<Double> values = new LinkedHashSet<>();
    List<BigDecimal> significands = perDecade.get().stream().sorted().toList();
    for (int e = exponent(from.get()); e <= exponent(to.get()); e++) {
      for (BigDecimal significand : significands) {
        BigDecimal value = significand.scaleByPowerOfTen(e);
        if (value.compareTo(from.get()) >= 0 && value.compareTo(to.get()) <= 0) {
          repeated |= !values.add(Scalars.nearest(value));
        }
      }
      if (values.size() > MOST_VALUES) {
        break;
      }
    }
    if (values.isEmpty()) {
      problems.add(node, "is empty: no value lies between from and to", "at least one value");
      return Optional.empty();
    }
    if (repeated) {
      problems.add(node, "has values too close together for doubles", "each value once");
      return Optional.empty();
    }
    if (!values.stream().allMatch(bounds::hold)) {
      problems.add(node, "is out of range", bounds.allowed());
      return Optional.empty();
    }
    return fits(node, values.size()) ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  /**
   * Whether a product of lists is no longer than an axis may be; reports it if not.
   *
   * @param node where one of the lists is given; only lists of one value are given nowhere
   * @param problem with {@code %s} for how many there are
   */
  static boolean productFits(
      Optional<Node> node, String problem, Problems problems, List<?>... lists) {
    BigInteger product = BigInteger.ONE;
    for (List<?> list : lists) {
      product = product.multiply(BigInteger.valueOf(list.size()));
    }
    if (product.compareTo(BigInteger.valueOf(MOST_VALUES)) <= 0) {
      return true;
    }
    problems.add(node.orElseThrow(), problem.formatted(product), "at most " + MOST_VALUES);
    return false;
  }

  private boolean fits(Node node, long size) {
    if (size > MOST_VALUES) {
      problems.add(node, "has more than " + MOST_VALUES + " values", "at most " + MOST_VALUES);
    }
    return size <= MOST_VALUES;
  }
}
