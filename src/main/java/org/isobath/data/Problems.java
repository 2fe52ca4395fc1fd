package org.isobath.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the problems of one reading, the first ten in full. Not for several threads. */
final class Problems {
  private static final int SHOWN = 10;
  private static final int VALUE_LENGTH = 40;

  private final List<String> shown = new ArrayList<>();
  private long count;

  /** A problem of a place in a file; line and field from 1. */
  void add(Path file, int line, int field, String text) {
    if (++count <= SHOWN) {
      shown.add("%s:%d:%d: %s".formatted(escaped(file.toString()), line, field, text));
    }
  }

  /** A problem of a value of a named column. */
  void add(
      Path file, int line, int field, String column, String problem, String got, String allowed) {
    if (count >= SHOWN) {
      count++; // spares the formatting: a hopeless file has a problem in every field
      return;
    }
    String text = "column %s: %s; got %s; allowed: %s";
    add(file, line, field, text.formatted(value(column), problem, value(got), allowed));
  }

  /** Whether nothing was found. */
  boolean isEmpty() {
    return count == 0;
  }

  /** Ends the reading if anything was found. */
  void throwIfAny() throws DataException {
    if (count > SHOWN) {
      List<String> all = new ArrayList<>(shown);
      all.add("… and %d more problem%s".formatted(count - SHOWN, count == SHOWN + 1 ? "" : "s"));
      throw new DataException(all);
    }
    if (count > 0) {
      throw new DataException(shown);
    }
  }

  /** A problem of a whole file, which ends the reading at once. */
  static DataException of(Path file, String problem) {
    return new DataException(escaped(file.toString()) + ": " + problem);
  }

  /** The reason of a failed file operation, on one line. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    // The reason alone where there is one: the message would repeat the file's name.
    Optional<String> reason =
        failure instanceof FileSystemException file
            ? Optional.ofNullable(file.getReason())
            : Optional.ofNullable(failure.getMessage());
    return escaped(reason.orElse(failure.getClass().getSimpleName()));
  }

  /** A value as messages show it: in quotes, at most 40 characters, control characters escaped. */
  static String value(String text) {
    boolean fits = text.length() <= VALUE_LENGTH;
    return "'" + escaped(fits ? text : text.substring(0, VALUE_LENGTH - 1) + "…") + "'";
  }

  private static String escaped(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> result.append("\\n");
        case '\r' -> result.append("\\r");
        case '\t' -> result.append("\\t");
        default -> {
          // Format characters could reorder or hide text on a terminal.
          boolean plain =
              !Character.isISOControl(c)
                  && Character.getType(c) != Character.FORMAT
                  && Character.getType(c) != Character.LINE_SEPARATOR
                  && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
          result.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
      }
    }
    return result.toString();
  }
}
