package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.isobath.data.Split.Draw;
import org.isobath.data.Split.Size;
import org.junit.jupiter.api.Test;

final class SplitTest {
  /** Row i has the feature i; its class is i modulo the number of classes. */
  private static Dataset table(int rows, int classes) {
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
    return Dataset.ofClasses(
        "t",
        List.of("x"),
        "y",
        names,
        IntStream.range(0, rows).mapToDouble(i -> i).toArray(),
        IntStream.range(0, rows).mapToDouble(i -> i % classes).toArray());
  }

  private static Split split(double train, double test, Draw draw) {
    return new Split(new Size(train), new Size(test), draw);
  }

  private static int[] features(Dataset data) {
    return Arrays.stream(data.featureArray()).mapToInt(x -> (int) x).toArray();
  }

  @Test
  void withoutASplitTheTableIsItsOwn() throws DataException {
    Dataset data = table(5, 2);
    SplitDataset whole = SplitDataset.of(data, Split.NONE);
    assertThat(whole.data()).isSameAs(data);
    assertThat(whole).isEqualTo(SplitDataset.whole(data));
    assertThat(whole.training()).isSameAs(data);
    assertThat(whole.rows(3).training()).containsExactly(0, 1, 2, 3, 4);
    assertThat(whole.rows(3).test()).isEmpty();
  }

