package org.isobath.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.isobath.data.CsvFile;
import org.isobath.data.DataSource;
import org.isobath.data.Digits;
import org.isobath.data.GasEthanol;
import org.isobath.data.GasSensorFile;
import org.isobath.data.GaussianFeatures;
import org.isobath.data.Mnist;
import org.isobath.data.Orthonormal;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.data.Split;
import org.isobath.data.Task;
import org.isobath.data.TeacherSign;
import org.isobath.data.Words;

/** Reads {@code data}: where the data come from, how they are scaled and split. */
final class DataSection {
  /** The words of sources, in the order of the documentation. */
  static final List<String> SOURCES =
      List.of(
          SensorArray.NAME,
          GasEthanol.NAME,
          Digits.NAME,
          Mnist.NAME,
          TeacherSign.NAME,
          GaussianFeatures.NAME,
          Orthonormal.NAME);

  private static final String ALLOWED = String.join(", ", SOURCES) + ", {file: my.csv, target: y}";
  private static final List<String> FORMATS = List.of("csv", "gas-sensor");
  private static final String SIZE = "a number of rows, a share such as 0.8, or rest";
  private static final int GASES = 6;
  private static final int MOST_FEATURES = 100_000;
  private static final int MOST_ROWS = 10_000_000;
  private static final long MOST_NUMBERS = 1L << 27;

  private final Reading reading;
  private final Fields fields;

  DataSection(Node node, Reading reading) {
    this.reading = reading;
    this.fields = Fields.of(node, List.of("source", "scaling", "split"), reading.problems());
  }

  /** Where the data come from. */
  Optional<DataSource> source() {
    return fields.required("source", ALLOWED).flatMap(node -> source(node, reading));
  }

  /** A source as it stands in a job. */
  static Optional<DataSource> source(Node node, Reading reading) {
    return new DataSection(new Node.Mapping(node.place(), List.of()), reading).source(node);
  }

  /** Which rows train and which test, if the job says it. */
  Optional<Split> split() {
    return fields.get("split").flatMap(node -> split(node, reading));
  }

  /**
   * Whether the job has no rows to test on.
   *
   * @param source as it was read
   * @param split as it was read; what is wrong with one is told where it was
   */
  boolean testsNothing(Optional<DataSource> source, Optional<Split> split) {
    boolean given = fields.get("split").isPresent() || fields.isMistyped("split");
    return (given ? split : source.map(DataSource::split))
        .map(rows -> rows.test().amount() == 0)
        .orElse(false);
  }

  /** A split as it stands in a job. */
  static Optional<Split> split(Node node, Reading reading) {
    Problems problems = reading.problems();
    Fields split = Fields.of(node, List.of("train", "test", "draw"), problems);
    if (split.get("train").isEmpty() && split.get("test").isEmpty()) {
      boolean mistyped = split.isMistyped("train") || split.isMistyped("test");
      if (!mistyped) {
        problems.add(node, "must say how many rows train or test", "train, test: " + SIZE);
      }
      return Optional.empty();
    }
    Optional<Split.Size> train = size(split.get("train"), 1, reading);
    Optional<Split.Size> test = size(split.get("test"), 0, reading);
    Optional<Split.Draw> draw =
        split.get("draw").isEmpty()
            ? Optional.of(Split.Draw.IN_ORDER)
            : word(split.get("draw").get(), "draw", Split.Draw.words(), Split.Draw::of, reading);
    if (train.isEmpty() || test.isEmpty() || draw.isEmpty()) {
      return Optional.empty();
    }
    if (train.get().isRest() && test.get().isRest()) {
      problems.add(node, "leaves open how many rows train", "rest for train or for test");
      return Optional.empty();
    }
    return Optional.of(new Split(train.get(), test.get(), draw.get()));
  }

  private static Optional<Split.Size> size(Optional<Node> given, int least, Reading reading) {
    if (given.isEmpty() || Scalars.word(given.get()).equals(Optional.of("rest"))) {
      return Optional.of(Split.Size.REST);
    }
    Node node = given.get();
    return Scalars.isFraction(node)
        ? reading.scalars().real(node, Bounds.BETWEEN_0_AND_1).map(Split.Size::new)
        : reading.scalars().whole(node, least, MOST_ROWS, SIZE).map(Split.Size::new);
  }

  /** How they are scaled: never by default, as nobody would notice. */
  Optional<List<Scaling>> scalings() {
    String why = "there is no default, as the choice moves the learning rates that are stable";
    return fields
        .required("scaling", "is required: " + why, String.join(", ", Scaling.words()))
        .flatMap(
            node ->
                reading
                    .axes()
                    .each(
                        node, one -> word(one, "scaling", Scaling.words(), Scaling::of, reading)));
  }

