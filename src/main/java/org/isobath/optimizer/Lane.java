package org.isobath.optimizer;

import org.isobath.kernel.LaneMemory;

/**
 * One lane of a group as its update rule sees it: what its trial differs in from its neighbours',
 * the step it is at, and its place in the array of rates.
 */
public final class Lane {
  private final LaneMemory memory;
  private final int rates;
  private final int place;

  private long seed;
  private Schedule schedule = Schedule.CONSTANT;
  private double baseRate;
  private double weightDecay;
  private long step;

  /** The learning rate of the present step, without and with warm-up. */
  private double scheduledRate;

  private double learningRate;

  /** Two products that rules may let grow with the step. */
  private final double[] powers = new double[2];

  private boolean changing;

  /**
   * An idle lane.
   *
   * @param rates address of the group's array of rates
   * @param place which lane, from 0
   */
  public Lane(LaneMemory memory, int rates, int place) {
    this.memory = memory;
    this.rates = rates;
    this.place = place;
  }

  /** Makes the lane idle; its rates are to be zero. */
  public void clear() {
    seed = 0;
    schedule = Schedule.CONSTANT;
    baseRate = 0;
    weightDecay = 0;
    step = 0;
    scheduledRate = 0;
    learningRate = 0;
    powers[0] = 1;
    powers[1] = 1;
    changing = false;
  }

  /** Puts a trial, before its first step, in an idle lane. */
  public void start(long trialSeed, double trialRate, Schedule trialSchedule, double trialDecay) {
    clear();
    seed = trialSeed;
    schedule = trialSchedule;
    baseRate = trialRate;
    weightDecay = trialDecay;
    scheduledRate = trialRate;
    changing = true;
  }

  /** Goes on where another lane is; its rates are to be copied too. */
  public void take(Lane other) {
    seed = other.seed;
    schedule = other.schedule;
    baseRate = other.baseRate;
    weightDecay = other.weightDecay;
    step = other.step;
    scheduledRate = other.scheduledRate;
    learningRate = other.learningRate;
    powers[0] = other.powers[0];
    powers[1] = other.powers[1];
    changing = other.changing;
  }

  /** Goes on at another lane's step, by a rule of its own. */
  public void follow(Lane other) {
    take(other);
    powers[0] = 1;
    powers[1] = 1;
    changing = true;
  }

  /** Goes on to the next step, whose rates it sets unless they stay as they are. */
  public void advance(Optimizer optimizer) {
    step++;
    if (changing) {
      scheduledRate = schedule.rate(step, baseRate, scheduledRate);
      learningRate = schedule.warmedUp(step, scheduledRate);
      boolean ruleChanges = optimizer.setRates(this);
      changing = ruleChanges || schedule.changesAfter(step);
    }
  }

  /** The present step from 1, which is how many updates the trial has had when it is done. */
  public long step() {
    return step;
  }

  /** Which lane of its group, from 0. */
  public int place() {
    return place;
  }

  /** The trial's seed. */
  long seed() {
    return seed;
  }

  /** η of the present step. */
  double learningRate() {
    return learningRate;
  }

  /** λ. */
  double weightDecay() {
    return weightDecay;
  }

  /** Multiplies one of two products, 1 before the first step, by a factor. */
  double power(int index, double factor) {
    powers[index] *= factor;
    return powers[index];
  }

  /** One of the lane's rates. */
  double rate(int element) {
    return memory.get(rates, element, place);
  }

  /** Sets one of the lane's rates. */
  void setRate(int element, double value) {
    memory.set(rates, element, place, value);
  }
}
