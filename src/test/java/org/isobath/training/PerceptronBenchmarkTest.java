package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.training.PerceptronBenchmark.Result;
import org.isobath.training.PerceptronBenchmark.Workload;
import org.junit.jupiter.api.Test;

/** What a benchmark of perceptrons counts. */
final class PerceptronBenchmarkTest {
  private static final Workload SMALL = new Workload(6, 5, 3, 4, 12, Precision.FLOAT64);

  /** The loops of a plain program, one multiply-add after the other. */
  @Test
  void operationsAreThoseOfTheLayersProducts() {
    int[] sizes = {SMALL.features(), SMALL.hidden(), SMALL.classes()};
    int multiplyAdds = 0;
    for (int layer = 1; layer < sizes.length; layer++) {
      for (int output = 0; output < sizes[layer]; output++) {
        for (int input = 0; input < sizes[layer - 1]; input++) {
          multiplyAdds++; // forward
          multiplyAdds++; // forward, for the losses at the end of the epoch
          multiplyAdds++; // gradient
          multiplyAdds += layer > 1 ? 1 : 0; // what is passed down
        }
      }
    }
    assertThat(SMALL.flops()).isEqualTo(2 * multiplyAdds);
    assertThat(SMALL.network()).isEqualTo("6-5-3");
  }

  @Test
  void aPackIsHeldAgainstOneTrialAndThePeak() {
    Result result = new PerceptronBenchmark(Kernels::best, 0.02).measure(SMALL);
    // How fast it was is nobody's test; that it was measured is.
    assertThat(result.peakFlopsPerSecond()).isPositive();
    assertThat(result.rowStepsPerSecond()).isNotNaN().isNotZero();
    assertThat(result.gain()).isNotNaN().isNotZero();
    assertThat(result.shareOfPeak()).isNotNaN().isNotZero();
  }
}
