package org.isobath.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts the files of gas-ethanol into the data folder, from their official place or from a local
 * copy. The folder holds the old files or the new ones, never half of them: all is made in a
 * working folder beside, checked by loading it, and renamed.
 */
public final class Fetch {
  private static final URI OFFICIAL =
      URI.create(
          "https://archive.ics.uci.edu/static/public/270/gas+sensor+array+drift+dataset+at+different+concentrations.zip");
  private static final String OFFICIAL_SHA256 =
      "98fe3a30981a222dd4518fbcc3dddd45d5c0ce9b03ef6dc6fe5cf7a04cfbff5e";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PUBLISHED_ROWS = 2565;

  /** What the publishers say of their terms, and the works that they ask to be cited. */
  public static final List<String> TERMS =
      List.of(
          "Gas Sensor Array Drift at Different Concentrations, UCI Machine Learning Repository 270, https://doi.org/10.24432/C5MK6M",
          "Licence, by the data set's page: for research purposes only; commercial purposes are fully excluded.",
          "Licence, by the repository's metadata: Creative Commons Attribution 4.0 (CC BY 4.0).",
          "The two conflict: decide for your use, and do not pass the files on.",
          "Please cite: A. Vergara, S. Vembu, T. Ayhan, M. A. Ryan, M. L. Homer, R. Huerta, Chemical gas sensor drift compensation using classifier ensembles, Sensors and Actuators B: Chemical 166-167 (2012) 320-329.",
          "Please cite: I. Rodriguez-Lujan, J. Fonollosa, A. Vergara, M. Homer, R. Huerta, On the calibration of sensor arrays for pattern recognition using the minimal number of experiments, Chemometrics and Intelligent Laboratory Systems 130 (2014) 123-134.");

  /** Is told how far a download has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called now and then, from the calling thread.
     *
     * @param done bytes received
     * @param total bytes expected, or −1 if the server does not say
     */
    void bytes(long done, long total);
  }

  /**
   * What was fetched.
   *
   * @param place the folder that now holds the files
   * @param data the dataset as loaded from there
   * @param notes for the user to read: doubts about the files, then {@link #TERMS}
   */
  public record Fetched(Path place, Dataset data, List<String> notes) {}

  private final DataFolder folder;
  private final URI address;
  private final String sha256;
  private final Duration patience;

  /** Fetches into a data folder, which is made if it is not there. */
  public Fetch(DataFolder folder) {
    this(folder, OFFICIAL, OFFICIAL_SHA256, PATIENCE);
  }

  /** Fetches from another address. */
  Fetch(DataFolder folder, URI address, String sha256, Duration patience) {
    this.folder = folder;
    this.address = address;
    this.sha256 = sha256;
    this.patience = patience;
  }

  /**
   * Downloads the official zip file, verifies its SHA-256 and unpacks it.
   *
   * @throws DataException with one line: no network, an answer that is not the file, a wrong hash,
   *     a full disk
   */
  public Fetched gasEthanol(Progress progress) throws DataException {
    return install(
        work -> {
          Path zip = work.resolve("download.zip");
          new Download(address, sha256, patience).to(zip, progress);
          BatchArchive.unpack(zip, work.resolve(GasEthanol.NAME));
          Files.delete(zip);
        });
  }

  /**
   * Takes a local copy. Its hash is not looked at; a note tells if it has another number of rows
   * than published.
   *
   * @param local the zip file, a folder with batch1.dat … batch10.dat, or a CSV file, plain or
   *     gzip, with the columns batch, line, exact, concentration_ppmv, f1 … f128
   */
  public Fetched gasEthanol(Path local) throws DataException {
    if (!Files.exists(local)) {
      throw Problems.of(local, "no such file or folder");
    }
    return install(work -> copy(local, work.resolve(GasEthanol.NAME)));
  }

  private interface Preparation {
    /** Makes the folder gas-ethanol within a working folder. */
    void in(Path work) throws IOException, DataException;
  }

  private Fetched install(Preparation preparation) throws DataException {
    Path place = folder.path().resolve(GasEthanol.NAME);
    try {
      Files.createDirectories(folder.path());
      // In the data folder itself: a rename across file systems would not be atomic.
      Path work = Files.createTempDirectory(folder.path(), ".fetch-");
      try {
        preparation.in(work);
        Dataset data = new GasEthanol().load(new DataFolder(work));
        replace(place, work.resolve(GasEthanol.NAME), work.resolve("replaced"));
        return new Fetched(place, data, notes(data));
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw Problems.of(
          place,
          "Cannot store gas-ethanol: "
              + Problems.reason(e)
              + ". Make room or choose another folder with "
              + DataFolder.VARIABLE
              + ".");
    }
  }

  /** Folders cannot be swapped at once: the old one is put aside, and back if anything fails. */
  private static void replace(Path place, Path fresh, Path aside) throws IOException {
    boolean replaces = Files.exists(place);
    if (replaces) {
      Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private static void copy(Path local, Path target) throws IOException, DataException {
    if (BatchArchive.isZip(local)) {
      BatchArchive.unpack(local, target);
      return;
    }
    // Problems are to name the user's files, not the copies.
    new GasEthanol(local).load(new DataFolder(target));
    Files.createDirectory(target);
    if (Files.isDirectory(local)) {
      for (Path batch : GasSensorFile.batches(local)) {
        Files.copy(batch, target.resolve(batch.getFileName()));
      }
    } else {
      Files.copy(local, target.resolve(GasEthanol.CSV_NAME));
    }
  }

  private static List<String> notes(Dataset data) {
    String doubt = "This copy has %d rows of ethanol; the published data have %d.";
    return data.rows() == PUBLISHED_ROWS
        ? TERMS
        : Stream.concat(Stream.of(doubt.formatted(data.rows(), PUBLISHED_ROWS)), TERMS.stream())
            .toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
