package org.isobath.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * How a file gets its name, so that readers see it whole or not at all and of several writers one
 * wins. Each kind of store has its own way; all write under a staging name first.
 */
public sealed interface Publication {
  /** Readers of Parquet folders skip names that begin with an underscore. */
  String STAGING = "_staging-";

  /** Stores whose objects appear when they are whole; renaming copies there. */
  Set<String> OBJECTS = Set.of("s3a", "gs", "oss", "obs", "cosn");

  /** The way of the store in which a path is. */
  static Publication at(Path place) {
    if (place instanceof HadoopPath path) {
      return OBJECTS.contains(path.getFileSystem().uri().getScheme())
          ? new Uploading()
          : new Renaming();
    }
    return new Linking();
  }

  /** A free path at which to write a file before it has its name. */
  Path staging(Path folder) throws IOException;

  /**
   * Gives a closed file its name, unless the name is taken. The staging name may stay.
   *
   * @return whether it has got the name
   */
  boolean publish(Path staging, Path name) throws IOException;

  /** Gives a closed file its name, in place of the file that has it. */
  void replace(Path staging, Path name) throws IOException;

  /** Something done with a closed file and its name to be. */
  interface Naming {
    /** Does it. */
    boolean give(Path staging, Path name) throws IOException;
  }

  /** Replaces a file, or makes a new one, with this content. */
  static void replace(Path name, byte[] content) throws IOException {
    Publication publication = at(name);
    boolean unused =
        named(
            name,
            content,
            (staging, file) -> {
              publication.replace(staging, file);
              return true;
            });
  }

  /** Makes a file with this content, unless the name is taken; whether it was made. */
  static boolean create(Path name, byte[] content) throws IOException {
    return named(name, content, at(name)::publish);
  }

  private static boolean named(Path name, byte[] content, Naming naming) throws IOException {
    Path staging = at(name).staging(Objects.requireNonNull(name.toAbsolutePath().getParent()));
    try {
      Files.write(staging, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Disk.force(staging);
      return naming.give(staging, name);
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  /** Local disks: a hard link to a name that is taken fails. */
  record Linking() implements Publication {
    @Override
    public Path staging(Path folder) {
      return folder.resolve(STAGING + UUID.randomUUID());
    }

    @Override
    public boolean publish(Path staging, Path name) throws IOException {
      boolean first = true;
      try {
        Files.createLink(name, staging);
      } catch (FileAlreadyExistsException e) {
        first = false;
      } catch (UnsupportedOperationException e) {
        move(staging, name);
      }
      Disk.forceFolder(Objects.requireNonNull(name.getParent()));
      return first;
    }

    private static void move(Path staging, Path name) throws IOException {
      try {
        Files.move(staging, name, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        throw new IOException(name.getParent() + " can neither link nor move files atomically", e);
      }
    }

    @Override
    public void replace(Path staging, Path name) throws IOException {
      Files.move(
          staging, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Disk.forceFolder(Objects.requireNonNull(name.getParent()));
    }
  }

  /** HDFS and its like: to rename to a name that is taken fails. */
  record Renaming() implements Publication {
    @Override
    public Path staging(Path folder) {
      return folder.resolve(STAGING + UUID.randomUUID());
    }

    @Override
    public boolean publish(Path staging, Path name) throws IOException {
      try {
        Files.move(staging, name);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }

    @Override
    public void replace(Path staging, Path name) throws IOException {
      Files.move(staging, name, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Stores of objects: the file is made here, and sent on condition that the name is free. */
  record Uploading() implements Publication {
    @Override
    public Path staging(Path folder) throws IOException {
      Path free = Files.createTempFile("isobath-", ".staging");
      Files.delete(free);
      return free;
    }

    @Override
    public boolean publish(Path staging, Path name) throws IOException {
      try {
        HadoopProvider.upload(staging, (HadoopPath) name, true);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }

    @Override
    public void replace(Path staging, Path name) throws IOException {
      HadoopProvider.upload(staging, (HadoopPath) name, false);
    }
  }
}
