package org.isobath.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.isobath.results.Reasons;
import org.isobath.store.Publication;

/** A file that a user asked for: there whole, or not at all. */
final class OutputFile {
  private OutputFile() {}

  /** Refuses a place where no file can be written, before any work is done. */
  static void check(Path file) throws UsageException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new UsageException("--output: " + file + " is a folder; allowed: a file");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "--output: " + file + ": no such folder; allowed: one that is there");
    }
  }

  static void write(Path file, byte[] content) throws UsageException {
    try {
      Publication.replace(file, content);
    } catch (IOException e) {
      throw new UsageException("--output: " + file + ": cannot be written: " + Reasons.of(e));
    }
  }
}
