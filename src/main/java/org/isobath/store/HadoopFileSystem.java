package org.isobath.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.jspecify.annotations.Nullable;

/**
 * One store: a scheme, an authority, and settings. It is asked for the first time by a client that
 * gives up within seconds: a wrong address, bucket or credential is told then, and not after the
 * retries that a long run wants.
 */
final class HadoopFileSystem extends FileSystem {
  /** What the first question is asked with, besides the user's own settings. */
  private static final Map<String, String> HASTY =
      Map.ofEntries(
          Map.entry("ipc.client.connect.max.retries", "1"),
          Map.entry("ipc.client.connect.max.retries.on.timeouts", "1"),
          Map.entry("ipc.client.connect.timeout", "5000"),
          Map.entry("ipc.client.rpc-timeout.ms", "10000"),
          Map.entry("dfs.client.failover.max.attempts", "3"),
          Map.entry("dfs.client.retry.policy.enabled", "false"),
          Map.entry("fs.s3a.attempts.maximum", "1"),
          Map.entry("fs.s3a.retry.limit", "1"),
          Map.entry("fs.s3a.retry.interval", "100ms"),
          Map.entry("fs.s3a.connection.establish.timeout", "5s"),
          Map.entry("fs.s3a.connection.acquisition.timeout", "5s"),
          Map.entry("fs.s3a.connection.request.timeout", "10s"),
          Map.entry("fs.s3a.connection.timeout", "10s"));

  private final URI uri;
  private final Map<String, String> settings;
  private org.apache.hadoop.fs.@Nullable FileSystem client;
  private @Nullable FileContext context;

  HadoopFileSystem(URI uri, Map<String, String> settings) {
    this.uri = uri;
    this.settings = Map.copyOf(settings);
  }

  /** Its scheme and authority. */
  URI uri() {
    return uri;
  }

  /** The same as text, without a slash at the end. */
  String root() {
    return uri.getScheme() + "://" + (uri.getAuthority() == null ? "" : uri.getAuthority());
  }

  /** Hadoop's settings that are not its defaults. */
  Map<String, String> settings() {
    return settings;
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    settings.forEach(configuration::set);
    // Who ends a process may want to tidy up.
    configuration.setBoolean("fs.automatic.close", false);
    return configuration;
  }

  /**
   * Hadoop's client.
   *
   * @param first what it is asked about if it was never asked before
   */
  synchronized org.apache.hadoop.fs.FileSystem client(HadoopPath first) throws IOException {
    if (client == null) {
      try {
        Configuration hasty = configuration();
        HASTY.forEach(
            (name, value) -> {
              if (!settings.containsKey(name)) {
                hasty.set(name, value);
              }
            });
        try (var asked = org.apache.hadoop.fs.FileSystem.newInstance(uri, hasty)) {
          boolean unused = asked.exists(first.hadoop());
        }
        client = org.apache.hadoop.fs.FileSystem.newInstance(uri, configuration());
      } catch (IOException | RuntimeException e) {
        throw Failures.translated(e, first);
      }
    }
    return client;
  }

  /** Hadoop's other interface to stores, the one with exclusive renames. */
  synchronized FileContext context(HadoopPath first) throws IOException {
    org.apache.hadoop.fs.FileSystem unused = client(first);
    if (context == null) {
      try {
        context = FileContext.getFileContext(uri, configuration());
      } catch (IOException | RuntimeException e) {
        throw Failures.translated(e, first);
      }
    }
    return context;
  }

  @Override
  public FileSystemProvider provider() {
    return HadoopProvider.INSTANCE;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("stores stay open as long as the process");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(HadoopPath.of(this, "/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return HadoopPath.of(this, more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException("no patterns in stores");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("no users of stores");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("stores are not watched");
  }
}
