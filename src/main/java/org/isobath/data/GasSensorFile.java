package org.isobath.data;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Files in the format of UCI 270, <em>Gas Sensor Array Drift at Different Concentrations</em>:
 * lines {@code class;concentration 1:v 2:v … 128:v}. The rows of one gas become a dataset of 128
 * features f1 … f128 and the target concentration_ppmv.
 *
 * @param files concatenated in this order; a folder stands for its batch1.dat … batch10.dat, in the
 *     order of their numbers, as far as they are there
 * @param gas the class whose rows are kept: 1 ethanol, 2 ethylene, 3 ammonia, 4 acetaldehyde, 5
 *     acetone, 6 toluene
 */
public record GasSensorFile(List<Path> files, int gas) implements DataSource {
  /** The number of features of a row. */
  public static final int FEATURES = 128;

  static final int BATCHES = 10;
  static final int ETHANOL = 1;
  static final String TARGET = "concentration_ppmv";
  private static final int GASES = 6;

  /** Takes a copy. */
  public GasSensorFile {
    files = List.copyOf(files);
  }

  @Override
  public String name() {
    return "gas-sensors-" + gas;
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    return load(name());
  }

  /** Loads under a name that another source gives. */
  Dataset load(String name) throws DataException {
    if (gas < 1 || gas > GASES) {
      throw new DataException("Invalid gas: " + gas + " (must be 1 … " + GASES + ")");
    }
    if (files.isEmpty()) {
      throw new DataException("No gas-sensor file is named. Name at least one file or folder.");
    }
    Problems problems = new Problems();
    Values features = new Values(FEATURES);
    Values targets = new Values(1);
    for (Path file : expanded()) {
      new GasLines(file, TextFile.read(file), gas, problems).read(features, targets);
    }
    problems.throwIfAny();
    double[] concentrations = targets.array();
    if (concentrations.length == 0) {
      throw Problems.of(files.get(0), "no row of gas " + gas + " here or in the files after it");
    }
    List<String> names = IntStream.rangeClosed(1, FEATURES).mapToObj(i -> "f" + i).toList();
    return new Dataset(
        name, names, List.of(TARGET), concentrations.length, features.array(), concentrations);
  }

  /** The batches of a folder that are there, in the order of their numbers. */
  static List<Path> batches(Path folder) {
    return IntStream.rangeClosed(1, BATCHES)
        .mapToObj(batch -> folder.resolve("batch" + batch + ".dat"))
        .filter(Files::exists)
        .toList();
  }

  private List<Path> expanded() throws DataException {
    List<Path> result = new ArrayList<>();
    for (Path file : files) {
      List<Path> parts = Files.isDirectory(file) ? batches(file) : List.of(file);
      if (parts.isEmpty()) {
        throw Problems.of(file, "no batch here; allowed: a folder with batch1.dat … batch10.dat");
      }
      result.addAll(parts);
    }
    return result;
  }

  // A Path is not serializable; its text is.
  private Object writeReplace() {
    return new Form(new ArrayList<>(files.stream().map(Path::toString).toList()), gas);
  }

  private record Form(ArrayList<String> files, int gas) implements Serializable {
    private Object readResolve() {
      return new GasSensorFile(files.stream().map(text -> Path.of(text)).toList(), gas);
    }
  }
}
