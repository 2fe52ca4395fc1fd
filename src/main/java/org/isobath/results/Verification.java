package org.isobath.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the files of a result folder to its manifest, or to themselves where there is none. */
public final class Verification {
  private Verification() {}

  /**
   * What is wrong with a sweep's files, one line each: bytes that have changed since they were
   * published, files that are not there, files that nobody has listed. Reads them whole. Of a run
   * that has not finished, the pages' own checksums and the columns are checked.
   *
   * @param tables whose files are read
   */
  public static List<String> problems(Path sweep, Collection<Table> tables)
      throws ResultsException {
    ResultFolder folder = new ResultFolder(sweep);
    List<String> problems = new ArrayList<>();
    try {
      Optional<Map<String, Object>> manifest = Description.manifest(sweep);
      if (manifest.isEmpty()) {
        for (Table table : tables) {
          for (Path file : folder.files(table)) {
            checkAlone(file, table, problems);
          }
        }
        return problems;
      }
      if (!Description.isWhole(sweep, manifest.get())) {
        problems.add(
            sweep.resolve(Description.MANIFEST)
                + ": its bytes have changed since it was written; delete it and run again");
        return problems;
      }
      Set<String> listed = new HashSet<>();
      for (Map<?, ?> entry : Description.entries(manifest.get())) {
        String name = String.valueOf(entry.get("file"));
        listed.add(name);
        if (concerns(name, tables)) {
          check(sweep.resolve(name), entry, problems);
        }
      }
      for (Table table : tables) {
        for (Path file : folder.files(table)) {
          if (!listed.contains(table.folder() + "/" + file.getFileName())) {
            problems.add(file + ": is not in the manifest; run it again");
          }
        }
      }
      return problems;
    } catch (IOException e) {
      throw new ResultsException(sweep + ": cannot be read: " + Reasons.of(e));
    }
  }

  /** Whether a file belongs to one of the tables, or describes the sweep. */
  private static boolean concerns(String name, Collection<Table> tables) {
    int slash = name.indexOf('/');
    return slash < 0
        || tables.stream().anyMatch(table -> table.folder().equals(name.substring(0, slash)));
  }

  private static void check(Path file, Map<?, ?> entry, List<String> problems) throws IOException {
    if (!Files.exists(file)) {
      problems.add(file + ": is not there, but the manifest lists it; run it again");
    } else if (Files.size(file) != number(entry.get("length"))
        || !Description.sha256(file).equals(entry.get("sha256"))) {
      problems.add(
          file
              + ": is damaged: its bytes have changed since it was published; delete it and run"
              + " again");
    }
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  private static void checkAlone(Path file, Table table, List<String> problems) throws IOException {
    try {
      StoredRows.check(file, table);
    } catch (IOException | RuntimeException e) {
      problems.add(file + ": is damaged; delete it and run again");
    }
  }
}
