package org.isobath.job;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.isobath.job.Node.Scalar;

/**
 * Single values, by the core schema of YAML 1.2: only scalars without quotes are numbers, booleans
 * or nothing; {@code yes}, {@code 1_000} and {@code "1"} are text. Numbers are exact decimals until
 * they are stored, and a whole number may be written as {@code 1e5}.
 */
final class Scalars {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern OTHER_BASE = Pattern.compile("0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final int MOST_CHARACTERS = 400;
  private static final int DIGITS_OF_LONG = 19;

  private final Problems problems;

  Scalars(Problems problems) {
    this.problems = problems;
  }

  /** Whether a node is there but says nothing. */
  static boolean isNothing(Node node) {
    return node instanceof Scalar scalar && scalar.plain() && NOTHING.contains(scalar.text());
  }

  /** Text, or empty without a report if the node is anything else. */
  static Optional<String> word(Node node) {
    boolean isText =
        node instanceof Scalar scalar
            && !(scalar.plain() && (isNothing(node) || isNumber(scalar) || isBoolean(scalar)));
    return isText ? Optional.of(((Scalar) node).text()) : Optional.empty();
  }

  /** Whether a node is a number between 0 and 1, so that it may be a share. */
  static boolean isFraction(Node node) {
    return node instanceof Scalar scalar
        && scalar.plain()
        && DECIMAL.matcher(scalar.text()).matches()
        && Double.parseDouble(scalar.text()) > 0
        && Double.parseDouble(scalar.text()) < 1;
  }

  /** Text. */
  Optional<String> text(Node node, String allowed) {
    Optional<String> word = word(node);
    if (word.isEmpty()) {
      boolean quotesHelp = node instanceof Scalar && !isNothing(node);
      problems.add(node, "must be text" + (quotesHelp ? " (put it in quotes)" : ""), allowed);
    }
    return word;
  }

  /** One of some words. */
  Optional<String> word(Node node, String what, List<String> words) {
    Optional<String> word = text(node, String.join(", ", words));
    if (word.isPresent() && !words.contains(word.get())) {
      problems.addUnknown(node, "unknown " + what, word.get(), words);
    }
    return word.filter(words::contains);
  }

  /** True or false. */
  Optional<Boolean> flag(Node node) {
    if (node instanceof Scalar scalar && scalar.plain() && isBoolean(scalar)) {
      return Optional.of(TRUE.contains(scalar.text()));
    }
    problems.add(node, "must be true or false", "true, false");
    return Optional.empty();
  }

  /** A finite number within bounds. */
  Optional<Double> real(Node node, Bounds bounds) {
    return decimal(node, bounds).map(Scalars::nearest);
  }

  /** A finite number within bounds, exactly as written. */
  Optional<BigDecimal> decimal(Node node, Bounds bounds) {
    Optional<BigDecimal> value = decimal(node, "a number", bounds.allowed());
    if (value.isPresent() && !bounds.hold(nearest(value.get()))) {
      problems.add(node, "is out of range", bounds.allowed());
      return Optional.empty();
    }
    return value;
  }

  /** A whole number from least to most. */
  Optional<Long> whole(Node node, long least, long most) {
    String largest = most == Long.MAX_VALUE ? "2^63 - 1" : Long.toString(most);
    return whole(node, least, most, "a whole number from " + least + " to " + largest);
  }

  /** A whole number from least to most, which messages describe in other words. */
  Optional<Long> whole(Node node, long least, long most, String allowed) {
    Optional<BigDecimal> value = decimal(node, "a whole number", allowed);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal exact = value.get().stripTrailingZeros();
    if (exact.scale() > 0) {
      problems.add(node, "must be a whole number", allowed);
      return Optional.empty();
    }
    // The number of digits is asked first, as 1e300 must not be written out.
    boolean small = exact.precision() - exact.scale() <= DIGITS_OF_LONG;
    if (!small
        || exact.compareTo(BigDecimal.valueOf(least)) < 0
        || exact.compareTo(BigDecimal.valueOf(most)) > 0) {
      problems.add(node, "is out of range", allowed);
      return Optional.empty();
    }
    return Optional.of(exact.longValueExact());
  }

  /** The double that is nearest to a decimal: the same whether it was listed or computed. */
  static double nearest(BigDecimal value) {
    return Double.parseDouble(value.toString());
  }

  private Optional<BigDecimal> decimal(Node node, String type, String allowed) {
    Optional<String> problem = notDecimal(node, type);
    if (problem.isPresent()) {
      problems.add(node, problem.get(), allowed);
      return Optional.empty();
    }
    String text = ((Scalar) node).text();
    // A zero may have an exponent of any size; every other number is bounded by being a double.
    boolean zero = isZero(text);
    return Optional.of(zero ? BigDecimal.ZERO : new BigDecimal(text));
  }

  private static Optional<String> notDecimal(Node node, String type) {
    if (!(node instanceof Scalar scalar) || isNothing(node)) {
      return Optional.of("must be " + type);
    }
    String text = scalar.text();
    if (!scalar.plain()) {
      boolean quotesHurt = isNumber(scalar);
      return Optional.of("must be " + type + (quotesHurt ? " (without quotes)" : ""));
    }
    if (NOT_FINITE.matcher(text).matches()) {
      return Optional.of("must be finite");
    }
    if (OTHER_BASE.matcher(text).matches()) {
      return Optional.of("must be written in decimal");
    }
    if (!DECIMAL.matcher(text).matches()) {
      boolean underscores = DECIMAL.matcher(text.replace("_", "")).matches();
      return Optional.of("must be " + type + (underscores ? " (without underscores)" : ""));
    }
    if (text.length() > MOST_CHARACTERS) {
      return Optional.of("has more than " + MOST_CHARACTERS + " characters");
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      return Optional.of("is too large for a double");
    }
    if (value == 0 && !isZero(text)) {
      return Optional.of("is too small for a double: it would be 0");
    }
    return Optional.empty();
  }

  private static boolean isZero(String decimal) {
    return decimal.split("[eE]", 2)[0].chars().noneMatch(c -> c >= '1' && c <= '9');
  }

  private static boolean isNumber(Scalar scalar) {
    String text = scalar.text();
    return DECIMAL.matcher(text).matches()
        || OTHER_BASE.matcher(text).matches()
        || NOT_FINITE.matcher(text).matches();
  }

  private static boolean isBoolean(Scalar scalar) {
    return TRUE.contains(scalar.text()) || FALSE.contains(scalar.text());
  }
}
