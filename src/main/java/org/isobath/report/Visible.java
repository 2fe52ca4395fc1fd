package org.isobath.report;

import java.util.Locale;

/**
 * Text of strangers, made harmless to look at: what would move the cursor, turn the writing
 * direction or not be seen at all is spelled out.
 */
public final class Visible {
  private Visible() {}

  /** The text with control, formatting and unassigned characters as {@code \\u202e}. */
  public static String text(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHarmless(c)) {
                visible.appendCodePoint(c);
              } else {
                visible.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return visible.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
