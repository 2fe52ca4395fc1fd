package org.isobath.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path in a store; an absolute one is written as its URI, {@code hdfs://host:port/folder}. */
final class HadoopPath implements Path {
  private final HadoopFileSystem fileSystem;
  private final boolean absolute;
  private final List<String> names;

  private HadoopPath(HadoopFileSystem fileSystem, boolean absolute, List<String> names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  /** From names with slashes between; a slash in front makes it absolute. */
  static HadoopPath of(HadoopFileSystem fileSystem, String text) {
    List<String> names = Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList();
    return new HadoopPath(fileSystem, text.startsWith("/"), names);
  }

  /** What Hadoop calls it. */
  org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(toAbsolutePath().toString());
  }

  private HadoopPath with(boolean isAbsolute, List<String> others) {
    return new HadoopPath(fileSystem, isAbsolute, others);
  }

  @Override
  public HadoopFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : getName(names.size() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    return names.isEmpty() || (names.size() == 1 && !absolute)
        ? null
        : with(absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return with(false, List.of(names.get(index)));
  }

  @Override
  public Path subpath(int begin, int end) {
    return with(false, names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof HadoopPath o
        && o.fileSystem.equals(fileSystem)
        && o.absolute == absolute
        && o.names.size() <= names.size()
        && names.subList(0, o.names.size()).equals(o.names);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof HadoopPath o
        && o.fileSystem.equals(fileSystem)
        && (!o.absolute || equals(o))
        && o.names.size() <= names.size()
        && names.subList(names.size() - o.names.size(), names.size()).equals(o.names);
  }

  @Override
  public Path normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names) {
      boolean up = name.equals("..");
      if (up && !kept.isEmpty() && !kept.get(kept.size() - 1).equals("..")) {
        kept.remove(kept.size() - 1);
      } else if (!name.equals(".") && !(up && absolute)) {
        kept.add(name);
      }
    }
    return with(absolute, kept);
  }

  @Override
  public Path resolve(Path other) {
    if (other.isAbsolute()) {
      return other;
    }
    if (!(other instanceof HadoopPath relative)) {
      throw new ProviderMismatchException();
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(relative.names);
    return with(absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    if (!(other instanceof HadoopPath o) || o.absolute != absolute) {
      throw new IllegalArgumentException("Invalid path: " + other + " (of another kind)");
    }
    int same = 0;
    while (same < Math.min(names.size(), o.names.size())
        && names.get(same).equals(o.names.get(same))) {
      same++;
    }
    List<String> way = new ArrayList<>();
    for (int up = same; up < names.size(); up++) {
      way.add("..");
    }
    way.addAll(o.names.subList(same, o.names.size()));
    return with(false, way);
  }

  @Override
  public URI toUri() {
    HadoopPath whole = toAbsolutePath();
    URI store = fileSystem.uri();
    try {
      return new URI(store.getScheme(), store.getAuthority(), whole.text(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a store's URI and a path make a URI", e);
    }
  }

  @Override
  public HadoopPath toAbsolutePath() {
    return absolute ? this : with(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("stores are not watched");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HadoopPath o
        && o.fileSystem.equals(fileSystem)
        && o.absolute == absolute
        && o.names.equals(names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fileSystem, absolute, names);
  }

  private String text() {
    return (absolute ? "/" : "") + String.join("/", names);
  }

  @Override
  public String toString() {
    return absolute ? fileSystem.root() + text() : text();
  }
}
