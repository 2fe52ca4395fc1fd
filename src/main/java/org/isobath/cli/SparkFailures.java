package org.isobath.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.isobath.results.Reasons;
import org.isobath.results.ResultsException;

/** From Spark's exceptions to what a user can act on. */
final class SparkFailures {
  private static final int DEEPEST = 20;

  private SparkFailures() {}

  /**
   * What is wrong with the results, if that is what ended Spark's work; else the exception itself.
   */
  static Exception explained(Exception exception, Path results) {
    Throwable cause = exception;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("FAILED_READ_FILE") || message.contains("is not a Parquet file")) {
        return unusable(
            results
                + ": a published file is damaged: "
                + firstLine(message)
                + "; delete it and run again");
      }
      if (cause instanceof FileSystemException access) {
        return unusable(results + ": cannot write the results: " + Reasons.of(access));
      }
      int missing = message.indexOf("java.lang.ClassNotFoundException: org.isobath.");
      if (missing >= 0) {
        return new UsageException(
            "executors cannot load "
                + firstLine(message.substring(message.indexOf("org.isobath.", missing)))
                + ": they lack the application jar; give it to spark-submit as a path that it can"
                + " read, or put it at the same path on every host and name it local:PATH");
      }
      // A task's exception arrives as the text of its stack trace.
      int at = message.indexOf("java.io.IOException: ");
      if (cause instanceof IOException || at >= 0) {
        String reason = at < 0 ? message : message.substring(message.indexOf(": ", at) + 2);
        if (reason.startsWith("No space left")) {
          return unusable(results + ": cannot write the results: no space left on device");
        }
      }
      cause = cause.getCause();
    }
    return exception;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static ResultsException unusable(String problem) {
    return new ResultsException(problem);
  }
}
