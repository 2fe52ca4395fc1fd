package org.isobath.data;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The test set of UCI 80, <em>Optical Recognition of Handwritten Digits</em> (E. Alpaydin, C.
 * Kaynak): 1797 × 64 pixels from 0 to 16 in ten classes. Not shipped; it is fetched.
 *
 * @param path empty for the data folder's copy, where fetching puts it; or a file of 64 pixels and
 *     a label a line, separated by commas, without header, plain or gzip: optdigits.tes, or
 *     scikit-learn's digits.csv.gz
 */
public record Digits(Optional<Path> path) implements DataSource {
  /** The source's name in job files, tables and the data folder. */
  public static final String NAME = "digits";

  /** 0 … 9. */
  static final List<String> CLASS_NAMES = IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  static final String FILE = "digits.csv";
  private static final int PIXELS = 64;
  private static final int BRIGHTEST = 16;

  /** The data folder's copy. */
  public Digits() {
    this(Optional.empty());
  }

  /** A copy elsewhere. */
  public Digits(Path path) {
    this(Optional.of(path));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    Path fetched = folder.path().resolve(NAME);
    if (path.isEmpty() && !Files.isDirectory(fetched)) {
      throw Problems.of(fetched, "digits is not here. Get it with `isobath data fetch digits`.");
    }
    Path file = path.orElseGet(() -> fetched.resolve(FILE));
    Problems problems = new Problems();
    CsvRecords records = new CsvRecords(file, TextFile.read(file), problems);
    Values pixels = new Values(PIXELS);
    Values labels = new Values(1);
    for (var next = records.next(); next.isPresent(); next = records.next()) {
      List<String> row = next.get().values();
      int line = next.get().line();
      if (row.size() != PIXELS + 1) {
        problems.add(
            file,
            line,
            Math.min(row.size(), PIXELS + 1) + 1,
            "row of another length; got %d fields; allowed: %d pixels and a label"
                .formatted(row.size(), PIXELS));
        continue;
      }
      for (int i = 0; i < PIXELS; i++) {
        append(file, line, i, "pixel", row.get(i), BRIGHTEST, pixels, problems);
      }
      append(
          file, line, PIXELS, "label", row.get(PIXELS), CLASS_NAMES.size() - 1, labels, problems);
    }
    problems.throwIfAny();
    double[] classes = labels.array();
    byte[] bytes = new byte[classes.length * PIXELS];
    double[] numbers = pixels.array();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return Dataset.ofClasses(
        NAME,
        IntStream.range(0, PIXELS).mapToObj(i -> "pixel" + i).toList(),
        "digit",
        CLASS_NAMES,
        bytes,
        classes);
  }

  private static void append(
      Path file,
      int line,
      int column,
      String name,
      String text,
      int most,
      Values values,
      Problems problems) {
    OptionalDouble number = Decimal.parse(text);
    double value = number.orElse(-1);
    if (value >= 0 && value <= most && value == (int) value) {
      values.add(value);
    } else {
      String problem = name.equals("label") ? "is no class" : "is no brightness";
      problems.add(file, line, column + 1, name, problem, text, "a whole number from 0 to " + most);
    }
  }

  // Neither an Optional nor a Path is serializable; a text is, empty for the data folder's copy.
  private Object writeReplace() {
    return new Form(path.map(Path::toString).orElse(""));
  }

  private record Form(String path) implements Serializable {
    private Object readResolve() {
      return path.isEmpty() ? new Digits() : new Digits(Path.of(path));
    }
  }
}
