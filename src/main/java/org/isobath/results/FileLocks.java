package org.isobath.results;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * On a local disk the owner holds the first byte of the lock file; everybody who writes shares the
 * second. Locks go with the process at the latest.
 */
final class FileLocks implements Claim.Ownership {
  private static final long OWNER = 0;
  private static final long PRESENCE = 1;

  private static final FileTime ALWAYS = FileTime.fromMillis(Long.MAX_VALUE);

  private final FileChannel channel;
  private boolean owner;
  private @Nullable FileLock presence;

  private FileLocks(FileChannel channel) {
    this.channel = channel;
  }

  static FileLocks of(Path lock) throws IOException {
    FileChannel channel =
        FileChannel.open(
            lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    FileLocks locks = new FileLocks(channel);
    try {
      boolean unused = locks.own();
      locks.join();
      return locks;
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

  @Override
  public boolean own() throws IOException {
    if (!owner) {
      owner = lock(OWNER) != null;
    }
    return owner;
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(100);
  }

  /** Who does not live holds no lock, and who is alone knows that nobody writes. */
  @Override
  public FileTime abandoned() {
    return ALWAYS;
  }

  @Override
  public boolean alone(Claim.Work work) throws IOException {
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
