package org.isobath.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.isobath.training.TrialKey;

/** The small files beside a sweep's tables: what was asked, and what stands there. */
public final class Description {
  /** The job file as given. */
  public static final String JOB = "job.yaml";

  /** The job with all defaults filled in, and the fingerprints of its data. */
  public static final String RESOLVED = "resolved.json";

  /** The files of a finished run with their hashes; written last. */
  public static final String MANIFEST = "manifest.json";

  /** The report, unless it was written elsewhere. */
  public static final String REPORT = "report.html";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Hadoop's own options would read its XML files each time. */
  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

  private Description() {}

  /** The resolved job that stands in a folder, if one does. */
  public static Optional<Map<String, Object>> resolved(Path folder) throws ResultsException {
    return read(folder.resolve(RESOLVED));
  }

  /** The manifest that stands in a folder, if its run has finished. */
  public static Optional<Map<String, Object>> manifest(Path folder) throws ResultsException {
    return read(folder.resolve(MANIFEST));
  }

  @SuppressWarnings("unchecked") // a JSON object is a map from strings
  private static Optional<Map<String, Object>> read(Path file) throws ResultsException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, Object> tree = JSON.readValue(Files.readAllBytes(file), LinkedHashMap.class);
      if (tree == null) {
        throw new ResultsException(file + ": is null; `run --fresh` starts over");
      }
      return Optional.of(tree);
    } catch (JsonProcessingException e) {
      throw new ResultsException(
          file + ": not JSON; was it edited or cut off? `run --fresh` starts over");
    } catch (IOException e) {
      throw new ResultsException(file + ": cannot be read: " + Reasons.of(e));
    }
  }

  /** The tables of which each pack of a resolved job has a file. */
  public static Set<Table> packTables(Map<String, Object> resolved) {
    Set<Table> tables = EnumSet.of(Table.TRIALS, Table.CURVES, Table.PACKS);
    if (resolved.get("record") instanceof Map<?, ?> record
        && Boolean.TRUE.equals(record.get("weights"))) {
      tables.add(Table.WEIGHTS);
    }
    return tables;
  }

  /** Text of a tree of maps, lists and scalars as JSON. */
  public static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid tree: " + e.getOriginalMessage(), e);
    }
  }

  /** Text of a tree as JSON on one line. */
  public static String compactJson(Object tree) {
    try {
      return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid tree: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes what stands there: every file with its length, rows and SHA-256. */
  static void writeManifest(
      ResultFolder folder,
      Collection<Table> tables,
      Collection<String> packs,
      Map<Table, String> answers,
      Map<String, String> fingerprints)
      throws IOException {
    // By name, not by listing: a file that is not there must not be left out in silence.
    List<Path> paths = new ArrayList<>();
    for (Table table : Table.values()) {
      if (tables.contains(table)) {
        packs.stream().sorted().map(folder.folder(table)::resolve).forEach(paths::add);
      } else if (answers.containsKey(table)) {
        paths.add(folder.folder(table).resolve(answers.get(table)));
      }
    }
    List<Map<String, Object>> files = new ArrayList<>();
    for (String name : List.of(RESOLVED, JOB)) {
      files.add(entry(folder, folder.path().resolve(name)));
    }
    for (Path file : paths) {
      Map<String, Object> entry = entry(folder, file);
      entry.put("rows", rows(file));
      files.add(entry);
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", Table.SCHEMA_VERSION);
    manifest.put("engineVersion", TrialKey.ENGINE_VERSION);
    manifest.put("dataFingerprints", fingerprints);
    manifest.put("files", files);
    manifest.put("sha256", sha256(json(manifest).getBytes(StandardCharsets.UTF_8)));
    folder.write(MANIFEST, json(manifest).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> entry(ResultFolder folder, Path file) throws IOException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", folder.path().relativize(file).toString().replace('\\', '/'));
    entry.put("length", Files.size(file));
    entry.put("sha256", sha256(file));
    return entry;
  }

  /** Whether a manifest is, to the byte, what was written. */
  static boolean isWhole(Path folder, Map<String, Object> manifest) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>(manifest);
    Object hash = content.remove("sha256");
    return sha256(json(content).getBytes(StandardCharsets.UTF_8)).equals(hash)
        && Files.readString(folder.resolve(MANIFEST), StandardCharsets.ISO_8859_1)
            .equals(
                new String(
                    json(manifest).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** The files that a manifest lists. */
  static List<Map<?, ?>> entries(Map<String, Object> manifest) {
    List<Map<?, ?>> entries = new ArrayList<>();
    if (manifest.get("files") instanceof List<?> files) {
      for (Object file : files) {
        if (file instanceof Map<?, ?> entry) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  private static long rows(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(ParquetInput.of(file), OPTIONS)) {
      return reader.getRecordCount();
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged; delete it and run again", e);
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = sha256();
      try (InputStream counted = new DigestInputStream(in, digest)) {
        counted.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
