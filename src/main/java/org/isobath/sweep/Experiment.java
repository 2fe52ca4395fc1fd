package org.isobath.sweep;

import java.util.List;
import java.util.Optional;
import org.isobath.data.DataSource;
import org.isobath.data.Split;
import org.isobath.training.Recording;
import org.isobath.training.Stop;

/**
 * What a job file asks for, all defaults filled in.
 *
 * @param name of the sweep and of its folder
 * @param source where the data come from
 * @param split which rows train and which test
 * @param grids the union of these, in order, is the sweep; no trial is in two of them
 * @param stop when trials end early
 * @param recording what trials leave
 * @param comparison what is compared, if anything is
 */
public record Experiment(
    String name,
    DataSource source,
    Split split,
    List<Grid> grids,
    Stop stop,
    Recording recording,
    Optional<Comparison> comparison) {
  /** An experiment on rows that are split as is the custom of their source. */
  public Experiment(
      String name,
      DataSource source,
      List<Grid> grids,
      Stop stop,
      Recording recording,
      Optional<Comparison> comparison) {
    this(name, source, source.split(), grids, stop, recording, comparison);
  }

  /** Copies. */
  public Experiment {
    grids = List.copyOf(grids);
  }
}
