package org.isobath.job;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
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
import org.isobath.kernel.Precision;
import org.isobath.network.DoubleWell;
import org.isobath.network.Initializer;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.network.StoredWeights;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.training.Batches;
import org.isobath.training.Measure;
import org.isobath.training.Presentation;

/**
 * An experiment as a job file would say it, with every default filled in: a tree of maps, lists,
 * text, numbers and booleans. Written as JSON or YAML, it is a job file of the same experiment.
 */
public final class ResolvedJob {
  private ResolvedJob() {}

  /**
   * The tree, which depends on nothing but the experiment. One grid is {@code trial}, several
   * {@code variants}.
   */
  public static Map<String, Object> of(Experiment experiment) {
    List<Grid> grids = experiment.grids();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("source", source(experiment.source()));
    data.put("scaling", values(grids.get(0).scalings(), Scaling::word));
    if (!experiment.split().equals(experiment.source().split())) {
      data.put("split", split(experiment.split()));
    }
    Map<String, Object> stop = new LinkedHashMap<>();
    stop.put("divergedAbove", experiment.stop().divergedAbove());
    OptionalDouble target = experiment.stop().targetLoss();
    if (target.isPresent()) {
      stop.put("target", target.getAsDouble());
    }
    double trainAccuracy = experiment.stop().trainAccuracy();
    if (!Double.isNaN(trainAccuracy)) {
      stop.put("trainAccuracy", trainAccuracy);
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("curvePoints", experiment.recording().curvePoints());
    if (experiment.recording().curveByEpochs()) {
      record.put("curveByEpochs", true);
    }
    record.put("targets", experiment.recording().targets());
    record.put("weights", experiment.recording().weights());
    record.put("measures", experiment.recording().measures().stream().map(Measure::word).toList());
    record.put("measuresAlongCurve", experiment.recording().measuresAlongCurve());
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("name", experiment.name());
    job.put("data", data);
    if (grids.size() == 1) {
      job.put("trial", trial(grids.get(0)));
    } else {
      job.put("variants", grids.stream().map(ResolvedJob::trial).toList());
    }
    job.put("stop", stop);
    job.put("record", record);
    experiment.comparison().ifPresent(comparison -> job.put("compare", comparison(comparison)));
    return job;
  }

  /**
   * Where two resolved jobs differ, one line each, such as {@code trial.steps: 100 here, 200
   * there}. Numbers are compared by value, whatever their types.
   */
  public static List<String> differences(Map<String, ?> here, Map<String, ?> there) {
    List<String> lines = new ArrayList<>();
    compare("", Optional.of(here), Optional.of(there), lines);
    return lines;
  }

  private static Map<String, Object> trial(Grid grid) {
    // Jobs of linear networks on all of their data are older than all else: they are as they were.
    boolean plain = Combinations.notLinear(grid).isEmpty();
    Map<String, Object> trial = networks(all(grid.networks()));
    List<Integer> exponents =
        all(grid.losses()).stream()
            .flatMap(loss -> loss instanceof Loss.Power p ? Stream.of(p.exponent()) : Stream.of())
            .toList();
    boolean lossless = all(grid.networks()).stream().anyMatch(DoubleWell.class::isInstance);
    if (!plain && !lossless) {
      trial.put("loss", single(all(grid.losses()).stream().map(Loss::kind).distinct().toList()));
    }
    if (!exponents.isEmpty() && !lossless) {
      trial.put("lossExponent", single(exponents));
    }
    if (!plain && !lossless) {
      trial.putAll(presentations(all(grid.presentations())));
    }
    trial.put("precision", values(grid.precisions(), Precision::word));
    trial.put("optimizer", values(grid.optimizers(), o -> kind(o.kind(), o.constants())));
    trial.put("schedule", values(grid.schedules(), s -> kind(s.kind(), s.constants())));
    trial.put("learningRate", values(grid.learningRates(), value -> value));
    trial.put("weightDecay", values(grid.weightDecays(), value -> value));
    trial.put("initializer", values(grid.initializers(), ResolvedJob::initializer));
    if (grid.seeds() instanceof Axis.Run run) {
      trial.put("seed", ordered("from", run.from(), "count", run.size()));
    } else {
      trial.put("seed", values(grid.seeds(), value -> value));
    }
    trial.put("steps", values(grid.steps(), value -> value));
    return trial;
  }

  /** The values whose product makes these networks; each where it means something. */
  private static Map<String, Object> networks(List<Network> networks) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "network",
        single(
            networks.stream()
                .map(n -> n instanceof DoubleWell ? kind(n.kind(), n.constants()) : n.kind())
                .distinct()
                .toList()));
    List<Network> layered = networks.stream().filter(Networks::isLayered).toList();
    if (!layered.isEmpty()) {
      values.put("depth", distinct(layered, Network::depth));
      values.put("width", single(widths(layered)));
    }
    List<Perceptron> perceptrons =
        networks.stream()
            .flatMap(n -> n instanceof Perceptron p ? Stream.of(p) : Stream.<Perceptron>of())
            .toList();
    if (!perceptrons.isEmpty()) {
      boolean hidden = perceptrons.stream().anyMatch(p -> p.depth() > 1);
      values.put(
          "activation",
          distinct(
              perceptrons.stream().filter(p -> p.depth() > 1 || !hidden).toList(),
              p -> p.activation().word()));
      values.put("bias", distinct(perceptrons, Perceptron::bias));
      values.put(
          "mask",
          distinct(perceptrons, p -> p.mask().map(m -> stored(m.pattern())).orElse("none")));
    }
    return values;
  }

  /** The values whose product makes these presentations. */
  private static Map<String, Object> presentations(List<Presentation> presentations) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Batches> batches = presentations.stream().map(Presentation::batches).distinct().toList();
    boolean allFull = batches.stream().allMatch(b -> b.size() == 0);
    values.put(
        "batchSize", distinct(batches, b -> b.size() == 0 ? PresentationSection.FULL : b.size()));
    values.put(
        "sampler",
        distinct(
            batches.stream().filter(b -> b.size() > 0 || allFull).toList(),
            b -> b.sampler().word()));
    values.put(
        "batchReduction",
        distinct(batches, b -> PresentationSection.REDUCTIONS.get(b.sum() ? 1 : 0)));
    values.put(
        "features",
        distinct(presentations, p -> p.features() == 0 ? PresentationSection.ALL : p.features()));
    values.put("inputNoise", distinct(presentations, Presentation::inputNoise));
    values.put("labelNoise", distinct(presentations, Presentation::labelNoise));
    values.put(
        "pretraining",
        distinct(presentations, p -> kind(p.pretraining().kind(), p.pretraining().constants())));
    return values;
  }

  private static <T> Object distinct(List<T> all, Function<T, Object> value) {
    return single(all.stream().map(value).distinct().toList());
  }

  /** The widths whose product with the depths makes these networks. */
  private static List<Object> widths(List<Network> networks) {
    Set<Object> widths = new LinkedHashSet<>();
    for (Network network : networks) {
      if (network.depth() > 1) {
        boolean uniform = network.widths().stream().distinct().count() == 1;
        widths.add(uniform ? network.widths().get(0) : network.widths());
      }
    }
    return widths.isEmpty() ? List.of(1) : List.copyOf(widths);
  }

  private static Object initializer(Initializer initializer) {
    return initializer instanceof StoredWeights weights
        ? stored(weights)
        : kind(initializer.kind(), initializer.constants());
  }

  private static Object stored(StoredWeights weights) {
    return ordered("file", weights.file(), "sha256", weights.sha256());
  }

  private static Object kind(String word, Map<String, ?> constants) {
    return constants.isEmpty() ? word : Map.of(word, new TreeMap<String, Object>(constants));
  }

  private static Object source(DataSource source) {
    if (source instanceof SensorArray sensors) {
      return Map.of("sensor-array", Map.of("seed", sensors.seed()));
    }
    if (source instanceof GasEthanol gas) {
      return place(gas.name(), gas.path());
    }
    if (source instanceof Digits digits) {
      return place(digits.name(), digits.path());
    }
    if (source instanceof Mnist mnist) {
      return place(mnist.name(), mnist.path());
    }
    if (source instanceof TeacherSign teacher) {
      Map<String, Object> table = ordered("features", teacher.features(), "rows", teacher.rows());
      table.put("seed", teacher.seed());
      return Map.of(teacher.name(), table);
    }
    if (source instanceof GaussianFeatures gaussian) {
      Map<String, Object> table = ordered("features", gaussian.features(), "rows", gaussian.rows());
      table.put("noise", gaussian.noise());
      table.put("norm", gaussian.norm());
      table.put("decay", gaussian.decay());
      table.put("seed", gaussian.seed());
      return Map.of(gaussian.name(), table);
    }
    if (source instanceof Orthonormal inputs) {
      Map<String, Object> table = ordered("features", inputs.features(), "rows", inputs.rows());
      table.put("basis", inputs.basis().word());
      table.put("seed", inputs.seed());
      return Map.of(inputs.name(), table);
    }
    if (source instanceof CsvFile csv) {
      Map<String, Object> file = ordered("file", csv.file().toString(), "format", "csv");
      file.put("target", csv.targets());
      file.put("ignore", csv.ignore());
      if (csv.task() != Task.REGRESSION) {
        file.put("task", csv.task().word());
      }
      return file;
    }
    if (source instanceof GasSensorFile batches) {
      List<String> files = batches.files().stream().map(Path::toString).toList();
      Map<String, Object> file = ordered("file", files, "format", "gas-sensor");
      file.put("gas", batches.gas());
      return file;
    }
    throw new IllegalArgumentException("Invalid source: " + source + " (no job file can name it)");
  }

  private static Object place(String name, Optional<Path> path) {
    return path.<Object>map(p -> Map.of(name, p.toString())).orElse(name);
  }

  private static Map<String, Object> split(Split split) {
    Map<String, Object> result = ordered("train", size(split.train()), "test", size(split.test()));
    result.put("draw", split.draw().word());
    return result;
  }

  private static Object size(Split.Size size) {
    if (size.isRest()) {
      return "rest";
    }
    double amount = size.amount();
    return amount > 0 && amount < 1 ? (Object) amount : (Object) (int) amount;
  }

  private static Map<String, Object> comparison(Comparison comparison) {
    Map<String, Object> result = new LinkedHashMap<>();
    comparison.axis().ifPresent(axis -> result.put("axis", axis.word()));
    if (!comparison.groups().isEmpty()) {
      Map<String, Object> groups = new LinkedHashMap<>();
      for (Comparison.Group group : comparison.groups()) {
        Map<String, Object> values = new LinkedHashMap<>();
        group.values().forEach((axis, value) -> values.put(axis.word(), scalar(value)));
        groups.put(group.name(), values);
      }
      result.put("groups", groups);
      result.put("baseline", comparison.baseline());
    } else if (comparison.axis().isPresent()) {
      result.put("baseline", scalar(comparison.baseline()));
    }
    result.put("rule", comparison.rule().word());
    result.put("target", comparison.target());
    return result;
  }

  /** A value as a job writes it: small whole numbers without quotes. */
  private static Object scalar(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : text;
  }

  private static Map<String, Object> ordered(
      String key1, Object value1, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key1, value1);
    map.put(key2, value2);
    return map;
  }

  private static <T> Object values(Axis<T> axis, Function<T, Object> value) {
    return single(all(axis).stream().map(value).toList());
  }

  private static <T> List<T> all(Axis<T> axis) {
    List<T> all = new ArrayList<>();
    for (long i = 0; i < axis.size(); i++) {
      all.add(axis.get(i));
    }
    return all;
  }

  /** A single value is written without brackets, unless it is itself a list. */
  private static Object single(List<?> values) {
    return values.size() == 1 && !(values.get(0) instanceof List) ? values.get(0) : values;
  }

  private static void compare(
      String path, Optional<?> here, Optional<?> there, List<String> lines) {
    if (here.orElse(null) instanceof Map<?, ?> a && there.orElse(null) instanceof Map<?, ?> b) {
      Set<Object> keys = new LinkedHashSet<>(a.keySet());
      keys.addAll(b.keySet());
      for (Object key : keys) {
        String below = path.isEmpty() ? key.toString() : path + "." + key;
        compare(below, Optional.ofNullable(a.get(key)), Optional.ofNullable(b.get(key)), lines);
      }
    } else if (!same(here, there)) {
      boolean byItem = shown(here).equals(shown(there));
      if (here.orElse(null) instanceof List<?> a
          && there.orElse(null) instanceof List<?> b
          && (byItem || a.stream().allMatch(Map.class::isInstance))) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
          compare(path + "[" + i + "]", item(a, i), item(b, i), lines);
        }
      } else {
        lines.add(path + ": " + shown(here) + " here, " + shown(there) + " there");
      }
    }
  }

  private static Optional<?> item(List<?> list, int index) {
    return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
      return x.isPresent() == y.isPresent() && (x.isEmpty() || same(x.get(), y.get()));
    }
    if (a instanceof Number && b instanceof Number) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      boolean same = x.size() == y.size();
      for (int i = 0; same && i < x.size(); i++) {
        same = same(x.get(i), y.get(i));
      }
      return same;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      List<String> lines = new ArrayList<>();
      compare("", Optional.of(x), Optional.of(y), lines);
      return lines.isEmpty();
    }
    return Objects.equals(a, b);
  }

  private static String shown(Optional<?> value) {
    return value.map(v -> Problem.shortened(v.toString())).orElse("nothing");
  }
}
