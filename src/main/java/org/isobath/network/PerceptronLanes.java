package org.isobath.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isobath.kernel.Activation;
import org.isobath.kernel.Dense;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.LaneMemory;

/** A perceptron in a group of lanes, by backpropagation (docs/equations.md, eq. 37 to 39). */
public final class PerceptronLanes implements NetworkLanes {
  private static final int NO_MASK = -1;

  private final Kernels kernels;
  private final Activation activation;
  private final LossLanes loss;
  private final Dense[] layers;
  private final int[] weights;
  private final int[] gradients;

  /** Addresses of 0 and 1 for each weight, or {@link #NO_MASK}. */
  private final int[] masks;

  /** What goes into the activation of each layer, rows × outputs; the last is the prediction. */
  private final int[] sums;

  /** What comes out. */
  private final int[] outputs;

  /** Derivatives in the sums of a layer, and in those of the layer below. */
  private int upper;

  private int lower;

  /**
   * A perceptron whose weights are all zero.
   *
   * @param features that it reads
   * @param mostRows of a chunk
   */
  public PerceptronLanes(
      Kernels kernels, Perceptron network, LossLanes loss, int features, int mostRows) {
    this(
        kernels,
        network.shapes(features, loss.outputs()),
        network.activation(),
        network.bias(),
        network.mask(),
        loss,
        mostRows);
  }

  /** A linear network, whose predictions are computed layer by layer. */
  public PerceptronLanes(
      Kernels kernels, LinearNetwork network, LossLanes loss, int features, int mostRows) {
    this(
        kernels,
        network.shapes(features, loss.outputs()),
        Activation.IDENTITY,
        false,
        Optional.empty(),
        loss,
        mostRows);
  }

  private PerceptronLanes(
      Kernels kernels,
      Network.Shape[] shapes,
      Activation activation,
      boolean bias,
      Optional<Mask> mask,
      LossLanes loss,
      int mostRows) {
    this.kernels = kernels;
    this.activation = activation;
    this.loss = loss;
    int depth = shapes.length;
    this.layers = new Dense[depth];
    this.weights = new int[depth];
    this.gradients = new int[depth];
    this.masks = new int[depth];
    this.sums = new int[depth];
    this.outputs = new int[depth];
    LaneMemory memory = kernels.memory();
    int widest = 0;
    for (int layer = 0; layer < depth; layer++) {
      Network.Shape shape = shapes[layer];
      layers[layer] = new Dense(bias ? shape.in() - 1 : shape.in(), shape.out(), bias);
      weights[layer] = memory.allocate(shape.size());
      gradients[layer] = memory.allocate(shape.size());
      sums[layer] = memory.allocate(mostRows * shape.out());
      boolean plain = activation == Activation.IDENTITY || layer == depth - 1;
      outputs[layer] = plain ? sums[layer] : memory.allocate(mostRows * shape.out());
      widest = Math.max(widest, shape.out());
    }
    this.upper = memory.allocate(mostRows * widest);
    this.lower = memory.allocate(mostRows * widest);
    Arrays.fill(masks, NO_MASK);
    mask.ifPresent(m -> allocateMasks(memory, m.byLayer()));
  }

  private void allocateMasks(LaneMemory memory, Map<Integer, List<StoredWeights.Entry>> byLayer) {
    byLayer.forEach(
        (number, entries) -> {
          int layer = number - 1;
          int size = layers[layer].weights();
          masks[layer] = memory.allocate(memory.sharedElements(size));
          for (int i = 0; i < size; i++) {
            memory.set(masks[layer], 0, i, 1);
          }
          for (StoredWeights.Entry entry : entries) {
            int place = entry.row() * layers[layer].stride() + entry.column();
            memory.set(masks[layer], 0, place, entry.value());
          }
        });
  }

  @Override
  public int weights(int layer) {
    return weights[layer];
  }

  @Override
  public int gradient(int layer) {
    return gradients[layer];
  }

  @Override
  public void evaluate(Chunk chunk, Tally tally) {
    predict(chunk);
    loss.derive(chunk, sums[layers.length - 1], 0, upper, tally);
  }

  private void predict(Chunk chunk) {
    int rows = chunk.rows();
    for (int layer = 0; layer < layers.length; layer++) {
      if (layer > 0) {
        kernels.forward(layers[layer], rows, outputs[layer - 1], weights[layer], sums[layer]);
      } else if (chunk.shared()) {
        kernels.forwardShared(layers[0], rows, chunk.inputs(), weights[0], sums[0]);
      } else {
        kernels.forward(layers[0], rows, chunk.inputs(), weights[0], sums[0]);
      }
      if (outputs[layer] != sums[layer]) {
        int elements = rows * layers[layer].outputs();
        kernels.activate(activation, elements, sums[layer], outputs[layer]);
      }
    }
  }

  @Override
  public void learn(Chunk chunk, double factor, boolean first, Tally tally) {
    predict(chunk);
    int rows = chunk.rows();
    loss.derive(chunk, sums[layers.length - 1], factor, upper, tally);
    for (int layer = layers.length - 1; layer > 0; layer--) {
      Dense dense = layers[layer];
      kernels.gradient(dense, rows, outputs[layer - 1], upper, gradients[layer], !first);
      kernels.backward(dense, rows, upper, weights[layer], lower);
      if (outputs[layer - 1] != sums[layer - 1]) {
        int elements = rows * dense.inputs();
        kernels.activateBack(
            activation, elements, sums[layer - 1], outputs[layer - 1], lower, lower);
      }
      int swapped = upper;
      upper = lower;
      lower = swapped;
    }
    if (chunk.shared()) {
      kernels.gradientShared(layers[0], rows, chunk.inputs(), upper, gradients[0], !first);
    } else {
      kernels.gradient(layers[0], rows, chunk.inputs(), upper, gradients[0], !first);
    }
  }

  @Override
  public void finish() {
    mask(gradients);
  }

  @Override
  public void restrict() {
    mask(weights);
  }

  private void mask(int[] arrays) {
    for (int layer = 0; layer < layers.length; layer++) {
      if (masks[layer] != NO_MASK) {
        kernels.mask(layers[layer].weights(), masks[layer], arrays[layer]);
      }
    }
  }

  @Override
  public double loss(double sum, int rows) {
    return loss.mean(sum, rows);
  }
}
