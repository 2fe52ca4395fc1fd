package org.isobath.data;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Random datasets for tests. */
final class RandomData {
  private RandomData() {}

  /** A feature from its column and the row's old features. */
  interface Change {
    double feature(int column, double[] row);
  }

  /** Independent standard normal features and targets. */
  static Dataset gaussian(int rows, int features, int targets, long seed) {
    return of(features, targets, normals(rows * features, seed), normals(rows * targets, ~seed));
  }

  /** Features of a given condition number, singular values evenly spaced in their logarithms. */
  static Dataset conditioned(int rows, int features, int targets, double condition, long seed) {
    RealMatrix left = orthogonal(rows, features, seed);
    RealMatrix right = orthogonal(features, features, seed + 1);
    double[] sizes = new double[features];
    Arrays.setAll(sizes, i -> Math.pow(condition, -i / (features - 1.0)));
    RealMatrix x = left.multiply(MatrixUtils.createRealDiagonalMatrix(sizes)).multiply(right);
    double[] flat = Arrays.stream(x.getData()).flatMapToDouble(Arrays::stream).toArray();
    return of(features, targets, flat, normals(rows * targets, ~seed));
  }

  /** The same data with other features. */
  static Dataset map(Dataset data, Change change) {
    int columns = data.features();
    double[] result = new double[data.featureArray().length];
    for (int row = 0; row < data.rows(); row++) {
      double[] old = Arrays.copyOfRange(data.featureArray(), row * columns, (row + 1) * columns);
      for (int c = 0; c < columns; c++) {
        result[row * columns + c] = change.feature(c, old);
      }
    }
    return of(columns, data.targets(), result, data.targetArray());
  }

  /** The same features with other targets. */
  static Dataset withTargets(Dataset data, double... targets) {
    return of(data.features(), targets.length / data.rows(), data.featureArray(), targets);
  }

  static Dataset of(int features, int targets, double[] x, double[] y) {
    return new Dataset(
        "random", names("x", features), names("y", targets), y.length / targets, x, y);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static double[] normals(int count, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static RealMatrix orthogonal(int rows, int columns, long seed) {
    double[] values = normals(rows * columns, seed);
    double[][] matrix = new double[rows][];
    Arrays.setAll(matrix, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
    RealMatrix q = new QRDecomposition(MatrixUtils.createRealMatrix(matrix)).getQ();
    return q.getSubMatrix(0, rows - 1, 0, columns - 1);
  }
}
