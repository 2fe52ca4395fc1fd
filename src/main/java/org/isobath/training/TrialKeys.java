package org.isobath.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.isobath.data.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@link TrialKey} for many trials in turn, each at the cost of what differs from the
 * one before: neighbours share their setting. Not for several threads at once.
 */
public final class TrialKeys {
  private final Function<Scaling, String> fingerprints;
  private final Stop stop;
  private @Nullable State last;

  /**
   * Keys of the trials of a sweep.
   *
   * @param fingerprints of the scaled data
   */
  public TrialKeys(Function<Scaling, String> fingerprints, Stop stop) {
    this.fingerprints = fingerprints;
    this.stop = stop;
  }

  /** {@link TrialKey#of}. */
  public String trial(Trial trial) {
    MessageDigest digest = TrialKey.copy(of(trial).digest());
    digest.update(TrialKey.ofSeedAndRate(trial).getBytes(StandardCharsets.UTF_8));
    return TrialKey.text(digest);
  }

  /** {@link TrialKey#ofSetting}. */
  public String setting(Trial trial) {
    return of(trial).setting();
  }

  private State of(Trial trial) {
    State state = last;
    if (state == null || !state.isOf(trial)) {
      state = state(trial);
      last = state;
    }
    return state;
  }

  private State state(Trial trial) {
    String setting = TrialKey.setting(trial, fingerprints.apply(trial.scaling()), stop);
    MessageDigest digest = TrialKey.digest();
    digest.update(setting.getBytes(StandardCharsets.UTF_8));
    return new State(trial, digest, TrialKey.text(TrialKey.copy(digest)));
  }

  /**
   * What trials of one setting share.
   *
   * @param trial one of them
   * @param digest has read the setting, and reads no more
   * @param setting the setting's key
   */
  private record State(Trial trial, MessageDigest digest, String setting) {
    /** Identity where equality would cost more than it saves: a sweep's trials share its values. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Trial other) {
      return other.network() == trial.network()
          && other.initializer() == trial.initializer()
          && other.optimizer() == trial.optimizer()
          && other.schedule() == trial.schedule()
          && other.scaling() == trial.scaling()
          && other.loss() == trial.loss()
          && other.presentation() == trial.presentation()
          && other.steps() == trial.steps()
          && other.precision() == trial.precision()
          && Double.compare(other.weightDecay(), trial.weightDecay()) == 0;
    }
  }
}
