package org.isobath.spark;

/** A master or settings with which Spark does not start, for the user to mend. */
public final class SessionException extends Exception {
  private static final long serialVersionUID = 1L;

  SessionException(String problem) {
    super(problem);
  }
}
