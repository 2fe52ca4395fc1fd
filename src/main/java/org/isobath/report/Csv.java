package org.isobath.report;

import java.util.List;
import java.util.regex.Pattern;

/** CSV that a spreadsheet can open without running what stands in it. */
public final class Csv {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\\t\\r\\n|%].*");
  private static final Pattern QUOTED = Pattern.compile("(?s).*[\",\r\n].*");

  private Csv() {}

  /** Fields as one line, without its end. */
  public static String line(List<String> fields) {
    return String.join(",", fields.stream().map(Csv::field).toList());
  }

  /** Text that a spreadsheet would take for a formula gets an apostrophe before it. */
  private static String field(String text) {
    boolean formula = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
    String safe = formula ? "'" + text : text;
    return QUOTED.matcher(safe).matches() ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }
}
