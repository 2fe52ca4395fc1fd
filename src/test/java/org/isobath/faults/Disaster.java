package org.isobath.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Counts the operations of one process that change the disk, and lets one of them go wrong. After a
 * death nothing works any more. For power cuts it remembers how to undo what was not forced.
 */
public final class Disaster {
  /** What an operation does. */
  public enum Kind {
    CREATE,
    CREATE_FOLDER,
    WRITE,
    FORCE,
    LINK,
    MOVE,
    DELETE
  }

  /** Something done on the real disk. */
  interface Doing<T> {
    T run() throws IOException;
  }

  /** The same without a result. */
  interface Deed {
    void run() throws IOException;
  }

  /** Writes some bytes. */
  interface Writing {
    int write(ByteBuffer bytes) throws IOException;
  }

  /** A name in a folder that a power cut may undo. */
  private record Unforced(Path folder, Deed undo) {}

  private final Path under;
  private final Fault fault;
  private final long at;
  private final Random random;
  private final Runnable death;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<Unforced> names = new ArrayList<>();

  /** By name, another name of the same file: its content was not forced. */
  private final Map<Path, Path> contents = new HashMap<>();

  private final Path attic;
  private boolean dead;

  private Disaster(Path under, Fault fault, long at, long seed, Runnable death) {
    this.under = under;
    this.fault = fault;
    this.at = at;
    this.random = new Random(seed);
    this.death = death;
    this.attic = under == null ? null : under.resolveSibling(under.getFileName() + ".attic");
  }

  /** A fault of a process that is played: it ends by {@link Crash}. */
  public static Disaster of(Path under, Fault fault, long at, long seed) {
    return new Disaster(under, fault, at, seed, () -> {});
  }

  /** A process that halts, as its system properties say. */
  static Disaster ofProperties(FileSystem real) {
    String folder = System.getProperty("isobath.halt.under");
    long at = Long.getLong("isobath.halt", -1);
    return new Disaster(
        folder == null ? null : real.getPath(folder),
        at < 0 ? Fault.NONE : Fault.CRASH_AFTER,
        at,
        0,
        () -> Runtime.getRuntime().halt(137));
  }

  /** The operations so far. */
  public List<Kind> kinds() {
    return List.copyOf(kinds);
  }

  boolean concerns(Path path) {
    return under != null && path.toAbsolutePath().startsWith(under);
  }

  /** A dead process reads nothing. */
  synchronized void look() {
    if (dead) {
      throw new Crash();
    }
  }

  synchronized boolean hides(Path file) {
    // Folders stay, and so does what the process itself is about to use.
    return fault == Fault.STALE_LISTING && kinds.size() >= at && random.nextBoolean();
  }

  private Crash die() {
    death.run();
    dead = true;
    return new Crash();
  }

  private synchronized <T> T operate(Kind kind, Path path, Doing<T> doing) throws IOException {
    look();
    long number = kinds.size();
    kinds.add(kind);
    boolean now = number == at;
    switch (fault) {
      case CRASH -> {
        if (now) {
          throw die();
        }
      }
      case POWER_CUT -> {
        if (now) {
          losePower();
          throw die();
        }
      }
      case ERROR_ONCE -> {
        if (now) {
          throw new IOException("Input/output error");
        }
      }
      case ERROR_FOR_EVER -> {
        if (number >= at) {
          throw new IOException("Input/output error");
        }
      }
      case DISK_FULL -> {
        if (number >= at && kind != Kind.DELETE && kind != Kind.FORCE && kind != Kind.MOVE) {
          throw new IOException("No space left on device");
        }
      }
      case CRASH_WITHOUT_LINKS -> {
        if (kind == Kind.LINK) {
          throw new UnsupportedOperationException("links");
        }
      }
      default -> {}
    }
    T result = doing.run();
    if (now && fault == Fault.DONE_THEN_ERROR) {
      throw new IOException("Connection timed out");
    }
    if (now && (fault == Fault.CRASH_AFTER || fault == Fault.CRASH_WITHOUT_LINKS)) {
      throw die();
    }
    return result;
  }

