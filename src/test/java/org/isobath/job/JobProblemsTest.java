package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a file and its keys. */
final class JobProblemsTest {
  private static final String SOURCES =
      "; allowed: sensor-array, gas-ethanol, digits, mnist, teacher-sign, gaussian-features, orthonormal, {file: my.csv, target: y}";
  private static final String NAME =
      "; allowed: letters, digits, '.', '_' and '-', at most 100, the first a letter or a digit";
  private static final String KEYS = "name, data, trial, variants, stop, record, compare, report";
  private static final String TRIAL_KEYS =
      "network, depth, width, activation, bias, mask, loss, lossExponent, optimizer, learningRate, schedule, weightDecay, initializer, batchSize, sampler, batchReduction, features, inputNoise, labelNoise, pretraining, seed, steps, precision";

  @TempDir Path folder;

  private static List<Bad> bad() {
    return List.of(
        // the file as a whole
        Bad.job("*", " ", "job.yaml:1:1: is empty; allowed: the keys " + KEYS),
        Bad.job("*", "# only a comment", "job.yaml:1:1: is empty; allowed: the keys " + KEYS),
        Bad.job("*", "null", "job.yaml:1:1: is empty; allowed: the keys " + KEYS),
        Bad.job(
            "*",
            "[1, 2]",
            "job.yaml:1:1: must be a mapping; got [1, 2]; allowed: the keys " + KEYS),
        Bad.job(
            "*",
            "just text",
            "job.yaml:1:1: must be a mapping; got just text; allowed: the keys " + KEYS),
        Bad.job(
            "*",
            "name: [x",
            "job.yaml:1:9: cannot be read as YAML: expected ',' or ']', but got <stream end> (while parsing a flow sequence)"),
        Bad.job(
            "*",
            "name: \"x",
            "job.yaml:1:9: cannot be read as YAML: found unexpected end of stream (while scanning a quoted scalar)"),
        Bad.job(
            "*",
            "name: x\n\tdata: y",
            "job.yaml:2:1: cannot be read as YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (while scanning for the next token)"),
        Bad.job(
            "*",
            "name: x\na",
            "job.yaml:2:2: cannot be read as YAML: could not find expected ':' (while scanning a simple key)"),
        Bad.job(
            "*",
            "name: a\u0007b",
            "job.yaml:1:8: cannot be read as YAML: character U+0007 is not allowed"),
        Bad.job(
            "*",
            "%YAML 3.0\n---\nname: x",
            "job.yaml:1:1: cannot be read as YAML: it says that it is of another version than 1.2"),
        Bad.job(
            "*",
            "data: *a",
            "job.yaml:1:7: data: aliases are not allowed; allowed: the value itself"),
        Bad.job("+", "---\nname: y", "job.yaml:8:1: a second document; allowed: one document"),
        Bad.job(
            "steps: 10",
            "steps: &ten 10",
            "job.yaml:7:10: trial.steps: anchors are not allowed; got &ten"),
        Bad.job(
            "steps: 10",
            "steps: !!int 10",
            "job.yaml:7:10: trial.steps: tags are not allowed; got tag:yaml.org,2002:int"),
        Bad.job(
            "steps: 10", "steps: ! 10", "job.yaml:7:10: trial.steps: tags are not allowed; got !"),
        Bad.job(
            "steps: 10",
            "steps: 10\n  <<: {depth: 2}",
            "job.yaml:8:3: trial.<<: merge keys are not allowed"),
        Bad.job(
            "steps: 10",
            "steps: 10\n  steps: 20",
            "job.yaml:8:3: trial.steps: repeated key: it is on line 7"),
        Bad.job("+", "name: y", "job.yaml:8:1: name: repeated key: it is on line 1"),
        Bad.job(
            "steps: 10", "steps: 10\n  [1]: 2", "job.yaml:8:3: trial: a key must be text; got [1]"),
        Bad.job(
            "steps: 10",
            "steps: 10\n  ? {a: b}\n  : 2",
            "job.yaml:8:5: trial: a key must be text; got {a: b}"),
        // keys
        Bad.job(
            "+",
            "Name: y",
            "job.yaml:8:1: Name: unknown key; allowed: " + KEYS + " — did you mean \"name\"?"),
        Bad.job(
            "+",
            "varients: []",
            "job.yaml:8:1: varients: unknown key; allowed: "
                + KEYS
                + " — did you mean \"variants\"?"),
        Bad.job(
            "+",
            "depth: 2",
            "job.yaml:8:1: depth: unknown key; allowed: "
                + KEYS
                + " — did you mean \"trial.depth\"?"),
        Bad.job("+", "\"a\tb\": 2", "job.yaml:8:1: a\\tb: unknown key; allowed: " + KEYS),
        Bad.job(
            "learningRate:",
            "learning_rate:",
            "job.yaml:6:3: trial.learning_rate: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"learningRate\"?"),
        Bad.job(
            "learningRate:",
            "learning-rate:",
            "job.yaml:6:3: trial.learning-rate: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"learningRate\"?"),
        Bad.job(
            "learningRate:",
            "LEARNINGRATE:",
            "job.yaml:6:3: trial.LEARNINGRATE: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"learningRate\"?"),
        Bad.job(
            "steps: 10",
            "steps: 10\n  dpeth: 2",
            "job.yaml:8:3: trial.dpeth: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"depth\"?"),
        Bad.job(
            "steps: 10",
            "steps: 10\n  lr: 2",
            "job.yaml:8:3: trial.lr: unknown key; allowed: " + TRIAL_KEYS),
        Bad.job(
            "name: x",
            "nmae: x",
            "job.yaml:1:1: nmae: unknown key; allowed: " + KEYS + " — did you mean \"name\"?"),
        Bad.job(
            "data:",
            "date:",
            "job.yaml:2:1: date: unknown key; allowed: " + KEYS + " — did you mean \"data\"?"),
        Bad.job(
            "trial:",
            "trail:",
            "job.yaml:5:1: trail: unknown key; allowed: " + KEYS + " — did you mean \"trial\"?"),
        // what must be given
        Bad.job(
            "name: x\n",
            "stop: {}\n",
            "job.yaml:1:1: name: is required; allowed: a name for the folder of results"),
        Bad.job("  source: sensor-array\n", "", "job.yaml:3:3: data.source: is required" + SOURCES),
        Bad.job(
            "  scaling: none\n",
            "",
            "job.yaml:3:3: data.scaling: is required: there is no default, as the choice moves the learning rates that are stable; allowed: none, min-max, z-score, max-abs"),
        Bad.job(
            "  learningRate: 0.1\n",
            "",
            "job.yaml:6:3: trial.learningRate: is required; allowed: a number, a list or a range of them"),
        Bad.job(
            "  steps: 10\n",
            "",
            "job.yaml:6:3: trial.steps: is required; allowed: a whole number, or a list of them"),
        Bad.job(
            "*",
            "name: x",
            "job.yaml:1:1: data.source: is required" + SOURCES,
            "job.yaml:1:1: data.scaling: is required: there is no default, as the choice moves the learning rates that are stable; allowed: none, min-max, z-score, max-abs",
            "job.yaml:1:1: trial.learningRate: is required; allowed: a number, a list or a range of them",
            "job.yaml:1:1: trial.steps: is required; allowed: a whole number, or a list of them"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadJobIsRefusedWithEveryProblemInItsPlace(Bad bad) throws IOException {
    assertThat(bad.problems(folder)).containsExactlyElementsOf(bad.expected());
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    assertThat(problems(new byte[] {'a', '\n', 'b', (byte) 0xff, 'c'}))
        .containsExactly("job.yaml:2:2: is not a text file; got byte 0xff; allowed: UTF-8 text");
    assertThat(problems(new byte[] {'a', ':', ' ', 0}))
        .containsExactly("job.yaml:1:4: is not a text file; got byte 0x00; allowed: UTF-8 text");
    assertThat(problems(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0}))
        .containsExactly("job.yaml:1:1: is not a text file; got byte 0xff; allowed: UTF-8 text");
    assertThat(problems(new byte[] {'a', (byte) 0xc3}))
        .containsExactly("job.yaml:1:2: is not a text file; got byte 0xc3; allowed: UTF-8 text");
    assertThat(problems(new byte[(1 << 20) + 1]))
        .containsExactly("job.yaml: is too large; allowed: at most 1 MiB");
  }

  private List<String> problems(byte[] bytes) throws IOException {
    Files.write(folder.resolve("job.yaml"), bytes);
    return Bad.problems(folder, "job.yaml");
  }

  @Test
  void aFileThatIsNotThereIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("jobs"));
    assertThat(Bad.problems(folder, "jobs")).containsExactly("jobs: is a folder; allowed: a file");
    assertThat(Bad.problems(folder, "none.yaml")).containsExactly("none.yaml: no such file");
  }

