package org.isobath.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Content keys: hashes of all that an outcome depends on, and of nothing else. Two trials with one
 * key have the same outcome wherever and whenever they were trained.
 */
public final class TrialKey {
  /** Part of every key: raised whenever the same trial may give other bits than before. */
  public static final int ENGINE_VERSION = 2;

  private static final int KEY_LENGTH = 32;

  private TrialKey() {}

  /**
   * The key of a trial: 32 hexadecimal digits.
   *
   * @param fingerprint of the scaled data
   */
  public static String of(Trial trial, String fingerprint, Stop stop) {
    return hash(
        setting(trial, fingerprint, stop)
            + "|seed="
            + trial.seed()
            + "|learningRate="
            + bits(trial.learningRate()));
  }

  /** The key of a trial's setting: everything but the learning rate and the seed. */
  public static String ofSetting(Trial trial, String fingerprint, Stop stop) {
    return hash(setting(trial, fingerprint, stop));
  }

  /** The key of any text: 32 hexadecimal digits of its SHA-256. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String setting(Trial trial, String fingerprint, Stop stop) {
    return "engine="
        + ENGINE_VERSION
        + "|data="
        + fingerprint
        + "|scaling="
        + trial.scaling().word()
        + "|network="
        + trial.network().kind()
        + trial.network().widths()
        + "|lossExponent="
        + trial.lossExponent()
        + "|optimizer="
        + trial.optimizer().kind()
        + constants(trial.optimizer().constants())
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
        + bits(stop.target());
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
