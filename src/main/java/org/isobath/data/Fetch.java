package org.isobath.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Puts the files of gas-ethanol, digits and mnist into the data folder, from their official places
 * or from a local copy. The folder holds the old files or the new ones, never half of them: all is
 * made in a working folder beside, checked by loading it, and renamed.
 */
public final class Fetch {
  private static final URI OFFICIAL =
      URI.create(
          "https://archive.ics.uci.edu/static/public/270/gas+sensor+array+drift+dataset+at+different+concentrations.zip");
  private static final String OFFICIAL_SHA256 =
      "98fe3a30981a222dd4518fbcc3dddd45d5c0ce9b03ef6dc6fe5cf7a04cfbff5e";
  private static final URI DIGITS =
      URI.create(
          "https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.2.1/sklearn/datasets/data/digits.csv.gz");
  private static final String DIGITS_SHA256 =
      "46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a";

  /** Of the numbers in that file, whatever way they are written. */
  private static final String DIGITS_FINGERPRINT =
      "18eb9ff416193a6f25a586f79431b0c16ae7927c21db28fbc88470e02622d690";

  /** In the order in which they are tried. */
  private static final List<URI> MNIST =
      List.of(
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"));

  /** Of the files as they are published, in the order of {@link Mnist#FILES}. */
  private static final List<String> MNIST_SHA256 =
      List.of(
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

  /** Of what is in them. */
  private static final List<String> MNIST_UNPACKED_SHA256 =
      List.of(
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

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

  /** What the publishers of digits say of their terms. */
  public static final List<String> DIGITS_TERMS =
      List.of(
          "Optical Recognition of Handwritten Digits (the test set), UCI Machine Learning Repository 80, https://doi.org/10.24432/C50P49; taken from scikit-learn 1.2.1.",
          "Licence, by the repository's metadata: Creative Commons Attribution 4.0 (CC BY 4.0).",
          "Please cite: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998).");

  /** What is known of the terms of MNIST. */
  public static final List<String> MNIST_TERMS =
      List.of(
          "MNIST, (c) Yann LeCun and Corinna Cortes, http://yann.lecun.com/exdb/mnist/",
          "Licence, by the documentation of Keras: Creative Commons Attribution-ShareAlike 3.0 (CC BY-SA 3.0).",
          "Please cite: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, Proceedings of the IEEE 86 (1998) 2278-2324.");

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
   * @param doubts about the files, for the user to read
   */
  public record Fetched(Path place, Dataset data, List<String> doubts) {}

  /** Where files are, and what they must be. */
  record Places(URI gas, String gasSha256, URI digits, List<URI> mnist, Duration patience) {
    static final Places OFFICIAL_PLACES =
        new Places(OFFICIAL, OFFICIAL_SHA256, DIGITS, MNIST, PATIENCE);
  }

  private final DataFolder folder;
  private final Places places;

  /** Fetches into a data folder, which is made if it is not there. */
  public Fetch(DataFolder folder) {
    this(folder, Places.OFFICIAL_PLACES);
  }

  /** Fetches from other addresses. */
  Fetch(DataFolder folder, Places places) {
    this.folder = folder;
    this.places = places;
  }

  /**
   * Downloads the official zip file, verifies its SHA-256 and unpacks it.
   *
   * @throws DataException with one line: no network, an answer that is not the file, a wrong hash,
   *     a full disk
   */
  public Fetched gasEthanol(Progress progress) throws DataException {
    return gasEthanol(
        work -> {
          Path zip = work.resolve("download.zip");
          new Download(places.gas, places.gasSha256, places.patience).to(zip, progress);
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
    checkExists(local);
    return gasEthanol(work -> copyGas(local, work.resolve(GasEthanol.NAME)));
  }

  private Fetched gasEthanol(Preparation preparation) throws DataException {
    Fetched fetched = install(new GasEthanol(), preparation);
    return new Fetched(fetched.place(), fetched.data(), doubts(fetched.data()));
  }

  /**
   * Downloads the file of digits and verifies its SHA-256.
   *
   * @throws DataException as for {@link #gasEthanol(Progress)}
   */
  public Fetched digits(Progress progress) throws DataException {
    return install(
        new Digits(),
        work -> {
          Path file = Files.createDirectory(work.resolve(Digits.NAME)).resolve(Digits.FILE);
          new Download(places.digits, DIGITS_SHA256, places.patience).to(file, progress);
        });
  }

  /**
   * Takes a local copy, if its numbers are those published.
   *
   * @param local digits.csv.gz of scikit-learn, optdigits.tes of UCI 80, or a folder with one
   */
  public Fetched digits(Path local) throws DataException {
    checkExists(local);
    Path file = local;
    if (Files.isDirectory(local)) {
      List<String> names = List.of("digits.csv.gz", "digits.csv", "optdigits.tes");
      file =
          names.stream()
              .map(local::resolve)
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(
                  () ->
                      Problems.of(
                          local,
                          "no digits here; allowed: a folder with one of "
                              + String.join(", ", names)));
    }
    Path source = file;
    return install(
        new Digits(),
        work -> {
          Dataset data = new Digits(source).load(new DataFolder(work));
          if (!data.fingerprint().equals(DIGITS_FINGERPRINT)) {
            throw Problems.of(
                source,
                "does not hold the published digits: its numbers are others. To use it as it is, name it in the job: {digits: PATH}.");
          }
          Files.copy(source, Files.createDirectory(work.resolve(Digits.NAME)).resolve(Digits.FILE));
        });
  }

  /**
   * Downloads the four official files and verifies their SHA-256.
   *
   * @throws DataException as for {@link #gasEthanol(Progress)}, if no mirror has them
   */
  public Fetched mnist(Progress progress) throws DataException {
    return install(
        new Mnist(),
        work -> {
          Path target = Files.createDirectory(work.resolve(Mnist.NAME));
          for (int i = 0; i < Mnist.FILES.size(); i++) {
            fromMirrors(Mnist.FILES.get(i) + ".gz", MNIST_SHA256.get(i), target, progress);
          }
        });
  }

  private void fromMirrors(String name, String sha256, Path target, Progress progress)
      throws IOException, DataException {
    List<String> failures = new ArrayList<>();
    for (URI mirror : places.mnist) {
      try {
        new Download(mirror.resolve(name), sha256, places.patience)
            .to(target.resolve(name), progress);
        return;
      } catch (DataException e) {
        Files.deleteIfExists(target.resolve(name));
        failures.addAll(e.problems());
      }
    }
    throw new DataException(failures);
  }

  /**
   * Takes a local copy, if its images and labels are those published.
   *
   * @param local a folder with the four files, plain or gzip
   */
  public Fetched mnist(Path local) throws DataException {
    checkExists(local);
    if (!Files.isDirectory(local)) {
      throw Problems.of(
          local, "is no folder; allowed: a folder with " + String.join(", ", Mnist.FILES));
    }
    return install(
        new Mnist(),
        work -> {
          Path target = Files.createDirectory(work.resolve(Mnist.NAME));
          for (int i = 0; i < Mnist.FILES.size(); i++) {
            Path file = Mnist.file(local, Mnist.FILES.get(i));
            checkUnpacked(file, MNIST_UNPACKED_SHA256.get(i));
            String end = file.toString().endsWith(".gz") ? ".gz" : "";
            Files.copy(file, target.resolve(Mnist.FILES.get(i) + end));
          }
        });
  }

  private static void checkUnpacked(Path file, String sha256) throws DataException {
    MessageDigest digest = Download.digest();
    try (InputStream input = IdxFile.unpacked(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (EOFException | ZipException e) {
      throw Problems.of(file, "is corrupt or cut off. Fetch it again.");
    } catch (IOException e) {
      throw Problems.of(file, "cannot be read: " + Problems.reason(e));
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      throw Problems.of(
          file,
          "is not the published file: SHA-256 of its content is %s, must be %s. To use it as it is, name its folder in the job: {mnist: PATH}."
              .formatted(found, sha256));
    }
  }

  private static void checkExists(Path local) throws DataException {
    if (!Files.exists(local)) {
      throw Problems.of(local, "no such file or folder");
    }
  }

  private interface Preparation {
    /** Makes the folder of the data set within a working folder. */
    void in(Path work) throws IOException, DataException;
  }

  private Fetched install(DataSource source, Preparation preparation) throws DataException {
    String name = source.name();
    Path place = folder.path().resolve(name);
    try {
      Files.createDirectories(folder.path());
      // In the data folder itself: a rename across file systems would not be atomic.
      Path work = Files.createTempDirectory(folder.path(), ".fetch-");
      try {
        preparation.in(work);
        Dataset data = source.load(new DataFolder(work));
        replace(place, work.resolve(name), work.resolve("replaced"));
        return new Fetched(place, data, List.of());
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw Problems.of(
          place,
          "Cannot store "
              + name
              + ": "
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

  private static void copyGas(Path local, Path target) throws IOException, DataException {
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

  private static List<String> doubts(Dataset data) {
    String doubt = "This copy has %d rows of ethanol; the published data have %d.";
    return data.rows() == PUBLISHED_ROWS
        ? List.of()
        : List.of(doubt.formatted(data.rows(), PUBLISHED_ROWS));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
