package org.isobath.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.isobath.store.Stores;

/**
 * Marks beside a sweep's tables of what is being trained, so that work that kills its process is
 * known by the marks that nobody took away. A mark is an empty file named by the work, the process
 * and chance.
 */
public final class Attempts {
  private static final String SEPARATOR = "~";
  private static final String PART = "@";

  private final ResultFolder folder;
  private final String process;
  private final Predicate<String> alive;

  /**
   * The marks of a folder.
   *
   * @param process names the process that this is, without {@code ~} and {@code /}
   * @param alive whether a process of such a name lives
   */
  public Attempts(ResultFolder folder, String process, Predicate<String> alive) {
    this.folder = folder;
    this.process = process;
    this.alive = alive;
  }

  /**
   * The marks of this process, told from others of its host by its number and its start. On another
   * host a process of the same run is dead if somebody asks: a run gives work to one at a time. One
   * of another run may live as long as that run does.
   *
   * @param run the name of the run's claim
   */
  public static Attempts ofThisProcess(ResultFolder folder, String run) {
    if (Stores.isLocal(folder.path())) {
      return new Attempts(folder, Leases.name(ProcessHandle.current()), name -> Leases.lives(name));
    }
    String here = Leases.host();
    return new Attempts(
        folder,
        String.join(PART, run, here, Leases.name(ProcessHandle.current())),
        name -> {
          String[] parts = name.split(PART);
          return parts.length == 3
              && (parts[1].equals(here)
                  ? Leases.lives(parts[2])
                  : !parts[0].equals(run)
                      && Leases.isLive(
                          folder.path().resolve(ResultFolder.CLAIMS),
                          parts[0],
                          FileTime.fromMillis(System.currentTimeMillis())));
        });
  }

  /** How many processes have died while they did this work. */
  public int deaths(String work) throws IOException {
    int deaths = 0;
    for (Path mark : marks(work + SEPARATOR)) {
      if (!alive.test(processOf(mark))) {
        deaths++;
      }
    }
    return deaths;
  }

  /** Marks that this work begins; the mark goes when it is closed. */
  public Mark begin(String work) throws IOException {
    Files.createDirectories(folder.attempts());
    Path mark =
        folder
            .attempts()
            .resolve(String.join(SEPARATOR, work, process, UUID.randomUUID().toString()));
    Files.write(mark, new byte[0]);
    return new Mark(mark);
  }

  /** Work that is being done. */
  public static final class Mark implements AutoCloseable {
    private final Path file;

    private Mark(Path file) {
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** Removes the marks of work that is done: its own, and those of its parts. */
  public void forget(String work) throws IOException {
    for (Path mark : marks(work)) {
      if (!alive.test(processOf(mark))) {
        Files.deleteIfExists(mark);
      }
    }
  }

  /** Removes this run's marks: it ends because somebody said so, not by what it does. */
  public void withdraw() throws IOException {
    String ours =
        process.contains(PART) ? process.substring(0, process.indexOf(PART) + 1) : process;
    for (Path mark : marks("")) {
      if (processOf(mark).startsWith(ours)) {
        Files.deleteIfExists(mark);
      }
    }
  }

  private List<Path> marks(String prefix) throws IOException {
    if (!Files.isDirectory(folder.attempts())) {
      return List.of();
    }
    List<Path> marks = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.attempts())) {
      files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().split(SEPARATOR).length == 3)
          .forEach(marks::add);
    }
    return marks;
  }

  private static String processOf(Path mark) {
    return mark.getFileName().toString().split(SEPARATOR)[1];
  }
}
