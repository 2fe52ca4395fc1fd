package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassesTest {
  private static final DataFolder NO_FOLDER = new DataFolder(Path.of("nowhere"));

  @TempDir Path folder;

  private static final byte[] PIXELS = {0, 51, (byte) 204, (byte) 255, 1, 2};

  private static Dataset bytes() {
    return Dataset.ofClasses(
        "d", List.of("a", "b"), "y", List.of("no", "yes"), PIXELS.clone(), new double[] {0, 1, 1});
  }

  private static Dataset doubles() {
    double[] features = {0, 51, 204, 255, 1, 2};
    return Dataset.ofClasses(
        "d", List.of("a", "b"), "y", List.of("no", "yes"), features, new double[] {0, 1, 1});
  }

  @Test
  void bytesAndDoublesOfTheSameValuesAreTheSameData() throws Exception {
    Dataset data = bytes();
    assertThat(data.featureArray()).containsExactly(doubles().featureArray());
    assertThat(data.fingerprint()).isEqualTo(doubles().fingerprint());
    double[] row = new double[2];
    data.row(1, row);
    assertThat(row).containsExactly(204, 255);
    assertThat(data.feature(1, 0)).isEqualTo(204);
    assertThat(data.label(2)).isEqualTo(1);
    assertThat(data).hasToString("d (3 × 2 → 2 classes)");
    for (Scaling scaling : Scaling.values()) {
      Dataset scaled = scaling.apply(data);
      assertThat(scaled.fingerprint()).isEqualTo(scaling.apply(doubles()).fingerprint());
      assertThat(scaled.targetArray()).containsExactly(0, 1, 1);
      assertThat(scaled.classNames()).containsExactly("no", "yes");
      assertThat(scaled.select(new int[] {2, 0}).featureArray())
          .containsExactly(
              scaled.feature(2, 0),
              scaled.feature(2, 1),
              scaled.feature(0, 0),
              scaled.feature(0, 1));
    }
    Dataset copy = DatasetTest.copy(Scaling.MAX_ABS.apply(data));
    assertThat(copy.featureArray()).containsExactly(0, 0.2, 0.8, 1, 1 / 255.0, 2 / 255.0);
    assertThat(copy.fingerprint()).isEqualTo(Scaling.MAX_ABS.apply(doubles()).fingerprint());
  }

  @Test
  void theNumberOfClassesIsPartOfTheFingerprintAndTheirNamesAreNot() {
    double[] x = {1, 2};
    double[] y = {0, 1};
    Dataset two = Dataset.ofClasses("d", List.of("a"), "y", List.of("p", "q"), x, y);
    Dataset three = Dataset.ofClasses("d", List.of("a"), "y", List.of("p", "q", "r"), x, y);
    Dataset numbers = new Dataset("d", List.of("a"), List.of("y"), 2, x, y);
    assertThat(Dataset.ofClasses("e", List.of("b"), "z", List.of("0", "1"), x, y).fingerprint())
        .isEqualTo(two.fingerprint());
    assertThat(List.of(two.fingerprint(), three.fingerprint(), numbers.fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(numbers.classes()).isZero();
    assertThatThrownBy(() -> numbers.label(0)).hasMessage("d has no classes");
    assertThatThrownBy(
            () ->
                Dataset.ofClasses(
                    "d", List.of("a"), "y", List.of("p", "q"), x, new double[] {0, 2}))
        .hasMessage("Invalid targets: 2.0 in row 1 (must be a class, 0 … 1)");
    assertThatThrownBy(
            () -> Dataset.ofClasses("d", List.of("a"), "y", List.of("p"), x, new double[] {0, 0}))
        .hasMessage("Invalid classes: 1 (must be at least 2)");
  }

  private CsvFile csv(String... labels) throws Exception {
    StringBuilder text = new StringBuilder("x,label\n");
    for (int i = 0; i < labels.length; i++) {
      text.append(i).append(',').append(labels[i]).append('\n');
    }
    Path file = Files.writeString(folder.resolve("my.csv"), text);
    return new CsvFile(file, List.of("label"), List.of(), Task.CLASSIFICATION);
  }

  private List<String> problems(String... labels) throws Exception {
    CsvFile file = csv(labels);
    DataException found = catchThrowableOfType(DataException.class, () -> file.load(NO_FOLDER));
    assertThat(found).isNotNull();
    return found.problems().stream().map(p -> p.replace(folder.toString(), "")).toList();
  }

  @Test
  void labelsAreNumberedByNumberOrByWord() throws Exception {
    Dataset numbers = csv("10", "-1", "9", " 10.0", "-1").load(NO_FOLDER);
    assertThat(numbers.classNames()).containsExactly("-1", "9", "10");
    assertThat(numbers.targetArray()).containsExactly(2, 0, 1, 2, 0);
    Dataset words = csv("pear", "Fig", "pear", "\"a, b\"").load(NO_FOLDER);
    assertThat(words.classNames()).containsExactly("Fig", "a, b", "pear");
    assertThat(words.targetArray()).containsExactly(2, 0, 2, 1);
    assertThat(words.features()).isEqualTo(1);
  }

  @Test
  void labelsThatAreNoClassesAreNamed() throws Exception {
    assertThat(problems("1", "2.5", "", "NA", "3"))
        .containsExactly(
            "/my.csv:3:2: column 'label': is no class; got '2.5'; allowed: whole numbers in every row, or words in every row. For numbers that measure, use task regression",
            "/my.csv:4:2: column 'label': empty field; got ''; allowed: whole numbers in every row, or words in every row",
            "/my.csv:5:2: column 'label': a word where others are numbers; got 'NA'; allowed: whole numbers in every row, or words in every row");
    assertThat(problems("a", "1"))
        .containsExactly(
            "/my.csv:3:2: column 'label': a number where others are words; got '1'; allowed: whole numbers in every row, or words in every row");
    assertThat(problems("7", "7"))
        .containsExactly("/my.csv: column 'label' has one class, '7'; allowed: at least two");
    assertThat(problems(IntStream.range(0, 1001).mapToObj(String::valueOf).toArray(String[]::new)))
        .containsExactly(
            "/my.csv: column 'label' has more than 1000 classes; allowed: at most that. For numbers that measure, use task regression.");
  }

  @Test
  void maxAbsDividesFeaturesByOneNumberAndTargetsByAnother() throws Exception {
    Dataset data =
        new Dataset(
            "d",
            List.of("a", "b"),
            List.of("y"),
            2,
            new double[] {1, 5, -8, 5},
            new double[] {-2, 1});
    Dataset scaled = Scaling.MAX_ABS.apply(data);
    assertThat(scaled.featureArray()).containsExactly(0.125, 0.625, -1, 0.625);
    assertThat(scaled.targetArray()).containsExactly(-1, 0.5);
    Dataset zeros = new Dataset("d", List.of("a"), List.of("y"), 2, new double[2], new double[2]);
    assertThatThrownBy(() -> Scaling.MAX_ABS.apply(zeros))
        .hasMessage(
            "d: Cannot scale by max-abs: all of the features, the targets are 0 in every row. Use scaling none.");
  }
}
