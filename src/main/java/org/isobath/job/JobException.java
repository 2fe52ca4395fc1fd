package org.isobath.job;

import java.util.List;
import java.util.stream.Collectors;

/** A job that cannot be run, with everything that is wrong with it. */
public final class JobException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of records, which is serializable
  private final List<Problem> problems;

  /** Of at least one problem. */
  public JobException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems: those of the job file in its order, then those of {@code --set}. */
  public List<Problem> problems() {
    return problems;
  }
}
