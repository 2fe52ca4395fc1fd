package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.isobath.data.SensorArray;
import org.isobath.sweep.Experiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

final class ResolvedJobTest {
  @TempDir Path folder;
  @TempDir Path elsewhere;

  @BeforeEach
  void weights() throws Exception {
    Files.writeString(folder.resolve("w.csv"), "layer,row,column,value\n1,0,0,0.5\n1,0,1,-0.25\n");
    Files.writeString(folder.resolve("m.csv"), "layer,row,column,value\n1,0,0,1\n1,0,1,0\n");
  }

  private Map<String, Object> resolved(String text, String... sets) throws Exception {
    return ResolvedJob.of(JobText.read(folder, text, sets).experiment());
  }

  @Test
  void theExampleOfTheDesignResolvesToItselfWithDefaultsFilledIn() throws Exception {
    assertThat(json(resolved(JobText.EXAMPLE)))
        .isEqualTo(
            "{\"name\": \"arora-2018-experiment-2\", "
                + "\"data\": {\"source\": {\"sensor-array\": {\"seed\": "
                + SensorArray.DEFAULT_SEED
                + "}}, "
                + "\"scaling\": \"min-max\"}, "
                + "\"trial\": {\"network\": \"linear\", \"depth\": [1, 2, 3], \"width\": 1, "
                + "\"lossExponent\": [2, 4], \"precision\": \"float64\", \"optimizer\": \"gradient-descent\", \"schedule\": \"constant\", "
                + "\"learningRate\": [1.0E-5, 5.0E-5, 1.0E-4, 5.0E-4, 0.001, 0.005, 0.01, 0.05, "
                + "0.1, 0.5], \"weightDecay\": 0.0, "
                + "\"initializer\": {\"gaussian\": {\"standardDeviation\": 0.01}}, "
                + "\"seed\": {\"from\": 1, \"count\": 5}, \"steps\": 100000}, "
                + "\"stop\": {\"divergedAbove\": 1000000.0}, "
                + "\"record\": {\"curvePoints\": 200, \"targets\": [0.001, 2.0E-4], "
                + "\"weights\": false, \"measures\": [], \"measuresAlongCurve\": false}, "
                + "\"compare\": {\"axis\": \"depth\", \"baseline\": 1, "
                + "\"rule\": \"median-final-loss\", \"target\": \"0.1 of gap\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trial.seed=[5, 3, 9]",
        "trial.seed={from: 7, count: 1e12}",
        "data.scaling=[min-max, z-score]",
        "data.source={file: my.csv, target: y, ignore: [\"a \\\"b\\\"\", '1']}",
        "data.source={file: [a.dat, b.dat], format: gas-sensor, gas: 3}",
        "data.source={gas-ethanol: gas}",
        "data.source=gas-ethanol",
        "data.source=digits",
        "data.source={digits: d.csv}",
        "data={source: {mnist: images}, scaling: max-abs, split: {train: 0.75, draw: by-seed}}",
        "data={source: mnist, scaling: none, split: {test: 0}}",
        "data={source: mnist, scaling: none, split: {train: 6e4, test: 10000}}",
        "data={source: teacher-sign, scaling: none, split: {train: 200, test: 4000, draw: once}}",
        "data.source={gaussian-features: {features: 9, rows: 5, noise: 0.5, norm: 0, decay: 2}}",
        "data.source={orthonormal: {features: 9, rows: 5, basis: random, seed: 3}}",
        "data.source={file: my.csv, target: y, task: classification}",
        "trial={learningRate: [3e-7, 0.1], steps: [1, 1e12], depth: [4, 1, 2], width: [2, 7]}",
        "trial={learningRate: 1, steps: 1, depth: 3, width: [[10, 20]]}",
        "trial={learningRate: 1, steps: 1, depth: [3, 1], width: [[10, 20], 4, [3, 1]]}",
        "trial={learningRate: 1, steps: 1, depth: [1, 2], width: [[10], [20]]}",
        "trial={learningRate: 1, steps: 1, depth: 1, width: 5}",
        "trial={learningRate: 1, steps: 1, weightDecay: [0, 0.3], network: linear}",
        "trial={learningRate: 1, steps: 1, initializer: [balanced, {file: w.csv}]}",
        "trial={learningRate: 1, steps: 1, initializer: {balanced: {standardDeviation: [1, 2]}}}",
        "trial={learningRate: 1, steps: 1, optimizer: [momentum, nesterov, heavy-ball, adamw]}",
        "trial={learningRate: 1, steps: 1, optimizer: {adagrad: {preset: [keras-2.3, pytorch, tf1]}}}",
        "trial={learningRate: 1, steps: 1, optimizer: {rmsprop: {preset: tf1, beta: [0.5, 0.7]}}}",
        "trial={learningRate: 1, steps: 1, optimizer: {adam: {epsilonHat: [true, false]}}}",
        "trial={learningRate: 1, steps: 1, optimizer: [{langevin: {temperature: 0}}, adadelta]}",
        "trial={learningRate: 1, steps: 1, optimizer: {end-to-end: {depth: {from: 1, count: 3}}}}",
        "trial={learningRate: 1, steps: 1, schedule: [constant, {constant: {warmUp: 9}}, {drops:"
            + " {factor: [0.1, 0.5], every: 1e3}}, {exponential: {factor: 0.99, warmUp: 1}}]}",
        "trial={learningRate: 1, steps: 1, network: perceptron}",
        "trial={learningRate: 1, steps: 1, network: [perceptron, linear], depth: [1, 3], width: [4,"
            + " [5, 6]], activation: [tanh, relu], bias: [false, true], mask: [none, {file:"
            + " m.csv}]}",
        "trial={learningRate: 1, steps: 1, network: perceptron, depth: 1, loss: [logistic,"
            + " softmax-cross-entropy]}",
        "trial={learningRate: 1, steps: 1, network: perceptron, loss: [power, logistic],"
            + " lossExponent: [4, 2]}",
        "trial={learningRate: 1, steps: 1, network: [{double-well: {directions: [2, 1], sharp: 9}},"
            + " {double-well: {directions: 7, height: 2, flat: 3}}]}",
        "trial={learningRate: 1, steps: 1, network: [linear, {double-well: {directions: 2}}]}",
        "trial={learningRate: 1, steps: 1, network: tied-autoencoder, batchSize: [full, 1],"
            + " sampler: [with-replacement, in-order], batchReduction: [sum, mean], initializer:"
            + " {direction: {ratio: [0.5, 1]}}}",
        "trial={learningRate: 1, steps: 1, batchSize: 32}",
        "trial={learningRate: 1, steps: 1, batchSize: full, sampler: full-batch, batchReduction:"
            + " sum}",
        "trial={learningRate: 1, steps: 1, features: {from: 1, count: 40}}",
        "trial={learningRate: 1, steps: 1, features: [7, all], inputNoise: [0, 0.5], labelNoise:"
            + " {from: 0.1, to: 1, perDecade: 1}}",
        "trial={learningRate: 1, steps: 1, pretraining: [none, {random-labels: {steps: 5,"
            + " learningRate: [0.1, 0.2], replicas: 0}}], initializer: {fan-in: {gain: [1, 2]}}}",
        "stop={trainAccuracy: 1}",
        "variants=[{depth: 1}, {depth: 2, width: 9, steps: 7}, {depth: [2, 3], seed: {from: 9,"
            + " count: 3}}]",
        "stop={target: 1e-9}",
        "record={targets: 0.1, weights: true, curvePoints: 2}",
        "record={measures: [sharpness, gradient-norm], measuresAlongCurve: true}",
        "compare={axis: optimizer}",
        "compare={axis: weightDecay, baseline: 0}",
        "compare={rule: mean-log-final-loss}",
        "compare={axis: steps, rule: time-to-target, target: 1e-3}",
        "compare={axis: loss}",
        "compare={axis: network, baseline: linear}",
        "compare={axis: batchSize, baseline: full}",
        "compare={groups: {a: {sampler: full-batch, inputNoise: 0}, b: {depth: 2, network: linear,"
            + " labelNoise: 0.0}}}",
        "compare={groups: {'=1+1 <b>': {depth: 1, lossExponent: 4}, deep: {depth: 3}}, baseline: deep}",
      })
  void aResolvedJobIsAJobFileOfTheSameExperiment(String set) throws Exception {
    boolean compares = set.startsWith("compare");
    String base = compares ? JobText.EXAMPLE : JobText.EXAMPLE.replaceFirst("(?m)^compare.*$", "");
    Experiment experiment = JobText.read(folder, base, set).experiment();
    Map<String, Object> tree = ResolvedJob.of(experiment);
    String yaml = new Dump(DumpSettings.builder().build()).dumpToString(tree);
    for (String text : List.of(json(tree), yaml)) {
      Job again = JobText.read(elsewhere, text);
      assertThat(again.experiment()).as(text).isEqualTo(experiment);
      assertThat(json(ResolvedJob.of(again.experiment()))).isEqualTo(json(tree));
    }
  }

