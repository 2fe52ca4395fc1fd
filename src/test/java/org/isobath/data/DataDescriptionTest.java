package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DataDescriptionTest {
  @Test
  void aSmallDatasetIsDescribedByHand() {
    double[] x = {2, 0, 0, 1};
    double[] y = {3, 5};
    Dataset data = RandomData.of(2, 1, x, y);
    DataDescription found = DataDescription.of(data, 2, 4);
    assertThat(found.largestEigenvalue()).hasValue(2);
    assertThat(found.largestStableRate()).hasValue(1);
    assertThat(found.conditionNumber()).hasValue(4);
    assertThat(found.targets()).containsExactly(new DataDescription.Target("y0", 4, 1, 3, 5));
    assertThat(found.leastLosses())
        .containsExactly(new DataDescription.LeastLoss(2, 0), new DataDescription.LeastLoss(4, 0));
    assertThat(found.fingerprint()).isEqualTo(data.fingerprint());
    assertThat(found.rows()).isEqualTo(2);
    assertThat(found.features()).isEqualTo(2);
  }

  @Test
  void dependentFeaturesHaveNoConditionNumberAndZeroFeaturesNoRate() {
    Dataset data = RandomData.gaussian(50, 3, 1, 1);
    Dataset dependent = RandomData.map(data, (c, x) -> c == 2 ? x[0] - x[1] : x[c]);
    assertThat(DataDescription.of(dependent).conditionNumber()).isEmpty();
    DataDescription nothing = DataDescription.of(RandomData.map(data, (c, x) -> 0));
    assertThat(nothing.conditionNumber()).isEmpty();
    assertThat(nothing.largestStableRate()).isEmpty();
    assertThat(nothing.leastLosses()).isEmpty();
  }
}
