package org.isobath.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.isobath.results.Reasons;

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
      Path staging = Files.createTempFile(file.toAbsolutePath().getParent(), "_", ".tmp");
      try {
        Files.write(staging, content);
        staging.toFile().setReadable(true, false);
        Files.move(staging, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(staging);
      }
    } catch (IOException e) {
      throw new UsageException("--output: " + file + ": cannot be written: " + Reasons.of(e));
    }
  }
}
