package org.isobath.cli;

/** A command line that does not make sense, beyond what its parser can tell. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String problem) {
    super(problem);
  }
}