  @Test
  void spellingAndOrderDoNotMatter() throws Exception {
    String spelledOtherwise =
        """
        {compare: {"axis": depth}, record: {targets: [0.001, 2e-4]},
        trial: {steps: 1e5, seed: [1, 2, 3, 4, 5], lossExponent: [2, 4.0], depth: {from: 1, count: 3},
          # a comment
          learningRate: [1e-5, 5e-5, .1e-3, 0.0005, 1E-3, +5e-3, 1e-2, 0.05, 0.10, 5e-1]},
        name: arora-2018-experiment-2, data: {scaling: [min-max], source: {sensor-array: {}}}}
        """;
    assertThat(json(resolved(spelledOtherwise))).isEqualTo(json(resolved(JobText.EXAMPLE)));
  }

  @Test
  void weightsThatChangedAreAnotherJob() throws Exception {
    Map<String, Object> before = resolved(JobText.EXAMPLE, "trial.initializer={file: w.csv}");
    Files.writeString(
        folder.resolve("w.csv"), "layer,row,column,value\n1,0,1,-0.25\n\n1,0,0,5e-1\n");
    Map<String, Object> reordered = resolved(JobText.EXAMPLE, "trial.initializer={file: w.csv}");
    assertThat(ResolvedJob.differences(before, reordered)).isEmpty();
    Files.writeString(folder.resolve("w.csv"), "layer,row,column,value\n1,0,1,-0.25\n1,0,0,0.75\n");
    Map<String, Object> after = resolved(JobText.EXAMPLE, "trial.initializer={file: w.csv}");
    assertThat(ResolvedJob.differences(before, after))
        .singleElement()
        .asString()
        .startsWith("trial.initializer.sha256: ");
    assertThat(JobText.problems(elsewhere, json(before)))
        .singleElement()
        .asString()
        .contains("trial.initializer.sha256: does not match: the file has other weights; got ");
  }

