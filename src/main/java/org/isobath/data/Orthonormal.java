package org.isobath.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Generated orthonormal inputs that a network is to reproduce: the targets are the features
 * (docs/equations.md, eq. 63).
 *
 * @param features d, at least 1
 * @param rows n, from 1 to d
 * @param basis which inputs
 * @param seed of the random basis: each gives another
 */
public record Orthonormal(int features, int rows, Basis basis, long seed) implements DataSource {
  /** The source's name in job files and tables. */
  public static final String NAME = "orthonormal";

  /** Which orthonormal inputs. */
  public enum Basis {
    /** Row i is 1 in feature i and 0 elsewhere. */
    UNIT_VECTORS("unit-vectors"),
    /** Gaussian rows, made orthonormal one after the other: uniform over all such inputs. */
    RANDOM("random");

    private final String word;

    Basis(String word) {
      this.word = word;
    }

    /** The word of job files. */
    public String word() {
      return word;
    }

    /** All words, in the order of declaration. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Basis::word).toList();
    }

    /** The basis of a word; empty for an unknown word. */
    public static Optional<Basis> of(String word) {
      return Arrays.stream(values()).filter(basis -> basis.word.equals(word)).findFirst();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    if (rows > features) {
      throw new DataException(
          "Invalid rows: %d (must be at most %d: no more than d vectors of d features can be orthonormal)"
              .formatted(rows, features));
    }
    double[] x = basis == Basis.RANDOM ? random() : unitVectors();
    List<String> names = Generated.names(features);
    return new Dataset(NAME, names, names, rows, x, x);
  }

  private double[] unitVectors() {
    double[] x = new double[Math.multiplyExact(rows, features)];
    for (int row = 0; row < rows; row++) {
      x[row * features + row] = 1;
    }
    return x;
  }

  /** Gram and Schmidt, each row twice: once leaves as much error as the rows were alike. */
  private double[] random() {
    double[] x = Generated.gaussian(seed, Generated.ORTHONORMAL, rows, features);
    for (int row = 0; row < rows; row++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < row; other++) {
          add(x, row, -product(x, row, other), other);
        }
      }
      double length = Math.sqrt(product(x, row, row));
      for (int j = 0; j < features; j++) {
        x[row * features + j] /= length;
      }
    }
    return x;
  }

  private double product(double[] x, int a, int b) {
    double sum = 0;
    for (int j = 0; j < features; j++) {
      sum = Math.fma(x[a * features + j], x[b * features + j], sum);
    }
    return sum;
  }

  private void add(double[] x, int to, double factor, int from) {
    for (int j = 0; j < features; j++) {
      x[to * features + j] = Math.fma(factor, x[from * features + j], x[to * features + j]);
    }
  }
}
