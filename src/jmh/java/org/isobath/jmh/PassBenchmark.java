package org.isobath.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.kernel.Precision;
import org.isobath.kernel.Rows;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One pass over the data: the vector kernels, their scalar definition, and the rate at which the
 * processor could do the pass's multiply-adds if nothing else were to be done. Compare the rows
 * {@code trialSteps}: all are trial-steps per second of one core.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Thread)
public class PassBenchmark {
  private static final int FEATURES = 128;
  private static final int GROUPS = 9;
  private static final int PEAK_ROUNDS = 100_000;

  /** Precision of the numbers. */
  @Param({"FLOAT64", "FLOAT32"})
  public Precision precision;

  /** The loss exponent: 4 reads 2565 rows, 2 a triangle of 128. */
  @Param({"4", "2"})
  public int exponent;

  private Kernels vector;
  private Pass vectorPass;
  private Pass scalarPass;

  /** Data and weights for one implementation. */
  private static final class Pass {
    private final Kernels kernels;
    private final int exponent;
    private final Rows rows;
    private final int[] weights = new int[GROUPS];
    private final int[] gradients = new int[GROUPS];
    private final double[] losses;

    Pass(Kernels kernels, int exponent) {
      this.kernels = kernels;
      this.exponent = exponent;
      int count = exponent == 2 ? FEATURES : 2565;
      double[] features = new Random(1).doubles((long) count * FEATURES, -1, 1).toArray();
      double[] targets = new Random(2).doubles(count, -1, 1).toArray();
      this.rows = kernels.rows(features, targets, count, FEATURES, 1, exponent == 2);
      LaneMemory memory = kernels.memory();
      for (int group = 0; group < GROUPS; group++) {
        weights[group] = memory.allocate(FEATURES);
        gradients[group] = memory.allocate(FEATURES);
      }
      this.losses = new double[GROUPS * memory.lanes()];
    }

    double run() {
      kernels.residualPass(rows, 0, exponent, 1e-3, weights, gradients, losses, GROUPS);
      return losses[0];
    }

    /** Multiply-adds of one trial's pass. */
    double multiplyAdds() {
      return exponent == 2 ? FEATURES * (FEATURES + 8.0) : 2.0 * rows.count() * FEATURES;
    }
  }

  /** What the rates count. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Steps of trials. */
    public double trialSteps;
  }

  /** Prepares the data. */
  @Setup
  public void prepare() {
    vector = Kernels.best(precision);
    vectorPass = new Pass(vector, exponent);
    scalarPass = new Pass(Kernels.scalar(precision), exponent);
  }

  /** The kernels that training uses. */
  @Benchmark
  public double vector(Counters counters) {
    counters.trialSteps += vectorPass.losses.length;
    return vectorPass.run();
  }

  /** Their definition. */
  @Benchmark
  public double scalar(Counters counters) {
    counters.trialSteps += scalarPass.losses.length;
    return scalarPass.run();
  }

  /** As many independent multiply-adds as those trial-steps have. */
  @Benchmark
  public long peak(Counters counters) {
    long done = vector.multiplyAdds(PEAK_ROUNDS);
    counters.trialSteps += done / vectorPass.multiplyAdds();
    return done;
  }
}
