package org.isobath.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.data.SensorArray;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.optimizer.GradientDescent;
import org.isobath.optimizer.Optimizer;
import org.isobath.results.ResultFolder;
import org.isobath.results.ResultsException;
import org.isobath.results.Rows;
import org.isobath.results.SweepContext;
import org.isobath.results.Table;
import org.isobath.sweep.Axis;
import org.isobath.sweep.Comparison;
import org.isobath.sweep.Experiment;
import org.isobath.sweep.Grid;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.isobath.sweep.Sweep;
import org.isobath.training.Measure;
import org.isobath.training.Outcome;
import org.isobath.training.Recording;
import org.isobath.training.Stop;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;
import org.isobath.training.TrialKey;

/** A sweep of 2 × 3 × 2 settings with 20 trials each, on a few rows: 12 packs. */
final class SmallSweep {
  static final Recording RECORDING =
      new Recording(12, List.of(0.02), true, EnumSet.allOf(Measure.class), true);
  static final Optional<Comparison> COMPARISON =
      Optional.of(Comparison.of(Comparison.CompareAxis.DEPTH, "1"));

  final Sweep sweep;
  final SweepContext context;
  final Map<Scaling, TrainingData> data = new EnumMap<>(Scaling.class);

  SmallSweep() throws Exception {
    Grid grid =
        new Grid(
            Axis.of(List.of(Scaling.MIN_MAX, Scaling.Z_SCORE)),
            Axis.of(
                List.of(
                    LinearNetwork.of(1, 1),
                    LinearNetwork.of(2, 3),
                    new LinearNetwork(List.of(3, 2)))),
            Axis.of(List.of(2, 4)),
            Axis.of(List.of(Precision.FLOAT64)),
            Axis.of(List.<Optimizer>of(new GradientDescent())),
            Axis.of(List.of(60L)),
            Axis.of(List.of(0.0)),
            Axis.of(List.<Initializer>of(new Gaussian(0.3))),
            new Axis.Run(1, 4),
            Axis.of(List.of(0.001, 0.01, 0.1, 1.0, 5.0)));
    Experiment experiment =
        new Experiment(
            "small", new SensorArray(), List.of(grid), Stop.DEFAULT, RECORDING, COMPARISON);
    Dataset raw = rows(40, 6);
    Map<Scaling, String> fingerprints = new EnumMap<>(Scaling.class);
    for (Scaling scaling : List.of(Scaling.MIN_MAX, Scaling.Z_SCORE)) {
      data.put(
          scaling,
          TrainingData.of(scaling.apply(raw), new TreeSet<>(List.of(2, 4))).measuredBy(RECORDING));
      fingerprints.put(scaling, data.get(scaling).data().fingerprint());
    }
    sweep = new Sweep(experiment, raw.rows(), raw.features(), raw.targets());
    context = new SweepContext("small", "rows", fingerprints, 40, 6, Stop.DEFAULT, RECORDING);
  }

  private static Dataset rows(int rows, int features) {
    java.util.Random random = new java.util.Random(8);
    List<String> names = new ArrayList<>();
    for (int f = 0; f < features; f++) {
      names.add("x" + f);
    }
    double[] x = random.doubles((long) rows * features, -1, 1).toArray();
    double[] y = random.doubles(rows, -1, 1).toArray();
    for (int row = 0; row < rows; row++) {
      y[row] = 0.2 * y[row] + x[row * features] - x[row * features + 1];
    }
    return new Dataset("rows", names, List.of("y"), rows, x, y);
  }

  ResultFolder folder(Path path) throws ResultsException {
    ResultFolder folder = new ResultFolder(path);
    folder.create();
    return folder;
  }

  SweepRun run(ResultFolder folder) {
    return new SweepRun(sweep, context, folder);
  }

  SweepRun.Summary train(ResultFolder folder, List<Pack> packs, int tasks) {
    return run(folder)
        .train(SharedSpark.session(), packs, data, Prediction.none(sweep), progress -> {}, tasks);
  }

  /** The rows of trials, curves and weights as one text each, computed one trial at a time. */
  Map<Table, List<String>> rowsWithoutSpark() {
    Rows rows = new Rows(context);
    Map<Table, List<String>> texts = new HashMap<>();
    for (Table table : List.of(Table.TRIALS, Table.CURVES, Table.WEIGHTS)) {
      texts.put(table, new ArrayList<>());
    }
    for (long i = 0; i < sweep.trials(); i++) {
      Trial trial = sweep.trial(i);
      Outcome outcome =
          new Trainer(Kernels::best, data.get(trial.scaling()), Stop.DEFAULT, RECORDING)
              .train(List.of(trial), steps -> {})
              .get(0);
      String id = TrialKey.of(trial, context.fingerprint(trial.scaling()), Stop.DEFAULT);
      texts.get(Table.TRIALS).add(TableText.of(rows.trial(i, id, trial, outcome)));
      rows.curve(i, id, outcome)
          .forEachRemaining(row -> texts.get(Table.CURVES).add(TableText.of(row)));
      rows.weights(i, id, trial, outcome).map(TableText::of).forEach(texts.get(Table.WEIGHTS)::add);
    }
    texts.values().forEach(lines -> lines.sort(null));
    return texts;
  }

  /** The rows that Spark reads in a folder, as sorted texts. */
  static List<String> rows(ResultFolder folder, Table table) throws IOException {
    return Views.read(SharedSpark.session(), table, List.of(folder.path())).collectAsList().stream()
        .map(TableText::of)
        .sorted()
        .toList();
  }
}
