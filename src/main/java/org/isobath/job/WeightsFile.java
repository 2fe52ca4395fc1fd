package org.isobath.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isobath.job.Node.Scalar;
import org.isobath.network.StoredWeights;
import org.isobath.network.StoredWeights.Entry;

/** Weights as CSV: {@code layer,row,column,value}, in any order of rows and of columns. */
public final class WeightsFile {
  private static final List<String> COLUMNS = List.of("layer", "row", "column", "value");
  private static final int LARGEST = 64 << 20;
  private static final int MOST_PROBLEMS = 20;

  private final String file;
  private final Problems problems = new Problems();
  private final Scalars scalars = new Scalars(problems);

  private WeightsFile(String file) {
    this.file = file;
  }

  /** The weights, ordered by layer, row and column so that the order of lines does not matter. */
  public static StoredWeights read(Path file) throws JobException {
    String text = TextFile.withoutMark(TextFile.read(file, LARGEST));
    return new StoredWeights(file.toString(), new WeightsFile(file.toString()).entries(text));
  }

  /**
   * The weights that a job names by {@code {file: …, sha256: …}}, of which the last may be left
   * out.
   */
  static Optional<StoredWeights> named(Node.Mapping node, Reading reading) {
    Problems problems = reading.problems();
    Fields fields = Fields.of(node, List.of("file", "sha256"), problems);
    Node file = fields.get("file").orElseThrow();
    try {
      Optional<Path> path = reading.path(file);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      StoredWeights weights = read(path.get());
      Optional<Node> given = fields.get("sha256");
      if (given.isPresent()) {
        String sha256 = weights.sha256();
        Optional<String> text = reading.scalars().text(given.get(), sha256);
        if (text.isPresent() && !text.get().equals(sha256)) {
          problems.add(given.get(), "does not match: the file has other weights", sha256);
        }
      }
      return Optional.of(weights);
    } catch (JobException e) {
      for (Problem problem : e.problems()) {
        if (problem.line() > 0) {
          problems.add(file.place(), problem);
        } else {
          // A file that is not there is a problem of the job that names it.
          problems.add(file, problem.problem(), problem.allowed());
        }
      }
      return Optional.empty();
    }
  }

  private List<Entry> entries(String text) throws JobException {
    String[] lines = text.split("\r?\n", -1);
    List<String> header = Arrays.stream(lines[0].split(",", -1)).map(String::strip).toList();
    if (header.size() != COLUMNS.size() || !header.containsAll(COLUMNS)) {
      problems.add(line(1), "unknown header", lines[0], String.join(",", COLUMNS), "");
      problems.throwIfAny();
    }
    Map<List<Integer>, Entry> entries = new HashMap<>();
    for (int i = 1; i < lines.length && problems.size() < MOST_PROBLEMS; i++) {
      Place line = line(i + 1);
      Optional<Entry> read = lines[i].isBlank() ? Optional.empty() : entry(header, lines[i], line);
      if (read.isPresent()) {
        Entry entry = read.get();
        List<Integer> place = List.of(entry.layer(), entry.row(), entry.column());
        if (entries.put(place, entry) != null) {
          problems.add(line, "repeated weight", lines[i], "each layer, row and column once", "");
        }
      }
    }
    if (entries.isEmpty() && problems.size() == 0) {
      problems.add(line(1), "has no weights", "", "at least one line below the header", "");
    }
    problems.throwIfAny();
    return entries.values().stream()
        .sorted(
            Comparator.comparingInt(Entry::layer)
                .thenComparingInt(Entry::row)
                .thenComparingInt(Entry::column))
        .toList();
  }

  private Optional<Entry> entry(List<String> header, String text, Place line) {
    String[] fields = text.split(",", -1);
    if (fields.length != header.size()) {
      problems.add(line, "has " + fields.length + " fields", text, header.size() + " fields", "");
      return Optional.empty();
    }
    // Numbers are those of job files, and so is what is said about wrong ones.
    List<Scalar> scalarFields = new ArrayList<>();
    int column = 1;
    for (int i = 0; i < fields.length; i++) {
      Place place = line.key(header.get(i), line.line(), column);
      scalarFields.add(new Scalar(place, fields[i].strip(), true));
      column += fields[i].length() + 1;
    }
    Optional<Integer> layer = whole(scalarFields.get(header.indexOf("layer")), 1);
    Optional<Integer> row = whole(scalarFields.get(header.indexOf("row")), 0);
    Optional<Integer> col = whole(scalarFields.get(header.indexOf("column")), 0);
    Optional<Double> value = scalars.real(scalarFields.get(header.indexOf("value")), Bounds.FINITE);
    return layer.isPresent() && row.isPresent() && col.isPresent() && value.isPresent()
        ? Optional.of(new Entry(layer.get(), row.get(), col.get(), value.get()))
        : Optional.empty();
  }

  private Optional<Integer> whole(Scalar field, int least) {
    return scalars.whole(field, least, Integer.MAX_VALUE).map(Math::toIntExact);
  }

  private Place line(int line) {
    return Place.top(file, line, 1);
  }
}
