package org.isobath.results;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process's claim to a result folder. The owner holds the first byte of the lock file; everybody
 * who writes shares the second. Files are removed only by an owner who is alone, and answers are
 * written only by the owner. Locks go with the process at the latest.
 */
public final class Claim implements AutoCloseable {
  private static final long OWNER = 0;
  private static final long PRESENCE = 1;
  private static final long PATIENCE_MILLIS = 100;

  private final ResultFolder folder;
  private final FileChannel channel;
  private boolean owner;
  private @Nullable FileLock presence;

  private Claim(ResultFolder folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static Claim of(ResultFolder folder, Path lock) throws IOException {
    FileChannel channel =
        FileChannel.open(
            lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    Claim claim = new Claim(folder, channel);
    try {
      claim.owner = claim.lock(OWNER) != null;
      claim.join();
      return claim;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** A lock of one byte, or null if somebody else has it. */
  private @Nullable FileLock lock(long position) throws IOException {
    try {
      return channel.tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Lets others know that somebody writes here; waits while an owner cleans up. */
  private void join() throws IOException {
    try {
      presence = channel.lock(PRESENCE, 1, true);
    } catch (OverlappingFileLockException e) {
      // Another claim of this very process says the same.
    }
  }

  /** Something to do with a folder in which nobody else writes. */
  private interface Work {
    void run() throws IOException;
  }

  /** Does it, unless somebody else owns the folder or writes there; whether it was done. */
  private boolean alone(Work work) throws ResultsException {
    try {
      if (presence != null) {
        presence.release();
      }
      try (FileLock all = owner ? lock(PRESENCE) : null) {
        if (all != null) {
          work.run();
        }
        return all != null;
      } finally {
        join();
      }
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
    return alone(folder::discard);
  }

  /**
   * Begins a run: writes what is asked, after the owner has removed what dead processes left.
   *
   * @param job the text of the job file
   * @param resolved the job with all defaults filled in
   */
  public void begin(String job, Map<String, Object> resolved) throws ResultsException {
    boolean unused = alone(folder::removeStaging);
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
      while (!owner) {
        owner = lock(OWNER) != null;
        if (!owner) {
          Thread.sleep(PATIENCE_MILLIS);
        }
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
              folder.removeStaging();
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
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
