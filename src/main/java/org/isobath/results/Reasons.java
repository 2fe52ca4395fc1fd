package org.isobath.results;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file operation failed, in words for people. */
public final class Reasons {
  private Reasons() {}

  /** One clause, with the path it is about where the exception names one. */
  public static String of(IOException e) {
    if (e instanceof FileSystemException failure) {
      String file = failure.getFile() == null ? "" : failure.getFile() + ": ";
      if (e instanceof AccessDeniedException) {
        return file + "permission denied";
      }
      if (e instanceof NoSuchFileException) {
        return file + "no such file or folder";
      }
      if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
        return file + "is a file, not a folder";
      }
      String reason = failure.getReason();
      return file + (reason == null ? e.getClass().getSimpleName() : lowerFirst(reason));
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : lowerFirst(firstLine(message));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
