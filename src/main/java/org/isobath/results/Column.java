package org.isobath.results;

/**
 * A column of a table.
 *
 * @param name SQL-safe
 * @param type of its values; any value may be NULL
 */
public record Column(String name, Type type) {
  /** The types that tables need, with the Java class of a row's values. */
  public enum Type {
    /** {@link String}. */
    STRING,
    /** {@link Integer}. */
    INTEGER,
    /** {@link Long}. */
    LONG,
    /** {@link Double}, never NaN or infinite. */
    DOUBLE,
    /** {@link Boolean}. */
    BOOLEAN,
    /** A list of {@link Integer}. */
    INTEGERS,
    /** A map from {@link String} to {@link Long} or null. */
    STRING_TO_LONG,
    /** A map from {@link String} to {@link Double}. */
    STRING_TO_DOUBLE
  }
}
