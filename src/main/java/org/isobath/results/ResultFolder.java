package org.isobath.results;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isobath.store.Disk;
import org.isobath.store.Place;
import org.isobath.store.Publication;
import org.isobath.store.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one sweep on disk: {@code results/<name>/<table>/*.parquet}. A file appears whole
 * or not at all: it is written under a staging name that no reader sees, closed, and linked to a
 * name made from what it holds. Whoever publishes the same pack twice ends with one file. How that
 * is done in each kind of store is {@link Publication}'s.
 */
public final class ResultFolder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Says who writes, on a local disk. */
  static final String LOCK = "_lock";

  /** Where it is said elsewhere. */
  static final String CLAIMS = "_claims";

  private static final String ATTEMPTS = "_attempts";

  /** The names of published files: packs, and answers named by what they hold. */
  private static final Pattern OURS =
      Pattern.compile("(pack-\\d{9,}|selections|comparisons|profiles)-[0-9a-f]{16}\\.parquet");

  /** A path does not travel to executors. */
  private final Place place;

  /** The folder of a sweep; nothing is created yet. */
  public ResultFolder(Path path) {
    this.place = Place.of(path);
  }

  /** Where it is. */
  public Path path() {
    return place.path();
  }

  /** A table's folder. */
  public Path folder(Table table) {
    return path().resolve(table.folder());
  }

  /** Creates what is missing of the folder; a table's own folder comes with its first file. */
  public void create() throws ResultsException {
    try {
      Path parent = path().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Disk.createFolder(path());
      Disk.createFolder(folder(Table.TRIALS));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Finds out whether results can be written, before any work is done. A local disk is asked; to a
   * store something is written, as only that tells.
   */
  public void probe() throws ResultsException {
    try {
      if (Stores.isLocal(path())) {
        Path there = path();
        while (!Files.exists(there) && there.getParent() != null) {
          there = there.getParent();
        }
        if (!Files.isWritable(there)) {
          throw new AccessDeniedException(there.toString());
        }
        return;
      }
      Path probe = path().resolve(Publication.STAGING + "probe-" + UUID.randomUUID());
      Files.write(probe, new byte[0]);
      Files.delete(probe);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Claims the folder for this process until the claim is closed. Others may train the same packs
   * at the same time, to the same files; but only the owner may remove any.
   */
  public Claim claim() throws ResultsException {
    return claim(UUID.randomUUID().toString());
  }

  /**
   * The same for a run with a name of its own, which its {@link Attempts} go by.
   *
   * @param run a name that no other run has
   */
  public Claim claim(String run) throws ResultsException {
    try {
      return Claim.of(this, run);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Removes what crashed tasks left; only while nobody else writes. */
  void removeStaging() throws IOException {
    removeStaging(FileTime.fromMillis(Long.MAX_VALUE));
  }

  /** The same of what was last written before a time. */
  void removeStaging(FileTime before) throws IOException {
    for (Path folder : folders()) {
      for (Path file : list(folder, ResultFolder::isStaging)) {
        if (Files.getLastModifiedTime(file).compareTo(before) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Removes what is known of deaths: all that could cause them is done, or gone. */
  void removeMarks() throws IOException {
    for (Path mark : list(attempts(), file -> true)) {
      Files.deleteIfExists(mark);
    }
    Files.deleteIfExists(attempts());
  }

  /**
   * Removes all tables and descriptions, so that a run starts afresh. Whatever stops it in between,
   * what is left is a result folder without a manifest.
   *
   * @param abandoned staging files last written before are nobody's
   */
  void discard(FileTime abandoned) throws IOException {
    Files.deleteIfExists(path().resolve(Description.MANIFEST));
    removeStaging(abandoned);
    removeMarks();
    for (Path folder : folders()) {
      List<Path> files = list(folder, ResultFolder::isOurs);
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      if (!files.isEmpty()) {
        // Or a power cut could bring them back beside the results of another job.
        Disk.forceFolder(folder);
      }
    }
    Files.deleteIfExists(path().resolve(Description.REPORT));
    Files.deleteIfExists(path().resolve(Description.JOB));
    Files.deleteIfExists(path().resolve(Description.RESOLVED));
  }

  /** Where marks of packs that are being trained stand. */
  Path attempts() {
    return path().resolve(ATTEMPTS);
  }

  /**
   * The names of the packs that are published: those that have a file in each of these tables.
   *
   * @param tables that a pack of this sweep has
   */
  public Set<String> published(Collection<Table> tables) throws ResultsException {
    Set<String> names = new HashSet<>();
    try {
      for (Path file : list(folder(Table.TRIALS), ResultFolder::isPack)) {
        names.add(file.getFileName().toString());
      }
      for (Table table : tables) {
        Set<String> there = new HashSet<>();
        for (Path file : list(folder(table), ResultFolder::isPack)) {
          there.add(file.getFileName().toString());
        }
        names.retainAll(there);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    return names;
  }

  /** Whether a pack is published in each of these tables. */
  public boolean isPublished(String name, Collection<Table> tables) {
    return tables.stream().allMatch(table -> Files.exists(folder(table).resolve(name)));
  }

  /**
   * Publishes a pack: all tables are written first, then made visible one after the other, the
   * trials last, when the others are safe from a power cut. A table that is already there is left
   * as it is.
   *
   * @param name the pack's file name, made from its content key
   * @param tables rows by table
   */
  public void publish(String name, Map<Table, ? extends Iterable<@Nullable Object[]>> tables)
      throws IOException {
    Publication publication = Publication.at(path());
    Map<Table, Path> staged = new EnumMap<>(Table.class);
    try {
      for (Map.Entry<Table, ? extends Iterable<@Nullable Object[]>> entry : tables.entrySet()) {
        Disk.createFolder(folder(entry.getKey()));
        Path staging = publication.staging(folder(entry.getKey()));
        staged.put(entry.getKey(), staging);
        ParquetFile.write(staging, entry.getKey(), entry.getValue());
      }
      for (Map.Entry<Table, Path> entry : staged.entrySet()) {
        if (entry.getKey() != Table.TRIALS) {
          boolean unused =
              publication.publish(entry.getValue(), folder(entry.getKey()).resolve(name));
        }
      }
      Path trials = staged.get(Table.TRIALS);
      if (trials != null) {
        boolean unused = publication.publish(trials, folder(Table.TRIALS).resolve(name));
      }
    } finally {
      for (Path staging : staged.values()) {
        Files.deleteIfExists(staging);
      }
    }
  }

  /**
   * Replaces a derived table by one file. Nobody ever sees two answers: the old one goes first, and
   * before it the manifest, which is true no longer.
   *
   * @param name the new file's name; the same rows must give the same name
   */
  public void replace(Table table, String name, List<@Nullable Object[]> rows)
      throws ResultsException {
    try {
      for (Path file : list(folder(table), ResultFolder::isOurs)) {
        if (!file.getFileName().toString().equals(name)) {
          Files.deleteIfExists(path().resolve(Description.MANIFEST));
          Files.deleteIfExists(file);
        }
      }
      if (!Files.exists(folder(table).resolve(name))) {
        publish(name, Map.of(table, rows));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Writes a small file whole: a new one is renamed over the old one. */
  void write(String name, byte[] content) throws IOException {
    Publication.replace(path().resolve(name), content);
  }

  /** The published files of a table, in order of name. */
  List<Path> files(Table table) throws IOException {
    return list(folder(table), ResultFolder::isOurs);
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(path()));
    for (Table table : Table.values()) {
      folders.add(folder(table));
    }
    return folders;
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted().toList();
    }
  }

  private static boolean isStaging(Path file) {
    return file.getFileName().toString().startsWith(Publication.STAGING);
  }

  private static boolean isPack(Path file) {
    return isOurs(file) && file.getFileName().toString().startsWith("pack-");
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
    return new ResultsException(path() + ": cannot write the results: " + Reasons.of(e));
  }
}
