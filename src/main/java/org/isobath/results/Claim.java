package org.isobath.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.isobath.store.Stores;

/**
 * A process's claim to a result folder. Everybody may write; one is the owner. Files are removed
 * only by an owner who is alone, and answers are written only by the owner. On local disks locks of
 * the lock file say who that is, elsewhere {@link Leases}.
 */
public final class Claim implements AutoCloseable {
  private final ResultFolder folder;
  private final Ownership ownership;

  private Claim(ResultFolder folder, Ownership ownership) {
    this.folder = folder;
    this.ownership = ownership;
  }

  /**
   * The claim of a run.
   *
   * @param run a name that no other run has
   */
  static Claim of(ResultFolder folder, String run) throws IOException {
    return new Claim(
        folder,
        Stores.isLocal(folder.path())
            ? FileLocks.of(folder.path().resolve(ResultFolder.LOCK))
            : Leases.of(folder.path().resolve(ResultFolder.CLAIMS), run));
  }

  /** Who may do what in a folder. */
  sealed interface Ownership extends AutoCloseable permits FileLocks, Leases {
    /** Whether this process is the owner, from now on if nobody was. */
    boolean own() throws IOException;

    /** Does something unless somebody else owns the folder or writes there; whether it was done. */
    boolean alone(Work work) throws IOException;

    /** How long to wait before asking again who the owner is. */
    Duration patience();

    /** Staging files that were last written before are nobody's, if nobody else writes. */
    FileTime abandoned() throws IOException;

    @Override
    void close();
  }

  /** Something to do with a folder in which nobody else writes. */
  interface Work {
    void run() throws IOException;
  }

  private boolean alone(Work work) throws ResultsException {
    try {
      return ownership.alone(work);
    } catch (IOException e) {
      throw folder.unusable(e);
    }
  }

  /** Whether no other live process writes into the folder, now. */
  public boolean isExclusive() throws ResultsException {
    return alone(() -> {});
  }

  /** Removes all results, unless another process writes there; whether it did. */
  public boolean discard() throws ResultsException {
    return alone(() -> folder.discard(ownership.abandoned()));
  }

  /**
   * Begins a run: writes what is asked, after the owner has removed what dead processes left.
   *
   * @param job the text of the job file
   * @param resolved the job with all defaults filled in
   */
  public void begin(String job, Map<String, Object> resolved) throws ResultsException {
    boolean unused = alone(() -> folder.removeStaging(ownership.abandoned()));
    try {
      // First what tells a result folder from a folder of somebody else's.
      describe(Description.RESOLVED, Description.json(resolved));
      describe(Description.JOB, job);
    } catch (IOException e) {
      throw folder.unusable(e);
    }
  }

  /**
   * Writes a description, unless it stands there; the manifest of another one is true no longer.
   */
  private void describe(String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Path file = folder.path().resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      Files.deleteIfExists(folder.path().resolve(Description.MANIFEST));
      folder.write(name, content);
    }
  }

  /** Waits until this process owns the folder: answers have one writer. */
  public void own() throws ResultsException, InterruptedException {
    try {
      while (!ownership.own()) {
        Thread.sleep(ownership.patience().toMillis());
      }
    } catch (IOException e) {
      throw folder.unusable(e);
    }
  }

  /**
   * Ends a run of which every pack is published: removes what failed attempts left, and writes the
   * manifest.
   *
   * @param tables that each pack has
   * @param packs the names of all packs
   * @param answers the names of the derived tables' files
   * @param fingerprints of the data
   */
  public void finish(
      Collection<Table> tables,
      Collection<String> packs,
      Map<Table, String> answers,
      Map<String, String> fingerprints)
      throws ResultsException {
    boolean unused =
        alone(
            () -> {
              folder.removeStaging(ownership.abandoned());
              folder.removeMarks();
            });
    try {
      Description.writeManifest(folder, tables, packs, answers, fingerprints);
    } catch (IOException e) {
      throw folder.unusable(e);
    }
  }

  @Override
  public void close() {
    ownership.close();
  }
}
