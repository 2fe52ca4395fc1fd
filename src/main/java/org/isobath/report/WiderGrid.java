package org.isobath.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.isobath.training.Decimals;

/** The learning rates to try next where a best rate is the first or the last that was tried. */
public final class WiderGrid {
  private static final int MOST_DIGITS = 3;

  private WiderGrid() {}

  /**
   * What to give to {@code isobath run} besides the job: empty if no best rate is at an edge. A
   * setting that was tried at one rate only has no grid that could be widened. The results of the
   * wider grid get a name of their own, as they are another sweep.
   */
  public static List<String> sets(Tables tables) {
    // Where the rate is all that is asked about, none is looked for.
    if (Tables.hasFigureByRate(tables.resolved())
        && tables.settings().stream().noneMatch(row -> row.has("axis"))) {
      return List.of();
    }
    Set<Double> low = rates(tables, "low");
    Set<Double> high = rates(tables, "high");
    List<String> sets = new ArrayList<>();
    if (tables.resolved().get("variants") instanceof List<?> variants) {
      for (int i = 0; i < variants.size(); i++) {
        if (variants.get(i) instanceof Map<?, ?> trial) {
          widen("variants[" + i + "]", trial, low, high, sets);
        }
      }
    } else {
      widen("trial", tables.part("trial"), low, high, sets);
    }
    if (!sets.isEmpty()) {
      sets.add(0, "name=" + tables.sweep() + "-wider");
    }
    return sets;
  }

  /** The same as options of a command. */
  public static String options(List<String> sets) {
    return String.join(
        " ",
        sets.stream()
            .map(set -> "--set " + (set.matches("[\\w.=+-]+") ? set : "'" + set + "'"))
            .toList());
  }

  private static Set<Double> rates(Tables tables, String edge) {
    Set<Double> rates = new TreeSet<>();
    for (Fields row : tables.settings()) {
      if (row.edge().equals(edge)) {
        rates.add(row.value("learning_rate"));
      }
    }
    return rates;
  }

  private static void widen(
      String path, Map<?, ?> trial, Set<Double> low, Set<Double> high, List<String> sets) {
    TreeSet<Double> rates = new TreeSet<>();
    Object given = trial.get("learningRate");
    for (Object rate : given instanceof List<?> list ? list : List.of(given == null ? "" : given)) {
      if (rate instanceof Number number) {
        rates.add(number.doubleValue());
      }
    }
    if (rates.isEmpty()) {
      return;
    }
    boolean down = low.contains(rates.first());
    boolean up = high.contains(rates.last());
    if (down || up) {
      sets.add(path + ".learningRate=" + wider(new ArrayList<>(rates), down, up));
    }
  }

  private static String wider(List<Double> rates, boolean down, boolean up) {
    BigDecimal first = decimal(rates.get(0));
    BigDecimal last = decimal(rates.get(rates.size() - 1));
    TreeSet<BigDecimal> digits = new TreeSet<>();
    rates.forEach(rate -> digits.add(significand(decimal(rate))));
    BigDecimal from = down ? first.scaleByPowerOfTen(-1) : first;
    BigDecimal to = up ? last.scaleByPowerOfTen(1) : last;
    if (digits.size() <= MOST_DIGITS && range(first, last, digits).equals(rates)) {
      return "{from: "
          + text(from)
          + ", to: "
          + text(to)
          + ", perDecade: ["
          + String.join(", ", digits.stream().map(WiderGrid::text).toList())
          + "]}";
    }
    List<String> all = new ArrayList<>();
    int size = rates.size();
    double below = rates.get(0) / rates.get(Math.min(1, size - 1));
    double above = rates.get(size - 1) / rates.get(Math.max(0, size - 2));
    if (down) {
      all.add(text(round(rates.get(0) * below * below)));
      all.add(text(round(rates.get(0) * below)));
    }
    rates.forEach(rate -> all.add(Decimals.text(rate)));
    if (up) {
      all.add(text(round(rates.get(size - 1) * above)));
      all.add(text(round(rates.get(size - 1) * above * above)));
    }
    return "[" + String.join(", ", all) + "]";
  }

  private static List<Double> range(BigDecimal from, BigDecimal to, Set<BigDecimal> digits) {
    List<Double> values = new ArrayList<>();
    for (int e = exponent(from); e <= exponent(to); e++) {
      for (BigDecimal digit : digits) {
        BigDecimal value = digit.scaleByPowerOfTen(e);
        if (value.compareTo(from) >= 0 && value.compareTo(to) <= 0) {
          values.add(value.doubleValue());
        }
      }
    }
    return values;
  }

  private static BigDecimal round(double value) {
    return new BigDecimal(value).round(new MathContext(MOST_DIGITS));
  }

  private static BigDecimal decimal(double value) {
    return new BigDecimal(Decimals.text(value));
  }

  private static BigDecimal significand(BigDecimal value) {
    return value.scaleByPowerOfTen(-exponent(value)).stripTrailingZeros();
  }

  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static String text(BigDecimal value) {
    return Decimals.text(value.doubleValue());
  }
}
