package org.isobath.data;

import java.util.List;

/**
 * Data that cannot be used, for the user to mend. Each problem is one line that names the file, the
 * place, the value and what would be allowed.
 */
public final class DataException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> problems;

  /** Several problems, all found in one reading. */
  public DataException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One problem. */
  public DataException(String problem) {
    this(List.of(problem));
  }

  /** The problems, in the order of the file. */
  public List<String> problems() {
    return problems;
  }
}
