package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.AdaDelta;
import org.isobath.optimizer.AdaGrad;
import org.isobath.optimizer.Adam;
import org.isobath.optimizer.AdamW;
import org.isobath.optimizer.EndToEnd;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.HeavyBall;
import org.isobath.optimizer.Langevin;
import org.isobath.optimizer.Momentum;
import org.isobath.optimizer.Nesterov;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.RmsProp;
import org.isobath.optimizer.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every update rule promises: its identities, and bits that do not move. */
final class OptimizerContractTest {
  /** A new rule is one row here; {@link #everyRuleIsUnderContract} asks for it. */
  private static final List<Optimizer> RULES =
      List.of(
          new GradientDescent(),
          new Momentum(0.9),
          new HeavyBall(0.8),
          new Nesterov(0.7),
          new AdaGrad(0.1, 1e-7),
          new AdaDelta(0.9, 1e-6),
          new RmsProp(0.9, 1e-7, false),
          new RmsProp(0.9, 1e-7, true),
          new Adam(0.9, 0.99, 1e-8, false),
          new Adam(0.9, 0.99, 1e-8, true),
          new AdamW(0.9, 0.99, 1e-8, false),
          new Langevin(1e-4),
          new EndToEnd(2),
          new EndToEnd(3));

  @Test
  void everyRuleIsUnderContract() {
    assertThat(RULES.stream().map(Object::getClass))
        .containsAll(List.of(Optimizer.class.getPermittedSubclasses()));
  }

