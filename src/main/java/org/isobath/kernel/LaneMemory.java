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
}
