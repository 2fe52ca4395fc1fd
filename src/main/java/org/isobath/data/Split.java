package org.isobath.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * Which rows train and which test. The rows are put into an order; the first train, the last test,
 * and what lies between is not used (docs/equations.md, eq. 60). So the test rows do not depend on
 * how many train.
 *
 * @param train how many rows train
 * @param test how many rows test
 * @param draw the order
 */
public record Split(Size train, Size test, Draw draw) implements Serializable {
  /** All rows train, none test. */
  public static final Split NONE = new Split(Size.REST, new Size(0), Draw.IN_ORDER);

  /** The order of rows, of which the first train and the last test. */
  public enum Draw {
    /** That of the source. */
    IN_ORDER("in-order"),
    /** One random order, the same for all trials. */
    ONCE("once"),
    /** A random order for each seed of trials. */
    BY_SEED("by-seed");

    private final String word;

    Draw(String word) {
      this.word = word;
    }

    /** The word of job files. */
    public String word() {
      return word;
    }

    /** All words, in the order of declaration. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Draw::word).toList();
    }

    /** The draw of a word; empty for an unknown word. */
    public static Optional<Draw> of(String word) {
      return Arrays.stream(values()).filter(draw -> draw.word.equals(word)).findFirst();
    }
  }

  /**
   * A number of rows.
   *
   * @param amount a whole number of rows; or a share of all rows, greater than 0 and less than 1,
   *     rounded to whole rows (halves up); or NaN for what the other part leaves
   */
  public record Size(double amount) implements Serializable {
    /** What the other part leaves. */
    public static final Size REST = new Size(Double.NaN);

    /** Validates. */
    public Size {
      boolean share = amount > 0 && amount < 1;
      boolean rows = amount >= 0 && amount <= Integer.MAX_VALUE && amount == (int) amount;
      if (!share && !rows && !Double.isNaN(amount)) {
        throw new IllegalArgumentException(
            "Invalid amount: " + amount + " (must be a number of rows, or a share of them)");
      }
    }

    /** Whether it is what the other part leaves. */
    public boolean isRest() {
      return Double.isNaN(amount);
    }

    private int of(int rows) {
      return (int) (amount < 1 ? Math.floor(amount * rows + 0.5) : amount);
    }

    @Override
    public String toString() {
      if (isRest()) {
        return "rest";
      }
      return amount > 0 && amount < 1
          ? String.valueOf(amount)
          : String.format(Locale.ROOT, "%.0f", amount);
    }
  }

  /**
   * How many rows train and test.
   *
   * @param training at least 1
   * @param test 0 only where no test is asked for
   */
  public record Counts(int training, int test) {}

  /**
   * Rows from 0, each list ascending, none in both.
   *
   * @param training at least one
   * @param test maybe none
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one reader, who compares no splits
  public record Rows(int[] training, int[] test) {}

  /** Validates. */
  public Split {
    if (train.isRest() && test.isRest()) {
      throw new IllegalArgumentException("Invalid split: rest, rest (must say one of both)");
    }
  }

  /** Whether all trials have the same training rows, whatever their seeds. */
  public boolean isFixed() {
    return draw != Draw.BY_SEED;
  }

  /**
   * How many of a table's rows train and test.
   *
   * @param name of the data, for messages
   * @throws DataException if there are not enough rows, or none are left for a part
   */
  public Counts counts(String name, int rows) throws DataException {
    long training = train.isRest() ? (long) rows - test.of(rows) : train.of(rows);
    long testing = test.isRest() ? (long) rows - train.of(rows) : test.of(rows);
    boolean none = test.amount() == 0;
    if (training + testing > rows || training < 0 || testing < 0) {
      throw problem(name, rows, "asks for more rows than there are", training, testing);
    }
    if (training == 0) {
      throw problem(name, rows, "leaves no row for training", training, testing);
    }
    if (testing == 0 && !none) {
      throw problem(name, rows, "leaves no row for the test", training, testing);
    }
    return new Counts((int) training, (int) testing);
  }

  private DataException problem(
      String name, int rows, String problem, long training, long testing) {
    return new DataException(
        "%s: the split %s; got train: %s, test: %s (%d + %d rows); allowed: together at most %d rows, at least one each"
            .formatted(
                name, problem, train, test, Math.max(0, training), Math.max(0, testing), rows));
  }

  /** The rows of a trial, of a table of so many rows, of which so many train and test. */
  Rows rows(int rows, Counts counts, long seed) {
    int[] order = IntStream.range(0, rows).toArray();
    if (draw != Draw.IN_ORDER) {
      RandomStream stream =
          draw == Draw.ONCE
              ? new RandomStream(0, Purpose.SPLIT, 1)
              : new RandomStream(seed, Purpose.SPLIT, 0);
      for (int i = 0; i < rows - 1; i++) { // Fisher and Yates
        int other = i + stream.below(i, rows - i);
        int moved = order[i];
        order[i] = order[other];
        order[other] = moved;
      }
    }
    int[] training = Arrays.copyOf(order, counts.training());
    int[] test = Arrays.copyOfRange(order, rows - counts.test(), rows);
    Arrays.sort(training);
    Arrays.sort(test);
    return new Rows(training, test);
  }
}
