package org.isobath.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isobath.report.Panel.Member;
import org.jspecify.annotations.Nullable;

/** Eigenvalues of the Hessian by rank, of settings whose trials measured them. */
final class Spectrum {
  private static final Pattern NAME = Pattern.compile("hessian_eigenvalue_([0-9]{1,6})");

  /** Eigenvalues below this share of the largest count as zero. */
  private static final double RANK_CUT = 1e-6;

  /** A setting's eigenvalues, by rank from 1. */
  private record Line(String label, TreeMap<Integer, Fields> eigenvalues) {
    double[] medians() {
      return eigenvalues.values().stream()
          .flatMapToDouble(row -> row.number("median").stream())
          .map(Math::abs)
          .toArray();
    }

    double cut() {
      return RANK_CUT * Arrays.stream(medians()).max().orElse(0);
    }

    long rank() {
      return Arrays.stream(medians()).filter(value -> value > cut()).count();
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /** The spectrum of a sweep; empty if nothing measured it. */
  Spectrum(Tables tables, List<Panel> panels) {
    Map<String, TreeMap<Integer, Fields>> found = new LinkedHashMap<>();
    for (Fields row : tables.outcomes()) {
      Matcher name = NAME.matcher(row.text("measure"));
      if (name.matches()) {
        found
            .computeIfAbsent(row.text("setting_id"), id -> new TreeMap<>())
            .put(Integer.parseInt(name.group(1)), row);
      }
    }
    for (Panel panel : panels) {
      for (Member member : panel.members()) {
        // A setting may be in several panels.
        TreeMap<Integer, Fields> eigenvalues = found.remove(member.id());
        if (eigenvalues != null) {
          String title = panel.title().isEmpty() ? "" : panel.title() + ": ";
          lines.add(new Line(title + member.label(), eigenvalues));
        }
      }
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  private List<Line> drawn() {
    return lines.subList(0, Math.min(Charts.MOST_SERIES, lines.size()));
  }

  /** For report.js. */
  Map<String, Object> tree() {
    List<Object> series = new ArrayList<>();
    for (Line line : drawn()) {
      Map<String, Object> curve = new LinkedHashMap<>();
      curve.put("x", List.copyOf(line.eigenvalues().keySet()));
      curve.put("median", column(line, "median"));
      curve.put("low", column(line, "lower_quartile"));
      curve.put("high", column(line, "upper_quartile"));
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("label", line.label());
      tree.put("curve", curve);
      tree.put("cut", Numbers.charted(line.cut()));
      series.add(tree);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", "Hessian spectrum");
    tree.put("x", "rank");
    tree.put("y", "absolute eigenvalue");
    tree.put("xLog", false);
    tree.put("yLog", true);
    tree.put("categories", List.of());
    tree.put("series", series);
    tree.put("references", List.of());
    return tree;
  }

  /** Absolute values; those of a quartile that is zero or beyond it end the band. */
  private static List<@Nullable Object> column(Line line, String name) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Fields row : line.eigenvalues().values()) {
      OptionalDouble median = row.number("median");
      OptionalDouble value = row.number(name);
      boolean sameSign =
          value.isPresent()
              && median.isPresent()
              && value.getAsDouble() * Math.signum(median.getAsDouble()) > 0;
      values.add(sameSign ? Numbers.charted(Math.abs(value.getAsDouble())) : null);
    }
    return values;
  }

  String caption() {
    return "Eigenvalues of the Hessian in all weights at the end, by rank, each setting at its"
        + " selected learning rate. Line: median over seeds, without its sign; band: quartiles;"
        + " dotted: the rank cut, 1e-6 of the largest."
        + (lines.size() > drawn().size()
            ? " Drawn are " + drawn().size() + " of " + lines.size() + " settings."
            : "");
  }

  /** How many eigenvalues are not zero, in one sentence. */
  String sentence() {
    List<String> parts = new ArrayList<>();
    for (Line line : drawn()) {
      parts.add(
          line.label()
              + " "
              + Numbers.count(line.rank())
              + " of "
              + Numbers.count(line.eigenvalues().size()));
    }
    return "Eigenvalues above the rank cut: " + String.join(", ", parts) + ".";
  }
}
