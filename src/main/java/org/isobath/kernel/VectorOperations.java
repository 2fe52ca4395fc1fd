package org.isobath.kernel;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.DIV;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.NEG;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.SUB;

import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector operations that kernels use.
 *
 * <p>The Vector API looks every operation up by one method and makes it there at its first use. If
 * that method was compiled before, first uses throw its code away, and the compiler adds these
 * accidents up over all calls that it inlines: a kernel with many operations then passes a limit
 * (PerMethodTrapLimit), gets a slow path beside each operation, and makes an object of each vector
 * for as long as the process lives. Seen in one of seven processes of Java 17.
 */
final class VectorOperations {
  private static final List<VectorOperators.Unary> UNARY = List.of(ABS, NEG);
  private static final List<VectorOperators.Binary> BINARY = List.of(ADD, SUB, MUL);
  private static final List<VectorOperators.Binary> BITWISE = List.of(AND, OR, LSHL, LSHR);

  private VectorOperations() {}

  /**
   * Does each operation once: to be called before the first kernel, thus before any is compiled.
   */
  static void useAll() {
    useFloating(DoubleVector.zero(DoubleVector.SPECIES_PREFERRED));
    useFloating(FloatVector.zero(FloatVector.SPECIES_PREFERRED));
    useInteger(LongVector.zero(LongVector.SPECIES_PREFERRED));
    useInteger(IntVector.zero(IntVector.SPECIES_PREFERRED));
  }

  private static <E> void useFloating(Vector<E> x) {
    use(x);
    x.lanewise(SQRT);
    x.lanewise(DIV, x);
    x.lanewise(FMA, x, x);
  }

  private static <E> void useInteger(Vector<E> x) {
    use(x);
    BITWISE.forEach(operation -> x.lanewise(operation, 1));
    BITWISE.forEach(operation -> x.lanewise(operation, x));
  }

  private static <E> void use(Vector<E> x) {
    UNARY.forEach(x::lanewise);
    BINARY.forEach(operation -> x.lanewise(operation, x));
  }
}
