package org.isobath.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.isobath.kernel.Kernels;
import org.isobath.kernel.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An outcome of a trial on batches has the same bits alone, in any lane and in any pack. */
final class BatchPackTest {
  static List<RowTrials.Pack> packs() {
    return RowTrials.packs();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("packs")
  void outcomesDependOnNothingBesideTheTrial(RowTrials.Pack pack) {
    List<String> alone = new ArrayList<>();
    for (Trial trial : pack.trials()) {
      alone.addAll(train(pack, Kernels::best, List.of(trial)));
    }
    assertThat(train(pack, Kernels::best, pack.trials())).as(pack.name()).isEqualTo(alone);
    assertThat(train(pack, Kernels::scalar, pack.trials())).as(pack.name()).isEqualTo(alone);
    List<Trial> shuffled = new ArrayList<>(pack.trials());
    Collections.shuffle(shuffled, new Random(5));
    List<String> other = train(pack, Kernels::best, shuffled);
    for (int i = 0; i < alone.size(); i++) {
      assertThat(other.get(shuffled.indexOf(pack.trials().get(i)))).isEqualTo(alone.get(i));
    }
    List<String> sevens = new ArrayList<>();
    for (int first = 0; first < alone.size(); first += 7) {
      int end = Math.min(first + 7, alone.size());
      sevens.addAll(train(pack, Kernels::best, pack.trials().subList(first, end)));
    }
    assertThat(sevens).as(pack.name()).isEqualTo(alone);
  }

  private static List<String> train(
      RowTrials.Pack pack, Function<Precision, Kernels> kernels, List<Trial> trials) {
    Trainer trainer = new Trainer(kernels, pack.prepared(), RowTrials.STOP, RowTrials.RECORDING);
    return trainer.train(trials, steps -> {}).stream().map(BatchPackTest::text).toList();
  }

  private static String text(Outcome outcome) {
    StringBuilder text = new StringBuilder(PackTest.text(outcome));
    outcome
        .curve()
        .measures()
        .forEach((name, values) -> text.append(name).append(java.util.Arrays.toString(values)));
    return text.toString();
  }

  @Test
  void theseTrialsEndInEveryWayAndRecordAccuracies() {
    Set<Status> ends = EnumSet.noneOf(Status.class);
    for (RowTrials.Pack pack : RowTrials.packs()) {
      Trainer trainer =
          new Trainer(Kernels::best, pack.prepared(), RowTrials.STOP, RowTrials.RECORDING);
      for (Outcome outcome : trainer.train(pack.trials(), steps -> {})) {
        ends.add(outcome.status());
        boolean classes = pack.data().data().classes() > 0;
        assertThat(outcome.measures().containsKey("train_accuracy")).isEqualTo(classes);
      }
    }
    assertThat(ends).contains(Status.COMPLETED, Status.DIVERGED, Status.REACHED);
  }
}
