package org.isobath.job;

import java.io.Serializable;

/**
 * What is wrong with one value of a job, for the user to mend. Its text is one line.
 *
 * @param file the file, or the {@code --set} option, that has the value
 * @param line from 1; 0 if the problem has no line
 * @param column from 1; 0 if the problem has no column
 * @param path where the value stands in the job, such as {@code trial.depth[2]}; may be empty
 * @param problem what is wrong
 * @param got the value, or empty
 * @param allowed what would be right, or empty
 * @param hint what was probably meant, or empty
 */
public record Problem(
    String file,
    int line,
    int column,
    String path,
    String problem,
    String got,
    String allowed,
    String hint)
    implements Serializable {
  /** Values are shown with at most so many characters. */
  static final int SHOWN = 60;

  /** Makes every part fit on one line. */
  public Problem {
    file = escaped(file);
    path = escaped(path);
    problem = escaped(problem);
    got = shortened(got);
    allowed = escaped(allowed);
    hint = shortened(hint);
  }

  /** {@code FILE:LINE:COLUMN: PATH: problem; got VALUE; allowed: …}, without the empty parts. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line + ":" + column : "")
        + (path.isEmpty() ? "" : ": " + path)
        + ": "
        + problem
        + (got.isEmpty() ? "" : "; got " + got)
        + (allowed.isEmpty() ? "" : "; allowed: " + allowed)
        + (hint.isEmpty() ? "" : " — did you mean \"" + hint + "\"?");
  }

  /** At most {@link #SHOWN} characters, on one line. */
  static String shortened(String text) {
    // Cut before and after escaping: a megabyte must not be escaped for sixty characters.
    return cut(escaped(cut(text, SHOWN + 1)), SHOWN);
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private static String escaped(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(isPlain(c) ? String.valueOf(c) : escape(c));
    }
    return result.toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u%04x".formatted((int) c);
    };
  }

  /** Format characters and separators could reorder, hide or break a line on a terminal. */
  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
