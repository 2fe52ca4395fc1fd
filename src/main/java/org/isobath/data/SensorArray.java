package org.isobath.data;

/** Generated readings of a sensor array. */
public record SensorArray(long seed) implements DataSource {
  /** The seed of the word without one. */
  public static final long DEFAULT_SEED = 1;

  @Override
  public String name() {
    return "sensor-array";
  }
}
