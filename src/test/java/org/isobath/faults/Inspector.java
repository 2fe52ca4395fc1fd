package org.isobath.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/**
 * Reads a result folder as a stranger would, and says what is wrong with it. It knows Parquet, JSON
 * and docs/tables.md, and uses nothing of ours.
 */
public final class Inspector {
  private static final List<String> TABLES =
      List.of("trials", "curves", "weights", "packs", "selections", "comparisons", "profiles");
  private static final Map<String, List<Group>> READ = new ConcurrentHashMap<>();
  private static final Set<String> DESCRIPTIONS =
      Set.of("manifest.json", "resolved.json", "job.yaml");

  private final Map<String, List<String>> files;
  private final Map<String, String> trials;
  private final Map<String, List<String>> curves;
  private final Map<String, List<String>> answers;
  private final String resolved;

  /** Takes the folder of an undisturbed run as what is right. */
  public Inspector(Path undisturbed) throws IOException {
    this.files = visible(undisturbed);
    List<String> problems = new ArrayList<>();
    Map<String, List<Group>> rows = rows(undisturbed, problems);
    this.trials = new TreeMap<>();
    rows.get("trials").forEach(row -> trials.put(index(row), row.toString()));
    this.curves = curves(rows.get("curves"));
    this.answers = new TreeMap<>();
    for (String table : List.of("selections", "comparisons", "profiles")) {
      answers.put(table, rows.get(table).stream().map(Group::toString).toList());
    }
    this.resolved = Files.readString(undisturbed.resolve("resolved.json"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the undisturbed run has " + problems);
    }
  }

  /** The number of trials of an undisturbed run. */
  public int trials() {
    return trials.size();
  }

  /** What must not be seen at any time, whatever has just died. */
  public List<String> problems(Path folder) throws IOException {
    List<String> problems = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return problems;
    }
    Map<String, List<Group>> rows = rows(folder, problems);
    Set<String> seen = new TreeSet<>();
    for (Group row : rows.get("trials")) {
      String index = index(row);
      if (!seen.add(index)) {
        problems.add("trial " + index + " stands there twice");
      }
      if (!row.toString().equals(trials.get(index))) {
        problems.add("trial " + index + " differs");
      }
    }
    Map<String, List<String>> found = curves(rows.get("curves"));
    for (String index : seen) {
      if (!found.getOrDefault(index, List.of()).equals(curves.get(index))) {
        problems.add("trial " + index + " is seen with another curve, or a part of it");
      }
    }
    found.forEach(
        (index, curve) -> {
          if (!curve.equals(curves.get(index))) {
            problems.add("the curve of trial " + index + " differs");
          }
        });
    Set<String> packs = new TreeSet<>();
    for (Group row : rows.get("packs")) {
      if (!packs.add(String.valueOf(row.getLong("pack", 0)))) {
        problems.add("pack " + row.getLong("pack", 0) + " stands there twice");
      }
    }
    for (String table : answers.keySet()) {
      List<String> there = rows.get(table).stream().map(Group::toString).toList();
      if (!there.isEmpty() && !there.equals(answers.get(table))) {
        problems.add(table + " are not those of an undisturbed run");
      }
    }
    if (Files.exists(folder.resolve("manifest.json"))) {
      checkManifest(folder, problems);
    }
    return problems;
  }

  /** What must not be seen when a run has ended well. */
  public List<String> problemsAtTheEnd(Path folder) throws IOException {
    List<String> problems = problems(folder);
    Map<String, List<String>> there = visible(folder);
    if (!there.equals(files)) {
      problems.add("files are lost or too many: " + there + " instead of " + files);
    }
    for (String name : DESCRIPTIONS) {
      if (!Files.exists(folder.resolve(name))) {
        problems.add(name + " is not there");
      }
    }
    if (Files.exists(folder.resolve("resolved.json"))
        && !Files.readString(folder.resolve("resolved.json")).equals(resolved)) {
      problems.add("resolved.json differs");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(path -> !isKnown(folder, path))
          .forEach(path -> problems.add("litter: " + folder.relativize(path)));
    }
    return problems;
  }

  private static boolean isKnown(Path folder, Path path) {
    String name = folder.relativize(path).toString();
    return path.equals(folder)
        || name.equals("_lock")
        || DESCRIPTIONS.contains(name)
        || TABLES.contains(name)
        || (TABLES.contains(String.valueOf(folder.relativize(path).getParent()))
            && name.matches(".*/[a-z]+-[0-9a-f-]+\\.parquet"));
  }

  private void checkManifest(Path folder, List<String> problems) throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
    Set<String> listed = new TreeSet<>();
    for (JsonNode entry : manifest.path("files")) {
      String name = entry.path("file").asText();
      if (name.contains("/")) {
        listed.add(name);
      }
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        problems.add("the manifest lists " + name + ", which is not there");
      } else if (Files.size(file) != entry.path("length").asLong()
          || !sha256(file).equals(entry.path("sha256").asText())) {
        problems.add("the manifest is wrong about " + name);
      }
    }
    Set<String> there = new TreeSet<>();
    visible(folder).forEach((table, names) -> names.forEach(name -> there.add(table + "/" + name)));
    if (!listed.equals(there)) {
      problems.add("the manifest lists " + listed + ", but there are " + there);
    }
  }

  private static String index(Group row) {
    return String.valueOf(row.getLong("trial_index", 0));
  }

  private static Map<String, List<String>> curves(List<Group> rows) {
    Map<String, List<String>> curves = new TreeMap<>();
    for (Group row : rows) {
      curves.computeIfAbsent(index(row), i -> new ArrayList<>()).add(row.toString());
    }
    return curves;
  }

  /** The names of files that readers see, by table. */
  private static Map<String, List<String>> visible(Path folder) throws IOException {
    Map<String, List<String>> visible = new LinkedHashMap<>();
    for (String table : TABLES) {
      List<String> names = new ArrayList<>();
      if (Files.isDirectory(folder.resolve(table))) {
        try (Stream<Path> files = Files.list(folder.resolve(table))) {
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith("_") && !name.startsWith("."))
              .sorted()
              .forEach(names::add);
        }
      }
      visible.put(table, names);
    }
    return visible;
  }

  private static Map<String, List<Group>> rows(Path folder, List<String> problems)
      throws IOException {
    Map<String, List<Group>> rows = new TreeMap<>();
    for (Map.Entry<String, List<String>> table : visible(folder).entrySet()) {
      List<Group> all = new ArrayList<>();
      for (String name : table.getValue()) {
        try {
          all.addAll(readOnce(folder.resolve(table.getKey()).resolve(name)));
        } catch (IOException | RuntimeException e) {
          problems.add(table.getKey() + "/" + name + " cannot be read: " + e);
        }
      }
      rows.put(table.getKey(), all);
    }
    return rows;
  }

  /** The same bytes hold the same rows. */
  private static List<Group> readOnce(Path file) throws IOException {
    String content = sha256(file);
    List<Group> rows = READ.get(content);
    if (rows == null) {
      rows = read(file);
      READ.put(content, rows);
    }
    return rows;
  }

  /** All rows of a Parquet file, its pages checked. */
  public static List<Group> read(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader = new Reader(new LocalInputFile(file)).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static final class Reader extends ParquetReader.Builder<Group> {
    Reader(InputFile file) {
      super(file, new PlainParquetConfiguration());
      usePageChecksumVerification();
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
