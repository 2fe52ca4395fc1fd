package org.isobath.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.isobath.network.Loss;
import org.isobath.network.Network;
import org.isobath.network.Perceptron;
import org.isobath.optimizer.Schedule;

/**
 * Content keys: hashes of all that an outcome depends on, and of nothing else. Two trials with one
 * key have the same outcome wherever and whenever they were trained.
 */
public final class TrialKey {
  /** Part of every key: raised whenever the same trial may give other bits than before. */
  public static final int ENGINE_VERSION = 3;

  private static final int KEY_LENGTH = 32;

  private TrialKey() {}

  /**
   * The key of a trial: 32 hexadecimal digits.
   *
   * @param fingerprint of the scaled data
   */
  public static String of(Trial trial, String fingerprint, Stop stop) {
    return hash(setting(trial, fingerprint, stop) + ofSeedAndRate(trial));
  }

  /** What a trial's key depends on beyond its setting. */
  static String ofSeedAndRate(Trial trial) {
    return "|seed=" + trial.seed() + "|learningRate=" + bits(trial.learningRate());
  }

  /** The key of a trial's setting: everything but the learning rate and the seed. */
  public static String ofSetting(Trial trial, String fingerprint, Stop stop) {
    return hash(setting(trial, fingerprint, stop));
  }

  /** The key of any text: 32 hexadecimal digits of its SHA-256. */
  public static String hash(String text) {
    MessageDigest digest = digest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return text(digest);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A digest that has read the same. */
  static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's SHA-256 can be copied", e);
    }
  }

  /** The key of what a digest has read; the digest starts over. */
  static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, KEY_LENGTH / 2);
  }

  static String setting(Trial trial, String fingerprint, Stop stop) {
    return "engine="
        + ENGINE_VERSION
        + "|data="
        + fingerprint
        + "|scaling="
        + trial.scaling().word()
        + "|network="
        + trial.network().kind()
        + trial.network().widths()
        + activation(trial.network())
        + others(trial.network().constants())
        + loss(trial.loss())
        + presentation(trial.presentation())
        + "|optimizer="
        + trial.optimizer().kind()
        + constants(trial.optimizer().constants())
        + schedule(trial.schedule())
        + "|precision="
        + trial.precision().word()
        + "|weightDecay="
        + bits(trial.weightDecay())
        + "|initializer="
        + trial.initializer().kind()
        + constants(trial.initializer().constants())
        + "|steps="
        + trial.steps()
        + "|divergedAbove="
        + bits(stop.divergedAbove())
        + "|target="
        + bits(stop.target())
        + (Double.isNaN(stop.trainAccuracy())
            ? ""
            : "|trainAccuracy=" + bits(stop.trainAccuracy()));
  }

  // Keys of linear networks on all of the data are older than all else: they are as they were.

  private static String activation(Network network) {
    return network instanceof Perceptron perceptron
        ? "|activation=" + perceptron.activation().word()
        : "";
  }

  private static String others(Map<String, ?> constants) {
    return constants.isEmpty() ? "" : constants(constants);
  }

  private static String loss(Loss loss) {
    return loss instanceof Loss.Power power
        ? "|lossExponent=" + power.exponent()
        : "|loss=" + loss.kind();
  }

  private static String presentation(Presentation presentation) {
    Batches batches = presentation.batches();
    return presentation.equals(Presentation.PLAIN)
        ? ""
        : "|sampler="
            + batches.sampler().word()
            + "|batchSize="
            + batches.size()
            + "|sum="
            + batches.sum()
            + "|features="
            + presentation.features()
            + "|inputNoise="
            + bits(presentation.inputNoise())
            + "|labelNoise="
            + bits(presentation.labelNoise())
            + "|pretraining="
            + presentation.pretraining().kind()
            + constants(presentation.pretraining().constants());
  }

  /** Nothing for a constant rate: keys are older than schedules. */
  private static String schedule(Schedule schedule) {
    return schedule.equals(Schedule.CONSTANT)
        ? ""
        : "|schedule=" + schedule.kind() + constants(schedule.constants());
  }

  private static String constants(Map<String, ?> constants) {
    StringBuilder text = new StringBuilder("(");
    new TreeMap<>(constants)
        .forEach(
            (name, value) ->
                text.append(name)
                    .append('=')
                    .append(value instanceof Double number ? bits(number) : value)
                    .append(';'));
    return text.append(')').toString();
  }

  private static String bits(double value) {
    // Adding 0 makes one zero of both.
    return Long.toHexString(Double.doubleToLongBits(value + 0.0));
  }
}
