package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with networks, losses and presentations, and with their combinations. */
final class NetworkProblemsTest {
  private static final String LINEAR =
      "allowed: a linear network with a power loss on all of the data as they are, in a ";

  @TempDir Path folder;

  private static List<Bad> bad() {
    return List.of(
        // values by themselves
        Bad.job(
            "+",
            "  network: {perceptron: {depth: 2}}",
            "job.yaml:8:25: trial.network.perceptron: perceptron has no constants; got {depth: 2}; allowed: perceptron"),
        Bad.job(
            "+",
            "  network: [double-well, {double-well: {directions: 0, height: 0, flat: 2, sharp: 1}}]",
            "job.yaml:8:13: trial.network[0].double-well.directions: is required; allowed: a whole number from 1 to 100000",
            "job.yaml:8:53: trial.network[1].double-well.directions: is out of range; got 0; allowed: a whole number from 1 to 100000",
            "job.yaml:8:64: trial.network[1].double-well.height: is out of range; got 0; allowed: a number greater than 0"),
        Bad.job(
            "+",
            "  network: {double-well: {directions: 1, flat: 2, sharp: 1}}",
            "job.yaml:8:58: trial.network.double-well.sharp: is out of range; got 1; allowed: a number that is not less than flat"),
        Bad.job(
            "+",
            "  network: perceptron\n  activation: [relu, rely]\n  bias: 1",
            "job.yaml:9:22: trial.activation[1]: unknown activation; got rely; allowed: identity, relu, elu, softplus, sigmoid, tanh, square — did you mean \"relu\"?",
            "job.yaml:10:9: trial.bias: must be true or false; got 1; allowed: true, false"),
        Bad.job(
            "+",
            "  network: perceptron\n  mask: m.csv",
            "job.yaml:9:9: trial.mask: must be one mask; got m.csv; allowed: none, {file: mask.csv}"),
        Bad.job(
            "+",
            "  network: perceptron\n  mask: {file: ok.csv}",
            "job.yaml:9:16: trial.mask.file: has 0.5 in layer 1, row 0, column 0; got ok.csv; allowed: 0 and 1"),
        Bad.job(
            "+",
            "  network: perceptron\n  mask: [{file: mask.csv, sha256: x}, {file: none.csv}]",
            "job.yaml:9:35: trial.mask[0].sha256: does not match: the file has other weights; got x; allowed: 089acf6f65260290ea70ba4c6997c097c19faf8ae742680b745e0b27a198df67",
            "job.yaml:9:46: trial.mask[1].file: no such file; got none.csv"),
        Bad.job(
            "+",
            "  loss: logistics",
            "job.yaml:8:9: trial.loss: unknown loss; got logistics; allowed: power, softmax-cross-entropy, logistic — did you mean \"logistic\"?"),
        Bad.job(
            "+",
            "  batchSize: [0, fool]\n  sampler: shuffled\n  batchReduction: average",
            "job.yaml:8:15: trial.batchSize[0]: is out of range; got 0; allowed: full, or a whole number from 1 to 1000000000",
            "job.yaml:8:18: trial.batchSize[1]: must be a whole number; got fool; allowed: full, or a whole number from 1 to 1000000000",
            "job.yaml:9:12: trial.sampler: unknown sampler; got shuffled; allowed: full-batch, in-order, reshuffled, with-replacement — did you mean \"reshuffled\"?",
            "job.yaml:10:19: trial.batchReduction: unknown batchReduction; got average; allowed: mean, sum"),
        Bad.job(
            "+",
            "  features: [all, 0]\n  inputNoise: -1\n  labelNoise: .inf",
            "job.yaml:8:19: trial.features[1]: is out of range; got 0; allowed: all, or a whole number from 1 to 1000000000",
            "job.yaml:9:15: trial.inputNoise: is out of range; got -1; allowed: a number that is 0 or greater",
            "job.yaml:10:15: trial.labelNoise: must be finite; got .inf; allowed: a number that is 0 or greater"),
        Bad.job(
            "+",
            "  pretraining: [nothing, random-labels, {random-labels: {replicas: -1, zeroed: 2, steps: 0, learningRate: 0}}]",
            "job.yaml:8:17: trial.pretraining[0]: unknown pretraining; got nothing; allowed: none, random-labels",
            "job.yaml:8:26: trial.pretraining[1].random-labels.steps: is required; allowed: a whole number from 1 to 1000000000000",
            "job.yaml:8:26: trial.pretraining[1].random-labels.learningRate: is required; allowed: a number greater than 0",
            "job.yaml:8:68: trial.pretraining[2].random-labels.replicas: is out of range; got -1; allowed: a whole number from 0 to 1000",
            "job.yaml:8:80: trial.pretraining[2].random-labels.zeroed: is out of range; got 2; allowed: a number from 0 to 1",
            "job.yaml:8:90: trial.pretraining[2].random-labels.steps: is out of range; got 0; allowed: a whole number from 1 to 1000000000000",
            "job.yaml:8:107: trial.pretraining[2].random-labels.learningRate: is out of range; got 0; allowed: a number greater than 0"),
        Bad.job(
            "+",
            "  initializer: [{fan-in: {gain: 0}}, direction]",
            "job.yaml:8:33: trial.initializer[0].fan-in.gain: is out of range; got 0; allowed: a number greater than 0",
            "job.yaml:8:38: trial.initializer[1].direction.ratio: is required; allowed: a number that is 0 or greater"),
        Bad.job(
            "+",
            "stop: {trainAccuracy: 1.1}",
            "job.yaml:8:23: stop.trainAccuracy: is out of range; got 1.1; allowed: a number greater than 0 and at most 1"),
        // what means nothing for a network
        Bad.job(
            "+",
            "  activation: relu\n  bias: true\n  mask: none",
            "job.yaml:8:15: trial.activation: has no meaning for a linear network; got relu; allowed: network: perceptron; or no activation",
            "job.yaml:9:9: trial.bias: has no meaning for a linear network; got true; allowed: network: perceptron; or no bias",
            "job.yaml:10:9: trial.mask: has no meaning for a linear network; got none; allowed: network: perceptron; or no mask"),
        Bad.job(
            "+",
            "  network: tied-autoencoder\n  width: 3\n  activation: relu",
            "job.yaml:9:10: trial.width: has no meaning for a tied-autoencoder network; got 3; allowed: network: linear, perceptron; or no width",
            "job.yaml:10:15: trial.activation: has no meaning for a tied-autoencoder network; got relu; allowed: network: perceptron; or no activation"),
        Bad.job(
            "+",
            "  network: {double-well: {directions: 1}}\n  depth: 2\n  loss: power\n  batchSize: 1",
            "job.yaml:9:10: trial.depth: has no meaning for a double-well network; got 2; allowed: network: linear, perceptron; or no depth"),
        Bad.job(
            "+",
            "  network: {double-well: {directions: 1}}\n  lossExponent: 2\n  batchSize: 1",
            "job.yaml:9:17: trial.lossExponent: a double-well is its own loss; got 2; allowed: none of it for a double-well: put other networks into `variants`",
            "job.yaml:10:14: trial.batchSize: a double-well has no data; got 1; allowed: none of it for a double-well: put other networks into `variants`"),
        Bad.job(
            "+",
            "  network: tied-autoencoder\n  loss: logistic\n  labelNoise: 0.1\n  pretraining: {random-labels: {steps: 1, learningRate: 1}}",
            "job.yaml:9:9: trial.loss: a tied-autoencoder predicts numbers, not classes; got logistic; allowed: loss: power",
            "job.yaml:10:15: trial.labelNoise: a tied-autoencoder has no labels; got 0.1; allowed: other networks, in a variant of their own",
            "job.yaml:11:16: trial.pretraining: a tied-autoencoder has no labels; got {random-labels: {steps: 1, learningRate: 1}}; allowed: other networks, in a variant of their own"),
        Bad.job(
            "+",
            "  network: perceptron\n  initializer: balanced",
            "job.yaml:9:16: trial.initializer: balanced has no meaning for a perceptron network; got balanced; allowed: network: linear; or another initializer, in a variant of its own"),
        Bad.job(
            "+",
            "  network: perceptron\n  initializer: {direction: {ratio: 1}}",
            "job.yaml:9:16: trial.initializer: direction has no meaning for a perceptron network; got {direction: {ratio: 1}}; allowed: network: tied-autoencoder; or another initializer, in a variant of its own"),
        // losses and batches
        Bad.job(
            "+",
            "  loss: logistic\n  lossExponent: 2",
            "job.yaml:9:17: trial.lossExponent: logistic has no exponent; got 2; allowed: loss: power, or no lossExponent"),
        Bad.job(
            "+",
            "  sampler: in-order",
            "job.yaml:8:12: trial.sampler: in-order needs a batchSize; got in-order; allowed: full-batch, or a batchSize that is a number"),
        Bad.job(
            "+",
            "  batchSize: [full, 5]\n  sampler: [in-order, full-batch]",
            "job.yaml:9:12: trial.sampler: full-batch takes all rows, but batchSize is 5; got [in-order, full-batch]; allowed: in-order, reshuffled, with-replacement; or batchSize: full"),
        Bad.job(
            "+",
            "  features: {from: 1, count: 5000}\n  inputNoise: [0, 0.1, 0.2]",
            "job.yaml:8:13: trial.features: batches, features, noise and pretraining make 15000 presentations; got {from: 1, count: 5000}; allowed: at most 10000"),
        Bad.job(
            "+",
            "  network: perceptron\n  depth: 2\n  width: {from: 1, count: 5000}\n  activation: [relu, tanh, elu]",
            "job.yaml:11:15: trial.activation: kinds, depths, widths, activations, biases and masks make 15000 networks; got [relu, tanh, elu]; allowed: at most 10000"),
        // end to end
        Bad.job(
            "+",
            "  network: perceptron\n  optimizer: {end-to-end: {depth: 2}}",
            "job.yaml:9:14: trial.optimizer: end-to-end descends on the matrix of a linear network, but the trial has network perceptron; got {end-to-end: {depth: 2}}; "
                + LINEAR
                + "variant of its own"),
        Bad.job(
            "+",
            "  batchSize: 7\n  optimizer: {end-to-end: {depth: 2}}",
            "job.yaml:9:14: trial.optimizer: end-to-end descends on the matrix of a linear network, but the trial has batches, features, noise or pretraining; got {end-to-end: {depth: 2}}; "
                + LINEAR
                + "variant of its own"),
        Bad.job(
            "+",
            "  loss: logistic\nrecord: {measures: [gradient-norm, end-to-end-gap]}",
            "job.yaml:9:20: record.measures: end-to-end-gap is a measure of linear networks, but the job has loss logistic; got [gradient-norm, end-to-end-gap]; "
                + LINEAR
                + "job of its own"),
        // comparisons
        Bad.job(
            "+",
            "compare: {axis: activation}",
            "job.yaml:8:17: compare.axis: no network of the sweep has an activation; got activation; allowed: another axis"),
        Bad.job(
            "+",
            "  loss: logistic\ncompare: {axis: lossExponent}",
            "job.yaml:9:17: compare.axis: no loss of the sweep has an exponent; got lossExponent; allowed: another axis"),
        Bad.job(
            "+",
            "  features: [all, 5]\ncompare: {axis: features}",
            "job.yaml:9:17: compare.axis: features cannot be compared while a trial's are all; got features; allowed: their number in its place"),
        Bad.job(
            "+",
            "  batchSize: [full, 5]\ncompare: {axis: batchSize, baseline: 6}",
            "job.yaml:9:38: compare.baseline: is no value of the sweep; got 6; allowed: full, 5"),
        Bad.job(
            "+",
            "  network: [linear, perceptron]\n  depth: [1, 2]\n  activation: [relu, tanh]\ncompare: {groups: {a: {network: linear}, b: {network: linear, activation: tanh}}}",
            "job.yaml:11:45: compare.groups.b: no setting of the sweep is like this; got {network: linear, activation: tanh}; allowed: values that occur together"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadTrialIsRefusedWithEveryProblemInItsPlace(Bad bad) throws IOException {
    Files.writeString(folder.resolve("mask.csv"), "layer,row,column,value\n1,0,0,1\n");
    assertThat(bad.problems(folder)).containsExactlyElementsOf(bad.expected());
  }

  @Test
  void whatMeansNothingForANetworkIsCountedOnce() throws Exception {
    Job job =
        JobText.read(
            folder,
            JobText.trial(
                "learningRate: 1, steps: 1, network: [linear, perceptron, tied-autoencoder], depth:"
                    + " [1, 2], width: [3, 4], activation: [relu, tanh], bias: [true, false],"
                    + " batchSize: [full, 5, 6], sampler: [in-order, reshuffled]"));
    // linear 1 + 2; perceptron (1 + 2 · 2) · 2 for the biases; one autoencoder
    assertThat(job.experiment().grids().get(0).networks().size()).isEqualTo(3 + 10 + 1);
    assertThat(job.experiment().grids().get(0).presentations().size()).isEqualTo(1 + 2 * 2);
  }

  @Test
  void whatVariesIsComparedAndValuesThatOccurTogetherAreAGroup() throws Exception {
    String rates = "learningRate: 1, steps: 1, network: perceptron, depth: 2, ";
    Map<String, String> defaults =
        Map.of(
            "activation: [tanh, relu]", "ACTIVATION tanh",
            "batchSize: [5, full]", "BATCH_SIZE 5",
            "batchSize: 5, sampler: [in-order, reshuffled]", "SAMPLER in-order",
            "features: [1, 2]", "nothing");
    for (Map.Entry<String, String> expected : defaults.entrySet()) {
      assertThat(
              JobText.read(folder, JobText.trial(rates + expected.getKey()))
                  .experiment()
                  .comparison()
                  .map(c -> c.axis().orElseThrow() + " " + c.baseline())
                  .orElse("nothing"))
          .isEqualTo(expected.getValue());
    }
    String groups =
        "compare: {groups: {a: {activation: tanh, batchSize: 5.0}, b: {activation: relu, batchSize:"
            + " full}}}";
    String job = JobText.trial(rates + "activation: [tanh, relu], batchSize: [5, full]") + groups;
    assertThat(JobText.read(folder, job).experiment().comparison().orElseThrow().groups())
        .extracting(group -> group.values().toString())
        .containsExactly("{ACTIVATION=tanh, BATCH_SIZE=5}", "{ACTIVATION=relu, BATCH_SIZE=full}");
  }

  @Test
  void anActivationOfNothingIsNoted() throws Exception {
    String logistic = "learningRate: 1, steps: 1, network: perceptron, loss: logistic";
    assertThat(JobText.read(folder, JobText.trial(logistic)).notes()).isEmpty();
    assertThat(JobText.read(folder, JobText.trial(logistic + ", activation: tanh")).notes())
        .containsExactly(
            "trial.activation: activation has no meaning at depth 1: nothing is hidden");
  }
}
