package org.isobath.results;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.isobath.data.Scaling;
import org.isobath.training.Recording;
import org.isobath.training.Stop;

/**
 * What all rows of a sweep share.
 *
 * @param sweep its name
 * @param data the dataset's name
 * @param fingerprints of the scaled data, by scaling
 * @param rows of the data: the batch size of full-batch training
 * @param features of the data
 * @param stop when trials end early
 * @param recording what trials leave
 */
public record SweepContext(
    String sweep,
    String data,
    Map<Scaling, String> fingerprints,
    long rows,
    int features,
    Stop stop,
    Recording recording)
    implements Serializable {
  /** Copies. */
  public SweepContext {
    fingerprints = Map.copyOf(fingerprints);
  }

  /** The fingerprint of the data under a scaling of the sweep. */
  public String fingerprint(Scaling scaling) {
    String fingerprint = fingerprints.get(scaling);
    if (fingerprint == null) {
      throw new IllegalArgumentException("Invalid scaling: " + scaling + " (not in the sweep)");
    }
    return fingerprint;
  }

  /** The tables of which each pack has a file. */
  public Set<Table> packTables() {
    Set<Table> tables = EnumSet.of(Table.TRIALS, Table.CURVES, Table.PACKS);
    if (recording.weights()) {
      tables.add(Table.WEIGHTS);
    }
    return tables;
  }
}
