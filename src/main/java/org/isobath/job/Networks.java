package org.isobath.job;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;

/** The product of depths and widths. */
final class Networks {
  static final int DEEPEST = 1000;
  static final int WIDEST = 100_000;

  private Networks() {}

  /**
   * One value of {@code width}.
   *
   * @param layers the hidden widths layer by layer, or the one width of all of them
   */
  record Width(List<Integer> layers, boolean uniform) {
    /** The value of a job that gives none. */
    static final Width DEFAULT = new Width(List.of(1), true);

    boolean fits(int depth) {
      // At depth 1 there is nothing that it would have to fit.
      return uniform || depth == 1 || layers.size() == depth - 1;
    }

    /** The hidden widths of a network of some depth. */
    List<Integer> hidden(int depth) {
      return uniform || depth == 1 ? Collections.nCopies(depth - 1, layers.get(0)) : layers;
    }
  }

  /** The widths of {@code width: 1}, {@code [1, 10]} or, layer by layer, {@code [[10, 20]]}. */
  static Optional<List<Width>> widths(Node node, Reading reading) {
    if (node instanceof Node.Mapping) {
      return reading
          .axes()
          .wholes(node, 1, WIDEST)
          .map(list -> list.stream().map(width -> uniform(width)).toList());
    }
    return reading.axes().each(node, item -> width(item, reading));
  }

  private static Width uniform(long width) {
    return new Width(List.of(Math.toIntExact(width)), true);
  }

  private static Optional<Width> width(Node node, Reading reading) {
    if (!(node instanceof Node.Sequence list)) {
      return reading.scalars().whole(node, 1, WIDEST).map(Networks::uniform);
    }
    List<Integer> layers =
        list.items().stream()
            .flatMap(item -> reading.scalars().whole(item, 1, WIDEST).stream())
            .map(Math::toIntExact)
            .toList();
    if (list.items().isEmpty()) {
      reading.problems().add(node, "is an empty list", "the hidden widths, layer by layer");
    }
    return layers.isEmpty() || layers.size() < list.items().size()
        ? Optional.empty()
        : Optional.of(new Width(layers, false));
  }

  /** Whether networks of this kind have depths and widths. */
  static boolean isLayered(Network network) {
    return network instanceof LinearNetwork || network instanceof Perceptron;
  }

  /**
   * The hidden widths of all networks; empty if some depth and width do not go together.
   *
   * @param widthNode where the widths are given, if they are
   */
  static Optional<List<List<Integer>>> product(
      List<Long> depths, List<Width> widths, Optional<Node> widthNode, Reading reading) {
    if (!Axes.productFits(
        widthNode, "depths and widths make %s networks", reading.problems(), depths, widths)) {
      return Optional.empty();
    }
    Set<List<Integer>> networks = new LinkedHashSet<>();
    boolean good = true;
    for (long longDepth : depths) {
      int depth = Math.toIntExact(longDepth);
      for (Width width : widths) {
        if (!width.fits(depth)) {
          misfit(widthNode.orElseThrow(), width, depth, reading.problems());
          good = false;
        } else if (!networks.add(width.hidden(depth)) && depth > 1) {
          String problem = "repeated value at depth " + depth + ": " + width.layers();
          reading.problems().add(widthNode.orElseThrow(), problem, "each network once");
          good = false;
        }
      }
    }
    boolean meaningless = depths.size() == 1 && !widths.equals(List.of(Width.DEFAULT));
    if (depths.contains(1L) && (widths.size() > 1 || meaningless)) {
      widthNode.ifPresent(
          node ->
              reading
                  .problems()
                  .note(
                      node.place(),
                      "width has no meaning at depth 1: one network of depth 1 is counted once"));
    }
    return good ? Optional.of(List.copyOf(networks)) : Optional.empty();
  }

  private static void misfit(Node node, Width width, int depth, Problems problems) {
    int layers = width.layers().size();
    problems.add(
        node.place(),
        "%s %s %d hidden %s, but depth %d has %d"
            .formatted(
                Problem.shortened(width.layers().toString()),
                layers == 1 ? "is" : "are",
                layers,
                layers == 1 ? "width" : "widths",
                depth,
                depth - 1),
        "",
        "as many as the depth less 1; put other depths into `variants`",
        "");
  }
}
