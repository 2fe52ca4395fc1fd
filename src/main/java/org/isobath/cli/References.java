package org.isobath.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.isobath.report.Fields;
import org.isobath.theory.DoubleDescent;
import org.isobath.theory.FirstWins;
import org.isobath.theory.StationaryVariance;
import org.isobath.theory.TwoWells;
import org.jspecify.annotations.Nullable;

/** The closed forms that the figures of a report are held against, at and between settings. */
final class References {
  /** Points of a curve between whole numbers that are many, or of real numbers. */
  private static final int POINTS = 200;

  private static final double HALF = 0.5;

  private final Map<String, ?> resolved;
  private final List<Fields> settings;
  private final List<Fields> rates;
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

  private References(Map<String, ?> resolved, List<Fields> settings, List<Fields> rates) {
    this.resolved = resolved;
    this.rates = rates;
    this.settings =
        settings.stream().filter(setting -> setting.constant("learning_rate").isPresent()).toList();
  }

  /**
   * Rows of {@code figure} (its place in the job's list), {@code label}, {@code x}, {@code y} (null
   * where infinite) and {@code setting_id} (null between settings).
   *
   * @param resolved the job
   * @param settings rows of the view
   * @param rates rows of rates.sql
   */
  static List<Map<String, @Nullable Object>> of(
      Map<String, ?> resolved, List<Fields> settings, List<Fields> rates) {
    References references = new References(resolved, settings, rates);
    List<?> figures =
        part(resolved.get("report")).get("figures") instanceof List<?> l ? l : List.of();
    for (int i = 0; i < figures.size(); i++) {
      String reference = String.valueOf(part(figures.get(i)).get("reference"));
      switch (reference) {
        case "belkin-hsu-xu" -> references.doubleDescent(i);
        case "arctangent" -> references.firstWins(i);
        case "two-wells" -> references.twoWells(i);
        case "stationary-variance" -> references.stationaryVariance(i);
        default -> {}
      }
    }
    return references.rows;
  }

  private static Map<?, ?> part(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? map : Map.of();
  }

