package org.isobath.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The losses whose first step is recorded: shares of the gap between the initial loss and the
 * optimum, then the job's absolute losses (docs/equations.md, eq. 12).
 */
public final class Targets {
  /** Shares f of the gap: the target is optimum + f · (initial − optimum). */
  private static final double[] GAP_SHARES = {0.5, 0.1, 0.01, 0.001};

  private Targets() {}

  /** The targets' names, the keys of {@code steps_to_target}. */
  public static List<String> names(Recording recording) {
    List<String> names = new ArrayList<>();
    for (double share : GAP_SHARES) {
      names.add(Decimals.text(share) + " of gap");
    }
    for (double target : recording.targets()) {
      names.add(Decimals.text(target));
    }
    return names;
  }

  /** How many targets there are. */
  public static int count(Recording recording) {
    return GAP_SHARES.length + recording.targets().size();
  }

  /** The targets' losses for a trial, in the order of {@link #names}; an optimum of NaN is 0. */
  static double[] losses(Recording recording, double initialLoss, double optimumLoss) {
    double[] losses = new double[count(recording)];
    double least = Double.isNaN(optimumLoss) ? 0 : optimumLoss;
    for (int i = 0; i < GAP_SHARES.length; i++) {
      losses[i] = Math.fma(GAP_SHARES[i], initialLoss - least, least);
    }
    for (int i = 0; i < recording.targets().size(); i++) {
      losses[GAP_SHARES.length + i] = recording.targets().get(i);
    }
    return losses;
  }
}
