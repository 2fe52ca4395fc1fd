package org.isobath.results;

import java.util.List;

/** A result folder that cannot be used, or must not be; for the user to decide. */
public final class ResultsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the folder. */
  public enum Kind {
    /** It is bad, not writable, or another job's. */
    UNUSABLE,
    /** Going on would overwrite what is there. */
    REFUSED
  }

  private final Kind kind;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> problems;

  /** Several problems, one line each. */
  public ResultsException(Kind kind, List<String> problems) {
    super(String.join("\n", problems));
    this.kind = kind;
    this.problems = List.copyOf(problems);
  }

  /** One problem. */
  public ResultsException(Kind kind, String problem) {
    this(kind, List.of(problem));
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
