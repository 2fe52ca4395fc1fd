package org.isobath.cli;

import java.io.IOException;
import java.io.ObjectStreamException;
import org.apache.spark.SparkException;
import org.isobath.results.ResultFolder;

/** From Spark's exceptions to what a user can act on. */
final class SparkFailures {
  private SparkFailures() {}

  /** A failed access to the results, if that is what ended the tasks; else the exception itself. */
  static Exception explained(Exception exception, ResultFolder folder) {
    Throwable cause = exception;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof IOException access && !(cause instanceof ObjectStreamException)) {
        return folder.unusable(access);
      }
      if (cause instanceof SparkException && cause.getCause() == null) {
        // A task's exception arrives as the text of its stack trace.
        String message = String.valueOf(cause.getMessage());
        int at = message.indexOf("java.nio.file.");
        if (at >= 0) {
          return folder.unusable(new IOException(message.substring(at).lines().findFirst().get()));
        }
      }
      cause = cause.getCause();
    }
    return exception;
  }
}