  static Stream<Arguments> twins() {
    List<Arguments> cases = new ArrayList<>();
    for (Optimizer rule : RULES) {
      boolean endToEnd = rule instanceof EndToEnd;
      for (int depth = 1; depth <= (endToEnd ? 1 : 3); depth++) {
        for (int exponent : new int[] {2, 4, 6}) {
          for (int targets : new int[] {1, 3}) {
            cases.add(Arguments.of(rule, depth, exponent, targets));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("twins")
  void followsTheSlowTwin(Optimizer rule, int depth, int exponent, int targets) {
    Dataset data = Fixtures.data(13, 19, 5, targets, 0.3);
    for (double decay : new double[] {0, 0.1}) {
      Trial trial = trial(rule, LinearNetwork.of(depth, 3), exponent, 0.01, decay, 3);
      Outcome outcome = train(data, trial);
      List<double[][][]> path = twin(trial, data);
      for (int step = 0; step <= trial.steps(); step++) {
        double loss = SlowTwin.loss(data, path.get(step), exponent);
        assertThat(outcome.curve().losses()[step]).isCloseTo(loss, within(1e-10 * loss));
      }
      double[][][] last = path.get((int) trial.steps());
      LinearNetwork.Shape[] shapes = shapes(trial.network(), data);
      double[][][] weights = Fixtures.matrices(outcome.finalWeights(), shapes);
      for (int layer = 0; layer < last.length; layer++) {
        for (int row = 0; row < last[layer].length; row++) {
          assertThat(weights[layer][row]).containsExactly(last[layer][row], within(1e-10));
        }
      }
    }
  }

  private static List<double[][][]> twin(Trial trial, Dataset data) {
    Map<String, Double> constants = new LinkedHashMap<>();
    trial
        .optimizer()
        .constants()
        .forEach(
            (name, value) ->
                constants.put(
                    name,
                    value instanceof Boolean flag
                        ? (flag ? 1.0 : 0.0)
                        : ((Number) value).doubleValue()));
    LinearNetwork.Shape[] shapes = shapes(trial.network(), data);
    return new OptimizerTwin(trial.optimizer().kind(), constants)
        .train(
            data,
            trial.lossExponent(),
            trial.learningRate(),
            trial.weightDecay(),
            Fixtures.matrices(trial, data),
            (int) trial.steps(),
            (step, layer, element) ->
                Langevin.noise(trial.seed(), layer - 1)
                    .gaussian((step - 1) * shapes[layer - 1].size() + element));
  }

  static Stream<Arguments> rulesInBothPrecisions() {
    return RULES.stream()
        .flatMap(rule -> Arrays.stream(Precision.values()).map(p -> Arguments.of(rule, p)));
  }

  /** Lanes end early and late, are filled again and move; some trials run alone. */
  @ParameterizedTest
  @MethodSource("rulesInBothPrecisions")
  void outcomesDependOnNoPack(Optimizer rule, Precision precision) {
    for (int targets : new int[] {1, 2}) {
      Dataset data = Fixtures.data(2, 17, 4, targets, 0.3);
      LinearNetwork network = LinearNetwork.of(rule instanceof EndToEnd ? 1 : 2, 2);
      List<Trial> trials = packTrials(rule, precision, network);
      // Some diverge, some reach the target, some go on to the end.
      Stop stop = new Stop(1e6, 0.2);
      List<Outcome> together = train(data, stop, trials);
      List<Trial> shuffled = new ArrayList<>(trials);
      Collections.shuffle(shuffled, new Random(5));
      List<Outcome> inPacks = new ArrayList<>();
      for (int first = 0; first < shuffled.size(); first += 19) {
        List<Trial> pack = shuffled.subList(first, Math.min(first + 19, shuffled.size()));
        inPacks.addAll(train(data, stop, pack));
      }
      TreeSet<Long> ends = new TreeSet<>();
      for (int i = 0; i < trials.size(); i++) {
        ends.add(together.get(i).steps());
        String text = PackTest.text(together.get(i));
        int other = shuffled.indexOf(trials.get(i));
        assertThat(PackTest.text(inPacks.get(other))).isEqualTo(text);
        if (i % 7 == 0) {
          Outcome alone = train(data, stop, List.of(trials.get(i))).get(0);
          assertThat(PackTest.text(alone)).isEqualTo(text);
        }
      }
      assertThat(ends).hasSizeGreaterThan(5);
      Trainer scalar =
          new Trainer(
              Kernels::scalar,
              TrainingData.of(data, new TreeSet<>(List.of(4))),
              stop,
              Fixtures.EVERY_STEP);
      List<Outcome> defined = scalar.train(trials, steps -> {});
      for (int i = 0; i < trials.size(); i++) {
        assertThat(PackTest.text(defined.get(i))).isEqualTo(PackTest.text(together.get(i)));
      }
    }
  }

  private static List<Trial> packTrials(
      Optimizer rule, Precision precision, LinearNetwork network) {
    List<Schedule> schedules =
        List.of(Schedule.CONSTANT, new Schedule(0.5, 7, 0), new Schedule(0.99, 1, 9));
    List<Trial> trials = new ArrayList<>();
    for (double rate : new double[] {1e-3, 0.1, 0.5, 1, 2, 4, 8, 30}) {
      for (long seed = 1; seed <= 12; seed++) {
        trials.add(
            new Trial(
                Scaling.NONE,
                network,
                4,
                rule,
                schedules.get((int) seed % 3),
                seed % 2 == 0 ? 0.01 : 0,
                new Gaussian(0.3),
                35,
                precision,
                seed,
                rate));
      }
    }
    return trials;
  }

  @Test
  void momentumIsTheHeavyBallAtASmallerRate() {
    assertSameWeights(
        last(new Momentum(0.75), 0.04, 0.1), last(new HeavyBall(0.75), 0.04 * 0.25, 0.1), 1e-13);
  }

  @Test
  void rulesWithoutMemoryAreGradientDescent() {
    double[][] plain = last(new GradientDescent(), 0.02, 0.1);
    for (Optimizer rule :
        List.of(new Momentum(0), new HeavyBall(0), new Nesterov(0), new Langevin(0))) {
      assertSameWeights(last(rule, 0.02, 0.1), plain, 1e-13);
    }
  }

  @Test
  void endToEndDescentOfDepthOneIsGradientDescentToTheBit() {
    Dataset data = Fixtures.data(9, 15, 4, 2, 0.3);
    LinearNetwork one = LinearNetwork.of(1, 1);
    Outcome rule = train(data, trial(new EndToEnd(1), one, 4, 0.02, 0.1, 6));
    Outcome plain = train(data, trial(new GradientDescent(), one, 4, 0.02, 0.1, 6));
    assertThat(PackTest.text(rule)).isEqualTo(PackTest.text(plain));
  }

  /** With β₁ = 0 and ε = 0, one step of Adam is one of RMSprop at the rate η √(1 − β₂). */
  @Test
  void adamWithoutMomentumIsRmspropWithCorrectedRate() {
    Dataset data = Fixtures.data(9, 15, 4, 2, 0.3);
    LinearNetwork network = LinearNetwork.of(2, 3);
    for (boolean hat : new boolean[] {false, true}) {
      Trial adam = trial(new Adam(0, 0.9, 0, hat), network, 4, 0.01, 0, 6).withSteps(1);
      double rate = 0.01 * Math.sqrt(1 - 0.9);
      Trial rms = trial(new RmsProp(0.9, 0, true), network, 4, rate, 0, 6).withSteps(1);
      assertSameWeights(train(data, adam).finalWeights(), train(data, rms).finalWeights(), 1e-14);
    }
  }

  @Test
  void withoutDecayAdamWIsAdamToTheBit() {
    assertThat(last(new AdamW(0.9, 0.99, 1e-8, false), 0.02, 0))
        .isDeepEqualTo(last(new Adam(0.9, 0.99, 1e-8, false), 0.02, 0));
  }

  /** Without ε, a loss 2^p times as large changes no bit of rules that divide by it. */
  @Test
  void adaptiveRulesDoNotSeeTheScaleOfTheLoss() {
    Dataset data = Fixtures.data(9, 15, 4, 2, 0.3);
    double[] x = Arrays.stream(data.featureArray()).map(v -> 2 * v).toArray();
    double[] y = Arrays.stream(data.targetArray()).map(v -> 2 * v).toArray();
    Dataset doubled = new Dataset("twice", data.featureNames(), data.targetNames(), 15, x, y);
    for (Optimizer rule :
        List.of(
            new AdaGrad(0, 0),
            new RmsProp(0.9, 0, false),
            new Adam(0.9, 0.99, 0, false),
            new Adam(0.9, 0.99, 0, true))) {
      Trial trial = trial(rule, LinearNetwork.of(3, 2), 4, 0.01, 0, 6);
      double[][] once = train(data, trial).finalWeights();
      assertThat(train(doubled, trial).finalWeights()).isDeepEqualTo(once);
    }
  }

  /** From zero weights nothing moves, whatever the gradient; and no step divides by zero. */
  @Test
  void endToEndDescentStaysAtZero() {
    for (int targets : new int[] {1, 2}) {
      Dataset data = Fixtures.data(9, 15, 4, targets, 0.3);
      Trial trial =
          new Trial(
              Scaling.NONE,
              LinearNetwork.of(1, 1),
              2,
              new EndToEnd(3),
              0,
              new Gaussian(0),
              10,
              Precision.FLOAT64,
              1,
              0.1);
      Outcome outcome = train(data, trial);
      assertThat(outcome.status()).isEqualTo(Status.STALLED);
      for (double weight : outcome.finalWeights()[0]) {
        assertThat(weight).isZero();
      }
    }
  }

  /** Norms from 1e-200, whose square is no double, to 1e100. */
  @Test
  void endToEndDescentIsFiniteAtTinyAndLargeNorms() {
    for (int targets : new int[] {1, 2}) {
      Dataset data = Fixtures.data(9, 15, 4, targets, 0.3);
      for (double size : new double[] {1e-200, 1e-160, 1e-20, 1e100}) {
        Trial trial =
            new Trial(
                Scaling.NONE,
                LinearNetwork.of(1, 1),
                2,
                new EndToEnd(3),
                0,
                new Gaussian(size),
                1,
                Precision.FLOAT64,
                1,
                0.1);
        for (double weight : train(data, trial).finalWeights()[0]) {
          assertThat(weight).isFinite();
        }
      }
    }
  }

  /** For a quadratic of curvature κ the stationary variance at step η is T / (κ (1 − ηκ/2)). */
  @Test
  void langevinHasItsStationaryVariance() {
    double curvature = 2;
    double rate = 0.2;
    double temperature = 0.3;
    Dataset data =
        new Dataset(
            "one weight",
            List.of("x"),
            List.of("y"),
            1,
            new double[] {Math.sqrt(curvature)},
            new double[1]);
    List<Trial> trials = new ArrayList<>();
    for (long seed = 1; seed <= 4000; seed++) {
      trials.add(
          new Trial(
              Scaling.NONE,
              LinearNetwork.of(1, 1),
              2,
              new Langevin(temperature),
              0,
              new Gaussian(0.1),
              60,
              Precision.FLOAT64,
              seed,
              rate));
    }
    Recording last = new Recording(2, List.of(), true);
    Stop never = new Stop(1e300, Double.NaN);
    double squares = 0;
    for (Outcome outcome : Fixtures.trainer(data, never, last).train(trials, s -> {})) {
      squares += outcome.finalWeights()[0][0] * outcome.finalWeights()[0][0];
    }
    double expected = temperature / (curvature * (1 - rate * curvature / 2));
    // A relative standard error of √(2/4000).
    assertThat(squares / 4000).isCloseTo(expected, within(0.08 * expected));
  }

  @Test
  void schedulesMultiplyTheLearningRate() {
    Dataset data = Fixtures.data(9, 15, 4, 1, 0.3);
    Trial trial = trial(new GradientDescent(), LinearNetwork.of(2, 2), 4, 0.05, 0, 6);
    List<Schedule> schedules =
        List.of(
            Schedule.CONSTANT,
            new Schedule(0.5, 4, 0),
            new Schedule(0.9, 1, 0),
            new Schedule(1, 1, 10),
            new Schedule(0.9, 3, 5));
    for (Schedule schedule : schedules) {
      double[][][] weights = Fixtures.matrices(trial, data);
      for (int t = 1; t <= trial.steps(); t++) {
        double[][][] gradients = SlowTwin.gradients(data, weights, 4);
        double drops = Math.floor((t - 1.0) / schedule.every());
        double warm = schedule.warmUp() > 0 ? Math.min(1, t / (double) schedule.warmUp()) : 1;
        double rate = 0.05 * warm * Math.pow(schedule.factor(), drops);
        for (int layer = 0; layer < weights.length; layer++) {
          for (int i = 0; i < weights[layer].length; i++) {
            for (int j = 0; j < weights[layer][i].length; j++) {
              weights[layer][i][j] -= rate * gradients[layer][i][j];
            }
          }
        }
      }
      double[][][] ours =
          Fixtures.matrices(
              train(data, withSchedule(trial, schedule)).finalWeights(),
              shapes(trial.network(), data));
      for (int layer = 0; layer < ours.length; layer++) {
        for (int i = 0; i < ours[layer].length; i++) {
          assertThat(ours[layer][i]).containsExactly(weights[layer][i], within(1e-13));
        }
      }
    }
  }

  /**
   * A gradient that vanishes lets averages decay without end: they become 0, and never numbers
   * below the normal ones, on which some processors are many times slower.
   */
  @ParameterizedTest
  @MethodSource("rulesInBothPrecisions")
  void memoryOfVanishedGradientsIsNeverSubnormal(Optimizer rule, Precision precision) {
    Kernels kernels = Kernels.best(precision);
    LaneMemory memory = kernels.memory();
    LinearNetwork.Shape[] shapes = {new LinearNetwork.Shape(1, 1)};
    LaneGroup group = new LaneGroup(kernels, shapes, rule, 0);
    int start = group.network().endToEnd();
    double normal = precision == Precision.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    for (int lane = 0; lane < memory.lanes(); lane++) {
      Trial trial = trial(rule, LinearNetwork.of(1, 1), 2, 0.01, 0, lane);
      group.load(lane, lane, trial, new double[][] {{1}});
    }
    int end = memory.allocate(0);
    for (int step = 0; step < 75_000; step++) {
      for (int lane = 0; lane < memory.lanes(); lane++) {
        // Gone at once, or falling to the smallest numbers and then gone, in lanes of either sign.
        double size = lane % 2 == 0 ? (step == 0 ? 1 : 0) : StrictMath.pow(0.99, step);
        double gradient = lane % 4 < 2 ? size : -size;
        boolean gone = Math.abs(gradient) < 1000 * normal;
        memory.set(group.network().endToEndGradient(), 0, lane, gone ? 0 : gradient);
      }
      group.update();
      for (int at = start; at < end; at++) {
        double number = Math.abs(memory.get(at, 0, 0));
        assertThat(number == 0 || number >= normal).isTrue();
      }
    }
  }

  private static double[][] last(Optimizer rule, double rate, double decay) {
    Dataset data = Fixtures.data(9, 15, 4, 2, 0.3);
    return train(data, trial(rule, LinearNetwork.of(2, 3), 4, rate, decay, 6)).finalWeights();
  }

  private static void assertSameWeights(double[][] actual, double[][] expected, double tolerance) {
    for (int layer = 0; layer < expected.length; layer++) {
      assertThat(actual[layer]).containsExactly(expected[layer], within(tolerance));
    }
  }

  private static Trial trial(
      Optimizer rule, LinearNetwork network, int exponent, double rate, double decay, long seed) {
    return new Trial(
        Scaling.NONE,
        network,
        exponent,
        rule,
        decay,
        new Gaussian(0.3),
        20,
        Precision.FLOAT64,
        seed,
        rate);
  }

  private static Trial withSchedule(Trial trial, Schedule schedule) {
    return new Trial(
        trial.scaling(),
        trial.network(),
        trial.lossExponent(),
        trial.optimizer(),
        schedule,
        trial.weightDecay(),
        trial.initializer(),
        trial.steps(),
        trial.precision(),
        trial.seed(),
        trial.learningRate());
  }

  private static Outcome train(Dataset data, Trial trial) {
    return train(data, new Stop(1e9, Double.NaN), List.of(trial)).get(0);
  }

  private static List<Outcome> train(Dataset data, Stop stop, List<Trial> trials) {
    return Fixtures.trainer(data, stop, Fixtures.EVERY_STEP).train(trials, steps -> {});
  }

  private static LinearNetwork.Shape[] shapes(org.isobath.network.Network network, Dataset data) {
    return network.shapes(data.features(), data.targets());
  }
}
