package org.isobath.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is trained on: rows of finite features and finite targets. Immutable; the arrays are never
 * modified after construction, neither here nor by whoever holds them.
 */
public final class Dataset implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int VALUES_A_CHUNK = 8192;

  private final String name;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> featureNames;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> targetNames;

  private final int rows;
  private final double[] features;
  private final double[] targets;
  private final String fingerprint;

  /**
   * Takes the arrays over without copying them.
   *
   * @param name for tables and messages; not part of the fingerprint
   * @param featureNames one a column, at least one
   * @param targetNames one a column, at least one
   * @param rows at least 1
   * @param features row-major, rows × features, all finite
   * @param targets row-major, rows × targets, all finite
   */
  public Dataset(
      String name,
      List<String> featureNames,
      List<String> targetNames,
      int rows,
      double[] features,
      double[] targets) {
    if (rows < 1) {
      throw new IllegalArgumentException("Invalid rows: " + rows + " (must be at least 1)");
    }
    this.name = name;
    this.featureNames = List.copyOf(featureNames);
    this.targetNames = List.copyOf(targetNames);
    this.rows = rows;
    this.features = checked("features", features, rows, this.featureNames.size());
    this.targets = checked("targets", targets, rows, this.targetNames.size());
    this.fingerprint = computeFingerprint();
  }

  /** For tables and messages. */
  public String name() {
    return name;
  }

  /** The number of rows, at least 1. */
  public int rows() {
    return rows;
  }

  /** The number of feature columns, at least 1. */
  public int features() {
    return featureNames.size();
  }

  /** The number of target columns, at least 1. */
  public int targets() {
    return targetNames.size();
  }

  /** The names of the feature columns, in order. */
  public List<String> featureNames() {
    return featureNames;
  }

  /** The names of the target columns, in order. */
  public List<String> targetNames() {
    return targetNames;
  }

  /** One feature; rows and columns from 0. */
  public double feature(int row, int column) {
    return features[row * features() + column];
  }

  /** One target; rows and columns from 0. */
  public double target(int row, int column) {
    return targets[row * targets() + column];
  }

  /** All features, row-major, rows × features: the array itself, not to be modified. */
  public double[] featureArray() {
    return features;
  }

  /** All targets, row-major, rows × targets: the array itself, not to be modified. */
  public double[] targetArray() {
    return targets;
  }

  /**
   * SHA-256 (64 hexadecimal digits) of what is trained on: the numbers of rows, features and
   * targets, then the exact bits of all values. Names and files do not count.
   */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return name + " (" + rows + " × " + features() + " → " + targets() + ")";
  }

  private String computeFingerprint() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    ByteBuffer shape = ByteBuffer.allocate(3 * Integer.BYTES);
    digest.update(shape.putInt(rows).putInt(features()).putInt(targets()).flip());
    update(digest, features);
    update(digest, targets);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, double[] values) {
    ByteBuffer chunk = ByteBuffer.allocate(VALUES_A_CHUNK * Double.BYTES);
    for (int i = 0; i < values.length; i += VALUES_A_CHUNK) {
      chunk.clear();
      int count = Math.min(VALUES_A_CHUNK, values.length - i);
      chunk.asDoubleBuffer().put(values, i, count);
      digest.update(chunk.limit(count * Double.BYTES));
    }
  }

  private static double[] checked(String what, double[] values, int rows, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("Invalid " + what + ": no column (must be at least 1)");
    }
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "Invalid %s: %d values (must be %d × %d)".formatted(what, values.length, rows, columns));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "Invalid %s: %s in row %d, column %d (must be finite)"
                .formatted(what, values[i], i / columns, i % columns));
      }
    }
    return values;
  }
}
