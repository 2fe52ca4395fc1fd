package org.isobath.spark;

import java.util.List;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.training.Decimals;
import org.isobath.training.Trial;
import org.isobath.training.TrialKey;
import org.isobath.training.TrialKeys;

/** The file name of a pack: its place in the sweep, and a hash of all that its rows depend on. */
final class PackName {
  private static final int KEY_LENGTH = 16;

  private PackName() {}

  /** The keys of a pack's trials, in order. */
  static List<String> keys(List<Trial> trials, SweepContext context) {
    TrialKeys keys = new TrialKeys(context::fingerprint, context.stop());
    return trials.stream().map(keys::trial).toList();
  }

  /**
   * The name.
   *
   * @param keys of the pack's trials, in order
   */
  static String of(Pack pack, List<String> keys, SweepContext context) {
    StringBuilder content = new StringBuilder();
    content
        .append("schema=")
        .append(Table.SCHEMA_VERSION)
        .append("|sweep=")
        .append(context.sweep())
        .append("|data=")
        .append(context.data())
        .append("|first=")
        .append(pack.firstTrial())
        .append("|curvePoints=")
        .append(context.recording().curvePoints())
        .append(context.recording().curveByEpochs() ? " by epochs" : "")
        .append("|weights=")
        .append(context.recording().weights())
        .append("|measures=")
        .append(context.recording().measures())
        .append(context.recording().measuresAlongCurve())
        .append("|targets=");
    for (double target : context.recording().targets()) {
      content.append(Decimals.text(target)).append(' ');
    }
    for (String trial : keys) {
      content.append('|').append(trial);
    }
    String key = TrialKey.hash(content.toString()).substring(0, KEY_LENGTH);
    return String.format(java.util.Locale.ROOT, "pack-%09d-%s.parquet", pack.index(), key);
  }
}
