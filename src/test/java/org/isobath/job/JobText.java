package org.isobath.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Job files for tests. */
final class JobText {
  /** The shortest job. */
  static final String SHORTEST =
      """
      name: x
      data:
        source: sensor-array
        scaling: none
      trial:
        learningRate: 0.1
        steps: 10
      """;

  /** The job file that the design shows. */
  static final String EXAMPLE =
      """
      # Does depth speed up training, each depth at its own best learning rate?
      name: arora-2018-experiment-2
      data:
        source: sensor-array            # embedded generator
        scaling: min-max                # none | min-max | z-score | [min-max, z-score]
      trial:                            # one training run, in which any value may be a list
        network: linear
        depth: [1, 2, 3]
        width: 1
        lossExponent: [2, 4]
        optimizer: gradient-descent
        learningRate: {from: 1e-5, to: 0.5, perDecade: [1, 5]}
        initializer: {gaussian: {standardDeviation: 0.01}}
        seed: {from: 1, count: 5}
        steps: 100000
      variants:                         # optional: each is laid over `trial`
        - {}
      stop: {divergedAbove: 1e6}        # times the initial loss; also {target: 1e-4}
      record: {curvePoints: 200, targets: [1e-3, 2e-4], weights: false}
      compare: {axis: depth, baseline: 1, rule: median-final-loss}
      """;

  private JobText() {}

  /** The shortest job with other values in `trial`, given as one flow mapping. */
  static String trial(String trial) {
    return SHORTEST.replaceFirst("(?s)trial:.*", "") + "trial: {" + trial + "}\n";
  }

  static Job read(Path folder, String text, String... sets) throws JobException, IOException {
    Path file = folder.resolve("job.yaml");
    Files.writeString(file, text);
    return JobFile.read(file, List.of(sets));
  }

  /** What is wrong with a job, one line each, with paths as seen from its folder. */
  static List<String> problems(Path folder, String text, String... sets) throws IOException {
    try {
      read(folder, text, sets);
      return List.of();
    } catch (JobException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace(folder + "/", ""))
          .toList();
    }
  }
}
