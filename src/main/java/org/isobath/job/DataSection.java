package org.isobath.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.isobath.data.CsvFile;
import org.isobath.data.DataSource;
import org.isobath.data.GasEthanol;
import org.isobath.data.GasSensorFile;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.data.Words;

/** Reads {@code data}: where the data come from and how they are scaled. */
final class DataSection {
  private static final String SENSOR_ARRAY = "sensor-array";
  private static final String GAS_ETHANOL = "gas-ethanol";
  private static final List<String> SOURCES = List.of(SENSOR_ARRAY, GAS_ETHANOL);
  private static final List<String> LATER = List.of("mnist", "digits");
  private static final String ALLOWED = String.join(", ", SOURCES) + ", {file: my.csv, target: y}";
  private static final List<String> FORMATS = List.of("csv", "gas-sensor");
  private static final int GASES = 6;

  private final Reading reading;
  private final Fields fields;

  DataSection(Node node, Reading reading) {
    this.reading = reading;
    this.fields = Fields.of(node, List.of("source", "scaling"), reading.problems());
  }

  /** Where the data come from. */
  Optional<DataSource> source() {
    return fields.required("source", ALLOWED).flatMap(this::source);
  }

  /** How they are scaled: never by default, as nobody would notice. */
  Optional<List<Scaling>> scalings() {
    String why = "there is no default, as the choice moves the learning rates that are stable";
    return fields
        .required("scaling", "is required: " + why, String.join(", ", Scaling.words()))
        .flatMap(node -> reading.axes().each(node, this::scaling));
  }

  private Optional<Scaling> scaling(Node node) {
    Optional<String> word = reading.scalars().text(node, String.join(", ", Scaling.words()));
    Optional<Scaling> scaling = word.flatMap(Scaling::of);
    if (word.isPresent() && scaling.isEmpty()) {
      reading.problems().addUnknown(node, "unknown scaling", word.get(), Scaling.words());
    }
    return scaling;
  }

  private Optional<DataSource> source(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().size() == 1 && mapping.get("file").isEmpty()
          ? parameterized(node, mapping.entries().get(0))
          : file(node);
    }
    Optional<String> word = Scalars.word(node);
    if (word.isEmpty()) {
      reading.problems().add(node, "must be one data source", ALLOWED);
      return Optional.empty();
    }
    return switch (word.get()) {
      case SENSOR_ARRAY -> Optional.of(new SensorArray(SensorArray.DEFAULT_SEED));
      case GAS_ETHANOL -> Optional.of(new GasEthanol(Optional.empty()));
      default -> unknown(node, word.get());
    };
  }

  private Optional<DataSource> parameterized(Node node, Node.Entry entry) {
    return switch (entry.key()) {
      case SENSOR_ARRAY -> {
        Fields constants = Fields.of(entry.value(), List.of("seed"), reading.problems());
        Optional<Node> seed = constants.get("seed");
        yield seed.isEmpty()
            ? Optional.of(new SensorArray(SensorArray.DEFAULT_SEED))
            : reading.scalars().whole(seed.get(), 0, Long.MAX_VALUE).map(SensorArray::new);
      }
      case GAS_ETHANOL ->
          reading.path(entry.value()).map(path -> new GasEthanol(Optional.of(path)));
      default -> unknown(node, entry.key());
    };
  }

  private Optional<DataSource> unknown(Node node, String word) {
    boolean later = LATER.contains(word);
    List<String> known = Stream.of(SOURCES, LATER, List.of("file")).flatMap(List::stream).toList();
    reading
        .problems()
        .add(
            node.place(),
            later ? "is not available yet" : "unknown data source",
            word,
            ALLOWED,
            later ? "" : Words.nearest(word, known));
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
        Fields.of(node, List.of("file", "target", "ignore", "format"), reading.problems());
    Optional<Path> file = source.required("file", "a path").flatMap(reading::path);
    Optional<List<String>> targets =
        source.required("target", "the name of a column, or a list").flatMap(this::columns);
    Optional<Node> ignoreNode = source.get("ignore");
    Optional<List<String>> ignore =
        ignoreNode.filter(list -> !isEmptyList(list)).isEmpty()
            ? Optional.of(List.of())
            : columns(ignoreNode.get());
    if (file.isEmpty() || targets.isEmpty() || ignore.isEmpty()) {
      return Optional.empty();
    }
    List<String> both = new ArrayList<>(ignore.get());
    both.retainAll(targets.get());
    if (!both.isEmpty()) {
      String problem = "a target cannot be ignored";
      reading.problems().add(ignoreNode.orElseThrow(), problem, "columns that are no targets");
    }
    return Optional.of(new CsvFile(file.get(), targets.get(), ignore.get()));
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
