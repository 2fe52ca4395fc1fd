package org.isobath.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.isobath.kernel.Dense;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.kernel.Precision;
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
 * The products of the first layer of perceptrons, a group of lanes at a time, beside the rate of
 * multiply-adds that the processor's units can reach: compare the rows {@code multiplyAdds}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Thread)
public class LayerBenchmark {
  @Param({"FLOAT64", "FLOAT32"})
  public Precision precision;

  /** Inputs, outputs and rows of a batch. */
  @Param({"20-100-50", "64-32-32", "784-128-64"})
  public String shape;

  private Kernels kernels;
  private Dense layer;
  private int rows;
  private int shared;
  private int a;
  private int w;
  private int z;
  private int g;
  private int da;

  /** Multiply-adds that were done. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counter {
    public long multiplyAdds;
  }

  @Setup
  public void allocate() {
    kernels = Kernels.best(precision);
    String[] sizes = shape.split("-");
    layer = new Dense(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), true);
    rows = Integer.parseInt(sizes[2]);
    LaneMemory memory = kernels.memory();
    shared = random(memory.sharedElements(rows * layer.inputs()));
    a = random(rows * layer.inputs());
    w = random(layer.weights());
    z = random(rows * layer.outputs());
    g = random(layer.weights());
    da = random(rows * layer.inputs());
  }

  private int random(int elements) {
    Random random = new Random(elements);
    int address = kernels.memory().allocate(elements);
    for (int e = 0; e < elements; e++) {
      for (int lane = 0; lane < precision.lanes(); lane++) {
        kernels.memory().set(address, e, lane, random.nextGaussian());
      }
    }
    return address;
  }

  private void count(Counter counter) {
    counter.multiplyAdds += (long) rows * layer.inputs() * layer.outputs() * precision.lanes();
  }

  @Benchmark
  public void forward(Counter counter) {
    kernels.forward(layer, rows, a, w, z);
    count(counter);
  }

  @Benchmark
  public void forwardShared(Counter counter) {
    kernels.forwardShared(layer, rows, shared, w, z);
    count(counter);
  }

  @Benchmark
  public void backward(Counter counter) {
    kernels.backward(layer, rows, z, w, da);
    count(counter);
  }

  @Benchmark
  public void gradient(Counter counter) {
    kernels.gradient(layer, rows, a, z, g, false);
    count(counter);
  }

  @Benchmark
  public void gradientShared(Counter counter) {
    kernels.gradientShared(layer, rows, shared, z, g, false);
    count(counter);
  }

  @Benchmark
  public void peak(Counter counter) {
    counter.multiplyAdds += kernels.multiplyAdds(100_000);
  }
}
