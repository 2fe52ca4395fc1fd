package org.isobath.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.isobath.data.DataSource;
import org.isobath.data.Scaling;
import org.isobath.data.Split;
import org.isobath.data.Words;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.training.Measure;
import org.isobath.training.Recording;
import org.isobath.training.Stop;

/**
 * Reads a job file. Everything that is wrong with it is reported at once; only a file that is no
 * YAML is reported for that alone.
 */
public final class JobFile {
  private static final int LARGEST = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int MOST_POINTS = 1_000_000;
  private static final List<String> KEYS =
      List.of("name", "data", "trial", "variants", "stop", "record", "compare", "report");

  private final Reading reading;
  private final Fields fields;

  private JobFile(Node job, Reading reading) {
    this.reading = reading;
    this.fields = Fields.of(job, KEYS, reading.problems());
  }

  /**
   * The job of a file.
   *
   * @param file relative paths in it, and in {@code sets}, are taken from its folder
   * @param sets what to change before reading, each {@code PATH=VALUE}, the value being YAML
   * @throws JobException with all problems
   */
  public static Job read(Path file, List<String> sets) throws JobException {
    return read(file, sets, Path::resolve);
  }

  /**
   * The same where paths may be more than local ones.
   *
   * @param places says which file a path means in a folder
   */
  public static Job read(Path file, List<String> sets, BiFunction<Path, String, Path> places)
      throws JobException {
    String text = TextFile.read(file, LARGEST);
    Problems problems = new Problems();
    Node job = Yaml.parseFile(file.toString(), text, problems);
    if (!(job instanceof Node.Mapping)) {
      boolean empty = Scalars.isNothing(job);
      problems.add(
          job.place(),
          empty ? "is empty" : "must be a mapping",
          empty ? "" : job.shown(),
          "the keys " + String.join(", ", KEYS),
          "");
      problems.throwIfAny();
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    List<Map<String, Place>> placesOfGrids = new ArrayList<>();
    Map<String, Object> report = new LinkedHashMap<>();
    Reading reading = Reading.in(folder == null ? file : folder, places, problems);
    Optional<Experiment> experiment =
        new JobFile(Overrides.apply(job, sets, problems), reading)
            .experiment(placesOfGrids, report);
    problems.throwIfAny();
    Place top = Place.top(file.toString(), 0, 0);
    return new Job(experiment.orElseThrow(), problems.notes(), text, report, top, placesOfGrids);
  }

  /** The words of data sources. */
  public static List<String> sources() {
    return DataSection.SOURCES;
  }

  /**
   * A data source as it stands in a job, such as {@code {sensor-array: {seed: 7}}}.
   *
   * @param from how messages name the text's place; relative paths are taken from the working
   *     folder
   * @throws JobException with all problems
   */
  public static DataSource source(String from, String text) throws JobException {
    return value(from, text, DataSection::source);
  }

  /**
   * A split as it stands in a job, such as {@code {train: 0.8, draw: once}}.
   *
   * @param from how messages name the text's place
   * @throws JobException with all problems
   */
  public static Split split(String from, String text) throws JobException {
    return value(from, text, DataSection::split);
  }

  private static <T> T value(String from, String text, BiFunction<Node, Reading, Optional<T>> read)
      throws JobException {
    Problems problems = new Problems();
    Node node = Yaml.parseValue(Place.top(from, 0, 0), text, problems);
    Optional<T> value =
        read.apply(node, Reading.in(Path.of("").toAbsolutePath(), Path::resolve, problems));
    problems.throwIfAny();
    return value.orElseThrow();
  }

  private Optional<Experiment> experiment(
      List<Map<String, Place>> places, Map<String, Object> report) {
    Optional<String> name =
        fields.required("name", "a name for the folder of results").flatMap(this::name);
    Optional<Node> dataNode =
        fields
            .get("data")
            .or(
                () ->
                    fields.isMistyped("data")
                        ? Optional.empty()
                        : Optional.of(new Node.Mapping(fields.place().key("data"), List.of())));
    Optional<DataSection> data = dataNode.map(node -> new DataSection(node, reading));
    Optional<DataSource> source = data.flatMap(DataSection::source);
    Optional<Split> split = data.flatMap(DataSection::split);
    Optional<List<Scaling>> scalings = data.flatMap(DataSection::scalings);
    List<Grids.Placed> placed = Grids.read(fields, scalings, reading);
    placed.forEach(each -> places.add(each.places()));
    List<Grid> grids = placed.stream().map(Grids.Placed::grid).toList();
    Grids.refuseTooMany(
        grids, fields.get("trial").map(Node::place).orElse(fields.place()), reading.problems());
    Stop stop = fields.get("stop").map(this::stop).orElse(Stop.DEFAULT);
    Node record =
        fields
            .get("record")
            .orElseGet(() -> new Node.Mapping(fields.place().key("record"), List.of()));
    Recording recording = recording(record, grids);
    refuseEndToEndGap(recording, grids);
    boolean tests = data.map(section -> !section.testsNothing(source, split)).orElse(true);
    Optional<Comparison> comparison =
        Comparisons.read(fields.get("compare"), grids, recording, tests, reading);
    fields
        .get("report")
        .ifPresent(
            node -> report.put("figures", Figures.read(node, source, grids, recording, reading)));
    return name.flatMap(
        n ->
            source.map(
                s ->
                    new Experiment(
                        n, s, split.orElseGet(s::split), grids, stop, recording, comparison)));
  }

  private static boolean hasBatches(Grid grid) {
    for (long i = 0; i < grid.presentations().size(); i++) {
      if (!grid.presentations().get(i).isWhole()) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> name(Node node) {
    String allowed =
        "letters, digits, '.', '_' and '-', at most 100, the first a letter or a digit";
    Optional<String> name = reading.scalars().text(node, allowed);
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      reading.problems().add(node, "cannot be the name of a folder", allowed);
    }
    return name;
  }

  /** The gap is between a linear network and its end-to-end matrix: others have none. */
  private void refuseEndToEndGap(Recording recording, List<Grid> grids) {
    if (!recording.measures().contains(Measure.END_TO_END_GAP)) {
      return;
    }
    grids.stream()
        .flatMap(grid -> Combinations.notLinear(grid).stream())
        .findFirst()
        .ifPresent(
            other ->
                reading
                    .problems()
                    .add(
                        fields
                            .get("record")
                            .map(node -> ((Node.Mapping) node).get("measures").orElse(node))
                            .orElseThrow(),
                        "end-to-end-gap is a measure of linear networks, but the job has " + other,
                        Combinations.LINEAR + ", in a job of its own"));
  }

  private Stop stop(Node node) {
    Fields stop =
        Fields.of(node, List.of("divergedAbove", "target", "trainAccuracy"), reading.problems());
    double divergedAbove =
        stop.get("divergedAbove")
            .flatMap(value -> reading.scalars().real(value, Bounds.ABOVE_ONE))
            .orElse(Stop.DEFAULT.divergedAbove());
    double target =
        stop.get("target")
            .flatMap(value -> reading.scalars().real(value, Bounds.POSITIVE))
            .orElse(Stop.DEFAULT.target());
    double trainAccuracy =
        stop.get("trainAccuracy")
            .flatMap(value -> reading.scalars().real(value, Bounds.ABOVE_0_TO_1))
            .orElse(Stop.DEFAULT.trainAccuracy());
    return new Stop(divergedAbove, target, trainAccuracy);
  }

  private Recording recording(Node node, List<Grid> grids) {
    Recording standard = Recording.DEFAULT;
    Fields record =
        Fields.of(
            node,
            List.of(
                "curvePoints",
                "curveByEpochs",
                "targets",
                "weights",
                "measures",
                "measuresAlongCurve"),
            reading.problems());
    int curvePoints =
        record
            .get("curvePoints")
            .flatMap(value -> reading.scalars().whole(value, 2, MOST_POINTS))
            .map(Math::toIntExact)
            .orElse(standard.curvePoints());
    boolean curveByEpochs =
        record
            .get("curveByEpochs")
            .flatMap(value -> reading.scalars().flag(value))
            .orElse(record.get("curvePoints").isEmpty());
    List<Double> targets =
        record
            .get("targets")
            .filter(JobFile::isNotEmpty)
            .flatMap(list -> reading.axes().reals(list, Bounds.POSITIVE))
            .orElse(standard.targets());
    boolean weights =
        record
            .get("weights")
            .flatMap(value -> reading.scalars().flag(value))
            .orElse(standard.weights());
    List<Measure> measures =
        record
            .get("measures")
            .filter(JobFile::isNotEmpty)
            .flatMap(list -> reading.axes().each(list, this::measure))
            .orElse(List.of());
    boolean measuresAlongCurve =
        record
            .get("measuresAlongCurve")
            .flatMap(value -> reading.scalars().flag(value))
            .orElse(standard.measuresAlongCurve());
    return new Recording(
        curvePoints,
        curveByEpochs && grids.stream().anyMatch(JobFile::hasBatches),
        targets,
        weights,
        Set.copyOf(measures),
        measuresAlongCurve);
  }

  private static boolean isNotEmpty(Node node) {
    return !(node instanceof Node.Sequence all && all.items().isEmpty());
  }

  private Optional<Measure> measure(Node node) {
    String allowed = String.join(", ", Measure.words());
    Optional<String> word = reading.scalars().text(node, allowed);
    Optional<Measure> measure = word.flatMap(Measure::of);
    if (word.isPresent() && measure.isEmpty()) {
      reading
          .problems()
          .add(
              node.place(),
              "unknown measure",
              word.get(),
              allowed,
              Words.nearest(word.get(), Measure.words()));
    }
    return measure;
  }
}
