package org.isobath.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.isobath.data.Scaling;
import org.isobath.kernel.Precision;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.optimizer.Optimizer;
import org.isobath.optimizer.Schedule;
import org.isobath.training.Presentation;
import org.isobath.training.Trial;

/**
 * A product of axes. Index to trial is arithmetic in mixed radix: the learning rate varies fastest,
 * then the seed, then what lanes of one pack may differ in, then what changes a pack's shape.
 *
 * @param scalings slowest
 * @param presentations shape
 * @param networks shape
 * @param losses shape
 * @param precisions shape
 * @param optimizers shape
 * @param steps shape
 * @param schedules a value of each lane
 * @param weightDecays a value of each lane
 * @param initializers a value of each lane
 * @param seeds a value of each lane
 * @param learningRates fastest, a value of each lane
 */
public record Grid(
    Axis<Scaling> scalings,
    Axis<Presentation> presentations,
    Axis<Network> networks,
    Axis<Loss> losses,
    Axis<Precision> precisions,
    Axis<Optimizer> optimizers,
    Axis<Long> steps,
    Axis<Schedule> schedules,
    Axis<Double> weightDecays,
    Axis<Initializer> initializers,
    Axis<Long> seeds,
    Axis<Double> learningRates)
    implements Serializable {
  /** Linear networks with power losses on all of the data. */
  public Grid(
      Axis<Scaling> scalings,
      Axis<LinearNetwork> networks,
      Axis<Integer> lossExponents,
      Axis<Precision> precisions,
      Axis<Optimizer> optimizers,
      Axis<Long> steps,
      Axis<Schedule> schedules,
      Axis<Double> weightDecays,
      Axis<Initializer> initializers,
      Axis<Long> seeds,
      Axis<Double> learningRates) {
    this(
        scalings,
        Axis.of(List.of(Presentation.PLAIN)),
        each(networks, network -> network),
        each(lossExponents, Loss.Power::new),
        precisions,
        optimizers,
        steps,
        schedules,
        weightDecays,
        initializers,
        seeds,
        learningRates);
  }

  /** The same at constant learning rates. */
  public Grid(
      Axis<Scaling> scalings,
      Axis<LinearNetwork> networks,
      Axis<Integer> lossExponents,
      Axis<Precision> precisions,
      Axis<Optimizer> optimizers,
      Axis<Long> steps,
      Axis<Double> weightDecays,
      Axis<Initializer> initializers,
      Axis<Long> seeds,
      Axis<Double> learningRates) {
    this(
        scalings,
        networks,
        lossExponents,
        precisions,
        optimizers,
        steps,
        Axis.of(List.of(Schedule.CONSTANT)),
        weightDecays,
        initializers,
        seeds,
        learningRates);
  }

  private static <S, T> Axis<T> each(Axis<S> axis, Function<S, T> function) {
    List<T> values = new ArrayList<>();
    for (long i = 0; i < axis.size(); i++) {
      values.add(function.apply(axis.get(i)));
    }
    return Axis.of(values);
  }

  /** All axes, slowest first, in the order of {@link #trial}'s digits. */
  public List<Axis<?>> axes() {
    return List.of(
        scalings,
        presentations,
        networks,
        losses,
        precisions,
        optimizers,
        steps,
        schedules,
        weightDecays,
        initializers,
        seeds,
        learningRates);
  }

  /**
   * Number of trials.
   *
   * @throws ArithmeticException above 2⁶³ − 1
   */
  public long trials() {
    return axes().stream().mapToLong(Axis::size).reduce(1, Math::multiplyExact);
  }

  /** Number of consecutive trials that share a shape, and so may share a pack. */
  public long run() {
    return Math.multiplyExact(
        Math.multiplyExact(
            Math.multiplyExact(schedules.size(), weightDecays.size()), initializers.size()),
        Math.multiplyExact(seeds.size(), learningRates.size()));
  }

  /** The trial at an index from 0 to {@link #trials} − 1. */
  public Trial trial(long index) {
    Digits digits = new Digits(index);
    Double learningRate = digits.next(learningRates);
    Long seed = digits.next(seeds);
    Initializer initializer = digits.next(initializers);
    Double weightDecay = digits.next(weightDecays);
    Schedule schedule = digits.next(schedules);
    Long stepCount = digits.next(steps);
    Optimizer optimizer = digits.next(optimizers);
    Precision precision = digits.next(precisions);
    Loss loss = digits.next(losses);
    Network network = digits.next(networks);
    Presentation presentation = digits.next(presentations);
    Scaling scaling = digits.next(scalings);
    return new Trial(
        scaling,
        presentation,
        network,
        loss,
        optimizer,
        schedule,
        weightDecay,
        initializer,
        stepCount,
        precision,
        seed,
        learningRate);
  }

  /** Takes an index apart, fastest axis first. */
  private static final class Digits {
    private long rest;

    Digits(long index) {
      this.rest = index;
    }

    <T> T next(Axis<T> axis) {
      long digit = rest % axis.size();
      rest /= axis.size();
      return axis.get(digit);
    }
  }
}
