package org.isobath.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StreamCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * Stores of Hadoop behind the interface of local files, so that what reads files need not know
 * where they are. What a store cannot do throws {@link UnsupportedOperationException}. Asking
 * whether a file is there is answered only by stores that answer: any other failure than that it is
 * not there is an {@link UncheckedIOException}, for which {@code Files.exists} has no ears.
 */
final class HadoopProvider extends FileSystemProvider {
  static final HadoopProvider INSTANCE = new HadoopProvider();

  /** Says that a new file must not replace one; stores of objects look when it is whole. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private static final int BUFFER = 1 << 16;

  /** A store with its settings. */
  private record Key(URI uri, Map<String, String> settings) {}

  private final Map<Key, HadoopFileSystem> stores = new ConcurrentHashMap<>();

  private HadoopProvider() {}

  /** The store of a URI. */
  HadoopFileSystem store(URI uri, Map<String, String> settings) {
    return stores.computeIfAbsent(
        new Key(uri, settings), key -> new HadoopFileSystem(key.uri(), key.settings()));
  }

  private static HadoopPath own(Path path) {
    if (path instanceof HadoopPath own) {
      return own;
    }
    throw new ProviderMismatchException();
  }

  private static org.apache.hadoop.fs.FileSystem client(HadoopPath path) throws IOException {
    return path.getFileSystem().client(path);
  }

  /** An operation of Hadoop's client. */
  private interface Operation<T> {
    T run() throws IOException;
  }

  private static <T> T translating(Path path, Operation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (IOException | RuntimeException e) {
      throw Failures.translated(e, path);
    }
  }

  @Override
  public String getScheme() {
    return "hadoop";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("Stores.path opens stores");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("Stores.path opens stores");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("Stores.path makes paths");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    HadoopPath own = own(path);
    if (options.contains(StandardOpenOption.APPEND)) {
      throw new UnsupportedOperationException("nothing is appended in stores");
    }
    return options.contains(StandardOpenOption.WRITE)
        ? new Writing(own, create(own, options.contains(StandardOpenOption.CREATE_NEW)))
        : translating(path, () -> new Reading(own));
  }

  private static FSDataOutputStream create(HadoopPath path, boolean exclusive) throws IOException {
    return translating(
        path,
        () -> {
          var file = client(path).createFile(path.hadoop()).recursive().overwrite(!exclusive);
          if (exclusive) {
            // Stores that do not know it have looked when the file was opened.
            file.opt(CONDITIONAL, true);
          }
          return file.build();
        });
  }

  /** Copies a local file whole: where that fails, the name stays free. */
  static void upload(Path local, HadoopPath to, boolean exclusive) throws IOException {
    FSDataOutputStream out = create(to, exclusive);
    try (InputStream in = Files.newInputStream(local)) {
      in.transferTo(out);
    } catch (IOException | RuntimeException | Error e) {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        var unused = out.abort();
      }
      throw e;
    }
    close(out, to);
  }

  /** A store of objects looks only now whether the name is free. */
  private static void close(FSDataOutputStream out, HadoopPath path) throws IOException {
    try {
      out.close();
    } catch (IOException | RuntimeException e) {
      if (e.getClass().getSimpleName().equals("RemoteFileChangedException")) {
        throw new FileAlreadyExistsException(path.toString());
      }
      throw Failures.translated(e, path);
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    HadoopPath own = own(folder);
    List<Path> found = new ArrayList<>();
    return translating(
        folder,
        () -> {
          RemoteIterator<FileStatus> files = client(own).listStatusIterator(own.hadoop());
          while (files.hasNext()) {
            Path file = folder.resolve(files.next().getPath().getName());
            if (filter.accept(file)) {
              found.add(file);
            }
          }
          return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
              return found.iterator();
            }

            @Override
            public void close() {}
          };
        });
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    HadoopPath own = own(folder);
    boolean made =
        translating(
            folder, () -> !client(own).exists(own.hadoop()) && client(own).mkdirs(own.hadoop()));
    if (!made) {
      throw new FileAlreadyExistsException(folder.toString());
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    HadoopPath own = own(path);
    FileStatus status = translating(path, () -> client(own).getFileStatus(own.hadoop()));
    if (status.isDirectory()
        && translating(path, () -> client(own).listStatusIterator(own.hadoop()).hasNext())) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    if (!translating(path, () -> client(own).delete(own.hadoop(), status.isDirectory()))) {
      throw new NoSuchFileException(path.toString());
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("nothing is copied within stores");
  }

  /** Gives a file another name, at once. */
  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    HadoopPath from = own(source);
    HadoopPath to = own(target);
    boolean replace = List.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
    if (!from.getFileSystem().equals(to.getFileSystem())) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "another store");
    }
    translating(
        target,
        () -> {
          to.getFileSystem()
              .context(to)
              .rename(
                  from.hadoop(),
                  to.hadoop(),
                  replace ? Options.Rename.OVERWRITE : Options.Rename.NONE);
          return target;
        });
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("stores do not tell what is free");
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Attributes unused = attributes(path);
  }

  private static Attributes attributes(Path path) throws IOException {
    HadoopPath own = own(path);
    try {
      return translating(path, () -> new Attributes(client(own).getFileStatus(own.hadoop())));
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new NoSuchFileException(path.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(attributes(path));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException("attributes have types here");
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("attributes stay");
  }

  /** What a store knows of a file. */
  private record Attributes(FileStatus status) implements BasicFileAttributes {
    @Override
    public FileTime lastModifiedTime() {
      return FileTime.fromMillis(status.getModificationTime());
    }

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
      return status.isFile();
    }

    @Override
    public boolean isDirectory() {
      return status.isDirectory();
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public long size() {
      return status.getLen();
    }

    @Override
    public @Nullable Object fileKey() {
      return null;
    }
  }

  /** A file that is read, from anywhere in it. */
  private static final class Reading implements SeekableByteChannel {
    private final HadoopPath path;
    private final long size;
    private final FSDataInputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private boolean open = true;

    Reading(HadoopPath path) throws IOException {
      this.path = path;
      this.size = client(path).getFileStatus(path.hadoop()).getLen();
      this.in = client(path).open(path.hadoop());
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      return translating(
          path,
          () -> {
            int read = in.read(buffer, 0, Math.min(buffer.length, bytes.remaining()));
            if (read > 0) {
              bytes.put(buffer, 0, read);
            }
            return read;
          });
    }

    @Override
    public int write(ByteBuffer bytes) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
      return in.getPos();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      return translating(
          path,
          () -> {
            in.seek(position);
            return this;
          });
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      in.close();
    }
  }

  /** A new file; on the disks of its store when it is closed. */
  private static final class Writing implements SeekableByteChannel {
    private final HadoopPath path;
    private final FSDataOutputStream out;
    private boolean open = true;

    Writing(HadoopPath path, FSDataOutputStream out) {
      this.path = path;
      this.out = out;
    }

    @Override
    public int read(ByteBuffer bytes) {
      throw new NonReadableChannelException();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return translating(
          path,
          () -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.write(copy);
            return copy.length;
          });
    }

    @Override
    public long position() {
      return out.getPos();
    }

    @Override
    public SeekableByteChannel position(long position) {
      throw new UnsupportedOperationException("files of stores are written in order");
    }

    @Override
    public long size() {
      return out.getPos();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException("files of stores are written in order");
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      if (!open) {
        return;
      }
      open = false;
      try {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      } catch (IOException | RuntimeException e) {
        throw Failures.translated(e, path);
      } finally {
        HadoopProvider.close(out, path);
      }
    }
  }
}
