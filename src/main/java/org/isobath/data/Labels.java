package org.isobath.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Collects the labels of a column: whole numbers, or words. Classes are numbered in the order of
 * numbers, or of words by their characters.
 */
final class Labels {
  /** A column of more is a measurement whose task was mistaken. */
  private static final int MOST_CLASSES = 1000;

  private static final double LARGEST = 0x1p53;
  private static final String ALLOWED = "whole numbers in every row, or words in every row";

  /**
   * The classes of a column.
   *
   * @param names in order
   * @param labels the number of each row's class
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one reader, never compared
  record Classes(List<String> names, double[] labels) {}

  private final Path file;
  private final String column;
  private final Problems problems;
  private final List<String> rows = new ArrayList<>();
  private final Set<String> known = new LinkedHashSet<>();
  private boolean numbers;

  /** What is no label goes to the problems, with the file's and the column's name. */
  Labels(Path file, String column, Problems problems) {
    this.file = file;
    this.column = column;
    this.problems = problems;
  }

  /** The label of the next row. */
  void add(int line, int field, String text) {
    String word = text.strip();
    OptionalDouble number = Decimal.parse(word);
    boolean isNumber = number.isPresent();
    double value = number.orElse(0);
    if (word.isEmpty()) {
      problems.add(file, line, field, column, "empty field", text, ALLOWED);
      return;
    }
    if (value != (long) value || Math.abs(value) > LARGEST) {
      problems.add(
          file,
          line,
          field,
          column,
          "is no class",
          text,
          ALLOWED + ". For numbers that measure, use task regression");
      return;
    }
    if (known.isEmpty()) {
      numbers = isNumber;
    }
    if (numbers != isNumber) {
      String problem =
          numbers ? "a word where others are numbers" : "a number where others are words";
      problems.add(file, line, field, column, problem, text, ALLOWED);
      return;
    }
    String name = isNumber ? String.valueOf((long) value) : word;
    rows.add(name);
    if (known.size() <= MOST_CLASSES) {
      known.add(name);
    }
  }

  /**
   * All classes. Only when no row had a problem.
   *
   * @throws DataException if there is but one class, or far too many
   */
  Classes classes() throws DataException {
    if (known.size() < 2) {
      throw Problems.of(
          file,
          "column %s has one class, %s; allowed: at least two"
              .formatted(Problems.value(column), Words.list(List.copyOf(known))));
    }
    if (known.size() > MOST_CLASSES) {
      throw Problems.of(
          file,
          "column %s has more than %d classes; allowed: at most that. For numbers that measure, use task regression."
              .formatted(Problems.value(column), MOST_CLASSES));
    }
    Comparator<String> order =
        numbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
    List<String> names = known.stream().sorted(order).toList();
    Map<String, Integer> places =
        IntStream.range(0, names.size())
            .boxed()
            .collect(Collectors.toMap(names::get, Function.identity()));
    return new Classes(names, rows.stream().mapToDouble(places::get).toArray());
  }
}
