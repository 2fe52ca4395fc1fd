package org.isobath.training;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.isobath.data.Dataset;
import org.isobath.data.RandomLabels;
import org.isobath.data.Replicas;
import org.isobath.network.LossLanes;
import org.isobath.network.Network;
import org.isobath.network.TiedAutoencoder;
import org.isobath.random.Purpose;
import org.isobath.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Rows as trials see them, by place: features, what predictions are compared with, classes. */
final class TrialRows {
  private final View view;
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

  /** Made when first asked for. */
  private @Nullable Examples examples;

  private TrialRows(
      View view, int[] rows, int width, double[] targets, double[] labels, BitSet zeroed) {
    this.view = view;
    this.data = view.data();
    this.rows = rows;
    this.features = view.features();
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
  static TrialRows none(View view) {
    View nothing = new View(view.data(), view.network(), view.loss(), 0);
    return new TrialRows(nothing, new int[1], 0, new double[0], new double[0], new BitSet());
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
    boolean wrong = noise > 0 && view.classifies();
    double[] noisy = wrong ? RandomLabels.noisy(data, noise, seed) : new double[0];
    RandomStream added = new RandomStream(seed, Purpose.LABEL_NOISE, 1);
    int width = view.targets();
    double[] targets = new double[rows.length * width];
    double[] labels = new double[view.classifies() ? rows.length : 0];
    double[] row = new double[data.features()];
    for (int i = 0; i < rows.length; i++) {
      if (view.reproduces()) {
        data.row(rows[i], row);
        System.arraycopy(row, 0, targets, i * width, width);
      } else if (view.classifies()) {
        int label = wrong ? (int) noisy[rows[i]] : data.label(rows[i]);
        labels[i] = label;
        view.loss().encode(label, targets, i * width);
      } else {
        for (int k = 0; k < width; k++) {
          double target = data.target(rows[i], k);
          long place = (long) rows[i] * width + k;
          targets[i * width + k] =
              noise > 0 ? Math.fma(noise, added.gaussian(place), target) : target;
        }
      }
    }
    return new TrialRows(view, rows, width, targets, labels, new BitSet());
  }

  /**
   * Some rows and copies of them, in which random entries are zero, all with random labels: first
   * the rows themselves, then their first copies, and so on.
   */
  static TrialRows replicas(View view, int[] rows, Pretraining pretraining, long seed) {
    Dataset data = view.data();
    Replicas replicas =
        new Replicas(data, rows, pretraining.replicas(), pretraining.zeroed(), seed);
    int count = replicas.rows();
    int features = view.features();
    int width = view.targets();
    int[] all = new int[count];
    double[] targets = new double[count * width];
    double[] labels = new double[count];
    BitSet zeroed = new BitSet();
    double[] row = new double[data.features()];
    for (int place = 0; place < count; place++) {
      all[place] = rows[place % rows.length];
      labels[place] = replicas.label(place);
      view.loss().encode((int) labels[place], targets, place * width);
      if (place >= rows.length) {
        // Kept, because a row is read in every epoch and a random number is dear.
        replicas.row(place, row);
        for (int j = 0; j < features; j++) {
          if (row[j] == 0) {
            zeroed.set(Math.addExact(Math.multiplyExact(place, features), j));
          }
        }
      }
    }
    return new TrialRows(view, all, width, targets, labels, zeroed);
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

  /** All rows in plain arrays. */
  Examples examples() {
    Examples known = examples;
    if (known == null) {
      double[] inputs = new double[Math.multiplyExact(rows.length, features)];
      for (int place = 0; place < rows.length; place++) {
        features(place, inputs, place * features);
      }
      int outputs = view.reproduces() ? features : view.loss().outputs();
      boolean classifies = view.classifies();
      known =
          new Examples(
              rows.length,
              features,
              inputs,
              outputs,
              classifies ? labels : targets,
              classifies ? data.classes() : 0);
      examples = known;
    }
    return known;
  }
}
