package org.isobath.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A dataset whose rows are split into those that train and those that test. Where all trials have
 * the same split, the rows stand in its order, training rows first, test rows next, and rows that
 * no trial uses are left out; so a table without a split is its own.
 *
 * @param data all rows that a trial may use
 * @param trainingRows how many train, at least 1
 * @param testRows how many test, maybe none
 * @param bySeed whether each seed draws its own rows
 */
public record SplitDataset(Dataset data, int trainingRows, int testRows, boolean bySeed)
    implements Serializable {
  /** All rows train. */
  public static SplitDataset whole(Dataset data) {
    return new SplitDataset(data, data.rows(), 0, false);
  }

  /**
   * Splits a table.
   *
   * @throws DataException if there are not enough rows, or if a fixed split leaves a class without
   *     training rows
   */
  public static SplitDataset of(Dataset raw, Split split) throws DataException {
    Split.Counts counts = split.counts(raw.name(), raw.rows());
    if (!split.isFixed()) {
      return new SplitDataset(raw, counts.training(), counts.test(), true);
    }
    boolean inPlace =
        split.draw() == Split.Draw.IN_ORDER && counts.training() + counts.test() == raw.rows();
    Dataset used = raw;
    if (!inPlace) {
      Split.Rows rows = split.rows(raw.rows(), counts, 0);
      int[] order = new int[counts.training() + counts.test()];
      System.arraycopy(rows.training(), 0, order, 0, counts.training());
      System.arraycopy(rows.test(), 0, order, counts.training(), counts.test());
      used = raw.select(order);
    }
    SplitDataset result = new SplitDataset(used, counts.training(), counts.test(), false);
    result.checkClasses(0);
    return result;
  }

  /**
   * The same, scaled: by statistics of the training rows alone where all trials have the same, else
   * of all rows, as trials of different seeds must see the same numbers.
   *
   * @throws DataException naming every column that cannot be scaled
   */
  public SplitDataset scaled(Scaling scaling) throws DataException {
    Dataset scaled = scaling.apply(data, bySeed ? data.rows() : trainingRows);
    return new SplitDataset(scaled, trainingRows, testRows, bySeed);
  }

  /** The rows that train and that test in trials of a seed, from 0, ascending. */
  public Split.Rows rows(long seed) {
    if (bySeed) {
      Split.Counts counts = new Split.Counts(trainingRows, testRows);
      return new Split(new Split.Size(trainingRows), new Split.Size(testRows), Split.Draw.BY_SEED)
          .rows(data.rows(), counts, seed);
    }
    return new Split.Rows(
        IntStream.range(0, trainingRows).toArray(),
        IntStream.range(trainingRows, trainingRows + testRows).toArray());
  }

  /** The training rows of a fixed split as a dataset of their own; all rows if each seed draws. */
  public Dataset training() {
    return bySeed || trainingRows == data.rows()
        ? data
        : data.select(IntStream.range(0, trainingRows).toArray());
  }

  /**
   * Checks that each class has a training row in trials of a seed. Fixed splits were checked when
   * made.
   *
   * @throws DataException naming the classes that have none
   */
  public void checkClasses(long seed) throws DataException {
    if (data.classes() == 0) {
      return;
    }
    boolean[] present = new boolean[data.classes()];
    for (int row : rows(seed).training()) {
      present[data.label(row)] = true;
    }
    List<String> missing = new ArrayList<>();
    for (int k = 0; k < present.length; k++) {
      if (!present[k]) {
        missing.add(Problems.value(data.classNames().get(k)));
      }
    }
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s: no training row%s is of class %s; got %d training rows; allowed: at least one of each class. Use more training rows, or another draw."
              .formatted(
                  data.name(),
                  bySeed ? " of seed " + seed : "",
                  Words.shortened(missing),
                  trainingRows));
    }
  }
}
