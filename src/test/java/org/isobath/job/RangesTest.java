package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.isobath.sweep.Axis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RangesTest {
  @TempDir Path folder;

  private Axis<Double> rates(String learningRate) throws Exception {
    String trial = "steps: 1, learningRate: " + learningRate;
    return JobText.read(folder, JobText.trial(trial)).experiment().grids().get(0).learningRates();
  }

  @Test
  void aRangeIsTheListOfItsValuesBitForBit() throws Exception {
    Random random = new Random(20180601);
    for (int round = 0; round < 60; round++) {
      int low = -320 + random.nextInt(600);
      int decades = 1 + random.nextInt(20);
      List<String> digits = new ArrayList<>();
      for (int significand = 10 + random.nextInt(20); significand < 100; ) {
        digits.add(significand / 10 + "." + significand % 10);
        significand += 1 + random.nextInt(40);
      }
      List<String> listed = new ArrayList<>();
      for (int e = low; e < low + decades; e++) {
        for (String digit : digits) {
          listed.add(digit + "e" + e);
        }
      }
      String range =
          "{from: 1e%d, to: 9.99e%d, perDecade: %s}".formatted(low, low + decades - 1, digits);
      assertThat(rates(range)).as(range).isEqualTo(rates(listed.toString()));
    }
  }

  @Test
  void bothEndsBelongToARange() throws Exception {
    assertThat(rates("{from: 5e-1, to: 50, perDecade: [5, 1]}"))
        .isEqualTo(Axis.of(List.of(0.5, 1.0, 5.0, 10.0, 50.0)));
    assertThat(rates("{from: 0.050, to: 0.1e0, perDecade: 7.5}"))
        .isEqualTo(Axis.of(List.of(0.075)));
    assertThat(rates("{from: 0.3, to: 0.3, perDecade: [3]}")).isEqualTo(Axis.of(List.of(0.3)));
  }

  @Test
  void numbersFollowTheCoreSchema() throws Exception {
    assertThat(rates("[1e-5, 1.0e-4, .5, +1, 2., 3E+2, 00.25]"))
        .isEqualTo(Axis.of(List.of(1e-5, 1e-4, 0.5, 1.0, 2.0, 300.0, 0.25)));
  }

  @Test
  void wholeNumbersHaveRangesToo() throws Exception {
    String trial =
        "learningRate: 1, steps: {from: 5, count: 3}, depth: {from: 2, count: 2},"
            + " width: {from: 3, count: 1}";
    var grid = JobText.read(folder, JobText.trial(trial)).experiment().grids().get(0);
    assertThat(grid.steps()).isEqualTo(Axis.of(List.of(5L, 6L, 7L)));
    assertThat(grid.networks().get(1).widths()).containsExactly(3, 3);
  }
}
