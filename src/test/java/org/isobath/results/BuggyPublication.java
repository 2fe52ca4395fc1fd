package org.isobath.results;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ways to publish that are wrong, to see whether tests would notice. */
public final class BuggyPublication {
  private BuggyPublication() {}

  private static byte[] bytes(Table table, Iterable<Object[]> rows) throws IOException {
    Path file = Files.createTempDirectory("buggy").resolve("file");
    ParquetFile.write(file, table, rows);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.delete(file.getParent());
    return bytes;
  }

  private static Path folder(ResultFolder folder, Table table) throws IOException {
    return Files.createDirectories(folder.folder(table));
  }

  private static void inHalves(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      out.write(bytes, 0, bytes.length / 2);
      out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    }
  }

  /** Each file gets its name before it is closed. */
  public static void beforeClose(
      ResultFolder folder, String name, Map<Table, Iterable<Object[]>> tables) throws IOException {
    for (Table table : order(tables)) {
      Path staging = folder(folder, table).resolve("_staging-" + UUID.randomUUID());
      byte[] bytes = bytes(table, tables.get(table));
      Files.write(staging, new byte[0]);
      if (!Files.exists(folder.folder(table).resolve(name))) {
        Files.createLink(folder.folder(table).resolve(name), staging);
        inHalves(staging, bytes);
      }
      Files.delete(staging);
    }
  }

  /** Each file is written where readers look. */
  public static void inPlace(
      ResultFolder folder, String name, Map<Table, Iterable<Object[]>> tables) throws IOException {
    for (Table table : order(tables)) {
      Path file = folder(folder, table).resolve(name);
      byte[] bytes = bytes(table, tables.get(table));
      Files.write(file, new byte[0]);
      inHalves(file, bytes);
    }
  }

  /** The trials become visible before their curves. */
  public static void trialsFirst(
      ResultFolder folder, String name, Map<Table, Iterable<Object[]>> tables) throws IOException {
    folder.publish(name, Map.of(Table.TRIALS, tables.get(Table.TRIALS)));
    Map<Table, Iterable<Object[]>> others = new LinkedHashMap<>(tables);
    others.remove(Table.TRIALS);
    folder.publish(name, others);
  }

  /** A file that could not be given its name is taken for published. */
  public static void swallowing(
      ResultFolder folder, String name, Map<Table, Iterable<Object[]>> tables) throws IOException {
    for (Table table : order(tables)) {
      Path staging = folder(folder, table).resolve("_staging-" + UUID.randomUUID());
      ParquetFile.write(staging, table, tables.get(table));
      try {
        Files.createLink(folder.folder(table).resolve(name), staging);
      } catch (IOException e) {
        // Said to nobody: this is the bug.
      }
      Files.deleteIfExists(staging);
    }
  }

  /** Curves and packs, then trials. */
  private static List<Table> order(Map<Table, Iterable<Object[]>> tables) {
    List<Table> order = new ArrayList<>(tables.keySet());
    order.sort(null);
    order.remove(Table.TRIALS);
    order.add(Table.TRIALS);
    return order;
  }

  /** Describes a run, and leaves what dead processes have left. */
  public static void beginWithoutSweeping(
      ResultFolder folder, String job, Map<String, Object> resolved) throws IOException {
    folder.write(Description.RESOLVED, Description.json(resolved).getBytes(StandardCharsets.UTF_8));
    folder.write(Description.JOB, job.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends a run whose files are not those that a manifest would list. */
  public static void endWithoutManifest(ResultFolder folder) throws IOException {
    folder.removeStaging();
    folder.removeMarks();
    Files.deleteIfExists(folder.path().resolve(Description.MANIFEST));
  }
}
