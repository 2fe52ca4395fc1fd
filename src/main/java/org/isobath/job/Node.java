package org.isobath.job;

import java.util.List;
import java.util.Optional;

/** A value of a job as written, with its place. */
sealed interface Node {
  /** Where it stands. */
  Place place();

  /** Appends how messages show it; stops soon after {@link Problem#SHOWN} characters. */
  void show(StringBuilder out);

  /** How messages show it. */
  default String shown() {
    StringBuilder out = new StringBuilder();
    show(out);
    return out.isEmpty() ? "nothing" : Problem.shortened(out.toString());
  }

  /**
   * Text.
   *
   * @param plain whether it stands without quotes, so that it may be a number
   */
  record Scalar(Place place, String text, boolean plain) implements Node {
    @Override
    public void show(StringBuilder out) {
      String start = text.substring(0, Math.min(text.length(), Problem.SHOWN + 1));
      out.append(plain ? start : "\"" + start + "\"");
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    @Override
    public void show(StringBuilder out) {
      out.append('[');
      String separator = "";
      for (Node item : items) {
        if (out.length() > Problem.SHOWN) {
          return;
        }
        out.append(separator);
        item.show(out);
        separator = ", ";
      }
      out.append(']');
    }
  }

  /** A mapping whose keys are text and differ. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    /** The value of a key. */
    Optional<Node> get(String key) {
      return entries.stream().filter(e -> e.key().equals(key)).map(Entry::value).findFirst();
    }

    @Override
    public void show(StringBuilder out) {
      out.append('{');
      String separator = "";
      for (Entry entry : entries) {
        if (out.length() > Problem.SHOWN) {
          return;
        }
        out.append(separator).append(Problem.shortened(entry.key())).append(": ");
        entry.value().show(out);
        separator = ", ";
      }
      out.append('}');
    }
  }

  /**
   * A key and its value.
   *
   * @param place of the key
   */
  record Entry(Place place, String key, Node value) {}
}
