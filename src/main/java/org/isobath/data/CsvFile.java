package org.isobath.data;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A file of comma-separated values with a header, plain or gzip, UTF-8.
 *
 * @param file relative to the working folder, or absolute
 * @param targets the names of the target columns, in the order in which they are wanted
 * @param ignore the names of columns that are neither target nor feature; their fields may hold any
 *     text. Every other column is a feature, in the order of the file.
 * @param task whether the target is a number, or the label of a class
 */
public record CsvFile(Path file, List<String> targets, List<String> ignore, Task task)
    implements DataSource {
  /** A table of numbers. */
  public CsvFile(Path file, List<String> targets, List<String> ignore) {
    this(file, targets, ignore, Task.REGRESSION);
  }

  /** Takes copies. */
  public CsvFile {
    targets = List.copyOf(targets);
    ignore = List.copyOf(ignore);
  }

  /** The last part of the file's name. */
  @Override
  public String name() {
    return Optional.ofNullable(file.getFileName()).orElse(file).toString();
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    return load(name());
  }

  /** Loads under a name that another source gives. */
  Dataset load(String name) throws DataException {
    Problems problems = new Problems();
    CsvRecords records = new CsvRecords(file, TextFile.read(file), problems);
    CsvRecords.Fields header =
        records
            .next()
            .orElseThrow(() -> Problems.of(file, "has only blank lines; allowed: a header"));
    List<String> names = header.values().stream().map(String::strip).toList();
    checkHeader(names, header.line(), problems);
    problems.throwIfAny();

    int[] featureColumns = columns(names, names.stream().filter(this::isFeature).toList());
    int[] targetColumns = columns(names, targets);
    Values features = new Values(featureColumns.length);
    Values values = new Values(targetColumns.length);
    Labels labels = new Labels(file, targets.get(0), problems);
    int rows = 0;
    for (var next = records.next(); next.isPresent(); next = records.next()) {
      CsvRecords.Fields row = next.get();
      rows++;
      int fields = row.values().size();
      if (fields != names.size()) {
        String text = "row of another length than the header; got %d field%s; allowed: %d";
        int field = Math.min(fields, names.size()) + 1;
        problems.add(
            file, row.line(), field, text.formatted(fields, fields == 1 ? "" : "s", names.size()));
        continue;
      }
      append(row, names, featureColumns, features, problems);
      if (task == Task.CLASSIFICATION) {
        labels.add(row.line(), targetColumns[0] + 1, row.values().get(targetColumns[0]));
      } else {
        append(row, names, targetColumns, values, problems);
      }
    }
    problems.throwIfAny();
    if (rows == 0) {
      throw Problems.of(file, "has a header but no rows; allowed: at least one row");
    }
    List<String> featureNames = select(names, featureColumns);
    if (task == Task.CLASSIFICATION) {
      Labels.Classes classes = labels.classes();
      return Dataset.ofClasses(
          name, featureNames, targets.get(0), classes.names(), features.array(), classes.labels());
    }
    return new Dataset(name, featureNames, targets, rows, features.array(), values.array());
  }

  private boolean isFeature(String column) {
    return !targets.contains(column) && !ignore.contains(column);
  }

  private void checkHeader(List<String> names, int line, Problems problems) {
    if (names.stream().allMatch(name -> Decimal.parse(name).isPresent())) {
      String text = "the first line holds only numbers; got %s; allowed: a header of column names";
      problems.add(file, line, 1, text.formatted(Problems.value(String.join(",", names))));
      return;
    }
    if (names.size() == 1 && names.get(0).matches("(?s).*[;\\t].*")) {
      String text = "fields separated by semicolons or tabs; got %s; allowed: commas";
      problems.add(file, line, 1, text.formatted(Problems.value(names.get(0))));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty() || !seen.add(name)) {
        String text = "column name %s; got %s; allowed: a name of its own for every column";
        String problem = name.isEmpty() ? "missing" : "repeated";
        problems.add(file, line, i + 1, text.formatted(problem, Problems.value(name)));
      }
    }
    if (targets.isEmpty()) {
      problems.add(file, line, 1, "no target named; allowed: " + Words.list(names));
    }
    if (task == Task.CLASSIFICATION && targets.size() > 1) {
      String text = "several targets in a classification; got %s; allowed: one column of labels";
      problems.add(file, line, 1, text.formatted(Words.list(targets)));
    }
    checkNamed("target", targets, names, line, problems);
    checkNamed("ignored", ignore, names, line, problems);
    for (String target : targets) {
      if (ignore.contains(target)) {
        String text = "column both target and ignored; got %s; allowed: one of them";
        problems.add(file, line, names.indexOf(target) + 1, text.formatted(Problems.value(target)));
      }
    }
    if (problems.isEmpty() && names.stream().noneMatch(this::isFeature)) {
      String text = "no feature left: every column is target or ignored; got %s";
      problems.add(file, line, 1, text.formatted(Words.list(names)));
    }
  }

  private void checkNamed(
      String role, List<String> wanted, List<String> names, int line, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (String name : wanted) {
      if (!names.contains(name)) {
        String text = "no such %s column; got %s; allowed: %s.%s";
        String hint = Words.didYouMean(name, names);
        problems.add(
            file,
            line,
            1,
            text.formatted(role, Problems.value(name), Words.list(names), hint).strip());
      } else if (!seen.add(name)) {
        String text = "%s column named twice; got %s; allowed: once";
        problems.add(
            file, line, names.indexOf(name) + 1, text.formatted(role, Problems.value(name)));
      }
    }
  }

  private void append(
      CsvRecords.Fields row, List<String> names, int[] columns, Values values, Problems problems) {
    for (int column : columns) {
      String text = row.values().get(column);
      OptionalDouble number = Decimal.parse(text);
      if (number.isPresent()) {
        values.add(number.getAsDouble());
      } else {
        String problem = Decimal.problem(text);
        problems.add(
            file, row.line(), column + 1, names.get(column), problem, text, Decimal.ALLOWED);
      }
    }
  }

  private static int[] columns(List<String> names, List<String> wanted) {
    return wanted.stream().mapToInt(names::indexOf).toArray();
  }

  private static List<String> select(List<String> names, int[] columns) {
    return Arrays.stream(columns).mapToObj(names::get).toList();
  }

  // A Path is not serializable; its text is.
  private Object writeReplace() {
    return new Form(file.toString(), new ArrayList<>(targets), new ArrayList<>(ignore), task);
  }

  private record Form(String file, ArrayList<String> targets, ArrayList<String> ignore, Task task)
      implements Serializable {
    private Object readResolve() {
      return new CsvFile(Path.of(file), targets, ignore, task);
    }
  }
}
