package org.isobath.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Files of real measurements, which are never part of the project: under $ISOBATH_SHARED_DATA, or
 * beside the project.
 */
public final class SharedData {
  private SharedData() {}

  /** A file or folder there; a test that asks for a missing one is reported as skipped. */
  public static Path path(String relative) {
    String named = System.getenv().getOrDefault("ISOBATH_SHARED_DATA", "");
    Path folder = named.isBlank() ? Path.of("..", "shared", "data") : Path.of(named);
    Path path = folder.resolve(relative);
    Assumptions.assumeTrue(Files.exists(path), () -> path + " is not on this machine");
    return path;
  }
}
