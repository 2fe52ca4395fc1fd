package org.isobath.kernel;

/**
 * Arrays of numbers {@code [element][lane]} of one precision. A lane is a trial; {@link #lanes}
 * trials train side by side in a group. An address is where an array starts; element e of lane l
 * stands at address + e · lanes + l, so address + e · lanes is the address of what follows e.
 */
public sealed interface LaneMemory permits LaneMemory32, LaneMemory64 {
  /** {@link Precision#lanes}. */
  int lanes();

  /** Room for an array of zeros, behind what was allocated before. */
  int allocate(int elements);

  /** Forgets the arrays from an address on: their room is there again, and zero. */
  void release(int address);

  /** A number. */
  double get(int address, int element, int lane);

  /** Sets a number, rounded to the precision. */
  void set(int address, int element, int lane, double value);

  /** Copies an array, all lanes. */
  void copy(int from, int to, int elements);

  /** Copies one lane of an array to a lane of another. */
  void copyLane(int from, int fromLane, int to, int toLane, int elements);

  /** Sets an array to zero, all lanes. */
  void clear(int address, int elements);

  /**
   * Copies rows of data to one lane of an array, rounded to the precision.
   *
   * @param data row-major, width numbers a row
   * @param rows which rows, from the place first on
   * @param first the place of the first row that is copied
   * @param count how many rows
   * @param address of count × width elements
   */
  void gather(double[] data, int width, int[] rows, int first, int count, int address, int lane);

  /**
   * Copies rows of data for all lanes to share: count × width numbers, one after the other, in
   * {@link #sharedElements} elements.
   */
  void gatherShared(double[] data, int width, int[] rows, int first, int count, int address);

  /**
   * Elements to allocate for numbers that all lanes share; number i is then element 0 of "lane" i.
   */
  default int sharedElements(int numbers) {
    return (numbers + lanes() - 1) / lanes();
  }
}
