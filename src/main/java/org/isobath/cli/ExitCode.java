package org.isobath.cli;

/** What commands exit with. */
final class ExitCode {
  static final int DONE = 0;
  static final int BUG = 1;
  static final int USAGE = 2;
  static final int BAD_JOB = 3;
  static final int BAD_DATA = 4;
  static final int BAD_RESULTS = 5;
  static final int SOME_FAILED = 6;
  static final int REFUSED = 7;

  /** By Ctrl-C; the shell says 143 for SIGTERM. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
