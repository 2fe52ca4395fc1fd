package org.isobath.data;

import java.io.Serializable;

/** Where a dataset comes from. Loading the same source twice gives the same fingerprint. */
public sealed interface DataSource extends Serializable
    permits CsvFile,
        Digits,
        GasEthanol,
        GasSensorFile,
        GaussianFeatures,
        Mnist,
        Orthonormal,
        SensorArray,
        TeacherSign {
  /** A short name for tables, the same on every machine: never a path. */
  String name();

  /** How the rows are split where a job says nothing: all train, unless there is a custom. */
  default Split split() {
    return Split.NONE;
  }

  /**
   * Loads the data, unscaled.
   *
   * @param folder where fetched data lives; sources that need none do not look at it
   * @throws DataException with every problem found, one line each
   */
  Dataset load(DataFolder folder) throws DataException;
}
