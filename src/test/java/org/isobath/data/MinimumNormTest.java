package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

/** The smallest matrix of least loss. */
final class MinimumNormTest {
  /** Features of which the last is the sum of the first two, so that many matrices are best. */
  private static Dataset dependent(int rows, int targets) {
    return RandomData.map(
        RandomData.gaussian(rows, 5, targets, 3),
        (column, row) -> column == 4 ? row[0] + row[1] : row[column]);
  }

  @Test
  void atPowerTwoItIsThePseudoinversesSolution() {
    for (int rows : new int[] {3, 5, 40}) {
      for (Dataset data : new Dataset[] {dependent(rows, 2), RandomData.gaussian(rows, 6, 1, 8)}) {
        RealMatrix expected =
            new SingularValueDecomposition(x(data)).getSolver().getInverse().multiply(y(data));
        double[] actual = MinimumNorm.of(data, 2);
        for (int k = 0; k < data.targets(); k++) {
          for (int f = 0; f < data.features(); f++) {
            assertThat(actual[k * data.features() + f])
                .isCloseTo(expected.getEntry(f, k), within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void itHasTheLeastLossAndNoPartThatTheDataDoNotSee() {
    for (int exponent : new int[] {2, 4, 6}) {
      for (int targets : new int[] {1, 2}) {
        Dataset data = dependent(30, targets);
        double[] w = MinimumNorm.of(data, exponent);
        double loss = 0;
        for (int row = 0; row < data.rows(); row++) {
          for (int k = 0; k < targets; k++) {
            double residual = -data.target(row, k);
            for (int f = 0; f < 5; f++) {
              residual += data.feature(row, f) * w[k * 5 + f];
            }
            loss += Math.pow(residual, exponent) / (exponent * 30);
          }
        }
        double least = Optimum.leastLoss(data, exponent);
        assertThat(loss).isCloseTo(least, within(1e-11 * least));
        for (int k = 0; k < targets; k++) {
          // (1, 1, 0, 0, −1) is what no row sees.
          assertThat(w[k * 5] + w[k * 5 + 1] - w[k * 5 + 4]).isCloseTo(0, within(1e-13));
        }
      }
    }
  }

  @Test
  void targetsOfZeroNeedNoWeights() {
    Dataset zero = RandomData.withTargets(RandomData.gaussian(6, 3, 1, 2), new double[6]);
    assertThat(MinimumNorm.of(zero, 4)).containsOnly(0);
  }

  private static RealMatrix x(Dataset data) {
    return matrix(data.featureArray(), data.features());
  }

  private static RealMatrix y(Dataset data) {
    return matrix(data.targetArray(), data.targets());
  }

  private static RealMatrix matrix(double[] values, int columns) {
    double[][] rows = new double[values.length / columns][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }
    return new Array2DRowRealMatrix(rows);
  }
}
