package org.isobath.data;

/** Placeholder. */
public record SensorArray(long seed) implements DataSource {
  @Override
  public String name() {
    return "sensor-array";
  }

  @Override
  public Dataset load(DataFolder folder) throws DataException {
    throw new DataException("not yet");
  }
}
