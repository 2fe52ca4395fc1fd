package org.isobath.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does everything on the real disk, and tells the {@link Disaster} of every change before. The
 * scheme is {@code faulty}; or, as the default provider of a whole process ({@code
 * -Djava.nio.file.spi.DefaultFileSystemProvider}), {@code file}: that process then halts at the
 * operation that the property {@code isobath.halt} names, under {@code isobath.halt.under}.
 */
public final class FaultyProvider extends FileSystemProvider {
  private final FileSystemProvider base;
  private final FaultyFileSystem whole;

  /** The provider of the scheme. */
  public FaultyProvider() {
    this.base = FileSystems.getDefault().provider();
    this.whole = null;
  }

  /** The provider of all files of a process. */
  public FaultyProvider(FileSystemProvider base) {
    this.base = base;
    FileSystem real = base.getFileSystem(URI.create("file:///"));
    this.whole = new FaultyFileSystem(this, real, "", Disaster.ofProperties(real));
  }

  @Override
  public String getScheme() {
    return whole == null ? FaultyFileSystem.SCHEME : base.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return whole == null ? FaultyFileSystem.named(uri.getAuthority()) : whole;
  }

  @Override
  public Path getPath(URI uri) {
    return whole == null
        ? FaultyFileSystem.named(uri.getAuthority()).path(Path.of(uri.getPath()))
        : whole.path(base.getPath(uri));
  }

  private static Path real(Path path) {
    return FaultyPath.real(path);
  }

  private static Disaster disaster(Path path) {
    return ((FaultyPath) path).getFileSystem().disaster;
  }

  private static boolean changes(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  private FileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... how)
      throws IOException {
    Disaster disaster = disaster(path);
    Path real = real(path);
    if (!disaster.concerns(real)) {
      return base.newFileChannel(real, options, how);
    }
    disaster.look();
    if (!changes(options)) {
      FileChannel channel = base.newFileChannel(real, options, how);
      return new FaultyChannel(channel, disaster, real, Files.isDirectory(real));
    }
    FileChannel channel;
    if (Files.exists(real) && !options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      channel = base.newFileChannel(real, options, how);
    } else {
      channel = disaster.create(real, () -> base.newFileChannel(real, options, how));
    }
    return new FaultyChannel(channel, disaster, real, false);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return disaster(path).concerns(real(path))
        ? open(path, options, attributes)
        : base.newByteChannel(real(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return open(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    FaultyFileSystem fileSystem = ((FaultyPath) folder).getFileSystem();
    List<Path> entries = new ArrayList<>();
    boolean concerned = fileSystem.disaster.concerns(real(folder));
    if (concerned) {
      fileSystem.disaster.look();
    }
    try (DirectoryStream<Path> stream = base.newDirectoryStream(real(folder), path -> true)) {
      for (Path entry : stream) {
        Path wrapped = fileSystem.path(entry);
        if (filter.accept(wrapped) && !(concerned && fileSystem.disaster.hides(entry))) {
          entries.add(wrapped);
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    Path real = real(folder);
    if (disaster(folder).concerns(real)) {
      disaster(folder).createFolder(real, () -> base.createDirectory(real, attributes));
    } else {
      base.createDirectory(real, attributes);
    }
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Path real = real(link);
    if (disaster(link).concerns(real)) {
      disaster(link).link(real, () -> base.createLink(real, real(existing)));
    } else {
      base.createLink(real, real(existing));
    }
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    base.createSymbolicLink(real(link), real(target), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    Path real = real(path);
    if (disaster(path).concerns(real) && Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
      disaster(path).delete(real, () -> base.delete(real));
    } else {
      base.delete(real);
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    base.copy(real(source), real(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Path from = real(source);
    Path to = real(target);
    if (disaster(target).concerns(to)) {
      disaster(target).move(from, to, () -> base.move(from, to, options));
    } else {
      base.move(from, to, options);
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return base.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return base.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return base.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    if (disaster(path).concerns(real(path))) {
      disaster(path).look();
    }
    base.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return base.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (disaster(path).concerns(real(path))) {
      disaster(path).look();
    }
    return base.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return base.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    base.setAttribute(real(path), attribute, value, options);
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return ((FaultyPath) link).getFileSystem().path(base.readSymbolicLink(real(link)));
  }
}
