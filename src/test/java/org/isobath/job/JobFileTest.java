package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.isobath.data.CsvFile;
import org.isobath.data.GasEthanol;
import org.isobath.data.GasSensorFile;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.data.Split;
import org.isobath.data.Split.Draw;
import org.isobath.data.Split.Size;
import org.isobath.kernel.Precision;
import org.isobath.network.Balanced;
import org.isobath.network.Gaussian;
import org.isobath.network.LinearNetwork;
import org.isobath.network.StoredWeights;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.GradientDescent;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Comparison.CompareAxis;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.sweep.Rule;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobFileTest {
  @TempDir Path folder;

  private Experiment experiment(String text, String... sets) throws Exception {
    return JobText.read(folder, text, sets).experiment();
  }

  private Grid grid(String trial) throws Exception {
    return experiment(JobText.trial(trial)).grids().get(0);
  }

  @Test
  void theExampleOfTheDesignMeansWhatItSays() throws Exception {
    Grid grid =
        new Grid(
            Axis.of(List.of(Scaling.MIN_MAX)),
            Axis.of(
                List.of(LinearNetwork.of(1, 1), LinearNetwork.of(2, 1), LinearNetwork.of(3, 1))),
            Axis.of(List.of(2, 4)),
            Axis.of(List.of(Precision.FLOAT64)),
            Axis.of(List.of(new GradientDescent())),
            Axis.of(List.of(100_000L)),
            Axis.of(List.of(0.0)),
            Axis.of(List.of(new Gaussian(0.01))),
            new Axis.Run(1, 5),
            Axis.of(List.of(1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1)));
    Job job = JobText.read(folder, JobText.EXAMPLE);
    assertThat(job.experiment())
        .isEqualTo(
            new Experiment(
                "arora-2018-experiment-2",
                new SensorArray(SensorArray.DEFAULT_SEED),
                List.of(grid),
                new Stop(1e6, Double.NaN),
                new Recording(200, List.of(1e-3, 2e-4), false),
                Optional.of(Comparison.of(CompareAxis.DEPTH, "1"))));
    assertThat(job.experiment().grids().get(0).trials()).isEqualTo(3 * 2 * 5 * 10);
    assertThat(job.notes()).isEmpty();
    assertThat(job.text()).isEqualTo(JobText.EXAMPLE);
  }

  @Test
  void whatAShortJobLeavesOutHasDefaults() throws Exception {
    Grid grid =
        new Grid(
            Axis.of(List.of(Scaling.NONE)),
            Axis.of(List.of(LinearNetwork.of(1, 1))),
            Axis.of(List.of(2)),
            Axis.of(List.of(Precision.FLOAT64)),
            Axis.of(List.of(new GradientDescent())),
            Axis.of(List.of(10L)),
            Axis.of(List.of(0.0)),
            Axis.of(List.of(new Gaussian(0.01))),
            new Axis.Run(1, 1),
            Axis.of(List.of(0.1)));
    assertThat(experiment(JobText.SHORTEST))
        .isEqualTo(
            new Experiment(
                "x",
                new SensorArray(SensorArray.DEFAULT_SEED),
                List.of(grid),
                Stop.DEFAULT,
                Recording.DEFAULT,
                Optional.empty()));
  }

  @Test
  void presetsAreTheConstantsOfLibraries() throws Exception {
    assertThat(
            experiment(
                    JobText.SHORTEST,
                    "trial.optimizer={adam: {preset: [paper, keras-2.3, pytorch, tf1], beta1: 0.8}}")
                .grids()
                .get(0)
                .optimizers())
        .isEqualTo(
            Axis.of(
                List.of(
                    new Adam(0.8, 0.999, 1e-8, false),
                    new Adam(0.8, 0.999, 1e-7, true),
                    new Adam(0.8, 0.999, 1e-8, true))));
  }

  @Test
  void jsonIsYaml() throws Exception {
    String json =
        """
        {"name": "x", "data": {"source": "sensor-array", "scaling": "none"},
        \t"trial": {"learningRate": 1e-1, "steps": 10}}""";
    assertThat(experiment(json)).isEqualTo(experiment(JobText.SHORTEST));
  }

  @Test
  void aByteOrderMarkAndWindowsLinesAreTolerated() throws Exception {
    String text = "\uFEFF" + JobText.SHORTEST.replace("\n", "\r\n");
    Job job = JobText.read(folder, text);
    assertThat(job.experiment()).isEqualTo(experiment(JobText.SHORTEST));
    assertThat(job.text().getBytes(StandardCharsets.UTF_8))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void relativePathsAreTakenFromTheJobsFolder() throws Exception {
    String csv = "{file: sub/../my.csv, target: y, ignore: [id, when]}";
    assertThat(experiment(JobText.SHORTEST.replace("sensor-array", csv)).source())
        .isEqualTo(new CsvFile(folder.resolve("my.csv"), List.of("y"), List.of("id", "when")));
    String sensors = "{file: [batch1.dat, /batch2.dat], format: gas-sensor, gas: 2}";
    assertThat(experiment(JobText.SHORTEST.replace("sensor-array", sensors)).source())
        .isEqualTo(
            new GasSensorFile(List.of(folder.resolve("batch1.dat"), Path.of("/batch2.dat")), 2));
    assertThat(experiment(JobText.SHORTEST, "data.source={gas-ethanol: gas}").source())
        .isEqualTo(new GasEthanol(Optional.of(folder.resolve("gas"))));
  }

  @Test
  void sourcesHaveDefaults() throws Exception {
    assertThat(experiment(JobText.SHORTEST, "data.source=gas-ethanol").source())
        .isEqualTo(new GasEthanol(Optional.empty()));
    assertThat(experiment(JobText.SHORTEST, "data.source={sensor-array: {seed: 7}}").source())
        .isEqualTo(new SensorArray(7));
    String sensors = "data.source={file: a.dat, format: gas-sensor}";
    assertThat(experiment(JobText.SHORTEST, sensors).source())
        .isEqualTo(new GasSensorFile(List.of(folder.resolve("a.dat")), 1));
    assertThat(experiment(JobText.SHORTEST, "data.source={file: a, target: [y, z]}").source())
        .isEqualTo(new CsvFile(folder.resolve("a"), List.of("y", "z"), List.of()));
  }

  @Test
  void splitsAreReadAndLeftToTheSourceWhereAJobSaysNothing() throws Exception {
    assertThat(experiment(JobText.SHORTEST).split()).isEqualTo(Split.NONE);
    assertThat(experiment(JobText.SHORTEST, "data.source=mnist").split())
        .isEqualTo(new Split(new Size(60_000), new Size(10_000), Draw.IN_ORDER));
    assertThat(experiment(JobText.SHORTEST, "data.split={train: 0.8, draw: once}").split())
        .isEqualTo(new Split(new Size(0.8), Size.REST, Draw.ONCE));
    assertThat(experiment(JobText.SHORTEST, "data.split={test: 7, draw: by-seed}").split())
        .isEqualTo(new Split(Size.REST, new Size(7), Draw.BY_SEED));
    assertThat(experiment(JobText.SHORTEST, "data.split={train: rest, test: 1}").split())
        .isEqualTo(new Split(Size.REST, new Size(1), Draw.IN_ORDER));
  }

  @Test
  void widthHasNoMeaningAtDepthOne() throws Exception {
    Job job =
        JobText.read(
            folder, JobText.trial("learningRate: 1, steps: 1, depth: [1, 2], width: [3, 4]"));
    assertThat(job.experiment().grids().get(0).networks())
        .isEqualTo(
            Axis.of(
                List.of(LinearNetwork.of(1, 1), LinearNetwork.of(2, 3), LinearNetwork.of(2, 4))));
    assertThat(job.notes())
        .containsExactly(
            "trial.width: width has no meaning at depth 1: one network of depth 1 is counted"
                + " once");
    assertThat(JobText.read(folder, JobText.trial("learningRate: 1, steps: 1, width: 7")).notes())
        .hasSize(1);
    assertThat(JobText.read(folder, JobText.trial("learningRate: 1, steps: 1, width: 1")).notes())
        .isEmpty();
  }

  @Test
  void aNestedListIsOneNetworksWidths() throws Exception {
    assertThat(grid("learningRate: 1, steps: 1, depth: 3, width: [[10, 20], 5]").networks())
        .isEqualTo(Axis.of(List.of(new LinearNetwork(List.of(10, 20)), LinearNetwork.of(3, 5))));
  }

  @Test
  void constantsOfAnInitializerMultiply() throws Exception {
    String trial =
        "learningRate: 1, steps: 1,"
            + " initializer: [{gaussian: {standardDeviation: [0.1, 0.2]}}, balanced]";
    assertThat(grid(trial).initializers())
        .isEqualTo(Axis.of(List.of(new Gaussian(0.1), new Gaussian(0.2), new Balanced(0.01))));
  }

  @Test
  void initialWeightsComeFromAFileWhateverItsOrder() throws Exception {
    Files.writeString(
        folder.resolve("w.csv"), "value, layer,row,column\r\n-2e-1,1,0,1\r\n\r\n0.5,1,0,0\r\n");
    assertThat(grid("learningRate: 1, steps: 1, initializer: {file: w.csv}").initializers())
        .isEqualTo(
            Axis.of(
                List.of(
                    new StoredWeights(
                        folder.resolve("w.csv").toString(),
                        List.of(
                            new StoredWeights.Entry(1, 0, 0, 0.5),
                            new StoredWeights.Entry(1, 0, 1, -0.2))))));
  }

  @Test
  void anyNumberOfSeedsCostsNothing() throws Exception {
    assertThat(grid("learningRate: 1, steps: 1, seed: {from: 0, count: 1e12}").seeds())
        .isEqualTo(new Axis.Run(0, 1_000_000_000_000L));
    assertThat(grid("learningRate: 1, steps: 1, seed: [3, 4, 5]").seeds())
        .isEqualTo(new Axis.Run(3, 3));
    assertThat(grid("learningRate: 1, steps: 1, seed: [9223372036854775807, 4]").seeds())
        .isEqualTo(Axis.of(List.of(Long.MAX_VALUE, 4L)));
  }

  @Test
  void aVariantsValueReplacesTheTrialsValueWhole() throws Exception {
    String text =
        JobText.trial("steps: 10, depth: [1, 2], initializer: {gaussian: {standardDeviation: 1}}")
            + "variants: [{learningRate: 0.1}, {learningRate: 0.2, initializer: gaussian, depth: 2}]";
    List<Grid> grids = experiment(text).grids();
    assertThat(grids).hasSize(2);
    assertThat(grids.get(0).learningRates()).isEqualTo(Axis.of(List.of(0.1)));
    assertThat(grids.get(0).initializers()).isEqualTo(Axis.of(List.of(new Gaussian(1))));
    assertThat(grids.get(1).learningRates()).isEqualTo(Axis.of(List.of(0.2)));
    assertThat(grids.get(1).initializers()).isEqualTo(Axis.of(List.of(new Gaussian(0.01))));
    assertThat(grids.get(1).networks()).isEqualTo(Axis.of(List.of(LinearNetwork.of(2, 1))));
    assertThat(grids.get(1).steps()).isEqualTo(Axis.of(List.of(10L)));
  }

  @Test
  void variantsThatDifferInOneAxisOnlyAreDifferent() throws Exception {
    String variants =
        "variants: [{seed: {from: 1, count: 1e12}}, {seed: {from: 1000000000001, count: 9}}]";
    assertThat(experiment(JobText.SHORTEST + variants).grids()).hasSize(2);
  }

  @Test
  void setsOverrideAndCreate() throws Exception {
    Experiment experiment =
        experiment(
            JobText.SHORTEST + "variants: [{depth: 1}, {depth: 2}]\n",
            "name=y",
            "trial.steps=5",
            "trial.steps=[7, 8]",
            "trial.learningRate={from: 1e-3, to: 1, perDecade: [1]}",
            "trial.initializer.gaussian.standardDeviation=0.5",
            "variants[1].depth=3",
            "variants[1].width=4",
            "stop.target=1e-3",
            "record.weights=true");
    assertThat(experiment.name()).isEqualTo("y");
    Grid grid = experiment.grids().get(1);
    assertThat(grid.steps()).isEqualTo(Axis.of(List.of(7L, 8L)));
    assertThat(grid.learningRates()).isEqualTo(Axis.of(List.of(1e-3, 1e-2, 1e-1, 1.0)));
    assertThat(grid.initializers()).isEqualTo(Axis.of(List.of(new Gaussian(0.5))));
    assertThat(grid.networks()).isEqualTo(Axis.of(List.of(LinearNetwork.of(3, 4))));
    assertThat(experiment.stop()).isEqualTo(new Stop(1e6, 1e-3));
    assertThat(experiment.recording()).isEqualTo(new Recording(200, List.of(), true));
  }

  @Test
  void whatIsComparedFollowsFromWhatVaries() throws Exception {
    assertThat(compared("depth: [3, 2, 1], width: [1, 2]")).contains("depth 1");
    assertThat(compared("depth: 2, width: [8, 4]")).contains("width 8");
    assertThat(compared("initializer: [balanced, gaussian]")).contains("initializer balanced");
    assertThat(compared("initializer: {gaussian: {standardDeviation: [1, 2]}}")).isEmpty();
    assertThat(compared("lossExponent: [2, 4], seed: [1, 2]")).isEmpty();
  }

  private Optional<String> compared(String trial) throws Exception {
    return experiment(JobText.trial("learningRate: 1, steps: 1, " + trial))
        .comparison()
        .map(c -> c.axis().orElseThrow().word() + " " + c.baseline());
  }

  @Test
  void aBaselineIsAnyValueOfTheAxis() throws Exception {
    String job = JobText.trial("learningRate: 1, steps: 1, depth: [3, 4], weightDecay: [0, 1e-4]");
    assertThat(experiment(job + "compare: {axis: depth}").comparison().get().baseline())
        .isEqualTo("3");
    assertThat(experiment(job + "compare: {axis: depth, baseline: '4'}").comparison().get())
        .isEqualTo(Comparison.of(CompareAxis.DEPTH, "4"));
    String decay = "compare: {axis: weightDecay, baseline: 0.0001}";
    assertThat(experiment(job + decay).comparison().get().baseline()).isEqualTo("0.0001");
    String layers =
        JobText.trial("learningRate: 1, steps: 1, depth: 3, width: [[10, 20], 5]")
            + "compare: {axis: width, baseline: [10, 20]}";
    assertThat(experiment(layers).comparison().get().baseline()).isEqualTo("[10, 20]");
  }

  @Test
  void comparingAlongAnAxisOfOneValueIsWorthANote() throws Exception {
    assertThat(JobText.read(folder, JobText.SHORTEST + "compare: {axis: depth}").notes())
        .containsExactly("compare.axis: nothing to compare, as the sweep has only depth 1");
  }

  @Test
  void decayThatTurnsWeightsAroundIsWorthANote() throws Exception {
    String job = JobText.trial("learningRate: [0.1, 10], steps: 1, weightDecay: [0, 0.2]");
    assertThat(JobText.read(folder, job).notes())
        .containsExactly(
            "trial.weightDecay: learningRate · weightDecay is up to 2.0: from 1 on, decay alone"
                + " turns weights around");
  }

  /** MNIST brings its own test rows; of other tables a split makes them. */
  @Test
  void testRowsMayChooseWhereThereAreAny() throws Exception {
    for (String data :
        List.of(
            "{source: sensor-array, scaling: none, split: {test: 0.2}}",
            "{source: mnist, scaling: max-abs}")) {
      Experiment read =
          experiment(
              "name: x\ndata: "
                  + data
                  + "\ntrial: {learningRate: 0.1, steps: 10}\ncompare: {rule: median-test-loss}\n");
      assertThat(read.comparison().get().rule()).isEqualTo(Rule.MEDIAN_TEST_LOSS);
    }
  }
}
