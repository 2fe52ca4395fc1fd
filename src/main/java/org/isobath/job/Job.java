package org.isobath.job;

import java.util.List;
import org.isobath.sweep.Experiment;

/**
 * A job file, read.
 *
 * @param experiment what it asks for
 * @param notes what the user should know although it is no error, one line each
 * @param text the file's content as given
 */
public record Job(Experiment experiment, List<String> notes, String text) {
  /** Copies. */
  public Job {
    notes = List.copyOf(notes);
  }
}
