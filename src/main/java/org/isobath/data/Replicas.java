package org.isobath.data;

import java.io.Serializable;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/**
 * The rows of a classification together with copies of them in which random entries are set to
 * zero, all with random labels: what an adversary pretrains on (docs/equations.md, eq. 64). A view:
 * rows are made when asked for, and are pure functions of the seed, the row and the replica.
 *
 * <p>Replica 0 are the rows as they are. Rows are numbered replica by replica.
 */
public final class Replicas implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Dataset data;
  private final int[] chosen;
  private final int replicas;
  private final double zeroed;
  private final long seed;

  /**
   * The view of some rows.
   *
   * @param data with classes
   * @param rows those that are copied, in order
   * @param replicas beside the rows themselves, at least 0
   * @param zeroed the probability of each entry of a replica to become zero, 0 to 1
   * @param seed of the entries and the labels
   */
  public Replicas(Dataset data, int[] rows, int replicas, double zeroed, long seed) {
    if (replicas < 0) {
      throw new IllegalArgumentException("Invalid replicas: " + replicas + " (must be at least 0)");
    }
    if (!(zeroed >= 0 && zeroed <= 1)) {
      throw new IllegalArgumentException("Invalid zeroed: " + zeroed + " (must be 0 to 1)");
    }
    Math.multiplyExact(rows.length, Math.addExact(replicas, 1)); // must be indices
    this.data = data;
    this.chosen = rows.clone();
    this.replicas = replicas;
    this.zeroed = zeroed;
    this.seed = seed;
  }

  /** The number of rows: those given, and their replicas. */
  public int rows() {
    return chosen.length * (replicas + 1);
  }

  /** Copies the features of a row to the start of an array. */
  public void row(int row, double[] destination) {
    int original = chosen[row % chosen.length];
    int replica = row / chosen.length;
    data.row(original, destination);
    if (replica == 0) {
      return;
    }
    RandomStream stream = new RandomStream(seed, Purpose.ZEROED_ENTRIES, replica);
    int columns = data.features();
    for (int column = 0; column < columns; column++) {
      if (stream.uniform((long) original * columns + column) < zeroed) {
        destination[column] = 0;
      }
    }
  }

  /** The random class of a row. */
  public int label(int row) {
    return RandomLabels.uniform(
        seed, chosen[row % chosen.length], row / chosen.length, data.classes());
  }
}
