package org.isobath.training;

import java.io.Serializable;
import org.isobath.data.Dataset;

/**
 * What of a dataset decides how trials are packed and what they cost.
 *
 * @param rows that are trained on
 * @param features of each
 * @param targets of each
 * @param classes 0 if the targets are numbers
 */
public record DataShape(int rows, int features, int targets, int classes) implements Serializable {
  /** The shape of a dataset that is trained on as a whole. */
  public static DataShape of(Dataset data) {
    return new DataShape(data.rows(), data.features(), data.targets(), 0);
  }
}
