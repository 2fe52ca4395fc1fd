package org.isobath.training;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.isobath.data.Dataset;
import org.isobath.network.LossLanes;
import org.isobath.network.Network;
import org.isobath.network.TiedAutoencoder;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;

/** Rows as trials see them, by place: features, what predictions are compared with, classes. */
final class TrialRows {
  private final Dataset data;

  /** The row of the data that stands at a place. */
  private final int[] rows;

  private final int features;
  private final int[] places;
  private final int width;
  private final double[] targets;
  private final double[] labels;

  /** Entries that are zero instead, place · features + feature. */
  private final BitSet zeroed;

  private final double[] row;

  private TrialRows(
      Dataset data,
      int[] rows,
      int features,
      int width,
      double[] targets,
      double[] labels,
      BitSet zeroed) {
    this.data = data;
    this.rows = rows;
    this.features = features;
    this.places = IntStream.range(0, rows.length).toArray();
    this.width = width;
    this.targets = targets;
    this.labels = labels;
    this.zeroed = zeroed;
    this.row = new double[data.features()];
  }

  /** How a network reads data: what of it, and what it is compared with. */
  record View(Dataset data, Network network, LossLanes loss, int features) {
    /** Numbers that a row's prediction is compared with. */
    int targets() {
      return reproduces() ? features : loss.targets();
    }

    boolean reproduces() {
      return network instanceof TiedAutoencoder;
    }

    /** Whether predictions are classes. */
    boolean classifies() {
      return data.classes() > 0 && !reproduces();
    }
  }

  /** No data: one row of nothing. */
  static TrialRows none(Dataset data) {
    return new TrialRows(data, new int[1], 0, 0, new double[0], new double[0], new BitSet());
  }

  /** Some rows of the data, as they are. */
  static TrialRows of(View view, int[] rows) {
    return withNoise(view, rows, 0, 0);
  }

  /**
   * Some rows, of whose labels a share is replaced, each by another class; targets that are numbers
   * have noise of that standard deviation added.
   */
  static TrialRows withNoise(View view, int[] rows, double noise, long seed) {
    Dataset data = view.data();
    RandomStream which = new RandomStream(seed, Purpose.LABEL_NOISE, 0);
    RandomStream what = new RandomStream(seed, Purpose.LABEL_NOISE, 1);
    int width = view.targets();
    double[] targets = new double[rows.length * width];
    double[] labels = new double[view.classifies() ? rows.length : 0];
    double[] row = new double[data.features()];
    for (int i = 0; i < rows.length; i++) {
      if (view.reproduces()) {
        data.row(rows[i], row);
        System.arraycopy(row, 0, targets, i * width, width);
      } else if (view.classifies()) {
        int label = data.label(rows[i]);
        if (noise > 0 && which.uniform(rows[i]) < noise) {
          label = (label + 1 + what.below(rows[i], data.classes() - 1)) % data.classes();
        }
        labels[i] = label;
        view.loss().encode(label, targets, i * width);
      } else {
        for (int k = 0; k < width; k++) {
          double target = data.target(rows[i], k);
          long place = (long) rows[i] * width + k;
          targets[i * width + k] =
              noise > 0 ? Math.fma(noise, what.gaussian(place), target) : target;
        }
      }
    }
    return new TrialRows(data, rows, view.features(), width, targets, labels, new BitSet());
  }

  /**
   * Some rows and copies of them, in which random entries are zero, all with random labels: first
   * the rows themselves, then their first copies, and so on.
   */
  static TrialRows replicas(View view, int[] rows, Pretraining pretraining, long seed) {
    int copies = 1 + pretraining.replicas();
    int count = Math.multiplyExact(rows.length, copies);
    int features = view.features();
    int width = view.targets();
    int[] all = new int[count];
    double[] targets = new double[count * width];
    double[] labels = new double[count];
    BitSet zeroed = new BitSet();
    for (int copy = 0; copy < copies; copy++) {
      RandomStream label = new RandomStream(seed, Purpose.RANDOM_LABELS, copy);
      RandomStream zero = new RandomStream(seed, Purpose.ZEROED_ENTRIES, copy);
      for (int i = 0; i < rows.length; i++) {
        int place = copy * rows.length + i;
        all[place] = rows[i];
        labels[place] = label.below(rows[i], view.data().classes());
        view.loss().encode((int) labels[place], targets, place * width);
        for (int j = 0; copy > 0 && j < features; j++) {
          if (zero.uniform((long) rows[i] * view.data().features() + j) < pretraining.zeroed()) {
            zeroed.set(Math.addExact(Math.multiplyExact(place, features), j));
          }
        }
      }
    }
    return new TrialRows(view.data(), all, features, width, targets, labels, zeroed);
  }

  /**
   * All rows in plain arrays.
   *
   * @param outputs of the network
   * @param classes 0 if predictions are compared with numbers
   */
  Examples examples(int outputs, int classes) {
    double[] inputs = new double[Math.multiplyExact(rows.length, features)];
    for (int place = 0; place < rows.length; place++) {
      features(place, inputs, place * features);
    }
    return new Examples(rows.length, features, inputs, outputs, targets, classes);
  }

  /** How many rows. */
  int count() {
    return rows.length;
  }

  /** Features of each. */
  int features() {
    return features;
  }

  /** All places in order: the same array every time. */
  int[] places() {
    return places;
  }

  /** Copies the features of the row at a place. */
  void features(int place, double[] to, int at) {
    data.row(rows[place], row);
    System.arraycopy(row, 0, to, at, features);
    if (!zeroed.isEmpty()) {
      int first = place * features;
      for (int z = zeroed.nextSetBit(first);
          z >= 0 && z < first + features;
          z = zeroed.nextSetBit(z + 1)) {
        to[at + z - first] = 0;
      }
    }
  }

  /** What predictions of a row are compared with. */
  void targets(int place, double[] to, int at) {
    System.arraycopy(targets, place * width, to, at, width);
  }

  /** The class of a row; 0 if there are no classes. */
  double label(int place) {
    return labels.length == 0 ? 0 : labels[place];
  }
}
