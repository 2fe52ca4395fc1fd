package org.isobath.network;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Initial weights from a file, the same for every seed.
 *
 * @param file the file's name, for messages and tables
 * @param entries every weight once, in any order
 */
public record StoredWeights(String file, List<Entry> entries) implements Initializer {
  /**
   * One weight.
   *
   * @param layer from 1
   * @param row from 0
   * @param column from 0
   * @param value finite
   */
  public record Entry(int layer, int row, int column, double value)
      implements java.io.Serializable {}

  /** Copies. */
  public StoredWeights {
    entries = List.copyOf(entries);
  }

  /** SHA-256 (64 hexadecimal digits) of the entries, whatever their order in the file. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      entries.stream()
          .sorted(
              Comparator.comparingInt(Entry::layer)
                  .thenComparingInt(Entry::row)
                  .thenComparingInt(Entry::column))
          .forEach(
              entry ->
                  digest.update(
                      ByteBuffer.allocate(20)
                          .putInt(entry.layer())
                          .putInt(entry.row())
                          .putInt(entry.column())
                          .putDouble(entry.value())
                          .flip()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String kind() {
    return "file";
  }

  @Override
  public Map<String, Object> constants() {
    // What the file holds, not where it stands: tables are the same on every machine.
    return Map.of("sha256", sha256());
  }

  @Override
  public double[][] weights(long seed, LinearNetwork.Shape[] shapes) {
    String misfit = misfit(shapes);
    if (!misfit.isEmpty()) {
      throw new IllegalArgumentException(misfit);
    }
    double[][] weights = new double[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      weights[layer] = new double[shapes[layer].size()];
    }
    for (Entry entry : entries) {
      int layer = entry.layer() - 1;
      weights[layer][entry.row() * shapes[layer].in() + entry.column()] = entry.value();
    }
    return weights;
  }

  @Override
  public boolean isZero() {
    return entries.stream().allMatch(entry -> entry.value() == 0);
  }

  @Override
  public String misfit(LinearNetwork.Shape[] shapes) {
    boolean[][] seen = new boolean[shapes.length][];
    for (int layer = 0; layer < shapes.length; layer++) {
      seen[layer] = new boolean[shapes[layer].size()];
    }
    for (Entry entry : entries) {
      if (entry.layer() < 1 || entry.layer() > shapes.length) {
        return file
            + " has a weight of layer "
            + entry.layer()
            + ", the network has layers 1 to "
            + shapes.length;
      }
      LinearNetwork.Shape shape = shapes[entry.layer() - 1];
      if (entry.row() < 0
          || entry.row() >= shape.out()
          || entry.column() < 0
          || entry.column() >= shape.in()) {
        return file
            + " has a weight at "
            + place(entry)
            + ", that layer is "
            + shape.out()
            + " × "
            + shape.in()
            + " (rows and columns count from 0)";
      }
      int element = entry.row() * shape.in() + entry.column();
      if (seen[entry.layer() - 1][element]) {
        return file + " has two weights at " + place(entry);
      }
      seen[entry.layer() - 1][element] = true;
    }
    return firstMissing(seen, shapes);
  }

  private String firstMissing(boolean[][] seen, LinearNetwork.Shape[] shapes) {
    for (int layer = 0; layer < seen.length; layer++) {
      for (int element = 0; element < seen[layer].length; element++) {
        if (!seen[layer][element]) {
          int in = shapes[layer].in();
          Entry missing = new Entry(layer + 1, element / in, element % in, 0);
          return file + " has no weight at " + place(missing);
        }
      }
    }
    return "";
  }

  private static String place(Entry entry) {
    return "layer " + entry.layer() + ", row " + entry.row() + ", column " + entry.column();
  }
}
