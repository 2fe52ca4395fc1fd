package org.isobath.training;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a trial leaves beside its row.
 *
 * @param curvePoints about how many points of the curve are kept, at least 2: log-spaced steps, the
 *     first and the last always; as many as the steps or more keeps every step
 * @param curveByEpochs whether points of trials with mini-batches are moved to the ends of epochs,
 *     where their losses are known anyway ({@link CurveSteps#byEpochs})
 * @param targets absolute losses whose first step is recorded
 * @param weights whether the weights at the start and at the end are kept
 * @param measures the costly measures that are taken
 * @param measuresAlongCurve whether measures are taken at every point of the curve, not only at the
 *     end
 */
public record Recording(
    int curvePoints,
    boolean curveByEpochs,
    List<Double> targets,
    boolean weights,
    Set<Measure> measures,
    boolean measuresAlongCurve)
    implements Serializable {
  /** What a job without {@code record} means. */
  public static final Recording DEFAULT = new Recording(200, List.of(), false);

  /** Copies. */
  public Recording {
    targets = List.copyOf(targets);
    // In the order of the enumeration, so that it is written the same every time.
    EnumSet<Measure> inOrder = EnumSet.noneOf(Measure.class);
    inOrder.addAll(measures);
    measures = Collections.unmodifiableSet(inOrder);
    if (curvePoints < 2) {
      throw new IllegalArgumentException(
          "Invalid curvePoints: " + curvePoints + " (must be at least 2)");
    }
  }

  /** Only the measures that cost next to nothing, at the end. */
  public Recording(int curvePoints, List<Double> targets, boolean weights) {
    this(curvePoints, targets, weights, Set.of(), false);
  }

  /** Points of curves at the steps that they are spaced to, whatever the batches. */
  public Recording(
      int curvePoints,
      List<Double> targets,
      boolean weights,
      Set<Measure> measures,
      boolean measuresAlongCurve) {
    this(curvePoints, false, targets, weights, measures, measuresAlongCurve);
  }

  /** How many numbers a point of the curve may hold. */
  public int numbersAPoint() {
    // The loss, the two measures that always are, one of each that was asked for, and the edge.
    // A gap is four numbers, a spectrum many.
    int more = measures.contains(Measure.END_TO_END_GAP) ? 3 : 0;
    more += measures.contains(Measure.HESSIAN_SPECTRUM) ? NetworkMeasures.MOST_EIGENVALUES : 0;
    return measuresAlongCurve ? measures.size() + 4 + more : 1;
  }
}
