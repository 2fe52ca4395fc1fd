package org.isobath.store;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A path that travels to executors, with the settings of its store.
 *
 * @param uri of the path
 * @param settings of Hadoop's client; none of a local path
 */
public record Place(URI uri, TreeMap<String, String> settings) implements Serializable {
  /** Where a path is. */
  public static Place of(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    return new Place(
        whole.toUri(),
        new TreeMap<>(path instanceof HadoopPath own ? own.getFileSystem().settings() : Map.of()));
  }

  /** The path, here. */
  public Path path() {
    if (settings.isEmpty() && isKnownToJava()) {
      return Path.of(uri);
    }
    URI store = uri.resolve("/");
    return HadoopPath.of(HadoopProvider.INSTANCE.store(store, settings), uri.getPath());
  }

  private boolean isKnownToJava() {
    return java.nio.file.spi.FileSystemProvider.installedProviders().stream()
        .anyMatch(provider -> provider.getScheme().equalsIgnoreCase(uri.getScheme()));
  }
}