  @Test
  void inOrderTheFirstRowsTrainAndTheLastTest() throws DataException {
    SplitDataset found = SplitDataset.of(table(10, 2), split(3, 2, Draw.IN_ORDER));
    assertThat(features(found.data())).containsExactly(0, 1, 2, 8, 9);
    assertThat(features(found.training())).containsExactly(0, 1, 2);
    assertThat(found.rows(7).training()).containsExactly(0, 1, 2);
    assertThat(found.rows(7).test()).containsExactly(3, 4);
    SplitDataset rest =
        SplitDataset.of(table(10, 2), new Split(new Size(0.75), Size.REST, Draw.IN_ORDER));
    assertThat(List.of(rest.trainingRows(), rest.testRows())).containsExactly(8, 2);
    assertThat(features(rest.data())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void onceDrawsTheSameRowsForAllSeedsAndKeepsTheTestWhenMoreRowsTrain() throws DataException {
    SplitDataset few = SplitDataset.of(table(50, 2), split(10, 15, Draw.ONCE));
    SplitDataset many = SplitDataset.of(table(50, 2), split(35, 15, Draw.ONCE));
    int[] rows = features(few.data());
    assertThat(rows).doesNotHaveDuplicates().hasSize(25);
    assertThat(Arrays.copyOf(rows, 10)).isSorted();
    assertThat(Arrays.copyOfRange(rows, 10, 25)).isSorted();
    assertThat(rows).isNotEqualTo(IntStream.range(0, 25).toArray());
    int[] others = features(many.data());
    assertThat(Arrays.copyOf(others, 35)).contains(Arrays.copyOf(rows, 10));
    assertThat(Arrays.copyOfRange(others, 35, 50)).isEqualTo(Arrays.copyOfRange(rows, 10, 25));
    // By a program of its own, from eq. 15 and eq. 60.
    assertThat(Arrays.copyOf(rows, 10)).containsExactly(PINNED);
  }

  private static final int[] PINNED = {2, 3, 6, 9, 18, 22, 35, 40, 43, 48};

  @Test
  void bySeedEachSeedDrawsItsOwnRowsEvenly() throws DataException {
    SplitDataset found = SplitDataset.of(table(20, 2), split(8, 6, Draw.BY_SEED));
    assertThat(found.data().rows()).isEqualTo(20);
    int[] trained = new int[20];
    int[] tested = new int[20];
    Set<List<Integer>> different = new HashSet<>();
    int seeds = 4000;
    for (long seed = 0; seed < seeds; seed++) {
      Split.Rows rows = found.rows(seed);
      assertThat(rows.training()).hasSize(8).isSorted().doesNotContain(rows.test());
      assertThat(rows.test()).hasSize(6).isSorted();
      Arrays.stream(rows.training()).forEach(row -> trained[row]++);
      Arrays.stream(rows.test()).forEach(row -> tested[row]++);
      different.add(Arrays.stream(rows.training()).boxed().toList());
    }
    // Five standard deviations of a binomial.
    for (int row = 0; row < 20; row++) {
      assertThat(trained[row]).isBetween(1600 - 155, 1600 + 155);
      assertThat(tested[row]).isBetween(1200 - 145, 1200 + 145);
    }
    assertThat(different.size()).isGreaterThan(3900);
    assertThat(found.rows(3).training()).isEqualTo(found.rows(3).training());
  }

  @Test
  void splitsThatTheTableCannotFillAreRefused() {
    assertProblem(
        split(8, 3, Draw.ONCE),
        "asks for more rows than there are; got train: 8, test: 3 (8 + 3 rows)");
    assertProblem(
        new Split(new Size(10), Size.REST, Draw.ONCE),
        "leaves no row for the test; got train: 10, test: rest (10 + 0 rows)");
    assertProblem(
        split(5, 0.01, Draw.ONCE),
        "leaves no row for the test; got train: 5, test: 0.01 (5 + 0 rows)");
    assertProblem(
        new Split(Size.REST, new Size(10), Draw.ONCE),
        "leaves no row for training; got train: rest, test: 10 (0 + 10 rows)");
    assertProblem(
        new Split(Size.REST, new Size(12), Draw.IN_ORDER),
        "asks for more rows than there are; got train: rest, test: 12 (0 + 12 rows)");
    assertThatThrownBy(() -> new Size(1.5)).hasMessageContaining("Invalid amount: 1.5");
    assertThatThrownBy(() -> new Split(Size.REST, Size.REST, Draw.ONCE))
        .hasMessageContaining("Invalid split");
  }

  private static void assertProblem(Split split, String problem) {
    assertThatThrownBy(() -> SplitDataset.of(table(10, 2), split))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "t: the split %s; allowed: together at most 10 rows, at least one each"
                .formatted(problem));
  }

  @Test
  void aClassWithoutTrainingRowsIsRefused() throws DataException {
    assertThatThrownBy(() -> SplitDataset.of(table(10, 5), split(3, 7, Draw.IN_ORDER)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "t: no training row is of class 'c3', 'c4'; got 3 training rows; allowed: at least one of each class. Use more training rows, or another draw.");
    SplitDataset bySeed = SplitDataset.of(table(10, 5), split(4, 6, Draw.BY_SEED));
    assertThatThrownBy(() -> bySeed.checkClasses(9))
        .hasMessageStartingWith("t: no training row of seed 9 is of class ");
    SplitDataset enough = SplitDataset.of(table(10, 2), split(9, 1, Draw.BY_SEED));
    enough.checkClasses(9);
  }

  /** Numbers of test rows must not leak into scaling; a test row may lie outside [0, 1]. */
  @Test
  void fixedSplitsScaleByTrainingRowsAndOthersByAll() throws DataException {
    Dataset data =
        new Dataset(
            "r",
            List.of("x"),
            List.of("y"),
            4,
            new double[] {0, 2, 1, 8},
            new double[] {1, 3, 5, 9});
    SplitDataset fixed = SplitDataset.of(data, split(2, 2, Draw.IN_ORDER)).scaled(Scaling.MIN_MAX);
    assertThat(fixed.data().featureArray()).containsExactly(0, 1, 0.5, 4);
    assertThat(fixed.data().targetArray()).containsExactly(0, 1, 2, 4);
    assertThat(fixed.training().fingerprint())
        .isEqualTo(
            Scaling.MIN_MAX
                .apply(
                    new Dataset(
                        "r",
                        List.of("x"),
                        List.of("y"),
                        2,
                        new double[] {0, 2},
                        new double[] {1, 3}))
                .fingerprint());
    SplitDataset bySeed = SplitDataset.of(data, split(2, 2, Draw.BY_SEED)).scaled(Scaling.MIN_MAX);
    assertThat(bySeed.data().featureArray()).containsExactly(0, 0.25, 0.125, 1);
    Dataset flat =
        new Dataset(
            "r", List.of("x"), List.of("y"), 3, new double[] {1, 1, 2}, new double[] {1, 3, 5});
    assertThatThrownBy(
            () -> SplitDataset.of(flat, split(2, 1, Draw.IN_ORDER)).scaled(Scaling.Z_SCORE))
        .hasMessage(
            "r: Cannot scale by z-score: the same value in every training row of x. Use scaling none or max-abs, or leave such a column out with ignore.");
  }
}
