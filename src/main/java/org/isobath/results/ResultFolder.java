package org.isobath.results;

import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one sweep on disk: {@code results/<name>/<table>/*.parquet}. A file appears whole
 * or not at all: it is written under a staging name that no reader sees, closed, and linked to a
 * name made from what it holds. Whoever publishes the same pack twice ends with one file.
 *
 * <p>Local paths only so far; a cluster's stores will have their own way to publish, here.
 */
public final class ResultFolder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Readers of Parquet folders skip names that begin with an underscore. */
  private static final String STAGING = "_staging-";

  private static final String LOCK = "_lock";

  /** The names of published files: packs, and answers named by what they hold. */
  private static final Pattern OURS =
      Pattern.compile("(pack-\\d{9,}|selections|comparisons|profiles)-[0-9a-f]{16}\\.parquet");

  private final String path;

  /** The folder of a sweep; nothing is created yet. */
  public ResultFolder(Path path) {
    this.path = path.toAbsolutePath().normalize().toString();
  }

  /** Where it is. */
  public Path path() {
    return Path.of(path);
  }

  /** A table's folder. */
  public Path folder(Table table) {
    return path().resolve(table.folder());
  }

  /** Creates what is missing of the folder; a table's own folder comes with its first file. */
  public void create() throws ResultsException {
    try {
      Files.createDirectories(folder(Table.TRIALS));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Claims the folder for this process until the claim is closed. Others may train the same packs
   * at the same time, to the same files; but only the owner may remove any.
   */
  public Claim claim() throws ResultsException {
    try {
      FileChannel channel =
          FileChannel.open(
              path().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new Claim(channel, channel.tryLock() != null);
    } catch (OverlappingFileLockException e) {
      return new Claim(null, false);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** A process's claim to a folder. */
  public static final class Claim implements AutoCloseable {
    private final @Nullable FileChannel channel;
    private final boolean exclusive;

    private Claim(@Nullable FileChannel channel, boolean exclusive) {
      this.channel = channel;
      this.exclusive = exclusive;
    }

    /** Whether no other live process has claimed the folder. */
    public boolean isExclusive() {
      return exclusive;
    }

    @Override
    public void close() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        // The lock goes with the process at the latest.
      }
    }
  }

  /** Removes what crashed tasks left; for the owner only. */
  public void removeStaging() throws ResultsException {
    try {
      for (Path file : list(ResultFolder::isStaging)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Removes all tables and descriptions, so that a run starts afresh. */
  public void discard() throws ResultsException {
    try {
      for (Path file : list(file -> isStaging(file) || isOurs(file))) {
        Files.deleteIfExists(file);
      }
      for (String description : Description.NAMES) {
        Files.deleteIfExists(path().resolve(description));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The names of the packs whose trials are published. */
  public Set<String> published() throws ResultsException {
    Set<String> names = new HashSet<>();
    if (!Files.isDirectory(folder(Table.TRIALS))) {
      return names;
    }
    try (Stream<Path> files = Files.list(folder(Table.TRIALS))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> OURS.matcher(name).matches())
          .forEach(names::add);
    } catch (IOException e) {
      throw unusable(e);
    }
    return names;
  }

  /** Whether a pack's trials are published. */
  public boolean isPublished(String name) {
    return Files.exists(folder(Table.TRIALS).resolve(name));
  }

  /**
   * Publishes a pack: all tables are written first, then made visible one after the other, the
   * trials last. A table that is already there is left as it is.
   *
   * @param name the pack's file name, made from its content key
   * @param tables rows by table
   */
  public void publish(String name, Map<Table, ? extends Iterable<@Nullable Object[]>> tables)
      throws IOException {
    Map<Table, Path> staged = new EnumMap<>(Table.class);
    try {
      for (Map.Entry<Table, ? extends Iterable<@Nullable Object[]>> entry : tables.entrySet()) {
        Files.createDirectories(folder(entry.getKey()));
        Path staging = staging(entry.getKey());
        staged.put(entry.getKey(), staging);
        ParquetFile.write(staging, entry.getKey(), entry.getValue());
      }
      for (Map.Entry<Table, Path> entry : staged.entrySet()) {
        if (entry.getKey() != Table.TRIALS) {
          link(entry.getValue(), folder(entry.getKey()).resolve(name));
        }
      }
      Path trials = staged.get(Table.TRIALS);
      if (trials != null) {
        link(trials, folder(Table.TRIALS).resolve(name));
      }
    } finally {
      for (Path staging : staged.values()) {
        Files.deleteIfExists(staging);
      }
    }
  }

  private Path staging(Table table) {
    return folder(table).resolve(STAGING + UUID.randomUUID());
  }

  /** Gives a closed file its name, unless the name is taken: then the same rows stand there. */
  private static void link(Path staging, Path name) throws IOException {
    try {
      Files.createLink(name, staging);
    } catch (FileAlreadyExistsException e) {
      // Another attempt was first.
    } catch (UnsupportedOperationException e) {
      move(staging, name);
    }
  }

  private static void move(Path staging, Path name) throws IOException {
    try {
      Files.move(staging, name, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(name.getParent() + " can neither link nor move files atomically", e);
    }
  }

  /**
   * Replaces a derived table by one file, the new one before the old ones go.
   *
   * @param name the new file's name; the same rows must give the same name
   */
  public void replace(Table table, String name, List<@Nullable Object[]> rows)
      throws ResultsException {
    try {
      publish(name, Map.of(table, rows));
      try (Stream<Path> files = Files.list(folder(table))) {
        for (Path file : files.toList()) {
          String other = file.getFileName().toString();
          if (!other.equals(name) && isOurs(file)) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Writes a small file whole: a new one is renamed over the old one. */
  void write(String name, byte[] content) throws ResultsException {
    Path staging = path().resolve(STAGING + UUID.randomUUID());
    try {
      try {
        Files.write(staging, content);
        Files.move(
            staging,
            path().resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(staging);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The published files of all tables, by table, in order of name. */
  List<Path> files() throws ResultsException {
    try {
      return list(ResultFolder::isOurs);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private List<Path> list(Predicate<Path> wanted) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Table table : Table.values()) {
      if (Files.isDirectory(folder(table))) {
        try (Stream<Path> files = Files.list(folder(table))) {
          files.filter(wanted).sorted().forEach(all::add);
        }
      }
    }
    return all;
  }

  private static boolean isStaging(Path file) {
    return file.getFileName().toString().startsWith(STAGING);
  }

  private static boolean isOurs(Path file) {
    return OURS.matcher(file.getFileName().toString()).matches();
  }

  /** Whether somebody else's files stand here: files, but no description of a sweep. */
  public boolean isForeign() throws ResultsException {
    if (!Files.isDirectory(path()) || Files.exists(path().resolve(Description.RESOLVED))) {
      return false;
    }
    try (Stream<Path> files = Files.walk(path())) {
      return files.anyMatch(
          file -> !Files.isDirectory(file) && !file.getFileName().toString().startsWith("_"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** What to tell a user of a failed access. */
  public ResultsException unusable(IOException e) {
    return new ResultsException(path + ": cannot write the results: " + Reasons.of(e));
  }
}
