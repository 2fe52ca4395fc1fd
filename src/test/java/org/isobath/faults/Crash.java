package org.isobath.faults;

/** The end of a process, where the process is only played. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the process has died");
  }
}
