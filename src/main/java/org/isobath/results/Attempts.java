package org.isobath.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Marks beside a sweep's tables of what is being trained, so that work that kills its process is
 * known by the marks that nobody took away. A mark is an empty file named by the work, the process
 * and chance.
 */
public final class Attempts {
  private static final String SEPARATOR = "~";

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

  /** The marks of this process, told from others by its number and its start. */
  public static Attempts ofThisProcess(ResultFolder folder) {
    return new Attempts(
        folder,
        name(ProcessHandle.current()),
        name -> {
          long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
          return ProcessHandle.of(pid).filter(other -> name(other).equals(name)).isPresent();
        });
  }

  private static String name(ProcessHandle process) {
    long start = process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + start;
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

  /** Removes this process's marks: it ends because somebody said so, not by what it does. */
  public void withdraw() throws IOException {
    for (Path mark : marks("")) {
      if (processOf(mark).equals(process)) {
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
