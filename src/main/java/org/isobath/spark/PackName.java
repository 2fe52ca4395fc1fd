package org.isobath.spark;

import java.util.List;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.training.Decimals;
import org.isobath.training.Trial;
import org.isobath.training.TrialKey;

/** The file name of a pack: its place in the sweep, and a hash of all that its rows depend on. */
final class PackName {
  private static final int KEY_LENGTH = 16;

  private PackName() {}

  static String of(Pack pack, List<Trial> trials, SweepContext context) {
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
        .append("|weights=")
        .append(context.recording().weights())
        .append("|measures=")
        .append(context.recording().measures())
        .append(context.recording().measuresAlongCurve())
        .append("|targets=");
    for (double target : context.recording().targets()) {
      content.append(Decimals.text(target)).append(' ');
    }
    for (Trial trial : trials) {
      String fingerprint = context.fingerprint(trial.scaling());
      content.append('|').append(TrialKey.of(trial, fingerprint, context.stop()));
    }
    String key = TrialKey.hash(content.toString()).substring(0, KEY_LENGTH);
    return String.format(java.util.Locale.ROOT, "pack-%09d-%s.parquet", pack.index(), key);
  }
}
