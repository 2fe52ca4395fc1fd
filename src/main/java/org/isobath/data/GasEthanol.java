package org.isobath.data;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ethanol rows of UCI 270, <em>Gas Sensor Array Drift at Different Concentrations</em>: 2565 ×
 * 128, DOI 10.24432/C5MK6M. Not shipped; it is fetched.
 *
 * @param path empty for the data folder's copy, where fetching puts it; or a folder with batch1.dat
 *     … batch10.dat; or a CSV file, plain or gzip, with the columns batch, line, exact,
 *     concentration_ppmv, f1 … f128
 */
public record GasEthanol(Optional<Path> path) implements DataSource {
  /** The source's name in job files, tables and the data folder. */
  public static final String NAME = "gas-ethanol";

  static final String CSV_NAME = "ethanol.csv";

  /** The data folder's copy. */
  public GasEthanol() {
    this(Optional.empty());
  }

  /** A copy elsewhere. */
  public GasEthanol(Path path) {
    this(Optional.of(path));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    Path place = path.orElseGet(() -> folder.path().resolve(NAME));
    if (path.isEmpty() && !Files.isDirectory(place)) {
      throw Problems.of(
          place,
          "gas-ethanol is not here. Get it with `isobath data fetch gas-ethanol`, or use the embedded sensor-array.");
    }
    if (path.isEmpty() && Files.exists(place.resolve(CSV_NAME))) {
      place = place.resolve(CSV_NAME);
    }
    return Files.isDirectory(place)
        ? loadBatches(place)
        : new CsvFile(place, List.of(GasSensorFile.TARGET), List.of("batch", "line", "exact"))
            .load(NAME);
  }

  private static Dataset loadBatches(Path folder) throws DataException {
    List<Path> present = GasSensorFile.batches(folder);
    List<String> missing =
        IntStream.rangeClosed(1, GasSensorFile.BATCHES)
            .mapToObj(batch -> "batch" + batch + ".dat")
            .filter(name -> !present.contains(folder.resolve(name)))
            .toList();
    if (!missing.isEmpty()) {
      throw Problems.of(
          folder,
          "missing %s; allowed: a folder with batch1.dat … batch10.dat. Fetch it again."
              .formatted(String.join(", ", missing)));
    }
    return new GasSensorFile(present, GasSensorFile.ETHANOL).load(NAME);
  }

  // Neither an Optional nor a Path is serializable; a text is, empty for the data folder's copy.
  private Object writeReplace() {
    return new Form(path.map(Path::toString).orElse(""));
  }

  private record Form(String path) implements Serializable {
    private Object readResolve() {
      return path.isEmpty() ? new GasEthanol() : new GasEthanol(Path.of(path));
    }
  }
}