  @Test
  void absurdNestingIsOneLine() throws IOException {
    String deep = ": cannot be read as YAML: nested more than 32 levels deep";
    for (String bracket : List.of("[", "{a: ", "- ", "? ", "a: [")) {
      assertThat(JobText.problems(folder, bracket.repeat(100_000)))
          .singleElement()
          .asString()
          .as(bracket)
          .startsWith("job.yaml:1:")
          .endsWith(deep);
    }
    assertThat(JobText.problems(folder, JobText.SHORTEST, "trial.steps=" + "[".repeat(100_000)))
        .containsExactly("--set trial.steps=…" + deep);
  }

  @Test
  void everyProblemIsReportedAtOnceInTheOrderOfTheFile() throws IOException {
    String text =
        """
        compare: {axis: dept}
        name: a/b
        trial:
          steps: fast
          initializer: {file: bad.csv}
          depth: 0
        data: {source: minst, scalling: none}
        """;
    Files.writeString(folder.resolve("bad.csv"), "layer,row,column\n");
    assertThat(JobText.problems(folder, text, "stop.target=-1", "x", "trial.width=w"))
        .containsExactly(
            "job.yaml:1:17: compare.axis: unknown axis; got dept; allowed: depth, width,"
                + " optimizer, weightDecay, initializer, lossExponent, precision, scaling, steps, network, activation, loss, batchSize, sampler, features, inputNoise, labelNoise, pretraining — did you"
                + " mean \"depth\"?",
            "job.yaml:2:7: name: cannot be the name of a folder; got a/b" + NAME,
            "job.yaml:4:3: trial.learningRate: is required; allowed: a number, a list or a range"
                + " of them",
            "job.yaml:4:10: trial.steps: must be a whole number; got fast; allowed: a whole"
                + " number from 1 to 1000000000000",
            "bad.csv:1:1: unknown header; got layer,row,column; allowed: layer,row,column,value",
            "job.yaml:6:10: trial.depth: is out of range; got 0; allowed: a whole number from 1"
                + " to 1000",
            "job.yaml:7:16: data.source: unknown data source; got minst"
                + SOURCES
                + " — did you mean \"mnist\"?",
            "job.yaml:7:23: data.scalling: unknown key; allowed: source, scaling, split — did you mean"
                + " \"scaling\"?",
            "--set: must be a path, = and a value; got x; allowed: PATH=VALUE, such as"
                + " trial.steps=1000 or variants[0].depth=[1, 2]",
            "--set trial.width=…: trial.width: must be a whole number; got w; allowed: a whole"
                + " number from 1 to 100000",
            "--set stop.target=…: stop.target: is out of range; got -1; allowed: a number greater"
                + " than 0");
  }

  @Test
  void aProblemOfTheTrialIsReportedOnceForAllVariants() throws IOException {
    assertThat(
            JobText.problems(
                folder, JobText.trial("steps: 0, dpth: 1") + "variants: [{depth: 1}, {depth: 2}]"))
        .containsExactly(
            "job.yaml:5:8: trial.learningRate: is required; allowed: a number, a list or a range"
                + " of them",
            "job.yaml:5:16: trial.steps: is out of range; got 0; allowed: a whole number from 1"
                + " to 1000000000000",
            "job.yaml:5:19: trial.dpth: unknown key; allowed: "
                + TRIAL_KEYS
                + " — did you mean \"depth\"?");
  }
}
