package org.isobath.jmh;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseVector;
import breeze.linalg.operators.HasOps$;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same pass for p = 4 in float64, as one would write it on Spark's own linear algebra. All
 * scores are trial-steps per second of one core, as in {@link PassBenchmark}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Ddev.ludovic.netlib.blas.nativeLib=none.so"
    })
@State(Scope.Thread)
public class LibraryBenchmark {
  private static final int ROWS = 2565;
  private static final int FEATURES = 128;
  private static final int TRIALS = 64;

  private final BLAS blas = JavaBLAS.getInstance();

  /** Column-major ROWS × FEATURES. */
  private double[] features;

  private double[] targets;
  private double[] weights;
  private double[] residuals;
  private double[] gradients;

  /** Prepares the data. */
  @Setup
  public void prepare() {
    features = new Random(1).doubles((long) ROWS * FEATURES, -1, 1).toArray();
    targets = new Random(2).doubles(ROWS, -1, 1).toArray();
    weights = new Random(3).doubles((long) FEATURES * TRIALS, -0.1, 0.1).toArray();
    residuals = new double[ROWS * TRIALS];
    gradients = new double[FEATURES * TRIALS];
  }

  /** Two matrix-vector products a trial. */
  @Benchmark
  public double netlibOneTrial() {
    System.arraycopy(targets, 0, residuals, 0, ROWS);
    blas.dgemv("N", ROWS, FEATURES, 1, features, ROWS, weights, 1, -1, residuals, 1);
    cube(ROWS);
    blas.dgemv("T", ROWS, FEATURES, 1.0 / ROWS, features, ROWS, residuals, 1, 0, gradients, 1);
    return gradients[0];
  }

  /** Two matrix products for 64 trials at once. */
  @Benchmark
  @OperationsPerInvocation(TRIALS)
  public double netlibManyTrials() {
    for (int trial = 0; trial < TRIALS; trial++) {
      System.arraycopy(targets, 0, residuals, trial * ROWS, ROWS);
    }
    blas.dgemm(
        "N", "N", ROWS, TRIALS, FEATURES, 1, features, ROWS, weights, FEATURES, -1, residuals, ROWS);
    cube(ROWS * TRIALS);
    blas.dgemm(
        "T",
        "N",
        FEATURES,
        TRIALS,
        ROWS,
        1.0 / ROWS,
        features,
        ROWS,
        residuals,
        ROWS,
        0,
        gradients,
        FEATURES);
    return gradients[0];
  }

  /** Breeze, the linear algebra under Spark's own learners, one trial at a time. */
  @Benchmark
  public double breezeOneTrial() {
    DenseMatrix<Object> x = new DenseMatrix<>(ROWS, FEATURES, features, 0, ROWS, false);
    DenseMatrix<Object> transposed = new DenseMatrix<>(FEATURES, ROWS, features, 0, ROWS, true);
    DenseVector<Object> w = new DenseVector<>(weights, 0, 1, FEATURES);
    var product = HasOps$.MODULE$.impl_OpMulMatrix_DMD_DVD_eq_DVD();
    double[] predictions = (double[]) product.apply(x, w).data();
    for (int row = 0; row < ROWS; row++) {
      double r = predictions[row] - targets[row];
      residuals[row] = r * r * r;
    }
    DenseVector<Object> cubes = new DenseVector<>(residuals, 0, 1, ROWS);
    return ((double[]) product.apply(transposed, cubes).data())[0];
  }

  private void cube(int count) {
    for (int i = 0; i < count; i++) {
      double r = residuals[i];
      residuals[i] = r * r * r;
    }
  }
}
