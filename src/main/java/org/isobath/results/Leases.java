package org.isobath.results;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.isobath.store.Publication;

/**
 * Where nothing can be locked, whoever writes keeps a file of its own fresh. One that was not
 * renewed for a while, by the store's own clock, is a dead process's; so is one of this host whose
 * process is not there. The owner is named in a file that only one can create; when it is dead, the
 * next in number can be created, again by one only.
 *
 * <p>A process that stands still for longer than its lease may find another owner when it wakes up.
 * Both then write the same answers under the same names, and neither removes what is young.
 */
final class Leases implements Claim.Ownership {
  /** How often a lease is renewed, and after what time without it is void. */
  static final Duration RENEWAL = Duration.ofSeconds(5);

  static final Duration TERM = Duration.ofSeconds(30);

  /** Staging files are removed when they are older than any that is being written. */
  static final Duration STAGING_AGE = Duration.ofMinutes(10);

  private static final String PRESENT = "present-";
  private static final String OWNER = "owner-";
  private static final String CLOSED = "closed-";
  private static final String END = ".lease";
  private static final long PATIENCE_MILLIS = 200;

  private final Path folder;
  private final String run;
  private final byte[] self = process().getBytes(StandardCharsets.UTF_8);
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "isobath-lease");
            thread.setDaemon(true);
            return thread;
          });

  private Leases(Path folder, String run) {
    this.folder = folder;
    this.run = run;
  }

  /**
   * Joins those who write.
   *
   * @param folder of the leases
   * @param run a name that no other has
   */
  static Leases of(Path folder, String run) throws IOException {
    Leases leases = new Leases(folder, run);
    try {
      leases.join();
      boolean unused = leases.own();
      return leases;
    } catch (IOException | RuntimeException | Error e) {
      leases.close();
      throw e;
    }
  }

  /** This process among those of all hosts. */
  static String process() {
    return host() + " " + name(ProcessHandle.current());
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  static String name(ProcessHandle process) {
    long start = process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + start;
  }

  /** Whether a process of this host is there. */
  static boolean lives(String name) {
    long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
    return ProcessHandle.of(pid).filter(other -> name(other).equals(name)).isPresent();
  }

  private void join() throws IOException {
    renew();
    var unused =
        heart.scheduleAtFixedRate(
            this::renewIfPossible, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    // Whoever cleans up has either seen us, or is seen by us.
    while (others(CLOSED).findAny().isPresent()) {
      sleep();
    }
  }

  private void renewIfPossible() {
    try {
      renew();
    } catch (IOException | RuntimeException e) {
      // The next time may do; else others take this process for dead.
    }
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void renew() throws IOException {
    Files.write(file(folder, PRESENT, run), self);
  }

  /** The middles of the names of files of a kind, in order. */
  private List<String> named(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(kind) && name.endsWith(END))
          .map(name -> name.substring(kind.length(), name.length() - END.length()))
          .sorted()
          .toList();
    }
  }

  private static Path file(Path folder, String kind, String middle) {
    return folder.resolve(kind + middle + END);
  }

  /** The other runs that live and have a file of this kind. */
  private Stream<String> others(String kind) throws IOException {
    return named(kind).stream().filter(other -> !other.equals(run)).filter(this::isLive);
  }

  /** By the store's own clock, which is that of our last renewal. */
  private boolean isLive(String other) {
    try {
      return isLive(folder, other, Files.getLastModifiedTime(file(folder, PRESENT, run)));
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Whether a run lives.
   *
   * @param now by the clock of the store, or one that is near
   */
  static boolean isLive(Path folder, String run, FileTime now) {
    Path presence = file(folder, PRESENT, run);
    try {
      String[] process = Files.readString(presence).split(" ", 2);
      if (process.length == 2 && process[0].equals(host())) {
        return lives(process[1]);
      }
      return now.toMillis() - Files.getLastModifiedTime(presence).toMillis() < TERM.toMillis();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // who cannot be asked may live
    }
  }

  @Override
  public boolean own() throws IOException {
    List<String> owners = named(OWNER);
    long last = owners.isEmpty() ? 0 : Long.parseLong(owners.get(owners.size() - 1));
    if (last > 0) {
      String owner = Files.readString(owner(last));
      if (owner.equals(run)) {
        return true;
      }
      if (isLive(owner)) {
        return false;
      }
    }
    if (!Publication.create(owner(last + 1), run.getBytes(StandardCharsets.UTF_8))) {
      return false;
    }
    if (last > 0) {
      Files.deleteIfExists(owner(last));
    }
    return true;
  }

  private Path owner(long number) {
    return file(folder, OWNER, String.format(Locale.ROOT, "%09d", number));
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(1);
  }

  @Override
  public FileTime abandoned() throws IOException {
    FileTime now = Files.getLastModifiedTime(file(folder, PRESENT, run));
    return FileTime.fromMillis(now.toMillis() - STAGING_AGE.toMillis());
  }

  @Override
  public boolean alone(Claim.Work work) throws IOException {
    if (!own()) {
      return false;
    }
    Path closed = file(folder, CLOSED, run);
    Files.write(closed, self);
    try {
      if (others(PRESENT).findAny().isPresent()) {
        return false;
      }
      work.run();
      removeDead();
      return true;
    } finally {
      Files.deleteIfExists(closed);
    }
  }

  /** What the dead have left here. */
  private void removeDead() throws IOException {
    for (String kind : List.of(CLOSED, PRESENT)) {
      for (String other : named(kind)) {
        if (!other.equals(run) && !isLive(other)) {
          Files.deleteIfExists(file(folder, kind, other));
        }
      }
    }
  }

  /** Stops renewing, and says so. */
  @Override
  public void close() {
    heart.shutdown();
    try {
      boolean unused = heart.awaitTermination(RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
      Files.deleteIfExists(file(folder, PRESENT, run));
    } catch (IOException | RuntimeException e) {
      // Then the lease ends by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
