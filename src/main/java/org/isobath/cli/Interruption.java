package org.isobath.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.isobath.results.Attempts;
import org.isobath.results.ResultFolder;
import org.isobath.spark.Sessions;

/** Tells a user who ends the process in the middle (Ctrl-C, SIGTERM) how to go on. */
final class Interruption implements AutoCloseable {
  private final Thread farewell;
  private volatile boolean underway;
  private volatile String run = "";

  Interruption(PrintWriter err, ResultFolder folder) {
    this.farewell =
        new Thread(
            () -> {
              underway = true;
              // What Spark's threads meet while it ends is no news.
              Sessions.silence();
              System.setErr(new PrintStream(OutputStream.nullOutputStream()));
              withdraw(folder, run);
              err.println();
              err.println("interrupted; run the same command again to go on from here");
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(farewell);
  }

  /** Nothing that is being trained is to blame for this end. */
  private static void withdraw(ResultFolder folder, String run) {
    try {
      Attempts.ofThisProcess(folder, run).withdraw();
    } catch (IOException | UncheckedIOException e) {
      // Then it may be blamed, which costs time only.
    }
  }

  /** Says under which name the marks of this process stand. */
  void withdraw(String name) {
    run = name;
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
