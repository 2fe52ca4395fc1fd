package org.isobath.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * The disk as one process sees it, with a fault at one operation. Its paths have URIs of their own
 * ({@code faulty://number/path}), by which they are found again.
 */
public final class FaultyFileSystem extends FileSystem {
  static final String SCHEME = "faulty";
  private static final Map<String, FaultyFileSystem> ALL = new ConcurrentHashMap<>();

  private final FileSystem real;
  private final FaultyProvider provider;
  private final String name;
  final Disaster disaster;

  FaultyFileSystem(FaultyProvider provider, FileSystem real, String name, Disaster disaster) {
    this.provider = provider;
    this.real = real;
    this.name = name;
    this.disaster = disaster;
  }

  /** A disk of which only what stands under a folder can fail. */
  public static FaultyFileSystem of(Path folder, Disaster disaster) {
    String name = "disk" + ALL.size() + "-" + System.nanoTime();
    FaultyFileSystem fileSystem =
        new FaultyFileSystem(new FaultyProvider(), folder.getFileSystem(), name, disaster);
    ALL.put(name, fileSystem);
    return fileSystem;
  }

  static FaultyFileSystem named(String name) {
    return ALL.get(name);
  }

  /** A real path on this disk. */
  public Path path(Path path) {
    return new FaultyPath(this, path);
  }

  URI uri(Path path) {
    return name.isEmpty()
        ? path.toUri()
        : URI.create(SCHEME + "://" + name + path.toAbsolutePath().toUri().getRawPath());
  }

  @Override
  public void close() {
    ALL.remove(name);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
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
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return StreamSupport.stream(real.getRootDirectories().spliterator(), false)
        .map(this::path)
        .toList();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = real.getPathMatcher(pattern);
    return path -> matcher.matches(FaultyPath.real(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    return real.newWatchService();
  }
}