  FileChannel create(Path path, Doing<FileChannel> doing) throws IOException {
    return operate(
        Kind.CREATE,
        path,
        () -> {
          FileChannel channel = doing.run();
          if (fault == Fault.POWER_CUT) {
            contents.put(path, keep(path));
            unforced(path, () -> Files.deleteIfExists(path));
          }
          return channel;
        });
  }

  void createFolder(Path path, Deed deed) throws IOException {
    Object unused =
        operate(
            Kind.CREATE_FOLDER,
            path,
            () -> {
              deed.run();
              unforced(path, () -> removeAll(path));
              return "";
            });
  }

  void link(Path name, Deed deed) throws IOException {
    Object unused =
        operate(
            Kind.LINK,
            name,
            () -> {
              deed.run();
              unforced(name, () -> Files.deleteIfExists(name));
              return "";
            });
  }

  void delete(Path path, Deed deed) throws IOException {
    Object unused =
        operate(
            Kind.DELETE,
            path,
            () -> {
              boolean isFolder = Files.isDirectory(path);
              Path kept = fault == Fault.POWER_CUT && !isFolder ? keep(path) : null;
              deed.run();
              unforced(
                  path,
                  () -> {
                    if (isFolder) {
                      Files.createDirectories(path);
                    } else if (Files.isDirectory(path.getParent())) {
                      Files.createLink(path, kept);
                    }
                  });
              return "";
            });
  }

  void move(Path from, Path to, Deed deed) throws IOException {
    Object unused =
        operate(
            Kind.MOVE,
            to,
            () -> {
              Path old = fault == Fault.POWER_CUT && Files.exists(to) ? keep(to) : null;
              deed.run();
              unforced(
                  to,
                  () -> {
                    Files.move(to, from, StandardCopyOption.REPLACE_EXISTING);
                    if (old != null) {
                      Files.createLink(to, old);
                    }
                  });
              return "";
            });
  }

  synchronized int write(Path path, ByteBuffer bytes, Writing writing) throws IOException {
    boolean torn = kinds.size() == at && fault == Fault.TORN_WRITE;
    boolean full = kinds.size() >= at && fault == Fault.DISK_FULL;
    if (!dead && (torn || full)) {
      ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
      int unused = writing.write(half);
    }
    if (!dead && torn) {
      throw die();
    }
    return operate(Kind.WRITE, path, () -> writing.write(bytes));
  }

  void force(Path path, boolean folder) throws IOException {
    Object unused =
        operate(
            Kind.FORCE,
            path,
            () -> {
              if (folder) {
                names.removeIf(name -> name.folder().equals(path));
              } else {
                contents.remove(path);
              }
              return "";
            });
  }

  private void unforced(Path path, Deed undo) {
    if (fault == Fault.POWER_CUT) {
      names.add(new Unforced(path.getParent(), undo));
    }
  }

  /** Another name of a file, where nobody looks. */
  private Path keep(Path path) throws IOException {
    Files.createDirectories(attic);
    return Files.createLink(attic.resolve(UUID.randomUUID().toString()), path);
  }

  /** Folders keep the first of their unforced changes, files a part of their unforced bytes. */
  private void losePower() throws IOException {
    for (Path kept : contents.values()) {
      try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.WRITE)) {
        long size = channel.size();
        FileChannel unused = channel.truncate(random.nextBoolean() ? 0 : size / 2);
      }
    }
    Set<Path> folders = new LinkedHashSet<>();
    names.forEach(name -> folders.add(name.folder()));
    Set<Unforced> lost = new LinkedHashSet<>();
    for (Path folder : folders) {
      List<Unforced> of = names.stream().filter(name -> name.folder().equals(folder)).toList();
      lost.addAll(of.subList(random.nextInt(of.size() + 1), of.size()));
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      if (lost.contains(names.get(i)) && Files.isDirectory(names.get(i).folder())) {
        names.get(i).undo().run();
      }
    }
  }

  private static void removeAll(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
