package org.isobath.job;

import java.util.Optional;

/**
 * Where a value stands: in a file, and in the job.
 *
 * @param file as messages name it
 * @param line from 1; 0 for values of {@code --set}
 * @param column from 1; 0 for values of {@code --set}
 * @param parent the mapping or list that holds the value; empty for the whole job
 * @param step the value's key in its parent, or its index in brackets
 */
record Place(String file, int line, int column, Optional<Place> parent, String step) {
  /** The whole job. */
  static Place top(String file, int line, int column) {
    return new Place(file, line, column, Optional.empty(), "");
  }

  /** A value of this mapping that has no place of its own in the file. */
  Place key(String key) {
    return key(key, line, column);
  }

  /** A value of this mapping. */
  Place key(String key, int line, int column) {
    return new Place(file, line, column, Optional.of(this), Problem.shortened(key));
  }

  /** An item of this list. */
  Place item(int index, int line, int column) {
    return new Place(file, line, column, Optional.of(this), "[" + index + "]");
  }

  /** Such as {@code trial.depth[2]}; put together when asked for, as most places never are. */
  String path() {
    String above = parent.map(Place::path).orElse("");
    return above.isEmpty() || step.startsWith("[") ? above + step : above + "." + step;
  }
}
