package org.isobath.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.isobath.data.DataSource;
import org.isobath.data.Orthonormal;
import org.isobath.data.Scaling;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Comparison.CompareAxis;
import org.isobath.sweep.Grid;
import org.isobath.training.Measure;
import org.isobath.training.Presentation;
import org.isobath.training.Recording;
import org.jspecify.annotations.Nullable;

/** Reads {@code report}: which figures of outcomes a report shows. */
final class Figures {
  private static final int MOST_FIGURES = 20;
  private static final int MOST_MEASURES = 6;
  private static final List<String> SCALES = List.of("log", "linear");
  private static final String DISTANCE = "distance_to_minimum_norm";
  private static final String MEAN_SQUARE = "mean-square";
  private static final List<String> STATISTICS = List.of("mean", "median", MEAN_SQUARE);
  private static final String LEARNING_RATE = "learningRate";
  private static final String EIGENVALUE = "hessian_eigenvalue_[0-9]{3,}";

  /** What every trial may leave. */
  private static final List<String> ALWAYS =
      List.of("final_loss", "test_loss", "train_accuracy", "test_accuracy");

  /** What a kind of network leaves besides. */
  private static final Map<String, List<String>> BY_NETWORK =
      Map.of(
          "linear", List.of("end_to_end_norm", "balancedness", "escape_step"),
          "perceptron", List.of("weight_norm", "distance_from_initialization", "escape_step"),
          "tied-autoencoder",
              List.of(
                  "weight_norm",
                  "distance_from_initialization",
                  "escape_step",
                  "alignment",
                  "participation_ratio",
                  "winner"),
          "double-well",
              List.of("weight_norm", "distance_from_initialization", "escape_step", "flat_well"));

  /** What a measure that a job asks for leaves, by its word. */
  private static final Map<String, List<String>> BY_MEASURE = byMeasure();

  private static final List<String> OF_PRETRAINING =
      List.of(
          "pretraining_steps",
          "pretraining_loss",
          "pretraining_train_accuracy",
          "pretraining_test_accuracy");

