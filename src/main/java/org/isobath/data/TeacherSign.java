package org.isobath.data;

import java.util.List;

/**
 * A generated classification that one neuron solves: x standard normal in all features, class 1
 * where their sum is positive, else class 0 (docs/equations.md, eq. 61).
 *
 * @param features at least 1
 * @param rows at least 2; a table of more rows begins with the same
 * @param seed each gives another table
 */
public record TeacherSign(int features, int rows, long seed) implements DataSource {
  /** The source's name in job files and tables. */
  public static final String NAME = "teacher-sign";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(DataFolder folder) {
    double[] x = Generated.gaussian(seed, Generated.TEACHER_SIGN, rows, features);
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int column = 0; column < features; column++) {
        sum += x[row * features + column];
      }
      labels[row] = sum > 0 ? 1 : 0;
    }
    return Dataset.ofClasses(
        NAME, Generated.names(features), "class", List.of("0", "1"), x, labels);
  }
}
