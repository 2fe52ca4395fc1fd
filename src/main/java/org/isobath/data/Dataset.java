package org.isobath.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * What is trained on: rows of finite features and finite targets. In classification the one target
 * column holds the numbers of classes. Where a network is to reproduce its inputs, the targets are
 * the features. Immutable; the arrays are never modified after construction, neither here nor by
 * whoever holds them.
 */
public final class Dataset implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int VALUES_A_CHUNK = 8192;

  private final String name;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> featureNames;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> targetNames;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> classNames;

  private final int rows;
  private final Features features;
  private final double[] targets;

  /** Empty until first asked for: hashing takes a second for MNIST. A race computes the same. */
  private volatile String fingerprint = "";

  /**
   * Rows of a regression. Takes the arrays over without copying them.
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
    this(name, featureNames, targetNames, List.of(), rows, doubles(features), targets);
  }

  /**
   * Rows of a classification. Takes the arrays over without copying them.
   *
   * @param name for tables and messages; not part of the fingerprint
   * @param featureNames one a column, at least one
   * @param targetName of the column of classes
   * @param classNames one a class, at least two, in the order of their numbers; not part of the
   *     fingerprint, but their number is
   * @param features row-major, rows × features, all finite
   * @param labels the class of each row, 0 … classes − 1
   */
  public static Dataset ofClasses(
      String name,
      List<String> featureNames,
      String targetName,
      List<String> classNames,
      double[] features,
      double[] labels) {
    return ofClasses(name, featureNames, targetName, classNames, doubles(features), labels);
  }

  /**
   * The same for features that are whole numbers from 0 to 255, which then take an eighth of the
   * memory, here and when sent over a network.
   *
   * @param features row-major, rows × features, each byte without sign
   */
  public static Dataset ofClasses(
      String name,
      List<String> featureNames,
      String targetName,
      List<String> classNames,
      byte[] features,
      double[] labels) {
    return ofClasses(
        name, featureNames, targetName, classNames, new Features.Bytes(features, 1), labels);
  }

  private static Dataset ofClasses(
      String name,
      List<String> featureNames,
      String targetName,
      List<String> classNames,
      Features features,
      double[] labels) {
    if (classNames.size() < 2) {
      throw new IllegalArgumentException(
          "Invalid classes: " + classNames.size() + " (must be at least 2)");
    }
    return new Dataset(
        name, featureNames, List.of(targetName), classNames, labels.length, features, labels);
  }

  private static Features doubles(double[] values) {
    return new Features.Doubles(values);
  }

  private Dataset(
      String name,
      List<String> featureNames,
      List<String> targetNames,
      List<String> classNames,
      int rows,
      Features features,
      double[] targets) {
    if (rows < 1) {
      throw new IllegalArgumentException("Invalid rows: " + rows + " (must be at least 1)");
    }
    this.name = name;
    this.featureNames = List.copyOf(featureNames);
    this.targetNames = List.copyOf(targetNames);
    this.classNames = List.copyOf(classNames);
    this.rows = rows;
    this.features = features;
    this.targets = targets;
    check("features", features, rows, this.featureNames.size());
    check("targets", doubles(targets), rows, this.targetNames.size());
    checkLabels();
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

  /** The number of classes; 0 in regression, else at least 2. */
  public int classes() {
    return classNames.size();
  }

  /** The names of the classes, in the order of their numbers; empty in regression. */
  public List<String> classNames() {
    return classNames;
  }

  /** One feature; rows and columns from 0. */
  public double feature(int row, int column) {
    return features.get(row * features() + column);
  }

  /** Copies the features of a row to the start of an array. */
  public void row(int row, double[] destination) {
    features.copy(row * features(), features(), destination, 0);
  }

  /** The class of a row, 0 … classes − 1. Only in classification. */
  public int label(int row) {
    if (classNames.isEmpty()) {
      throw new IllegalStateException(name + " has no classes");
    }
    return (int) targets[row];
  }

  /** Some rows as a dataset of their own, in the order in which they are named. */
  public Dataset select(int[] chosen) {
    int columns = targets();
    double[] chosenTargets = new double[chosen.length * columns];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(targets, chosen[i] * columns, chosenTargets, i * columns, columns);
    }
    Features chosenFeatures = features.rows(chosen, features());
    return new Dataset(
        name, featureNames, targetNames, classNames, chosen.length, chosenFeatures, chosenTargets);
  }

  /** The same rows with other values. */
  Dataset with(Features otherFeatures, double[] otherTargets) {
    return new Dataset(
        name, featureNames, targetNames, classNames, rows, otherFeatures, otherTargets);
  }

  /** The features, however they are kept. */
  Features kept() {
    return features;
  }

  /** One target; rows and columns from 0. */
  public double target(int row, int column) {
    return targets[row * targets() + column];
  }

  /**
   * All features, row-major, rows × features: the array itself, not to be modified. Of features
   * kept as bytes it is made when first asked for, and takes eight times their memory.
   */
  public double[] featureArray() {
    return features.array();
  }

  /** All targets, row-major, rows × targets: the array itself, not to be modified. */
  public double[] targetArray() {
    return targets;
  }

  /**
   * SHA-256 (64 hexadecimal digits) of what is trained on: the numbers of rows, features and
   * targets, then the exact bits of all values, then in classification the number of classes.
   * Names, files and how values are kept do not count.
   */
  public String fingerprint() {
    if (fingerprint.isEmpty()) {
      fingerprint = computeFingerprint();
    }
    return fingerprint;
  }

  @Override
  public String toString() {
    String target = classNames.isEmpty() ? String.valueOf(targets()) : classes() + " classes";
    return name + " (" + rows + " × " + features() + " → " + target + ")";
  }

  private String computeFingerprint() {
    MessageDigest digest = Download.digest();
    ByteBuffer shape = ByteBuffer.allocate(3 * Integer.BYTES);
    digest.update(shape.putInt(rows).putInt(features()).putInt(targets()).flip());
    update(digest, features);
    update(digest, doubles(targets));
    if (!classNames.isEmpty()) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(classes()).flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, Features values) {
    double[] numbers = new double[VALUES_A_CHUNK];
    ByteBuffer chunk = ByteBuffer.allocate(VALUES_A_CHUNK * Double.BYTES);
    for (int i = 0; i < values.size(); i += VALUES_A_CHUNK) {
      int count = Math.min(VALUES_A_CHUNK, values.size() - i);
      values.copy(i, count, numbers, 0);
      chunk.clear();
      chunk.asDoubleBuffer().put(numbers, 0, count);
      digest.update(chunk.limit(count * Double.BYTES));
    }
  }

  private void checkLabels() {
    for (int row = 0; row < rows && !classNames.isEmpty(); row++) {
      double label = targets[row];
      if (label != (int) label || label < 0 || label >= classNames.size()) {
        throw new IllegalArgumentException(
            "Invalid targets: %s in row %d (must be a class, 0 … %d)"
                .formatted(label, row, classNames.size() - 1));
      }
    }
  }

  private static void check(String what, Features values, int rows, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("Invalid " + what + ": no column (must be at least 1)");
    }
    if (values.size() != (long) rows * columns) {
      throw new IllegalArgumentException(
          "Invalid %s: %d values (must be %d × %d)".formatted(what, values.size(), rows, columns));
    }
    // Bytes are always finite.
    for (int i = 0; i < values.size() && values instanceof Features.Doubles; i++) {
      if (!Double.isFinite(values.get(i))) {
        throw new IllegalArgumentException(
            "Invalid %s: %s in row %d, column %d (must be finite)"
                .formatted(what, values.get(i), i / columns, i % columns));
      }
    }
  }
}
