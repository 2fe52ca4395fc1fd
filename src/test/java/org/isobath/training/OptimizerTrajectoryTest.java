package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isobath.data.Scaling;
import org.isobath.kernel.Precision;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every update rule, trained as users train it, against trajectories computed elsewhere. */
final class OptimizerTrajectoryTest {
  /** A case's rule, if there is one of its kind: one line a rule. Noise cannot be compared. */
  private static Optional<Optimizer> rule(Trajectories.Case trial) {
    Map<String, Double> c = trial.constants();
    if (c.getOrDefault("temperature", 0.0) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (trial.optimizer()) {
          case "gradient-descent" -> new GradientDescent();
          case "momentum" -> new Momentum(of(c, "beta"));
          case "heavy-ball" -> new HeavyBall(of(c, "beta"));
          case "nesterov" -> new Nesterov(of(c, "beta"));
          case "adagrad" -> new AdaGrad(of(c, "initialAccumulator"), of(c, "epsilon"));
          case "adadelta" -> new AdaDelta(of(c, "rho"), of(c, "epsilon"));
          case "rmsprop" ->
              new RmsProp(of(c, "beta"), of(c, "epsilon"), of(c, "epsilonInsideRoot") == 1);
          case "adam" ->
              new Adam(of(c, "beta1"), of(c, "beta2"), of(c, "epsilon"), of(c, "epsilonHat") == 1);
          case "adamw" ->
              new AdamW(of(c, "beta1"), of(c, "beta2"), of(c, "epsilon"), of(c, "epsilonHat") == 1);
          case "langevin" -> new Langevin(of(c, "temperature"));
          case "end-to-end" -> new EndToEnd((int) of(c, "depth"));
          default -> throw new IllegalArgumentException(trial.optimizer());
        });
  }

  private static double of(Map<String, Double> constants, String name) {
    return Optional.ofNullable(constants.get(name)).orElseThrow();
  }

  static Stream<Trajectories.Case> cases() {
    return Trajectories.all().stream().filter(trial -> rule(trial).isPresent());
  }

  @Test
  void everyRuleHasTrajectories() {
    Set<Class<?>> covered =
        cases().map(trial -> rule(trial).orElseThrow().getClass()).collect(Collectors.toSet());
    assertThat(covered).containsExactlyInAnyOrder(Optimizer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAndWeightsFollowTheTrajectory(Trajectories.Case trial) {
    LongFunction<Trial> ofSteps =
        steps ->
            new Trial(
                Scaling.NONE,
                trial.network(),
                trial.lossExponent(),
                rule(trial).orElseThrow(),
                trial.weightDecay(),
                trial.initializer(),
                steps,
                Precision.FLOAT64,
                1,
                trial.learningRate());
    List<Trial> whole = List.of(ofSteps.apply(Trajectories.STEPS));
    Outcome outcome = Fixtures.train(trial.data(), whole, Fixtures.EVERY_STEP).get(0);
    assertThat(outcome.curve().losses()).hasSameSizeAs(trial.losses());
    for (int step = 0; step < trial.losses().length; step++) {
      double loss = trial.losses()[step];
      assertThat(outcome.curve().losses()[step]).isCloseTo(loss, within(1e-12 * loss));
    }
    trial
        .weightsAfter()
        .forEach(
            (step, expected) -> {
              List<Trial> part = List.of(ofSteps.apply(step));
              double[][] weights =
                  Fixtures.train(trial.data(), part, Fixtures.EVERY_STEP).get(0).finalWeights();
              for (int layer = 0; layer < expected.length; layer++) {
                assertThat(weights[layer]).containsExactly(expected[layer], within(1e-12));
              }
            });
  }
}