  private static Map<String, List<String>> byMeasure() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    names.put("gradient-norm", List.of("gradient_norm"));
    names.put("sharpness", List.of("sharpness", "edge_of_stability"));
    names.put("distance-to-minimum-norm", List.of(DISTANCE));
    names.put(
        "end-to-end-gap",
        List.of(
            "end_to_end_gap",
            "end_to_end_gap_largest",
            "end_to_end_gap_after_escape",
            "end_to_end_gap_after_escape_largest"));
    names.put(
        "hessian-spectrum",
        List.of(
            "hessian_trace",
            "hessian_largest",
            "hessian_smallest",
            "hessian_rank",
            "hessian_zeros",
            "weights"));
    names.put("jacobian-rank", List.of("jacobian_rank", "equations", "weights", "bezout_log10"));
    names.put("minimum-norm-test-loss", List.of("minimum_norm_test_loss"));
    return names;
  }

  /** A closed form, the x axis that it is of, and what a job must have for it. */
  private enum Reference {
    BELKIN_HSU_XU(
        "belkin-hsu-xu",
        "features",
        "data.source gaussian-features, unscaled, and linear networks",
        figures ->
            figures.source.map(s -> s.name().equals("gaussian-features")).orElse(true)
                && figures.all(Grid::scalings).stream().allMatch(Scaling.NONE::equals)
                && figures.all(Grid::networks).stream().allMatch(n -> n.kind().equals("linear"))),
    ARCTANGENT(
        "arctangent",
        "ratio",
        "network tied-autoencoder",
        figures ->
            figures.all(Grid::networks).stream()
                .allMatch(n -> n.kind().equals("tied-autoencoder"))),
    TWO_WELLS(
        "two-wells",
        "directions",
        "network double-well and optimizer langevin",
        figures ->
            figures.all(Grid::networks).stream().allMatch(n -> n.kind().equals("double-well"))
                && figures.all(Grid::optimizers).stream()
                    .allMatch(o -> o.kind().equals("langevin"))),
    STATIONARY_VARIANCE(
        "stationary-variance",
        LEARNING_RATE,
        "data.source orthonormal with as many rows as features, unscaled, and linear networks of"
            + " depth 1 with loss exponent 2 and optimizer langevin, without weight decay, schedule,"
            + " batches or noise",
        figures ->
            figures
                    .source
                    .map(s -> s instanceof Orthonormal o && o.rows() == o.features())
                    .orElse(true)
                && figures.all(Grid::scalings).stream().allMatch(Scaling.NONE::equals)
                && figures.all(Grid::networks).stream()
                    .allMatch(n -> n instanceof LinearNetwork linear && linear.depth() == 1)
                && figures.all(Grid::losses).stream().allMatch(new Loss.Power(2)::equals)
                && figures.all(Grid::optimizers).stream().allMatch(o -> o.kind().equals("langevin"))
                && figures.all(Grid::weightDecays).stream().allMatch(decay -> decay == 0)
                && figures.all(Grid::schedules).stream().allMatch(Schedule.CONSTANT::equals)
                && figures.all(Grid::presentations).stream().allMatch(Presentation.PLAIN::equals));

    private final String word;
    private final String x;
    private final String needs;
    private final Predicate<Figures> fits;

    Reference(String word, String x, String needs, Predicate<Figures> fits) {
      this.word = word;
      this.x = x;
      this.needs = needs;
      this.fits = fits;
    }
  }

  private final Optional<DataSource> source;
  private final List<Grid> grids;
  private final Recording recording;
  private final Reading reading;
  private final Problems problems;

  private Figures(
      Optional<DataSource> source, List<Grid> grids, Recording recording, Reading reading) {
    this.source = source;
    this.grids = grids;
    this.recording = recording;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /**
   * The figures, each a tree of its keys as {@code resolved.json} has them.
   *
   * @param node the part {@code report} of the job
   */
  static List<Map<String, Object>> read(
      Node node,
      Optional<DataSource> source,
      List<Grid> grids,
      Recording recording,
      Reading reading) {
    return new Figures(source, grids, recording, reading).read(node);
  }

  private List<Map<String, Object>> read(Node node) {
    Optional<Node> figures =
        Fields.of(node, List.of("figures"), problems)
            .required("figures", "a list of figures, each {y: MEASURE, x: AXIS}");
    List<Map<String, Object>> read = new ArrayList<>();
    if (figures.isPresent()) {
      if (figures.get() instanceof Node.Sequence list && list.items().size() <= MOST_FIGURES) {
        list.items().forEach(item -> read.add(figure(item)));
      } else {
        problems.add(
            figures.get(),
            "must be a list of figures",
            "at most " + MOST_FIGURES + ", each {y: MEASURE, x: AXIS}");
      }
    }
    return read;
  }

  private Map<String, Object> figure(Node node) {
    Fields fields =
        Fields.of(node, List.of("y", "x", "scale", "share", "statistic", "reference"), problems);
    Map<String, Object> figure = new LinkedHashMap<>();
    fields
        .required("y", String.join(", ", measures()))
        .ifPresent(y -> figure.put("y", measures(y)));
    fields
        .required("x", String.join(", ", axes()))
        .flatMap(x -> word(x, "unknown axis", axes()))
        .ifPresent(x -> figure.put("x", x));
    fields
        .get("scale")
        .flatMap(scale -> word(scale, "unknown scale", SCALES))
        .ifPresent(scale -> figure.put("scale", scale));
    fields
        .get("share")
        .flatMap(share -> reading.scalars().real(share, Bounds.FINITE))
        .ifPresent(share -> figure.put("share", share));
    fields
        .get("statistic")
        .flatMap(statistic -> statistic(statistic, figure.containsKey("share")))
        .ifPresent(statistic -> figure.put("statistic", statistic));
    fields
        .get("reference")
        .flatMap(reference -> reference(reference, figure))
        .ifPresent(reference -> figure.put("reference", reference));
    return figure;
  }

  private List<String> measures(Node node) {
    List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
    if (items.isEmpty() || items.size() > MOST_MEASURES) {
      problems.add(node, "must be measures", "1 to " + MOST_MEASURES + " of them");
      return List.of();
    }
    List<String> read = new ArrayList<>();
    for (Node item : items) {
      measure(item).ifPresent(read::add);
    }
    if (new LinkedHashSet<>(read).size() < read.size()) {
      problems.add(node, "names a measure twice", "each measure once");
    }
    return read;
  }

  private Optional<String> measure(Node node) {
    Set<String> known = measures();
    Optional<String> word = reading.scalars().text(node, String.join(", ", known));
    if (word.isEmpty() || known.contains(word.get())) {
      return word;
    }
    Optional<String> costly =
        BY_MEASURE.entrySet().stream()
            .filter(entry -> names(entry.getKey()).stream().anyMatch(word.get()::matches))
            .map(Map.Entry::getKey)
            .findFirst();
    if (costly.isPresent() && isRecorded(costly.get())) {
      return word;
    }
    if (costly.isPresent()) {
      problems.add(
          node.place(),
          "is not recorded",
          node.shown(),
          String.join(", ", known),
          "record.measures: [" + costly.get() + "]");
    } else {
      problems.addUnknown(node, "is nothing that the job records", word.get(), known);
    }
    return Optional.empty();
  }

  private static List<String> names(String measure) {
    List<String> names = new ArrayList<>(BY_MEASURE.get(measure));
    if (measure.equals("hessian-spectrum")) {
      names.add(EIGENVALUE);
    }
    return names;
  }

  private boolean isRecorded(String measure) {
    return recording.measures().stream().map(Measure::word).anyMatch(measure::equals);
  }

  /** What trials of the job leave. */
  private Set<String> measures() {
    Set<String> names = new LinkedHashSet<>(ALWAYS);
    for (Network network : all(Grid::networks)) {
      names.addAll(BY_NETWORK.getOrDefault(network.kind(), List.of()));
    }
    if (all(Grid::presentations).stream().anyMatch(p -> p.pretraining().steps() > 0)) {
      names.addAll(OF_PRETRAINING);
    }
    BY_MEASURE.forEach(
        (measure, more) -> {
          if (isRecorded(measure)) {
            names.addAll(more);
          }
        });
    return names;
  }

  /** What settings may be told apart by: axes, and constants of the job's kinds. */
  private Set<String> axes() {
    Set<String> constants = new TreeSet<>();
    all(Grid::networks).stream().map(Network::constants).forEach(c -> addNumbers(c, constants));
    all(Grid::optimizers).stream().map(Optimizer::constants).forEach(c -> addNumbers(c, constants));
    all(Grid::schedules).stream().map(Schedule::constants).forEach(c -> addNumbers(c, constants));
    all(Grid::initializers).stream()
        .map(Initializer::constants)
        .forEach(c -> addNumbers(c, constants));
    all(Grid::presentations).stream()
        .map(Presentation::pretraining)
        .forEach(p -> addNumbers(p.constants(), constants));
    Set<String> axes = new LinkedHashSet<>(CompareAxis.words());
    axes.add(LEARNING_RATE);
    axes.addAll(constants);
    return axes;
  }

  private static void addNumbers(Map<String, ?> constants, Set<String> names) {
    constants.forEach(
        (name, value) -> {
          if (value instanceof Number) {
            names.add(name);
          }
        });
  }

  private <T> List<T> all(java.util.function.Function<Grid, Axis<T>> axis) {
    List<T> all = new ArrayList<>();
    for (Grid grid : grids) {
      Axis<T> values = axis.apply(grid);
      for (long i = 0; i < values.size(); i++) {
        all.add(values.get(i));
      }
    }
    return all;
  }

  private Optional<String> statistic(Node node, boolean isShare) {
    Optional<String> word = word(node, "unknown statistic", STATISTICS);
    if (word.isPresent() && isShare) {
      problems.add(node, "is no word about a share", "share or statistic");
    }
    return word;
  }

  private Optional<String> reference(Node node, Map<String, Object> figure) {
    @Nullable Object x = figure.get("x");
    List<Reference> known = List.of(Reference.values());
    Optional<String> word =
        word(node, "unknown reference", known.stream().map(r -> r.word).toList());
    Optional<Reference> reference =
        known.stream().filter(r -> word.isPresent() && r.word.equals(word.get())).findFirst();
    if (reference.isEmpty() || x == null || grids.isEmpty()) {
      return Optional.empty();
    }
    Reference found = reference.get();
    if (!found.x.equals(x)) {
      problems.add(node, "is a closed form against " + found.x, "x: " + found.x);
    } else if (!found.fits.test(this)) {
      problems.add(node, "is no closed form of this job", found.needs);
    } else if (found == Reference.STATIONARY_VARIANCE) {
      if (!List.of(DISTANCE).equals(figure.get("y"))
          || !MEAN_SQUARE.equals(figure.get("statistic"))) {
        problems.add(
            node,
            "is a closed form of a mean square",
            "y: " + DISTANCE + ", statistic: " + MEAN_SQUARE);
      }
    } else if (!List.of("", "mean").contains(figure.getOrDefault("statistic", ""))) {
      problems.add(node, "is a closed form of a mean", "no statistic, or statistic: mean");
    }
    return word;
  }

  private Optional<String> word(Node node, String problem, Collection<String> words) {
    Optional<String> word = reading.scalars().text(node, String.join(", ", words));
    if (word.isPresent() && !words.contains(word.get())) {
      problems.addUnknown(node, problem, word.get(), words);
      return Optional.empty();
    }
    return word;
  }
}
