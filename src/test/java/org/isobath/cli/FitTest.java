package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.isobath.job.Job;
import org.isobath.job.JobException;
import org.isobath.job.JobFile;
import org.isobath.training.DataShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with jobs once their data are known. */
final class FitTest {
  private static final DataShape NUMBERS = new DataShape(40, 3, 2, 0);
  private static final DataShape TWO_CLASSES = new DataShape(40, 3, 1, 2);
  private static final DataShape TEN_CLASSES = new DataShape(40, 3, 1, 10);

  @TempDir Path folder;

  private Job job(String more) throws Exception {
    Path file = folder.resolve("job.yaml");
    Files.writeString(
        file,
        "name: x\ndata: {source: sensor-array, scaling: none}\n"
            + "trial:\n  learningRate: 0.1\n  steps: 10\n"
            + more);
    return JobFile.read(file, List.of());
  }

  private List<String> problems(String more, DataShape shape) throws Exception {
    try {
      Fit.check(job(more), shape);
      return List.of();
    } catch (JobException e) {
      return e.problems().stream().map(p -> p.toString().replace(folder + "/", "")).toList();
    }
  }

  @Test
  void aLossMustFitTheTargets() throws Exception {
    assertThat(problems("  loss: [power, logistic, softmax-cross-entropy]", NUMBERS))
        .containsExactly(
            "job.yaml:6:9: trial.loss: the data have numbers as targets, not classes; got logistic; allowed: power",
            "job.yaml:6:9: trial.loss: the data have numbers as targets, not classes; got softmax-cross-entropy; allowed: power");
    assertThat(problems("  loss: [power, logistic]", TEN_CLASSES))
        .containsExactly(
            "job.yaml:6:9: trial.loss: the data have 10 classes, not two; got logistic; allowed: power, softmax-cross-entropy");
    assertThat(problems("  loss: [power, logistic, softmax-cross-entropy]", TWO_CLASSES)).isEmpty();
  }

  @Test
  void batchesAndFeaturesMustBeThere() throws Exception {
    assertThat(problems("  batchSize: [full, 40]\n  features: [all, 3]", NUMBERS)).isEmpty();
    assertThat(problems("  batchSize: [40, 41]\n  features: [3, 4]", NUMBERS))
        .containsExactly(
            "job.yaml:7:13: trial.features: are more than the 3 of the data; got 4; allowed: all, or a whole number from 1 to 3",
            "job.yaml:6:14: trial.batchSize: is more than the 40 training rows; got 41; allowed: full, or a whole number from 1 to 40");
  }

  @Test
  void noiseOfLabelsIsAShareWhereThereAreClasses() throws Exception {
    assertThat(problems("  labelNoise: 1.5", NUMBERS)).isEmpty();
    assertThat(problems("  labelNoise: [1, 1.5]", TEN_CLASSES))
        .containsExactly(
            "job.yaml:6:15: trial.labelNoise: is a share of the labels, as the data have classes; got 1.5; allowed: a number from 0 to 1");
  }

  @Test
  void whatNeedsClassesIsRefusedWithoutThem() throws Exception {
    String random = "  pretraining: {random-labels: {steps: 1, learningRate: 1}}\n";
    String stop = "stop: {trainAccuracy: 1}";
    assertThat(problems(random + stop, TWO_CLASSES)).isEmpty();
    assertThat(problems(random + stop, NUMBERS))
        .containsExactly(
            "job.yaml:6:16: trial.pretraining: the data have numbers as targets, not classes; got random-labels; allowed: none",
            "job.yaml: stop.trainAccuracy: the data have numbers as targets, not classes; got 1.0; allowed: stop.target, a loss");
  }

  @Test
  void whatIsTrainedEndToEndNeedsNumbers() throws Exception {
    String rule = "  optimizer: {end-to-end: {depth: 2}}\nrecord: {measures: end-to-end-gap}";
    assertThat(problems(rule, NUMBERS)).isEmpty();
    assertThat(problems(rule, TWO_CLASSES))
        .containsExactly(
            "job.yaml:6:14: trial.optimizer: the data have classes, not numbers as targets; got end-to-end; allowed: another optimizer",
            "job.yaml: record.measures: the data have classes, not numbers as targets; got end-to-end-gap; allowed: other measures");
  }

  @Test
  void aMaskMustHaveTheShapeOfItsLayer() throws Exception {
    Files.writeString(
        folder.resolve("mask.csv"), "layer,row,column,value\n1,0,0,1\n1,0,1,0\n1,0,2,1\n");
    String masked = "  network: perceptron\n  mask: {file: mask.csv}\n";
    assertThat(problems(masked + "  loss: logistic", TWO_CLASSES)).isEmpty();
    String allowed = "; allowed: 0 or 1 for each weight of the layers that it mentions";
    assertThat(problems(masked + "  features: 2\n  loss: logistic", TWO_CLASSES))
        .containsExactly(
            "job.yaml:7:9: trial.mask: mask.csv has 3 values of layer 1, up to row 0 and column 2; that layer is 1 × 2 (rows and columns count from 0)"
                + allowed);
    assertThat(problems(masked, TEN_CLASSES))
        .containsExactly(
            "job.yaml:7:9: trial.mask: mask.csv has 3 values of layer 1, up to row 0 and column 2; that layer is 10 × 3 (rows and columns count from 0)"
                + allowed);
  }

  @Test
  void aStartMustFitEveryNetwork() throws Exception {
    assertThat(problems("  depth: [1, 3]\n  width: 1\n  initializer: balanced", NUMBERS))
        .containsExactly(
            "job.yaml:8:16: trial.initializer: balanced weights need hidden widths of at least 2 (the smaller of features and targets), but layer 1 has width 1 (depth 3)");
    assertThat(
            problems(
                "  network: tied-autoencoder\n  initializer: {direction: {ratio: 1}}\n  features: [1, 2]",
                NUMBERS))
        .containsExactly(
            "job.yaml:7:16: trial.initializer: a direction needs one unit of at least 2 inputs (depth 1)");
  }

  @Test
  void memoryCountsTheFeaturesThatAreSeen() throws Exception {
    String wide = "  network: perceptron\n  depth: 2\n  width: 1\n";
    DataShape enormous = new DataShape(1, 1_000_000_000, 1, 0);
    assertThatThrownBy(() -> Fit.check(job(wide), enormous))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a network of depth 2 with hidden widths [1] is too large");
    assertThatCode(() -> Fit.check(job(wide + "  features: 5"), enormous))
        .doesNotThrowAnyException();
  }

  @Test
  void aProblemOfASetHasItsPlace() throws Exception {
    Path file = folder.resolve("job.yaml");
    job("");
    Job job = JobFile.read(file, List.of("trial.batchSize=50"));
    assertThatThrownBy(() -> Fit.check(job, NUMBERS))
        .isInstanceOfSatisfying(
            JobException.class,
            e ->
                assertThat(e.problems().get(0).toString())
                    .isEqualTo(
                        "--set trial.batchSize=…: trial.batchSize: is more than the 40 training rows; got 50; allowed: full, or a whole number from 1 to 40"));
  }
}
