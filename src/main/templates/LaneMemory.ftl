<@pp.dropOutputFile/>
<#list precisions as p>
<@pp.changeOutputFile name="/org/isobath/kernel/LaneMemory${p.bits}.java"/>
package org.isobath.kernel;

import java.util.Arrays;
import javax.annotation.processing.Generated;

/** Memory in float${p.bits}: one array, whose groups of lanes start on 64-byte lines if it lies well. */
@Generated("LaneMemory.ftl")
final class LaneMemory${p.bits} implements LaneMemory {
  /** A constant of the compiler: with a value read at run time, float32 passes are a quarter slower. */
  static final int LANES = ${p.lanes};

  private ${p.number}[] numbers;
  private int used = ${p.align};

  LaneMemory${p.bits}(int bytes) {
    this.numbers = new ${p.number}[bytes / ${p.bits / 8}];
  }

  ${p.number}[] numbers() {
    return numbers;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int allocate(int elements) {
    int start = used;
    used = Math.addExact(used, Math.multiplyExact(elements, LANES));
    if (used > numbers.length) {
      numbers = Arrays.copyOf(numbers, (int) Math.min(Integer.MAX_VALUE - 8, used + used / 2L));
    }
    return start;
  }

  @Override
  public void release(int address) {
    Arrays.fill(numbers, address, used, 0);
    used = address;
  }

  @Override
  public double get(int address, int element, int lane) {
    return numbers[address + element * LANES + lane];
  }

  @Override
  public void set(int address, int element, int lane, double value) {
    numbers[address + element * LANES + lane] = (${p.number}) value;
  }

  @Override
  public void copy(int from, int to, int elements) {
    System.arraycopy(numbers, from, numbers, to, elements * LANES);
  }

  @Override
  public void copyLane(int from, int fromLane, int to, int toLane, int elements) {
    for (int i = 0; i < elements * LANES; i += LANES) {
      numbers[to + i + toLane] = numbers[from + i + fromLane];
    }
  }

  @Override
  public void clear(int address, int elements) {
    Arrays.fill(numbers, address, address + elements * LANES, 0);
  }

  @Override
  public void gather(
      double[] data, int width, int[] rows, int first, int count, int address, int lane) {
    int to = address + lane;
    for (int i = first; i < first + count; i++) {
      int from = rows[i] * width;
      for (int j = from; j < from + width; j++) {
        numbers[to] = (${p.number}) data[j];
        to += LANES;
      }
    }
  }

  @Override
  public void gatherShared(
      double[] data, int width, int[] rows, int first, int count, int address) {
    int to = address;
    for (int i = first; i < first + count; i++) {
      int from = rows[i] * width;
      for (int j = from; j < from + width; j++) {
        numbers[to++] = (${p.number}) data[j];
      }
    }
  }
}
</#list>
