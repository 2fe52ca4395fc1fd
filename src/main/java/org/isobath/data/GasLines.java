package org.isobath.data;

import java.nio.file.Path;
import java.util.OptionalDouble;

/** Reads the lines of one gas from a file in the format of {@link GasSensorFile}. */
final class GasLines {
  private static final String FORM =
      "class;concentration 1:v 2:v … " + GasSensorFile.FEATURES + ":v";

  private final Path file;
  private final String text;
  private final int gas;
  private final Problems problems;

  GasLines(Path file, String text, int gas, Problems problems) {
    this.file = file;
    this.text = text;
    this.gas = gas;
    this.problems = problems;
  }

  /** Appends the rows of the gas; of other rows only the class is looked at. */
  void read(Values features, Values targets) {
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      int semicolon = line.indexOf(';');
      String kind = semicolon < 0 ? line : line.substring(0, semicolon).strip();
      if (semicolon < 0 || !kind.matches("[1-6]")) {
        String problem = semicolon < 0 ? "no semicolon after the class" : "unknown class";
        problems.add(
            file, number, 1, "class", problem, kind, "1 … 6, in lines of the form " + FORM);
      } else if (kind.charAt(0) - '0' == gas) {
        readRow(number, line.substring(semicolon + 1).strip().split("[ \t]+"), features, targets);
      }
    }
  }

  /** Fields are counted from 1: class, concentration, features. */
  private void readRow(int line, String[] fields, Values features, Values targets) {
    int found = fields.length - 1;
    if (found != GasSensorFile.FEATURES) {
      String form = "row of another length; got %d features; allowed: %d, in lines of the form %s";
      int place = Math.min(found, GasSensorFile.FEATURES) + 3;
      problems.add(file, line, place, form.formatted(found, GasSensorFile.FEATURES, FORM));
      return;
    }
    append(line, 2, GasSensorFile.TARGET, fields[0], targets);
    for (int feature = 1; feature <= found; feature++) {
      String field = fields[feature];
      String prefix = feature + ":";
      if (field.startsWith(prefix)) {
        append(line, feature + 2, "f" + feature, field.substring(prefix.length()), features);
      } else {
        String allowed = "features in order, here " + prefix + "v";
        problems.add(file, line, feature + 2, "f" + feature, "wrong index", field, allowed);
      }
    }
  }

  private void append(int line, int field, String column, String text, Values values) {
    OptionalDouble number = Decimal.parse(text);
    if (number.isPresent()) {
      values.add(number.getAsDouble());
    } else {
      problems.add(file, line, field, column, Decimal.problem(text), text, Decimal.ALLOWED);
    }
  }
}
