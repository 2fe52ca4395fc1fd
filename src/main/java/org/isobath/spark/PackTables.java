package org.isobath.spark;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.isobath.results.Rows;
import org.isobath.results.Table;
import org.isobath.training.Outcome;
import org.isobath.training.Trial;
import org.jspecify.annotations.Nullable;

/** What a pack's trials leave, as rows that are made one after the other while they are written. */
final class PackTables {
  private PackTables() {}

  /**
   * Rows by table.
   *
   * @param first the first trial's place in the sweep
   * @param keys of the trials
   * @param trials in the order of the sweep
   * @param outcomes of the trials
   */
  static Map<Table, Iterable<@Nullable Object[]>> of(
      Rows rows, long first, List<String> keys, List<Trial> trials, List<Outcome> outcomes) {
    int size = trials.size();
    Map<Table, Iterable<@Nullable Object[]>> tables = new EnumMap<>(Table.class);
    tables.put(
        Table.TRIALS,
        each(
            size,
            i ->
                List.<@Nullable Object[]>of(
                        rows.trial(first + i, keys.get(i), trials.get(i), outcomes.get(i)))
                    .iterator()));
    tables.put(Table.CURVES, each(size, i -> rows.curve(first + i, keys.get(i), outcomes.get(i))));
    if (rows.haveWeights()) {
      tables.put(
          Table.WEIGHTS,
          each(
              size,
              i ->
                  rows.weights(first + i, keys.get(i), trials.get(i), outcomes.get(i)).iterator()));
    }
    return tables;
  }

  private static Iterable<@Nullable Object[]> each(
      int size, IntFunction<Iterator<@Nullable Object[]>> rows) {
    return () -> new InTurn(size, rows);
  }

  /** The rows of one trial after the other. */
  private static final class InTurn implements Iterator<@Nullable Object[]> {
    private final int size;
    private final IntFunction<Iterator<@Nullable Object[]>> rows;
    private Iterator<@Nullable Object[]> now = List.<@Nullable Object[]>of().iterator();
    private int next;

    InTurn(int size, IntFunction<Iterator<@Nullable Object[]>> rows) {
      this.size = size;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (!now.hasNext() && next < size) {
        now = rows.apply(next++);
      }
      return now.hasNext();
    }

    @Override
    public @Nullable Object[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return now.next();
    }
  }
}
