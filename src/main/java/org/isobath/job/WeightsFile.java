package org.isobath.job;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isobath.job.Node.Scalar;
import org.isobath.network.StoredWeights;
import org.isobath.network.StoredWeights.Entry;

/** Weights as CSV: {@code layer,row,column,value}, in any order of rows and of columns. */
final class WeightsFile {
  private static final List<String> COLUMNS = List.of("layer", "row", "column", "value");
  private static final int LARGEST = 64 << 20;
  private static final int MOST_PROBLEMS = 20;

  private final Place top;
  private final List<Problem> found = new ArrayList<>();

  private WeightsFile(String name) {
    this.top = Place.top(name, 0, 0);
  }

  /** The weights, ordered by layer, row and column so that the order of lines does not matter. */
  static StoredWeights read(Path file) throws JobException {
    String text = TextFile.withoutMark(TextFile.read(file, LARGEST));
    return new StoredWeights(file.toString(), new WeightsFile(file.toString()).entries(text));
  }

  /** SHA-256, in hexadecimal digits, of the weights themselves. */
  static String sha256(StoredWeights weights) {
    ByteBuffer bytes = ByteBuffer.allocate(weights.entries().size() * 20);
    for (Entry entry : weights.entries()) {
      bytes.putInt(entry.layer()).putInt(entry.row()).putInt(entry.column());
      bytes.putDouble(entry.value());
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private List<Entry> entries(String text) throws JobException {
    String[] lines = text.split("\r?\n", -1);
    List<String> header = Arrays.stream(lines[0].split(",", -1)).map(String::strip).toList();
    if (header.size() != COLUMNS.size() || !header.containsAll(COLUMNS)) {
      add(
          1,
          1,
          "unknown header",
          lines[0].isEmpty() ? "nothing" : lines[0],
          "layer,row,column,value");
      throw new JobException(found);
    }
    List<Entry> entries = new ArrayList<>();
    Set<List<Integer>> places = new HashSet<>();
    for (int i = 1; i < lines.length && found.size() < MOST_PROBLEMS; i++) {
      if (!lines[i].isBlank()) {
        Optional<Entry> entry = entry(header, lines[i], i + 1);
        entry.ifPresent(entries::add);
        if (entry.isPresent()
            && !places.add(List.of(entry.get().layer(), entry.get().row(), entry.get().column()))) {
          add(i + 1, 1, "repeated weight", lines[i], "each layer, row and column once");
        }
      }
    }
    if (entries.isEmpty() && found.isEmpty()) {
      add(1, 1, "has no weights", "", "at least one line below the header");
    }
    if (!found.isEmpty()) {
      throw new JobException(found);
    }
    entries.sort(
        Comparator.comparingInt(Entry::layer)
            .thenComparingInt(Entry::row)
            .thenComparingInt(Entry::column));
    return entries;
  }

  private Optional<Entry> entry(List<String> header, String line, int number) {
    String[] fields = line.split(",", -1);
    if (fields.length != header.size()) {
      add(number, 1, "has " + fields.length + " fields", line, header.size() + " fields");
      return Optional.empty();
    }
    // Numbers are those of job files, and so are what is said about wrong ones.
    Problems problems = new Problems();
    Scalars scalars = new Scalars(problems);
    int[] place = new int[COLUMNS.size()];
    double value = 0;
    int column = 1;
    for (int i = 0; i < fields.length; i++) {
      Place at = new Place(top.file(), number, column, Optional.of(top), header.get(i));
      Scalar field = new Scalar(at, fields[i].strip(), true);
      int index = COLUMNS.indexOf(header.get(i));
      if (header.get(i).equals("value")) {
        value = scalars.real(field, Bounds.FINITE).orElse(0.0);
      } else {
        place[index] =
            scalars.whole(field, index == 0 ? 1 : 0, Integer.MAX_VALUE).orElse(0L).intValue();
      }
      column += fields[i].length() + 1;
    }
    try {
      problems.throwIfAny();
      return Optional.of(new Entry(place[0], place[1], place[2], value));
    } catch (JobException e) {
      found.addAll(e.problems());
      return Optional.empty();
    }
  }

  private void add(int line, int column, String problem, String got, String allowed) {
    found.add(new Problem(top.file(), line, column, "", problem, got, allowed, ""));
  }
}
