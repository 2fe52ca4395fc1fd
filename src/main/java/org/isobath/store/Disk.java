package org.isobath.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What makes files and names outlive a power cut: fsync, of local files and of the folders they are
 * in. The stores of clusters see to it themselves when a file is closed.
 */
public final class Disk {
  private Disk() {}

  /** Creates a folder, unless it is there, and makes its name last. */
  public static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    Path parent = folder.getParent();
    if (parent != null) {
      forceFolder(parent);
    }
  }

  /** Makes a closed file's content last. */
  public static void force(Path file) throws IOException {
    if (!Stores.isLocal(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the names in a folder last. */
  public static void forceFolder(Path folder) throws IOException {
    if (!Stores.isLocal(folder)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
