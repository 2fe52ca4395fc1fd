package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.isobath.results.Attempts;
import org.isobath.results.Claim;
import org.isobath.results.ResultFolder;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.isobath.sweep.Prediction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs with which processes have died, known by the marks that these left. */
final class SuspectTest {
  @TempDir private Path temporary;
  private SmallSweep small;
  private ResultFolder folder;
  private Pack pack;
  private String name = "";

  @BeforeEach
  void create() throws Exception {
    small = new SmallSweep();
    folder = small.folder(temporary.resolve("small"));
    pack = small.sweep.pack(3);
    name = PackName.of(pack, PackName.keys(small.sweep.trials(pack), small.context), small.context);
  }

  /** A process that dies in the middle of some work. */
  private void die(String process, String work) throws Exception {
    Attempts.Mark unused = as(process).begin(work);
  }

  private Attempts as(String process) {
    return new Attempts(folder, process, process::equals);
  }

  /** A host that trains alone. */
  private record Alone(Attempts marks) implements PackWork.Host {
    @Override
    public void progress(long steps, long work) {}

    @Override
    public void ended(long trials, long diverged) {}

    @Override
    public void endIfKilled() {}

    @Override
    public long attempt() {
      return 0;
    }

    @Override
    public String executor() {
      return "test";
    }

    @Override
    public Attempts attempts(ResultFolder folder) {
      return marks;
    }
  }

  private PackWork.Receipt run(boolean apart) throws Exception {
    PackWork work =
        new PackWork(
            small.sweep,
            small.context,
            folder,
            (trainer, trials, progress) -> trainer.train(trials, progress),
            Prediction.none(small.sweep));
    return work.run(pack, small.data, apart, new Alone(as("me")));
  }

  private List<String> failures() throws Exception {
    return SmallSweep.rows(folder, Table.TRIALS).stream().filter(r -> r.contains("died")).toList();
  }

  @Test
  void aPackIsTrainedAsEverAfterOneDeath() throws Exception {
    die("first", name);
    assertThat(run(false)).isEqualTo(new PackWork.Receipt(20, 0, false));
    assertThat(folder.path().resolve("_attempts")).isEmptyDirectory();
  }

  @Test
  void aPackIsPutOffAfterTwoAndThenTrainedTrialByTrial() throws Exception {
    die("first", name);
    die("second", name);
    assertThat(run(false)).isEqualTo(new PackWork.Receipt(0, 0, true));
    assertThat(run(true)).isEqualTo(new PackWork.Receipt(20, 0, false));
    assertThat(failures()).isEmpty();
    assertThat(folder.path().resolve("_attempts")).isEmptyDirectory();
  }

  @Test
  void aTrialThatKilledItsProcessAloneIsGivenUp() throws Exception {
    die("first", name);
    die("second", name);
    die("third", name);
    die("third", name + ".trial-7");
    assertThat(run(false).suspect()).isTrue();
    assertThat(run(true)).isEqualTo(new PackWork.Receipt(20, 1, false));
    assertThat(failures()).hasSize(1).first().asString().contains("|" + (pack.firstTrial() + 7));
    assertThat(folder.path().resolve("_attempts")).isEmptyDirectory();
  }

  @Test
  void marksOfTheLivingAndOfThoseThatWithdrewDoNotCount() throws Exception {
    Attempts me = as("me");
    try (Attempts.Mark mark = me.begin(name)) {
      assertThat(me.deaths(name)).isZero();
      assertThat(as("other").deaths(name)).isOne();
    }
    assertThat(as("other").deaths(name)).isZero();
    die("me", name);
    me.withdraw();
    assertThat(as("other").deaths(name)).isZero();
    assertThat(Attempts.ofThisProcess(folder, "run").deaths(name)).isZero();
    Attempts.Mark unused = Attempts.ofThisProcess(folder, "run").begin(name);
    assertThat(Attempts.ofThisProcess(folder, "run").deaths(name)).isZero();
  }

  /** A new run must not forget what killed the last one. */
  @Test
  void marksOutliveTheBeginOfARunButNotItsEnd() throws Exception {
    die("first", name);
    try (Claim claim = folder.claim()) {
      claim.begin("", java.util.Map.of());
      assertThat(as("me").deaths(name)).isOne();
      claim.finish(Set.of(), List.of(), java.util.Map.of(), java.util.Map.of());
      assertThat(Files.exists(folder.path().resolve("_attempts"))).isFalse();
    }
  }
}
