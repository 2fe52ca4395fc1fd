package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with numbers and ranges. */
final class NumberProblemsTest {
  private static final String POSITIVE = "; allowed: a number greater than 0";
  private static final String STEPS = "a whole number from 1 to 1000000000000";

  @TempDir Path folder;

  private static List<Bad> bad() {
    return List.of(
        // numbers
        Bad.job(
            "0.1",
            "fast",
            "job.yaml:6:17: trial.learningRate: must be a number; got fast" + POSITIVE),
        Bad.job(
            "0.1",
            "\"0.1\"",
            "job.yaml:6:17: trial.learningRate: must be a number (without quotes); got \"0.1\""
                + POSITIVE),
        Bad.job(
            "0.1",
            "\"fast\"",
            "job.yaml:6:17: trial.learningRate: must be a number; got \"fast\"" + POSITIVE),
        Bad.job(
            "0.1",
            "yes",
            "job.yaml:6:17: trial.learningRate: must be a number; got yes" + POSITIVE),
        Bad.job(
            "0.1",
            "true",
            "job.yaml:6:17: trial.learningRate: must be a number; got true" + POSITIVE),
        Bad.job(
            "0.1",
            "",
            "job.yaml:6:16: trial.learningRate: must be a number; got nothing" + POSITIVE),
        Bad.job(
            "0.1", "~", "job.yaml:6:17: trial.learningRate: must be a number; got ~" + POSITIVE),
        Bad.job(
            "0.1",
            ".nan",
            "job.yaml:6:17: trial.learningRate: must be finite; got .nan" + POSITIVE),
        Bad.job(
            "0.1",
            "-.INF",
            "job.yaml:6:17: trial.learningRate: must be finite; got -.INF" + POSITIVE),
        Bad.job(
            "0.1",
            "NaN",
            "job.yaml:6:17: trial.learningRate: must be a number; got NaN" + POSITIVE),
        Bad.job(
            "0.1",
            "1e999",
            "job.yaml:6:17: trial.learningRate: is too large for a double; got 1e999" + POSITIVE),
        Bad.job(
            "0.1",
            "1e-999",
            "job.yaml:6:17: trial.learningRate: is too small for a double: it would be 0; got 1e-999"
                + POSITIVE),
        Bad.job(
            "0.1",
            "1e-99999999999999999999",
            "job.yaml:6:17: trial.learningRate: is too small for a double: it would be 0; got 1e-99999999999999999999"
                + POSITIVE),
        Bad.job(
            "0.1",
            "0e99999999999999999999",
            "job.yaml:6:17: trial.learningRate: is out of range; got 0e99999999999999999999"
                + POSITIVE),
        Bad.job(
            "0.1",
            "0x1F",
            "job.yaml:6:17: trial.learningRate: must be written in decimal; got 0x1F" + POSITIVE),
        Bad.job(
            "0.1",
            "0o17",
            "job.yaml:6:17: trial.learningRate: must be written in decimal; got 0o17" + POSITIVE),
        Bad.job(
            "0.1",
            "1_000",
            "job.yaml:6:17: trial.learningRate: must be a number (without underscores); got 1_000"
                + POSITIVE),
        Bad.job(
            "0.1",
            "-0.1",
            "job.yaml:6:17: trial.learningRate: is out of range; got -0.1" + POSITIVE),
        Bad.job(
            "0.1",
            "{}",
            "job.yaml:6:17: trial.learningRate.from: is required; allowed: a number, as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}",
            "job.yaml:6:17: trial.learningRate.to: is required; allowed: a number, as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}",
            "job.yaml:6:17: trial.learningRate.perDecade: is required; allowed: numbers, as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}"),
        Bad.job(
            "0.1",
            "[]",
            "job.yaml:6:17: trial.learningRate: is an empty list; got []; allowed: at least one value"),
        Bad.job(
            "0.1",
            "[0.1, 1e-1]",
            "job.yaml:6:23: trial.learningRate[1]: repeated value; got 1e-1; allowed: each value once"),
        Bad.job(
            "0.1",
            "[0.1, [0.2]]",
            "job.yaml:6:23: trial.learningRate[1]: must be a number; got [0.2]" + POSITIVE),
        Bad.job(
            "0.1",
            "[0.1, {from: 1, to: 2, perDecade: 1}]",
            "job.yaml:6:23: trial.learningRate[1]: must be a number; got {from: 1, to: 2, perDecade: 1}"
                + POSITIVE),
        Bad.job(
            "steps: 10",
            "steps: 1.5",
            "job.yaml:7:10: trial.steps: must be a whole number; got 1.5; allowed: " + STEPS),
        Bad.job(
            "steps: 10",
            "steps: 0",
            "job.yaml:7:10: trial.steps: is out of range; got 0; allowed: " + STEPS),
        Bad.job(
            "steps: 10",
            "steps: 1e13",
            "job.yaml:7:10: trial.steps: is out of range; got 1e13; allowed: " + STEPS),
        Bad.job(
            "steps: 10",
            "steps: 1e300",
            "job.yaml:7:10: trial.steps: is out of range; got 1e300; allowed: " + STEPS),
        Bad.job(
            "steps: 10",
            "steps: [10, 1e1]",
            "job.yaml:7:15: trial.steps[1]: repeated value; got 1e1; allowed: each value once"),
        Bad.job(
            "+",
            "  weightDecay: -1",
            "job.yaml:8:16: trial.weightDecay: is out of range; got -1; allowed: a number that is 0 or greater"),
        Bad.job(
            "+",
            "  seed: -1",
            "job.yaml:8:9: trial.seed: is out of range; got -1; allowed: a whole number from 0 to 2^63 - 1"),
        Bad.job(
            "+",
            "  seed: 9223372036854775808",
            "job.yaml:8:9: trial.seed: is out of range; got 9223372036854775808; allowed: a whole number from 0 to 2^63 - 1"),
        Bad.job(
            "+",
            "  seed: [1, 1]",
            "job.yaml:8:13: trial.seed[1]: repeated value; got 1; allowed: each value once"),
        // ranges
        Bad.job(
            "0.1",
            "{from: 1e-3, to: 1e-5, perDecade: [1]}",
            "job.yaml:6:17: trial.learningRate: is empty: from is greater than to; got {from: 1e-3, to: 1e-5, perDecade: [1]}; allowed: from ≤ to"),
        Bad.job(
            "0.1",
            "{from: 2, to: 4, perDecade: [1, 5]}",
            "job.yaml:6:17: trial.learningRate: is empty: no value lies between from and to; got {from: 2, to: 4, perDecade: [1, 5]}; allowed: at least one value"),
        Bad.job(
            "0.1",
            "{from: 0, to: 1, perDecade: [1]}",
            "job.yaml:6:24: trial.learningRate.from: is out of range; got 0" + POSITIVE),
        Bad.job(
            "0.1",
            "{from: 1, to: 2}",
            "job.yaml:6:17: trial.learningRate.perDecade: is required; allowed: numbers, as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}"),
        Bad.job(
            "0.1",
            "{from: 1, to: 2, perDecade: []}",
            "job.yaml:6:45: trial.learningRate.perDecade: is an empty list; got []; allowed: at least one value"),
        Bad.job(
            "0.1",
            "{from: 1, to: 2, perDecade: [0.5, 10, 1, 1.0]}",
            "job.yaml:6:46: trial.learningRate.perDecade[0]: is out of range; got 0.5; allowed: a number from 1 to less than 10",
            "job.yaml:6:51: trial.learningRate.perDecade[1]: is out of range; got 10; allowed: a number from 1 to less than 10",
            "job.yaml:6:58: trial.learningRate.perDecade[3]: repeated value; got 1.0; allowed: each value once"),
        Bad.job(
            "0.1",
            "{from: 1, to: 2, perdecade: 1}",
            "job.yaml:6:34: trial.learningRate.perdecade: unknown key; allowed: from, to, perDecade — did you mean \"perDecade\"?"),
        Bad.job(
            "0.1",
            "{from: 1, count: 2}",
            "job.yaml:6:17: trial.learningRate.to: is required; allowed: a number, as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}",
            "job.yaml:6:17: trial.learningRate.perDecade: is required; allowed: numbers, as in {from: 1e-5, to: 0.5, perDecade: [1, 5]}",
            "job.yaml:6:27: trial.learningRate.count: unknown key; allowed: from, to, perDecade"),
        Bad.job(
            "0.1",
            "{from: 1, to: 2, perDecade: [1, 1.00000000000000000001]}",
            "job.yaml:6:17: trial.learningRate: has values too close together for doubles; got {from: 1, to: 2, perDecade: [1, 1.00000000000000000001]}; allowed: each value once"),
        Bad.job(
            "steps: 10",
            "steps: {from: 1, to: 10}",
            "job.yaml:7:10: trial.steps.count: is required; allowed: a whole number, as in {from: 1, count: 5}",
            "job.yaml:7:20: trial.steps.to: unknown key; allowed: from, count"),
        Bad.job(
            "steps: 10",
            "steps: {from: 1, count: 0}",
            "job.yaml:7:27: trial.steps.count: is out of range; got 0; allowed: " + STEPS),
        Bad.job(
            "steps: 10",
            "steps: {from: 1, count: 10001}",
            "job.yaml:7:10: trial.steps: has more than 10000 values; got {from: 1, count: 10001}; allowed: at most 10000"),
        Bad.job(
            "+",
            "  depth: {from: 999, count: 3}",
            "job.yaml:8:10: trial.depth: goes beyond the largest value allowed; got {from: 999, count: 3}; allowed: values up to 1000"),
        Bad.job(
            "+",
            "  seed: {from: 9223372036854775807, count: 2}",
            "job.yaml:8:9: trial.seed: goes beyond the largest value allowed; got {from: 9223372036854775807, count: 2}; allowed: values up to 9223372036854775807"),
        Bad.job(
            "+",
            "  seed: {from: 1, count: 1e13}",
            "job.yaml:8:26: trial.seed.count: is out of range; got 1e13; allowed: " + STEPS),
        Bad.job(
            "+",
            "  lossExponent: {from: 2, count: 3}",
            "job.yaml:8:17: trial.lossExponent: must be a whole number; got {from: 2, count: 3}; allowed: 2, 4, 6"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadJobIsRefusedWithEveryProblemInItsPlace(Bad bad) throws IOException {
    assertThat(bad.problems(folder)).containsExactlyElementsOf(bad.expected());
  }
}
