package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import org.isobath.data.DataFolder;
import org.isobath.results.ResultFolder;
import org.isobath.spark.SweepRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes the names of published files, and what does not. */
final class KeysTest {
  private static final String JOB =
      """
      name: keys
      data:
        source: {file: rows.csv, target: y}
        scaling: none
      trial:
        depth: 2
        width: 3
        lossExponent: 2
        learningRate: 0.1
        weightDecay: 0.5
        initializer: {gaussian: {standardDeviation: 0.25}}
        seed: 1200
        steps: 100
      stop: {divergedAbove: 1000}
      record: {curvePoints: 20, targets: [0.125]}
      compare: {axis: depth}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("rows.csv"), "a,b,y\n1,2,3\n2,1,4\n3,5,1\n0,1,0.5\n");
  }

  private List<String> names(String text, String... sets) throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), text);
    PreparedJob job = PreparedJob.of(file, List.of(sets), new DataFolder(folder));
    return new SweepRun(job.sweep(), job.context(), new ResultFolder(folder)).names();
  }

  @Test
  void everyFieldOfAJobChangesThem() throws Exception {
    Set<String> seen = new HashSet<>(names(JOB));
    assertThat(seen).hasSize(1);
    int changes = 0;
    for (String set :
        List.of(
            "name=other",
            "data.scaling=min-max",
            "data.source={file: rows.csv, target: a}",
            "data.source={file: rows.csv, target: y, ignore: [b]}",
            "trial.depth=3",
            "trial.depth=1",
            "trial.width=4",
            "trial.width=[[5]]",
            "trial.lossExponent=4",
            "trial.learningRate=0.2",
            "trial.learningRate=0.10000000000000002",
            "trial.weightDecay=0",
            "trial.precision=float32",
            "trial.initializer={gaussian: {standardDeviation: 0.5}}",
            "trial.initializer={balanced: {standardDeviation: 0.25}}",
            "trial.seed=1201",
            "trial.steps=101",
            "trial.batchSize=2",
            "stop.divergedAbove=1001",
            "stop.target=0.001",
            "record.curvePoints=21",
            "record.targets=[0.25]",
            "record.targets=[]",
            "record.weights=true")) {
      seen.addAll(names(JOB, set));
      assertThat(seen).as(set).hasSize(++changes + 1);
    }
    Files.writeString(folder.resolve("rows.csv"), "a,b,y\n1,2,3\n2,1,4\n3,5,1\n0,1,0.25\n");
    seen.addAll(names(JOB));
    assertThat(seen).hasSize(changes + 2);
  }

  @Test
  void curvesByEpochsAreOthersOnlyWhereThereAreBatches() throws Exception {
    String batches = "trial.batchSize=2";
    String byEpochs = "record.curveByEpochs=true";
    assertThat(names(JOB, byEpochs)).isEqualTo(names(JOB));
    assertThat(names(JOB, batches)).isNotEqualTo(names(JOB, batches, byEpochs));
    String standard = JOB.replace("curvePoints: 20", "weights: false");
    assertThat(standard).isNotEqualTo(JOB);
    assertThat(names(standard)).isEqualTo(names(JOB, "record.curvePoints=200"));
    assertThat(names(standard, batches))
        .isEqualTo(names(JOB, "record.curvePoints=200", batches, byEpochs))
        .isNotEqualTo(names(JOB, "record.curvePoints=200", batches));
  }

  @Test
  void spellingDoesNot() throws Exception {
    List<String> names = names(JOB);
    List<String> spellings = new ArrayList<>();
    spellings.add("# a comment\n" + JOB.replace("\n", "   \n\n"));
    spellings.add(JOB.replace("0.1\n", "0.10\n").replace("0.5\n", "5.0e-1\n"));
    spellings.add(JOB.replace("0.1\n", "[1e-1]\n").replace("steps: 100", "steps: 1e2"));
    spellings.add(JOB.replace("seed: 1200", "seed: {from: 1200, count: 1}"));
    spellings.add(JOB.replace("compare: {axis: depth}", "compare: {axis: depth, baseline: 2}"));
    String seed = "  seed: 1200\n";
    spellings.add(JOB.replace(seed, "").replace("  depth: 2\n", seed + "  depth: 2\n"));
    spellings.add(
        """
        {"record": {"targets": 0.125, "curvePoints": 20}, "stop": {"divergedAbove": 1e3},
         "trial": {"steps": 100, "seed": 1200, "width": 3, "depth": 2, "weightDecay": 0.5,
           "initializer": {"gaussian": {"standardDeviation": 0.250}}, "learningRate": 0.1,
           "network": "linear", "optimizer": "gradient-descent", "lossExponent": 2},
         "data": {"scaling": "none", "source": {"target": "y", "file": "./rows.csv"}},
         "name": "keys"}
        """);
    for (String spelling : spellings) {
      assertThat(names(spelling)).as(spelling).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "de-DE", "fa-IR"})
  void neitherDoPlaceAndTime(String language) throws Exception {
    List<String> names = names(JOB);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(language));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(names(JOB)).isEqualTo(names);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
