package org.isobath.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a text into records of comma-separated fields by RFC 4180: fields may be quoted, quotes
 * within are doubled, lines end with LF or CRLF. Blank lines at the end of the text are no records.
 */
final class CsvRecords {
  /**
   * One record.
   *
   * @param line where it starts, from 1
   */
  record Fields(int line, List<String> values) {}

  private final Path file;
  private final String text;
  private final int end;
  private final Problems problems;
  private final StringBuilder quoted = new StringBuilder();
  private int position;
  private int line = 1;

  /** Quoting mistakes go to the problems, with the file's name. */
  CsvRecords(Path file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
    int last = text.length();
    while (last > 0 && (text.charAt(last - 1) == '\n' || text.charAt(last - 1) == '\r')) {
      last--;
    }
    this.end = last;
  }

  /** The next record; empty at the end. */
  Optional<Fields> next() {
    if (position >= end) {
      return Optional.empty();
    }
    int start = line;
    List<String> values = new ArrayList<>();
    do {
      boolean isQuoted = position < end && text.charAt(position) == '"';
      values.add(isQuoted ? quotedField(values.size() + 1) : plainField(values.size() + 1));
    } while (skip(','));
    if (position < end) { // at CR LF or LF
      skip('\r');
      skip('\n');
      line++;
    }
    return Optional.of(new Fields(start, values));
  }

  private boolean skip(char expected) {
    if (position < end && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  private boolean atFieldEnd() {
    if (position >= end) {
      return true;
    }
    char c = text.charAt(position);
    boolean carriageReturn = c == '\r' && position + 1 < end && text.charAt(position + 1) == '\n';
    return c == ',' || c == '\n' || carriageReturn;
  }

  private String plainField(int number) {
    int start = position;
    boolean bareQuote = false;
    while (!atFieldEnd()) {
      bareQuote |= text.charAt(position++) == '"';
    }
    String value = text.substring(start, position);
    if (bareQuote) {
      mistake(line, number, "quote within an unquoted field", value);
    }
    return value;
  }

  private String quotedField(int number) {
    int start = line;
    quoted.setLength(0);
    position++;
    while (position < end) {
      char c = text.charAt(position++);
      if (c != '"') {
        quoted.append(c);
        line += c == '\n' ? 1 : 0;
      } else if (!skip('"')) {
        int after = position;
        while (!atFieldEnd()) {
          position++;
        }
        if (position > after) {
          String rest = text.substring(after, position);
          mistake(start, number, "text after the closing quote", rest);
        }
        return quoted.toString();
      } else {
        quoted.append('"');
      }
    }
    mistake(start, number, "quote that is never closed", quoted.toString());
    return quoted.toString();
  }

  private void mistake(int at, int number, String problem, String got) {
    problems.add(
        file,
        at,
        number,
        "%s; got %s; allowed: fields quoted as in \"a, b\", with quotes within doubled"
            .formatted(problem, Problems.value(got)));
  }
}
