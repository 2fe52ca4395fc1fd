package org.isobath.network;

import org.isobath.kernel.Activation;
import org.isobath.kernel.Dense;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;

/**
 * A tied autoencoder in a group of lanes: a = w·x, h = relu(a), x̂ = h w. With δ the derivative of
 * the loss in x̂, the gradient is Σ h δ + Σ relu'(a) (δ·w) x: the decoder's share and the
 * encoder's, each summed in the order of the rows.
 */
public final class TiedAutoencoderLanes implements NetworkLanes {
  private final Kernels kernels;
  private final LossLanes loss;
  private final Dense unit;
  private final int weights;
  private final int decoder;
  private final int encoder;
  private final int sums;
  private final int hidden;
  private final int slopes;
  private final int predictions;
  private final int derivatives;

  /**
   * One whose weights are all zero.
   *
   * @param loss of as many outputs as there are features
   * @param mostRows of a chunk
   */
  public TiedAutoencoderLanes(Kernels kernels, LossLanes loss, int mostRows) {
    this.kernels = kernels;
    this.loss = loss;
    int features = loss.outputs();
    this.unit = new Dense(features, 1, false);
    LaneMemory memory = kernels.memory();
    this.weights = memory.allocate(features);
    this.decoder = memory.allocate(features);
    this.encoder = memory.allocate(features);
    this.sums = memory.allocate(mostRows);
    this.hidden = memory.allocate(mostRows);
    this.slopes = memory.allocate(mostRows);
    this.predictions = memory.allocate(mostRows * features);
    this.derivatives = memory.allocate(mostRows * features);
  }

  @Override
  public int weights(int layer) {
    return weights;
  }

  @Override
  public int gradient(int layer) {
    return decoder;
  }

  @Override
  public void evaluate(Chunk chunk, Tally tally) {
    predict(chunk, 0, tally);
  }

  private void predict(Chunk chunk, double factor, Tally tally) {
    int rows = chunk.rows();
    if (chunk.shared()) {
      kernels.forwardShared(unit, rows, chunk.inputs(), weights, sums);
    } else {
      kernels.forward(unit, rows, chunk.inputs(), weights, sums);
    }
    kernels.activate(Activation.RELU, rows, sums, hidden);
    kernels.backward(unit, rows, hidden, weights, predictions);
    loss.derive(chunk, predictions, factor, derivatives, tally);
  }

  @Override
  public void learn(Chunk chunk, double factor, boolean first, Tally tally) {
    predict(chunk, factor, tally);
    int rows = chunk.rows();
    kernels.gradient(unit, rows, derivatives, hidden, decoder, !first);
    kernels.forward(unit, rows, derivatives, weights, slopes);
    kernels.activateBack(Activation.RELU, rows, sums, hidden, slopes, slopes);
    if (chunk.shared()) {
      kernels.gradientShared(unit, rows, chunk.inputs(), slopes, encoder, !first);
    } else {
      kernels.gradient(unit, rows, chunk.inputs(), slopes, encoder, !first);
    }
  }

  @Override
  public void finish() {
    LaneMemory memory = kernels.memory();
    for (int i = 0; i < unit.inputs(); i++) {
      for (int lane = 0; lane < memory.lanes(); lane++) {
        memory.set(decoder, i, lane, memory.get(decoder, i, lane) + memory.get(encoder, i, lane));
      }
    }
  }

  @Override
  public void restrict() {
    // All weights exist.
  }

  @Override
  public double loss(double sum, int rows) {
    return loss.mean(sum, rows);
  }
}
