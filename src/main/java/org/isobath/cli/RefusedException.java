package org.isobath.cli;

/** Something that we could do and will not: it would overwrite, or is too large. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String problem) {
    super(problem);
  }
}
