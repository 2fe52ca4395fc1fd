package org.isobath.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.isobath.data.Dataset;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.isobath.network.Initializer;
import org.isobath.network.Network;

/** The phases of trials of one shape that are trained row by row. */
final class RowTraining {
  private RowTraining() {}

  /** Trains, after the pretraining if there is one. */
  static List<Outcome> train(
      Function<Precision, Kernels> kernels,
      TrainingData data,
      Stop stop,
      Recording recording,
      List<Trial> trials,
      LongConsumer progress) {
    Trial shape = trials.get(0);
    Dataset dataset = data.split().data();
    int features = shape.presentation().featuresOf(dataset.features());
    Kernels arithmetic = kernels.apply(shape.precision());
    int outputs = BatchTraining.loss(arithmetic, shape, dataset).outputs();
    Network.Shape[] shapes = shape.network().shapes(features, outputs);
    IntFunction<Start> initial =
        i -> {
          Trial trial = trials.get(i);
          return new Start(trial.initializer().weights(trial.seed(), shapes), Map.of());
        };
    IntFunction<Start> starts =
        shape.presentation().pretraining().steps() == 0
            ? initial
            : pretrained(kernels, data, stop, trials, initial, progress);
    return List.of(
        new BatchTraining(arithmetic, data, stop, recording, trials, starts, false, progress)
            .train());
  }

  /** Trains on random labels, once for all trials that start from the same weights. */
  private static IntFunction<Start> pretrained(
      Function<Precision, Kernels> kernels,
      TrainingData data,
      Stop stop,
      List<Trial> trials,
      IntFunction<Start> initial,
      LongConsumer progress) {
    Map<Origin, Integer> origins = new HashMap<>();
    List<Integer> chosen = new ArrayList<>();
    List<Trial> phase = new ArrayList<>();
    int[] place = new int[trials.size()];
    for (int i = 0; i < place.length; i++) {
      Trial trial = trials.get(i);
      Origin origin = new Origin(trial.seed(), trial.initializer());
      Integer known = origins.putIfAbsent(origin, phase.size());
      if (known == null) {
        chosen.add(i);
        phase.add(Pretraining.of(trial));
      }
      place[i] = known == null ? phase.size() - 1 : known;
    }
    Stop learned = new Stop(stop.divergedAbove(), Double.NaN, 1);
    Recording weights = new Recording(2, List.of(), true);
    Outcome[] outcomes =
        new BatchTraining(
                kernels.apply(phase.get(0).precision()),
                data,
                learned,
                weights,
                phase,
                i -> initial.apply(chosen.get(i)),
                true,
                steps -> progress.accept(0))
            .train();
    return i -> Pretraining.end(outcomes[place[i]]);
  }

  /** What the end of pretraining depends on, within trials of one shape. */
  private record Origin(long seed, Initializer initializer) {}
}
