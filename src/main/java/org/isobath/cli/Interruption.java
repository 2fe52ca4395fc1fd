package org.isobath.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.isobath.spark.Sessions;

/** Tells a user who ends the process in the middle (Ctrl-C, SIGTERM) how to go on. */
final class Interruption implements AutoCloseable {
  private final Thread farewell;
  private volatile boolean underway;

  Interruption(PrintWriter err) {
    this.farewell =
        new Thread(
            () -> {
              underway = true;
              // What Spark's threads meet while it ends is no news.
              Sessions.silence();
              System.setErr(new PrintStream(OutputStream.nullOutputStream()));
              err.println();
              err.println("interrupted; run the same command again to go on from here");
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(farewell);
  }

  /** Whether the process is ending: exceptions are its consequence then. */
  boolean isUnderway() {
    return underway;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      // The process is ending, and the farewell is being said.
    }
  }
}