  private static double number(Map<?, ?> map, String key, double otherwise) {
    return map.get(key) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private void doubleDescent(int figure) {
    Map<?, ?> data = part(resolved.get("data"));
    Map<?, ?> table = part(part(data.get("source")).get("gaussian-features"));
    int features = (int) number(table, "features", 0);
    double[] coefficients = new double[features];
    double squares = 0;
    for (int j = 0; j < features; j++) {
      coefficients[j] = StrictMath.pow(j + 1, -number(table, "decay", 0));
      squares += coefficients[j] * coefficients[j];
    }
    for (int j = 0; j < features; j++) {
      coefficients[j] *= number(table, "norm", 0) / Math.sqrt(squares);
    }
    int rows = trainingRows(part(data.get("split")), (int) number(table, "rows", 0));
    if (features == 0 || rows < 1) {
      return;
    }
    Map<String, List<Fields>> byNoise = new TreeMap<>();
    for (Fields setting : settings) {
      String noise = setting.constant("label_noise").orElse("0");
      byNoise.computeIfAbsent(noise, n -> new ArrayList<>()).add(setting);
    }
    byNoise.forEach(
        (labels, some) -> {
          // Noise in the training labels spoils the fit as noise in the data does, but is not
          // tested.
          double own = number(table, "noise", 0);
          double added = Double.parseDouble(labels);
          DoubleDescent descent =
              new DoubleDescent(coefficients, StrictMath.hypot(own, added), rows);
          add(
              figure,
              byNoise.size() > 1 ? "closed form, label noise " + labels : "closed form",
              "features",
              some,
              true,
              p -> HALF * (descent.squaredError((int) p) - added * added));
        });
  }

  /** As the split of the data says it. */
  private static int trainingRows(Map<?, ?> split, int rows) {
    Object train = split.get("train");
    if (train instanceof Number number) {
      return rowsOf(number.doubleValue(), rows);
    }
    return rows - rowsOf(number(split, "test", 0), rows);
  }

  private static int rowsOf(double amount, int rows) {
    return (int) (amount > 0 && amount < 1 ? Math.floor(amount * rows + HALF) : amount);
  }

  private void firstWins(int figure) {
    add(figure, "closed form", "ratio", settings, false, FirstWins::probability);
  }

  private void twoWells(int figure) {
    Map<TwoWells, List<Fields>> wells = new LinkedHashMap<>();
    for (Fields setting : settings) {
      double height = constant(setting, "height").orElse(0.0);
      double flat = constant(setting, "flat").orElse(0.0);
      double sharp = constant(setting, "sharp").orElse(0.0);
      double temperature = constant(setting, "temperature").orElse(0.0);
      if (height > 0 && flat > 0 && sharp >= flat && temperature > 0) {
        wells
            .computeIfAbsent(
                new TwoWells(height, flat, sharp, temperature), well -> new ArrayList<>())
            .add(setting);
      }
    }
    wells.forEach(
        (well, some) ->
            add(
                figure,
                wells.size() == 1
                    ? "closed form"
                    : "closed form, height %s, flat %s, sharp %s, temperature %s"
                        .formatted(well.height(), well.flat(), well.sharp(), well.temperature()),
                "directions",
                some,
                true,
                directions -> well.flatShare((int) directions)));
  }

  /** Of all weights of a matrix together, from inputs that are all directions there are. */
  private void stationaryVariance(int figure) {
    Map<?, ?> data = part(resolved.get("data"));
    Map<?, ?> table = part(part(data.get("source")).get("orthonormal"));
    int features = (int) number(table, "features", 0);
    int rows = trainingRows(part(data.get("split")), (int) number(table, "rows", 0));
    if (features == 0 || rows != features) {
      return;
    }
    Map<Double, List<Fields>> byTemperature = new TreeMap<>();
    for (Fields setting : settings) {
      constant(setting, "temperature")
          .ifPresent(
              temperature ->
                  byTemperature
                      .computeIfAbsent(temperature, t -> new ArrayList<>())
                      .addAll(ratesOf(setting)));
    }
    byTemperature.forEach(
        (temperature, some) ->
            add(
                figure,
                byTemperature.size() > 1
                    ? "closed form, temperature " + temperature
                    : "closed form",
                "learning_rate",
                some,
                false,
                rate ->
                    features * features * StationaryVariance.of(temperature, 1.0 / rows, rate)));
  }

  private List<Fields> ratesOf(Fields setting) {
    return rates.stream()
        .filter(rate -> rate.constant("setting_id").equals(setting.constant("setting_id")))
        .toList();
  }

  private static Optional<Double> constant(Fields setting, String name) {
    return setting.constant(name).flatMap(References::number);
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A curve through the settings' places and, if there are few, all places between. */
  private void add(
      int figure,
      String label,
      String x,
      List<Fields> some,
      boolean whole,
      DoubleUnaryOperator closedForm) {
    TreeSet<Double> places = new TreeSet<>();
    for (Fields setting : some) {
      constant(setting, x)
          .ifPresent(
              place -> {
                places.add(place);
                rows.add(
                    row(
                        figure,
                        label,
                        place,
                        closedForm,
                        setting.constant("setting_id").orElseThrow()));
              });
    }
    if (places.isEmpty()) {
      return;
    }
    double low = places.first();
    double high = places.last();
    TreeSet<Double> between = new TreeSet<>();
    IntStream.rangeClosed(0, POINTS)
        .mapToDouble(i -> low + (high - low) * i / POINTS)
        .map(value -> whole ? Math.floor(value + HALF) : value)
        .forEach(between::add);
    between.removeAll(places);
    between.forEach(place -> rows.add(row(figure, label, place, closedForm, null)));
  }

  private static Map<String, @Nullable Object> row(
      int figure,
      String label,
      double place,
      DoubleUnaryOperator closedForm,
      @Nullable String setting) {
    double value = closedForm.applyAsDouble(place);
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("figure", figure);
    row.put("label", label);
    row.put("x", place);
    row.put("y", Double.isFinite(value) ? (Object) value : null);
    row.put("setting_id", setting);
    return row;
  }
}