  private static <T> Optional<T> word(
      Node node,
      String what,
      List<String> words,
      Function<String, Optional<T>> known,
      Reading reading) {
    Optional<String> word = reading.scalars().text(node, String.join(", ", words));
    Optional<T> value = word.flatMap(known);
    if (word.isPresent() && value.isEmpty()) {
      reading.problems().addUnknown(node, "unknown " + what, word.get(), words);
    }
    return value;
  }

  private Optional<DataSource> source(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().size() == 1 && mapping.get("file").isEmpty()
          ? named(
              node, mapping.entries().get(0).key(), Optional.of(mapping.entries().get(0).value()))
          : file(node);
    }
    Optional<String> word = Scalars.word(node);
    if (word.isEmpty()) {
      reading.problems().add(node, "must be one data source", ALLOWED);
      return Optional.empty();
    }
    return named(node, word.get(), Optional.empty());
  }

  /** A source by its word; what stands with it is a path, or the parameters of a generator. */
  private Optional<DataSource> named(Node node, String word, Optional<Node> value) {
    Node parameters = value.orElseGet(() -> new Node.Mapping(node.place().key(word), List.of()));
    return switch (word) {
      case SensorArray.NAME -> {
        Fields given = Fields.of(parameters, List.of("seed"), reading.problems());
        yield seed(given, SensorArray.DEFAULT_SEED).map(SensorArray::new);
      }
      case GasEthanol.NAME -> place(value).map(GasEthanol::new);
      case Digits.NAME -> place(value).map(Digits::new);
      case Mnist.NAME -> place(value).map(Mnist::new);
      case TeacherSign.NAME -> teacherSign(parameters);
      case GaussianFeatures.NAME -> gaussianFeatures(parameters);
      case Orthonormal.NAME -> orthonormal(parameters);
      default -> unknown(node, word);
    };
  }

  /** A place of the user's, or none; empty for a path that is none. */
  private Optional<Optional<Path>> place(Optional<Node> value) {
    return value.isEmpty()
        ? Optional.of(Optional.empty())
        : reading.path(value.get()).map(Optional::of);
  }

  private Optional<DataSource> teacherSign(Node node) {
    Fields given = Fields.of(node, List.of("features", "rows", "seed"), reading.problems());
    Optional<Integer> features = whole(given, "features", Optional.of(20), 1, MOST_FEATURES);
    Optional<Integer> rows = whole(given, "rows", Optional.of(4200), 2, MOST_ROWS);
    Optional<Long> seed = seed(given, 1);
    return fits(given, features, rows) && seed.isPresent()
        ? Optional.of(new TeacherSign(features.get(), rows.get(), seed.get()))
        : Optional.empty();
  }

  private Optional<DataSource> gaussianFeatures(Node node) {
    List<String> keys = List.of("features", "rows", "noise", "norm", "decay", "seed");
    Fields given = Fields.of(node, keys, reading.problems());
    Optional<Integer> features = whole(given, "features", Optional.empty(), 1, MOST_FEATURES);
    Optional<Integer> rows = whole(given, "rows", Optional.empty(), 1, MOST_ROWS);
    Optional<Double> noise = real(given, "noise", 0);
    Optional<Double> norm = real(given, "norm", 1);
    Optional<Double> decay = real(given, "decay", 0);
    Optional<Long> seed = seed(given, 1);
    if (!fits(given, features, rows)
        || noise.isEmpty()
        || norm.isEmpty()
        || decay.isEmpty()
        || seed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GaussianFeatures(
            features.get(), rows.get(), noise.get(), norm.get(), decay.get(), seed.get()));
  }

  private Optional<DataSource> orthonormal(Node node) {
    List<String> keys = List.of("features", "rows", "basis", "seed");
    Fields given = Fields.of(node, keys, reading.problems());
    Optional<Integer> features = whole(given, "features", Optional.empty(), 1, MOST_FEATURES);
    Optional<Integer> rows = whole(given, "rows", Optional.empty(), 1, MOST_FEATURES);
    Optional<Orthonormal.Basis> basis =
        given.get("basis").isEmpty()
            ? Optional.of(Orthonormal.Basis.UNIT_VECTORS)
            : word(
                given.get("basis").get(),
                "basis",
                Orthonormal.Basis.words(),
                Orthonormal.Basis::of,
                reading);
    Optional<Long> seed = seed(given, 1);
    if (!fits(given, features, rows) || basis.isEmpty() || seed.isEmpty()) {
      return Optional.empty();
    }
    if (rows.get() > features.get()) {
      reading
          .problems()
          .add(
              given.get("rows").orElse(node),
              "is more than there are orthonormal rows",
              "at most the number of features, " + features.get());
      return Optional.empty();
    }
    return Optional.of(new Orthonormal(features.get(), rows.get(), basis.get(), seed.get()));
  }

  private Optional<Long> seed(Fields given, long standard) {
    return given
        .get("seed")
        .map(node -> reading.scalars().whole(node, 0, Long.MAX_VALUE))
        .orElse(Optional.of(standard));
  }

  private Optional<Double> real(Fields given, String key, double standard) {
    return given
        .get(key)
        .map(node -> reading.scalars().real(node, Bounds.NOT_NEGATIVE))
        .orElse(Optional.of(standard));
  }

  /** A whole number; without a standard it is required. */
  private Optional<Integer> whole(
      Fields given, String key, Optional<Integer> standard, int least, int most) {
    String allowed = "a whole number from " + least + " to " + most;
    Optional<Node> node = standard.isPresent() ? given.get(key) : given.required(key, allowed);
    return node.isEmpty()
        ? standard
        : reading.scalars().whole(node.get(), least, most).map(Math::toIntExact);
  }

  /** Whether a table has a size, and one that this program can keep. */
  private boolean fits(Fields given, Optional<Integer> features, Optional<Integer> rows) {
    if (features.isEmpty() || rows.isEmpty()) {
      return false;
    }
    if ((long) features.get() * rows.get() > MOST_NUMBERS) {
      reading
          .problems()
          .add(
              given.place(),
              "is too large",
              rows.get() + " rows of " + features.get() + " features",
              "at most " + MOST_NUMBERS + " numbers",
              "");
      return false;
    }
    return true;
  }

  private Optional<DataSource> unknown(Node node, String word) {
    List<String> known = new ArrayList<>(SOURCES);
    known.add("file");
    reading
        .problems()
        .add(node.place(), "unknown data source", word, ALLOWED, Words.nearest(word, known));
    return Optional.empty();
  }

  private Optional<DataSource> file(Node node) {
    Node.Mapping mapping = (Node.Mapping) node;
    Optional<String> format =
        mapping.get("format").isEmpty()
            ? Optional.of("csv")
            : reading.scalars().text(mapping.get("format").get(), String.join(", ", FORMATS));
    if (format.isPresent() && !FORMATS.contains(format.get())) {
      reading
          .problems()
          .addUnknown(mapping.get("format").orElseThrow(), "unknown format", format.get(), FORMATS);
      return Optional.empty();
    }
    return format.flatMap(known -> known.equals("csv") ? csv(node) : gasSensor(node));
  }

  private Optional<DataSource> csv(Node node) {
    Fields source =
        Fields.of(node, List.of("file", "target", "ignore", "format", "task"), reading.problems());
    Optional<Path> file = source.required("file", "a path").flatMap(reading::path);
    Optional<List<String>> targets =
        source.required("target", "the name of a column, or a list").flatMap(this::columns);
    Optional<Node> ignoreNode = source.get("ignore");
    Optional<List<String>> ignore =
        ignoreNode.filter(list -> !isEmptyList(list)).isEmpty()
            ? Optional.of(List.of())
            : columns(ignoreNode.get());
    Optional<Task> task =
        source.get("task").isEmpty()
            ? Optional.of(Task.REGRESSION)
            : word(source.get("task").get(), "task", Task.words(), Task::of, reading);
    if (file.isEmpty() || targets.isEmpty() || ignore.isEmpty() || task.isEmpty()) {
      return Optional.empty();
    }
    List<String> both = new ArrayList<>(ignore.get());
    both.retainAll(targets.get());
    if (!both.isEmpty()) {
      String problem = "a target cannot be ignored";
      reading.problems().add(ignoreNode.orElseThrow(), problem, "columns that are no targets");
    }
    if (task.get() == Task.CLASSIFICATION && targets.get().size() > 1) {
      reading
          .problems()
          .add(
              source.get("target").orElseThrow(),
              "has several columns in a classification",
              "one column of labels");
    }
    return Optional.of(new CsvFile(file.get(), targets.get(), ignore.get(), task.get()));
  }

  private static boolean isEmptyList(Node node) {
    return node instanceof Node.Sequence list && list.items().isEmpty();
  }

  private Optional<List<String>> columns(Node node) {
    return reading.axes().each(node, item -> reading.scalars().text(item, "the name of a column"));
  }

  private Optional<DataSource> gasSensor(Node node) {
    Fields source = Fields.of(node, List.of("file", "format", "gas"), reading.problems());
    Optional<List<Path>> files =
        source
            .required("file", "a path, or a list of paths")
            .flatMap(list -> reading.axes().each(list, reading::path));
    Optional<Node> gas = source.get("gas");
    Optional<Long> number =
        gas.isEmpty() ? Optional.of(1L) : reading.scalars().whole(gas.get(), 1, GASES);
    return files.flatMap(paths -> number.map(n -> new GasSensorFile(paths, n.intValue())));
  }
}
