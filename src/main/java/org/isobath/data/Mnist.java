package org.isobath.data;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * MNIST, images of handwritten digits (Y. LeCun, C. Cortes): 70,000 × 784 pixels from 0 to 255 in
 * ten classes, the 60,000 official training images first, the 10,000 test images next. Kept in 55
 * MB. Not shipped; it is fetched.
 *
 * @param path empty for the data folder's copy, where fetching puts it; or a folder with the four
 *     official files, plain or gzip
 */
public record Mnist(Optional<Path> path) implements DataSource {
  /** The source's name in job files, tables and the data folder. */
  public static final String NAME = "mnist";

  /** The official files, in the order of their rows: images, labels, images, labels. */
  static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  static final int CLASSES = 10;
  private static final int TRAINING_ROWS = 60_000;
  private static final int TEST_ROWS = 10_000;

  /** The data folder's copy. */
  public Mnist() {
    this(Optional.empty());
  }

  /** A copy elsewhere. */
  public Mnist(Path path) {
    this(Optional.of(path));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The official split: 60,000 rows train, the other 10,000 test. */
  @Override
  public Split split() {
    return new Split(new Split.Size(TRAINING_ROWS), new Split.Size(TEST_ROWS), Split.Draw.IN_ORDER);
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    Path place = path.orElseGet(() -> folder.path().resolve(NAME));
    if (path.isEmpty() && !Files.isDirectory(place)) {
      throw Problems.of(place, "mnist is not here. Get it with `isobath data fetch mnist`.");
    }
    Part train = Part.read(place, FILES.get(0), FILES.get(1));
    Part test = Part.read(place, FILES.get(2), FILES.get(3));
    int pixels = train.images.itemSize();
    if (test.images.itemSize() != pixels) {
      throw Problems.of(
          test.images.file(),
          "has images of %d pixels; allowed: %d, as in %s"
              .formatted(test.images.itemSize(), pixels, train.images.file().getFileName()));
    }
    int rows = Math.addExact(train.images.items(), test.images.items());
    byte[] features = new byte[Math.multiplyExact(rows, pixels)];
    double[] labels = new double[rows];
    train.copy(features, labels, 0);
    test.copy(features, labels, train.images.items());
    return Dataset.ofClasses(
        NAME,
        IntStream.range(0, pixels).mapToObj(i -> "pixel" + i).toList(),
        "digit",
        Digits.CLASS_NAMES,
        features,
        labels);
  }

  /** The file as it is there, plain or gzip. */
  static Path file(Path folder, String name) throws DataException {
    String other = name.replace("-idx", ".idx"); // as some archives have it
    for (String candidate : List.of(name + ".gz", name, other + ".gz", other)) {
      if (Files.exists(folder.resolve(candidate))) {
        return folder.resolve(candidate);
      }
    }
    throw Problems.of(
        folder,
        "missing %s; allowed: a folder with %s, plain or with .gz"
            .formatted(name, String.join(", ", FILES)));
  }

  private record Part(IdxFile images, IdxFile labels) {
    static Part read(Path folder, String images, String labels) throws DataException {
      Part part =
          new Part(
              IdxFile.read(file(folder, images), 3, "images"),
              IdxFile.read(file(folder, labels), 1, "labels"));
      if (part.labels.items() != part.images.items()) {
        throw Problems.of(
            part.labels.file(),
            "has %d labels for the %d images of %s; allowed: one each"
                .formatted(
                    part.labels.items(), part.images.items(), part.images.file().getFileName()));
      }
      return part;
    }

    void copy(byte[] features, double[] classes, int row) throws DataException {
      System.arraycopy(images.bytes(), 0, features, row * images.itemSize(), images.bytes().length);
      for (int i = 0; i < labels.items(); i++) {
        int label = labels.bytes()[i] & 0xff;
        if (label >= CLASSES) {
          throw Problems.of(
              labels.file(),
              "label %d of row %d is no class; allowed: 0 … %d".formatted(label, i, CLASSES - 1));
        }
        classes[row + i] = label;
      }
    }
  }

  // Neither an Optional nor a Path is serializable; a text is, empty for the data folder's copy.
  private Object writeReplace() {
    return new Form(path.map(Path::toString).orElse(""));
  }

  private record Form(String path) implements Serializable {
    private Object readResolve() {
      return path.isEmpty() ? new Mnist() : new Mnist(Path.of(path));
    }
  }
}
