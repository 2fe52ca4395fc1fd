package org.isobath.report;

import java.util.List;

/** Writes HTML; whatever is given as text or as an attribute's value is escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Text between tags. */
  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** An opening tag, with attributes as names and values in turn. */
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append('>');
    if (!tag.matches("td|th|span|strong|button|code|a|option")) {
      out.append('\n');
    }
    return this;
  }

  /** An element that holds text alone. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** A list of texts. */
  Html list(List<String> items, String... attributes) {
    open("ul", attributes);
    items.forEach(item -> element("li", item));
    return close("ul");
  }

  /** Our own markup, script or style; never anything that was read. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  private static String escaped(String text) {
    return Visible.text(text.replace('\n', ' '))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
