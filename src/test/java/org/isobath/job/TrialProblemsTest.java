package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with trials and variants. */
final class TrialProblemsTest {
  private static final String TRIAL_KEYS =
      "network, depth, width, activation, bias, mask, loss, lossExponent, optimizer, learningRate, schedule, weightDecay, initializer, batchSize, sampler, batchReduction, features, inputNoise, labelNoise, pretraining, seed, steps, precision";
  private static final String NETWORKS = "linear, perceptron, tied-autoencoder, double-well";
  private static final String RULES =
      "gradient-descent, momentum, heavy-ball, nesterov, adagrad, adadelta, rmsprop, adam, adamw, langevin, end-to-end";
  private static final String STEPS = "a whole number from 1 to 1000000000000";

  @TempDir Path folder;

  private static List<Bad> bad() {
    return List.of(
        // the other values of a trial
        Bad.job(
            "+",
            "  network: [linear, lineer]",
            "job.yaml:8:21: trial.network[1]: unknown network; got lineer; allowed: "
                + NETWORKS
                + " — did you mean \"linear\"?"),
        Bad.job(
            "+",
            "  depth: 0",
            "job.yaml:8:10: trial.depth: is out of range; got 0; allowed: a whole number from 1 to 1000"),
        Bad.job(
            "+",
            "  depth: 1001",
            "job.yaml:8:10: trial.depth: is out of range; got 1001; allowed: a whole number from 1 to 1000"),
        Bad.job(
            "+",
            "  width: 0",
            "job.yaml:8:10: trial.width: is out of range; got 0; allowed: a whole number from 1 to 100000"),
        Bad.job(
            "+",
            "  width: 100001",
            "job.yaml:8:10: trial.width: is out of range; got 100001; allowed: a whole number from 1 to 100000"),
        Bad.job(
            "+",
            "  width: [[]]",
            "job.yaml:8:11: trial.width[0]: is an empty list; got []; allowed: the hidden widths, layer by layer"),
        Bad.job(
            "+",
            "  width: [[1, 0]]",
            "job.yaml:8:15: trial.width[0][1]: is out of range; got 0; allowed: a whole number from 1 to 100000"),
        Bad.job(
            "+",
            "  depth: [2, 3]\n  width: [[10, 20]]",
            "job.yaml:9:10: trial.width: [10, 20] are 2 hidden widths, but depth 2 has 1; allowed: as many as the depth less 1; put other depths into `variants`"),
        Bad.job(
            "+",
            "  depth: 2\n  width: [1, [1]]",
            "job.yaml:9:10: trial.width: repeated value at depth 2: [1]; got [1, [1]]; allowed: each network once"),
        Bad.job(
            "+",
            "  lossExponent: 3",
            "job.yaml:8:17: trial.lossExponent: must be even; got 3; allowed: 2, 4, 6"),
        Bad.job(
            "+",
            "  lossExponent: 8",
            "job.yaml:8:17: trial.lossExponent: is out of range; got 8; allowed: 2, 4, 6"),
        Bad.job(
            "+",
            "  optimizer: [gradient-descent, adm]",
            "job.yaml:8:33: trial.optimizer[1]: unknown optimizer; got adm; allowed: "
                + RULES
                + " — did you mean \"adam\"?"),
        Bad.job(
            "+",
            "  optimizer: gradientdescent",
            "job.yaml:8:14: trial.optimizer: unknown optimizer; got gradientdescent; allowed: "
                + RULES
                + " — did you mean \"gradient-descent\"?"),
        Bad.job(
            "+",
            "  optimizer: {gradient-descent: {beta: 0.9}}",
            "job.yaml:8:33: trial.optimizer.gradient-descent: gradient-descent has no constants; got {beta: 0.9}; allowed: gradient-descent"),
        Bad.job(
            "+",
            "  optimizer: 1",
            "job.yaml:8:14: trial.optimizer: must be one optimizer; got 1; allowed: " + RULES),
        Bad.job(
            "+",
            "  optimizer: [{momentum: {beta: 1}}, {nesterov: {beta: -0.1}}]",
            "job.yaml:8:33: trial.optimizer[0].momentum.beta: is out of range; got 1; allowed: a number from 0 to less than 1",
            "job.yaml:8:56: trial.optimizer[1].nesterov.beta: is out of range; got -0.1; allowed: a number from 0 to less than 1"),
        Bad.job(
            "+",
            "  optimizer: {adam: {beta1: 1.5, beta2: [0.9, 1], epsilon: 0, epsilonHat: yes}}",
            "job.yaml:8:29: trial.optimizer.adam.beta1: is out of range; got 1.5; allowed: a number from 0 to less than 1",
            "job.yaml:8:47: trial.optimizer.adam.beta2[1]: is out of range; got 1; allowed: a number from 0 to less than 1",
            "job.yaml:8:60: trial.optimizer.adam.epsilon: is out of range; got 0; allowed: a number greater than 0",
            "job.yaml:8:75: trial.optimizer.adam.epsilonHat: must be true or false; got yes; allowed: true, false"),
        Bad.job(
            "+",
            "  optimizer: {adadelta: {rho: [0, 1], epsilon: -1e-6}}",
            "job.yaml:8:32: trial.optimizer.adadelta.rho[0]: is out of range; got 0; allowed: a number greater than 0 and less than 1",
            "job.yaml:8:35: trial.optimizer.adadelta.rho[1]: is out of range; got 1; allowed: a number greater than 0 and less than 1",
            "job.yaml:8:48: trial.optimizer.adadelta.epsilon: is out of range; got -1e-6; allowed: a number greater than 0"),
        Bad.job(
            "+",
            "  optimizer: {adagrad: {epsilon: 0}}",
            "job.yaml:8:34: trial.optimizer.adagrad.epsilon: is out of range; got 0; allowed: a number greater than 0, or 0 if initialAccumulator is greater than 0"),
        Bad.job(
            "+",
            "  optimizer: {rmsprop: {epsilon: 0, epsilonInsideRoot: 1, betta: 0.9}}",
            "job.yaml:8:34: trial.optimizer.rmsprop.epsilon: is out of range; got 0; allowed: a number greater than 0",
            "job.yaml:8:56: trial.optimizer.rmsprop.epsilonInsideRoot: must be true or false; got 1; allowed: true, false",
            "job.yaml:8:59: trial.optimizer.rmsprop.betta: unknown key; allowed: beta, epsilon, epsilonInsideRoot, preset — did you mean \"beta\"?"),
        Bad.job(
            "+",
            "  optimizer: {adam: {preset: [paper, keras]}}",
            "job.yaml:8:38: trial.optimizer.adam.preset[1]: unknown preset of adam; got keras; allowed: paper, keras-2.3, pytorch, tf1"),
        Bad.job(
            "+",
            "  optimizer: {momentum: {preset: pytorch}}",
            "job.yaml:8:26: trial.optimizer.momentum.preset: unknown key; allowed: beta"),
        Bad.job(
            "+",
            "  optimizer: [langevin, {langevin: {temperature: -1}}, end-to-end, {end-to-end: {depth: 0.5}}]",
            "job.yaml:8:15: trial.optimizer[0].langevin.temperature: is required; allowed: a number that is 0 or greater",
            "job.yaml:8:50: trial.optimizer[1].langevin.temperature: is out of range; got -1; allowed: a number that is 0 or greater",
            "job.yaml:8:56: trial.optimizer[2].end-to-end.depth: is required; allowed: a whole number from 1 to 1000",
            "job.yaml:8:89: trial.optimizer[3].end-to-end.depth: must be a whole number; got 0.5; allowed: a whole number from 1 to 1000"),
        Bad.job(
            "+",
            "  depth: [1, 2]\n  optimizer: {end-to-end: {depth: 2}}",
            "job.yaml:9:14: trial.optimizer: end-to-end descends on one matrix, but the trial has depth 2; got {end-to-end: {depth: 2}}; allowed: depth 1, in a variant of its own; the depth that it follows is end-to-end.depth"),
        Bad.job(
            "+",
            "  optimizer: {end-to-end: {depth: 2}}\n  initializer: {gaussian: {standardDeviation: 0}}",
            "job.yaml:9:16: trial.initializer: end-to-end never leaves weights that are all zero; got {gaussian: {standardDeviation: 0}}; allowed: initial weights that are not zero, such as balanced"),
        Bad.job(
            "+",
            "  schedule: [cosine, {drops: {factor: 1, every: 0}}, exponential]",
            "job.yaml:8:14: trial.schedule[0]: unknown schedule; got cosine; allowed: constant, drops, exponential",
            "job.yaml:8:39: trial.schedule[1].drops.factor: is out of range; got 1; allowed: a number greater than 0 and less than 1",
            "job.yaml:8:49: trial.schedule[1].drops.every: is out of range; got 0; allowed: a whole number from 1 to 1000000000000",
            "job.yaml:8:54: trial.schedule[2].exponential.factor: is required; allowed: a number greater than 0 and less than 1"),
        Bad.job(
            "+",
            "  initializer: {gaussian: {sigma: 1, standardDeviation: -1}}",
            "job.yaml:8:28: trial.initializer.gaussian.sigma: unknown key; allowed: standardDeviation",
            "job.yaml:8:57: trial.initializer.gaussian.standardDeviation: is out of range; got -1; allowed: a number that is 0 or greater"),
        Bad.job(
            "+",
            "  initializer: {gaussian: 0.01}",
            "job.yaml:8:27: trial.initializer.gaussian: must be a mapping; got 0.01; allowed: the keys standardDeviation"),
        Bad.job(
            "+",
            "  initializer: {gaussian: {}, balanced: {}}",
            "job.yaml:8:16: trial.initializer: must be one initializer; got {gaussian: {}, balanced: {}}; allowed: gaussian, balanced, fan-in, direction, {file: weights.csv}"),
        Bad.job(
            "+",
            "  initializer: [gaussian, {gaussian: {standardDeviation: 0.01}}]",
            "job.yaml:8:27: trial.initializer[1]: repeated value; got {gaussian: {standardDeviation: 0.01}}; allowed: each value once"),
        Bad.job(
            "+",
            "  initializer: {file: none.csv}",
            "job.yaml:8:23: trial.initializer.file: no such file; got none.csv"),
        Bad.job(
            "+",
            "  initializer: {file: bad.csv}",
            "bad.csv:3:8: value: must be a number; got x; allowed: a finite number",
            "bad.csv:4:1: repeated weight; got 1,0,0,1; allowed: each layer, row and column once",
            "bad.csv:5:1: has 2 fields; got 1,0; allowed: 4 fields",
            "bad.csv:6:1: layer: is out of range; got 0; allowed: a whole number from 1 to 2147483647",
            "bad.csv:6:3: row: is out of range; got -1; allowed: a whole number from 0 to 2147483647",
            "bad.csv:6:6: column: must be a whole number; got 1.5; allowed: a whole number from 0 to 2147483647",
            "bad.csv:6:10: value: is too large for a double; got 1e999; allowed: a finite number"),
        Bad.job(
            "+",
            "  initializer: {file: ok.csv, sha256: \"0\", sha: 1}",
            "job.yaml:8:39: trial.initializer.sha256: does not match: the file has other weights; got \"0\"; allowed: d0a945081991d35413a20dc8bf776eec589e16d091bd15d292fe4f5a8ac72d27",
            "job.yaml:8:44: trial.initializer.sha: unknown key; allowed: file, sha256"),
        // variants
        Bad.job(
            "+",
            "variants: []",
            "job.yaml:8:11: variants: must be a list of variants; got []; allowed: a list of 1 to 1000 mappings, each laid over `trial`"),
        Bad.job(
            "+",
            "variants: {depth: 2}",
            "job.yaml:8:11: variants: must be a list of variants; got {depth: 2}; allowed: a list of 1 to 1000 mappings, each laid over `trial`"),
        Bad.job(
            "+",
            "variants: [{depth: 2}, 3]",
            "job.yaml:8:24: variants[1]: must be a mapping; got 3; allowed: the keys "
                + TRIAL_KEYS),
        Bad.job(
            "+",
            "variants:\n- {}\n- {steps: fast, depht: 2}",
            "job.yaml:10:11: variants[1].steps: must be a whole number; got fast; allowed: "
                + STEPS,
            "job.yaml:10:17: variants[1].depht: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"depth\"?"),
        Bad.job(
            "+",
            "variants: [{depth: [1, 2]}, {depth: 3}, {depth: [4, 2]}]",
            "job.yaml:8:41: variants[2]: shares trials with variants[0]; allowed: variants that differ in some value of every trial"),
        Bad.job(
            "+",
            "variants: [{}, {seed: {from: 1, count: 1e12}}]",
            "job.yaml:8:16: variants[1]: shares trials with variants[0]; allowed: variants that differ in some value of every trial"),
        Bad.job(
            "+",
            "variants: [{seed: {from: 1, count: 1e12}}, {seed: {from: 1000000000000, count: 1e12}}]",
            "job.yaml:8:44: variants[1]: shares trials with variants[0]; allowed: variants that differ in some value of every trial"),
        Bad.job(
            "  steps: 10\n",
            "variants: [{steps: 1}, {depth: 2}]\n",
            "job.yaml:7:24: variants[1].steps: is required; allowed: a whole number, or a list of them"),
        Bad.job(
            "+",
            "  seed: {from: 0, count: 1e12}\n  depth: {from: 1, count: 1000}\n  lossExponent: [2, 4]\n  weightDecay: {from: 1e-99, to: 1e99, perDecade: [1,2,3,4,5,6,7,8,9]}\n  width: {from: 1, count: 10}",
            "job.yaml:6:3: trial: too many trials; allowed: at most 2^63 - 1 trials in all"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadJobIsRefusedWithEveryProblemInItsPlace(Bad bad) throws IOException {
    assertThat(bad.problems(folder)).containsExactlyElementsOf(bad.expected());
  }

  @Test
  void aWrongSetIsRefused() throws IOException {
    String form = "; allowed: PATH=VALUE, such as trial.steps=1000 or variants[0].depth=[1, 2]";
    for (String set : List.of("x", "=1", "trial..x=1", ".trial=1", "trial.=1", "[0]=1", "a[x]=1")) {
      assertThat(JobText.problems(folder, JobText.SHORTEST, set))
          .containsExactly("--set: must be a path, = and a value; got " + set + form);
    }
    assertThat(JobText.problems(folder, JobText.SHORTEST, "variants[0].depth=2"))
        .containsExactly(
            "--set variants[0].depth=…: variants: has no item [0]; allowed: an item that the job"
                + " has");
    assertThat(JobText.problems(folder, JobText.SHORTEST, "trial.steps=[1"))
        .containsExactly(
            "--set trial.steps=…: trial.steps: cannot be read as YAML: expected ',' or ']', but"
                + " got <stream end> (while parsing a flow sequence)");
    assertThat(
            JobText.problems(folder, JobText.SHORTEST, "data.scaling=[none]", "data.scaling.x=1"))
        .containsExactly(
            "--set data.scaling.x=…: data.scaling: is a list; allowed: one of its items, such as"
                + " data.scaling[0]");
    assertThat(JobText.problems(folder, JobText.SHORTEST, "trial.depht=1"))
        .containsExactly(
            "--set trial.depht=…: trial.depht: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"depth\"?");
    assertThat(JobText.problems(folder, JobText.SHORTEST, "trial.steps=*a"))
        .containsExactly(
            "--set trial.steps=…: trial.steps: aliases are not allowed; allowed: the value itself");
  }

  @Test
  void aLongListOfValuesIsRefusedOnce() throws IOException {
    String list = "[" + "1, ".repeat(100_000) + "]";
    assertThat(JobText.problems(folder, JobText.SHORTEST.replace("0.1", list)))
        .containsExactly(
            "job.yaml:6:17: trial.learningRate: has more than 10000 values; got"
                + " [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1…; allowed: at most"
                + " 10000");
  }
}
