package org.isobath.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.isobath.report.Numbers;

/** Text for people: numbers, durations, tables. */
final class Text {
  private static final int LONGEST = 60;

  private Text() {}

  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /** Four significant digits. */
  static String number(double value) {
    return Numbers.text(value);
  }

  /** Thousands in groups. */
  static String count(double value) {
    return Numbers.count(value);
  }

  static String bytes(double bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, size < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", size, units[unit]);
  }

  static String duration(double seconds) {
    if (seconds < 1) {
      return "under a second";
    }
    if (seconds < 60) {
      return Math.round(seconds) + " s";
    }
    if (seconds < 3600) {
      return String.format(
          Locale.ROOT, "%d min %d s", (long) (seconds / 60), (long) (seconds % 60));
    }
    if (seconds < 100 * 3600) {
      return String.format(
          Locale.ROOT, "%d h %d min", (long) (seconds / 3600), (long) (seconds % 3600 / 60));
    }
    return count(seconds / 86400) + " days";
  }

  /** Rows under a header, in columns as wide as their widest cell; numbers to the right. */
  static String table(List<String> header, List<List<String>> rows) {
    int columns = header.size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      widths[column] = header.get(column).length();
      numeric[column] = !rows.isEmpty();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
        numeric[column] &= row.get(column).matches("[-+0-9.,e×%]*|NULL|–");
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, numeric));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    lines.add(line(rule, widths, numeric));
    for (List<String> row : rows) {
      lines.add(line(row, widths, numeric));
    }
    return String.join("\n", lines);
  }

  private static String line(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : "  ").append(right[i] ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }
}
