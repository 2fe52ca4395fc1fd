package org.isobath.training;

import java.io.Serializable;
import org.isobath.data.Dataset;
import org.isobath.data.SplitDataset;

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
    return of(SplitDataset.whole(data));
  }

  /** The shape of what is trained on. */
  public static DataShape of(SplitDataset split) {
    Dataset data = split.data();
    return new DataShape(split.trainingRows(), data.features(), data.targets(), data.classes());
  }
}
