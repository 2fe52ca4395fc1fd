package org.isobath.data;

import java.io.Serializable;

/** Where a dataset comes from. */
public interface DataSource extends Serializable {
  /** The word of job files and tables. */
  String name();
}
