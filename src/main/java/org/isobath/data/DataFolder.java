package org.isobath.data;

import java.nio.file.Path;
import java.util.Map;

/** Where fetched data lives. */
public record DataFolder(Path path) {
  /** The variable that names the folder. */
  public static final String VARIABLE = "ISOBATH_DATA";

  /** The folder of this process: $ISOBATH_DATA, or .isobath/data in the user's home. */
  public static DataFolder standard() {
    return of(System.getenv(), Path.of(System.getProperty("user.home", ".")));
  }

  /** The folder under a given environment and home. */
  static DataFolder of(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(VARIABLE, "");
    return new DataFolder(
        named.isBlank() ? home.resolve(".isobath").resolve("data") : Path.of(named));
  }
}