  @Test
  void differencesAreNamedByPath() throws Exception {
    String seed = "data.source={sensor-array: {seed: 7}}";
    Map<String, Object> here = resolved(JobText.EXAMPLE, seed);
    assertThat(ResolvedJob.differences(here, resolved(JobText.EXAMPLE, seed))).isEmpty();
    assertThat(
            ResolvedJob.differences(
                here,
                resolved(
                    JobText.EXAMPLE,
                    "trial.steps=200",
                    "trial.depth=[1, 2]",
                    "stop.target=1e-3",
                    "data.source=gas-ethanol")))
        .containsExactly(
            "data.source: {sensor-array={seed=7}} here, gas-ethanol there",
            "trial.depth: [1, 2, 3] here, [1, 2] there",
            "trial.steps: 100000 here, 200 there",
            "stop.target: nothing here, 0.001 there");
  }

  @Test
  void differencesDeepInListsAreShown() throws Exception {
    String rates = "trial.learningRate={from: %s, to: 0.5, perDecade: [1, 5]}";
    assertThat(
            ResolvedJob.differences(
                resolved(JobText.EXAMPLE, rates.formatted("1e-5")),
                resolved(JobText.EXAMPLE, rates.formatted("1e-5").replace("0.5", "0.1"))))
        .containsExactly("trial.learningRate[9]: 0.5 here, nothing there");
    assertThat(
            ResolvedJob.differences(
                resolved(JobText.EXAMPLE, "variants=[{depth: 1}, {depth: 2}]"),
                resolved(JobText.EXAMPLE, "variants=[{depth: 1}, {depth: 3}]")))
        .containsExactly("variants[1].depth: 2 here, 3 there");
  }

  @Test
  void numbersAreComparedByValue() {
    assertThat(
            ResolvedJob.differences(
                Map.of("a", 1, "b", List.of(2.0, 3L)), Map.of("a", 1.0, "b", List.of(2, 3))))
        .isEmpty();
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> json(entry.getKey()) + ": " + json(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ResolvedJobTest::json).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text
        ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : value.toString();
  }
}
