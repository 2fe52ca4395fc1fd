package org.isobath.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.isobath.data.DataFolder;
import org.isobath.data.Scaling;
import org.isobath.data.SharedData;
import org.isobath.kernel.Kernels;
import org.isobath.network.DoubleWell;
import org.isobath.network.Perceptron;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Sweep;
import org.isobath.theory.DoubleDescent;
import org.isobath.theory.StationaryVariance;
import org.isobath.theory.TwoWells;
import org.isobath.training.Outcome;
import org.isobath.training.Pretraining;
import org.isobath.training.Status;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;
import org.junit.jupiter.api.Test;

/**
 * The jobs of docs/shallow-networks.md, shortened, trained without Spark: what must be seen is
 * seen.
 */
final class ShallowJobsTest {
  private record Ran(Trial trial, Outcome outcome) {
    double measure(String name) {
      return outcome.measures().getOrDefault(name, Double.NaN);
    }

    boolean pretrained() {
      return !trial.presentation().pretraining().equals(Pretraining.NONE);
    }
  }

  private static List<Ran> run(String name, String... sets) throws Exception {
    PreparedJob job =
        PreparedJob.of(Path.of("jobs", name + ".yaml"), Arrays.asList(sets), DataFolder.standard());
    Map<Scaling, TrainingData> data = job.trainingData();
    Experiment experiment = job.experiment();
    Sweep sweep = job.sweep();
    return LongStream.range(0, sweep.packs())
        .parallel()
        .mapToObj(
            pack -> {
              List<Trial> trials = sweep.trials(sweep.pack(pack));
              TrainingData scaled = data.get(trials.get(0).scaling());
              Trainer trainer =
                  new Trainer(Kernels::best, scaled, experiment.stop(), experiment.recording());
              List<Outcome> outcomes = trainer.train(trials, steps -> {});
              List<Ran> ran = new ArrayList<>();
              for (int i = 0; i < trials.size(); i++) {
                ran.add(new Ran(trials.get(i), outcomes.get(i)));
              }
              return ran;
            })
        .flatMap(List::stream)
        .toList();
  }

