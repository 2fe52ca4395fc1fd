package org.isobath.results;

import java.util.List;

/** A result folder that is bad, not writable, or another job's; for the user to decide. */
public final class ResultsException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> problems;

  /** Several problems, one line each. */
  public ResultsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One problem. */
  public ResultsException(String problem) {
    this(List.of(problem));
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
