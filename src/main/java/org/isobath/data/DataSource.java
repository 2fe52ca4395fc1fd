package org.isobath.data;

import java.io.Serializable;

/** Where a dataset comes from. Loading the same source twice gives the same fingerprint. */
public sealed interface DataSource extends Serializable
    permits CsvFile, GasEthanol, GasSensorFile, SensorArray {
  /** A short name for tables, the same on every machine: never a path. */
  String name();

  /**
   * Loads the data, unscaled.
   *
   * @param folder where fetched data lives; sources that need none do not look at it
   * @throws DataException with every problem found, one line each
   */
  Dataset load(DataFolder folder) throws DataException;
}