  private static double[] of(List<Ran> all, Predicate<Ran> which, ToDoubleFunction<Ran> what) {
    double[] values = all.stream().filter(which).mapToDouble(what).toArray();
    assertThat(values).isNotEmpty();
    return values;
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Standard deviations of a share of so many trials, by which a right one is never off. */
  private static double chance(double share, int trials) {
    return 4 * Math.sqrt(share * (1 - share) / trials);
  }

  @Test
  void aStartThatKnowsRandomLabelsLeadsPlainDescentToABadMinimum() throws Exception {
    List<Ran> all = run("bad-global-minima", "trial.seed={from: 1, count: 3}");
    assertThat(all)
        .hasSize(6)
        .allSatisfy(
            ran -> {
              assertThat(ran.outcome().status()).isEqualTo(Status.REACHED);
              assertThat(ran.measure("train_accuracy")).isEqualTo(1);
            });
    assertThat(of(all, Ran::pretrained, ran -> ran.measure("pretraining_train_accuracy")))
        .containsOnly(1);
    double random = mean(of(all, ran -> !ran.pretrained(), ran -> ran.measure("test_accuracy")));
    double bad = mean(of(all, Ran::pretrained, ran -> ran.measure("test_accuracy")));
    assertThat(random - bad).isGreaterThan(0.05);
  }

  @Test
  void momentumDecayAndNoiseLeadOutOfTheBadStart() throws Exception {
    List<Ran> all = run("bad-global-minima-regularized", "trial.seed={from: 1, count: 3}");
    double random = mean(of(all, ran -> !ran.pretrained(), ran -> ran.measure("test_accuracy")));
    double bad = mean(of(all, Ran::pretrained, ran -> ran.measure("test_accuracy")));
    assertThat(bad).isCloseTo(random, within(0.01)).isGreaterThan(0.9);
  }

  @Test
  void theFullBatchKeepsAMixtureAndSingleRowsChooseOneOfEquallySharpMinima() throws Exception {
    List<Ran> all =
        run(
            "batch-size-and-minima",
            "trial.seed={from: 1, count: 4}",
            "trial.batchSize=[full, 1]",
            "record.weights=true");
    for (Ran ran : all) {
      assertThat(ran.outcome().finalLoss()).isCloseTo(0.45, within(1e-6));
      assertThat(ran.measure("hessian_largest")).isCloseTo(4 / 10.0, within(1e-5));
      if (ran.trial().presentation().batches().size() == 1) {
        assertThat(ran.measure("alignment")).isCloseTo(1, within(1e-6));
      } else {
        double[] start =
            Arrays.stream(ran.outcome().initialWeights()[0]).map(w -> Math.max(w, 0)).toArray();
        double length = Math.sqrt(Arrays.stream(start).map(w -> w * w).sum());
        double[] rescaled = Arrays.stream(start).map(w -> w / length).toArray();
        assertThat(ran.outcome().finalWeights()[0]).containsExactly(rescaled, within(1e-9));
        assertThat(ran.measure("participation_ratio")).isGreaterThan(1.1);
      }
    }
  }

  @Test
  void theWinnersShareIsTheArctangentOfTheRatio() throws Exception {
    for (double ratio : new double[] {0.5, 1, 4}) {
      List<Ran> all =
          run(
              "winners-law",
              "trial.initializer={direction: {ratio: %s, norm: 0.5}}".formatted(ratio),
              "trial.steps=10000");
      double law = 2 / Math.PI * Math.atan(ratio);
      double[] first = of(all, ran -> true, ran -> ran.measure("winner") == 1 ? 1 : 0);
      assertThat(mean(first)).isCloseTo(law, within(chance(law, first.length)));
    }
  }

  @Test
  void leastSquaresHasTheTestLossOfTheClosedFormAndItsPeak() throws Exception {
    List<Ran> all =
        run(
            "double-descent-linear",
            "trial.features=[10, 20, 40, 80, 100]",
            "trial.seed={from: 1, count: 40}");
    double[] coefficients = new double[100];
    Arrays.fill(coefficients, 0.1);
    DoubleDescent law = new DoubleDescent(coefficients, 0.5, 40);
    for (int features : new int[] {10, 20, 80, 100}) {
      Predicate<Ran> these = ran -> ran.trial().presentation().features() == features;
      double[] measured = of(all, these, ran -> ran.measure("minimum_norm_test_loss"));
      double expected = law.squaredError(features) / 2;
      assertThat(mean(measured)).isCloseTo(expected, within(0.1 * expected));
      double[] reached = of(all, these, ran -> ran.measure("test_loss"));
      assertThat(reached).containsExactly(measured, within(1e-6));
    }
    double[] peak =
        of(
            all,
            ran -> ran.trial().presentation().features() == 40,
            ran -> ran.measure("minimum_norm_test_loss"));
    assertThat(median(peak)).isGreaterThan(10 * law.squaredError(20) / 2);
  }

  @Test
  void aPerceptronIsWorstWhereItHasAsManyParametersAsRows() throws Exception {
    List<Ran> all =
        run(
            "double-descent-perceptron",
            "compare.baseline=12",
            "trial.width=[2, 12, 100]",
            "trial.seed={from: 1, count: 4}",
            "trial.steps=6000");
    double[] medians = new double[3];
    int[] widths = {2, 12, 100};
    for (int i = 0; i < 3; i++) {
      int width = widths[i];
      medians[i] =
          median(
              of(
                  all,
                  ran -> ((Perceptron) ran.trial().network()).widths().equals(List.of(width)),
                  ran -> ran.measure("test_loss")));
    }
    assertThat(medians[1]).isGreaterThan(2 * medians[0]).isGreaterThan(2 * medians[2]);
  }

  @Test
  void atZeroLossTheHessianHasTheRankOfTheEquations() throws Exception {
    List<Ran> all =
        run(
            "degenerate-minima",
            "trial.width=4",
            "trial.learningRate=0.1",
            "trial.seed={from: 1, count: 2}",
            "trial.steps=20000",
            "compare.axis=activation",
            "compare.baseline=square",
            "report.figures=[{y: hessian_rank, x: activation}]");
    assertThat(all)
        .hasSize(4)
        .allSatisfy(
            ran -> {
              assertThat(ran.outcome().finalLoss()).isLessThan(1e-16);
              assertThat(ran.measure("weights")).isEqualTo(21);
              assertThat(ran.measure("hessian_rank")).isEqualTo(6);
              assertThat(ran.measure("hessian_zeros")).isEqualTo(15);
              assertThat(ran.measure("jacobian_rank")).isEqualTo(6);
            });
    // Three factors meet in a product: the weight behind a unit and, twice, one before it.
    assertThat(all.get(0).measure("bezout_log10")).isCloseTo(6 * Math.log10(3), within(1e-12));
  }

  @Test
  void noiseIsInTheFlatWellAsOftenAsVolumesSay() throws Exception {
    List<Ran> all =
        run(
            "langevin",
            "trial.network={double-well: {directions: [1, 8], height: 1, flat: 1, sharp: 2}}",
            "trial.seed={from: 1, count: 200}");
    TwoWells law = new TwoWells(1, 1, 2, 0.5);
    for (int directions : new int[] {1, 8}) {
      double[] flat =
          of(
              all,
              ran -> ((DoubleWell) ran.trial().network()).directions() == directions,
              ran -> ran.measure("flat_well"));
      double share = law.flatShare(directions);
      assertThat(mean(flat)).isCloseTo(share, within(chance(share, flat.length)));
    }
  }

  @Test
  void langevinDescentHasTheStationaryVarianceOfItsStep() throws Exception {
    List<Ran> all = run("langevin-variance", "trial.seed={from: 1, count: 1000}");
    for (double rate : new double[] {0.1, 0.5, 1, 1.5}) {
      double[] squares =
          of(
              all,
              ran -> ran.trial().learningRate() == rate,
              ran -> Math.pow(ran.outcome().finalWeights()[0][0] - 1, 2));
      double law = StationaryVariance.of(0.1, 1, rate);
      double[] distances =
          of(
              all,
              ran -> ran.trial().learningRate() == rate,
              ran -> Math.pow(ran.measure("distance_to_minimum_norm"), 2));
      assertThat(mean(distances)).isCloseTo(mean(squares), within(1e-12));
      assertThat(mean(squares)).isCloseTo(law, within(4 * law * Math.sqrt(2.0 / squares.length)));
    }
  }

  @Test
  void soDoAllWeightsOfAMatrix() throws Exception {
    List<Ran> all =
        run(
            "langevin-variance",
            "data.source={orthonormal: {features: 3, rows: 3, basis: random}}",
            "trial.learningRate=[0.5, 4]",
            "trial.seed={from: 1, count: 300}");
    for (double rate : new double[] {0.5, 4}) {
      double[] squares =
          of(
              all,
              ran -> ran.trial().learningRate() == rate,
              ran -> Math.pow(ran.measure("distance_to_minimum_norm"), 2));
      double law = 9 * StationaryVariance.of(0.1, 1 / 3.0, rate);
      double chance = 4 * law * Math.sqrt(2.0 / (9 * squares.length));
      assertThat(mean(squares)).isCloseTo(law, within(chance));
    }
  }

  @Test
  void adamNeedsASmallerRateThanPlainDescentOnDigits() throws Exception {
    Path digits = SharedData.path("digits-8x8/digits.csv.gz").toAbsolutePath();
    List<Ran> all =
        run(
            "optimizers-on-digits",
            "data.source={digits: %s}".formatted(digits),
            "trial.activation=relu",
            "trial.optimizer=[gradient-descent, adam]",
            "trial.learningRate=[0.01, 1]",
            "trial.seed=1",
            "trial.steps=430");
    for (Ran ran : all) {
      boolean adam = ran.trial().optimizer().kind().equals("adam");
      boolean good = adam == (ran.trial().learningRate() == 0.01);
      assertThat(ran.measure("test_accuracy") > 0.93).isEqualTo(good);
    }
  }

  @Test
  void aPerceptronLearnsSomeImagesOfMnist() throws Exception {
    Path mnist = SharedData.path("mnist").toAbsolutePath();
    List<Ran> all =
        run(
            "mnist",
            "data.source={mnist: %s}".formatted(mnist),
            "data.split={train: 4000, test: 1000, draw: once}",
            "trial.learningRate=[0.01, 0.5]",
            "trial.seed=1",
            "trial.steps=63");
    assertThat(all.get(1).measure("test_accuracy"))
        .isGreaterThan(0.82)
        .isGreaterThan(all.get(0).measure("test_accuracy"));
  }
}
