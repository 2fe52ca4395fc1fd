package org.isobath.training;

import java.util.Map;

/**
 * What a trial leaves. A number that does not exist is NaN or −1 here and NULL in the tables.
 *
 * @param status how it ended
 * @param steps number of updates made
 * @param divergedAt the first step whose loss had diverged, or −1
 * @param initialLoss the loss before the first update
 * @param finalLoss the loss after the last update; NaN if it diverged
 * @param bestLoss the smallest loss
 * @param bestStep the first step that had it, or −1
 * @param lastFiniteLoss the last loss that was finite
 * @param optimumLoss the smallest loss that any end-to-end matrix has
 * @param stepsToTarget for each of {@link Targets} the first step whose loss is not above it, or −1
 * @param measures further numbers by name
 * @param curve the recorded losses
 * @param initialWeights {@code [layer][element]}, or empty if weights are not recorded
 * @param finalWeights the same after the last update
 * @param failure what went wrong if the status is failed, else an empty string
 */
public record Outcome(
    Status status,
    long steps,
    long divergedAt,
    double initialLoss,
    double finalLoss,
    double bestLoss,
    long bestStep,
    double lastFiniteLoss,
    double optimumLoss,
    long[] stepsToTarget,
    Map<String, Double> measures,
    Curve curve,
    double[][] initialWeights,
    double[][] finalWeights,
    String failure) {

  /** The outcome of a trial that an error of ours ended. */
  public static Outcome failed(int targets, String failure) {
    long[] unreached = new long[targets];
    java.util.Arrays.fill(unreached, -1);
    return new Outcome(
        Status.FAILED,
        0,
        -1,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        -1,
        Double.NaN,
        Double.NaN,
        unreached,
        Map.of(),
        Curve.EMPTY,
        new double[0][],
        new double[0][],
        failure);
  }
}
