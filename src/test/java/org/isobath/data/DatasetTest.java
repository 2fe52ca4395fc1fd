package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatasetTest {
  private static final double[] FEATURES = {1, 2, 3, 4, 5, 6};
  private static final double[] TARGETS = {7, 8};

  private static Dataset dataset(String name, double[] features, double[] targets) {
    return new Dataset(name, List.of("a", "b", "c"), List.of("y"), 2, features, targets);
  }

  @Test
  void valuesAreFoundByRowAndColumn() {
    Dataset data = dataset("d", FEATURES, TARGETS);
    assertThat(data.feature(1, 0)).isEqualTo(4);
    assertThat(data.target(1, 0)).isEqualTo(8);
    assertThat(data).hasToString("d (2 × 3 → 1)");
  }

  @Test
  void theFingerprintIsTheSha256OfShapeAndBits() {
    // printf of three big-endian ints and eight big-endian doubles, through sha256sum
    assertThat(dataset("d", FEATURES, TARGETS).fingerprint())
        .isEqualTo("f4dd19cd6e45ebb19746c8262f5e1eee2c2a15881d284930089c3005130184be");
  }

  @Test
  void theFingerprintDependsOnValuesAndShapeButNotOnNames() {
    String fingerprint = dataset("d", FEATURES, TARGETS).fingerprint();
    assertThat(dataset("e", FEATURES.clone(), TARGETS).fingerprint()).isEqualTo(fingerprint);
    assertThat(new Dataset("d", List.of("x", "y", "z"), List.of("t"), 2, FEATURES, TARGETS))
        .extracting(Dataset::fingerprint)
        .isEqualTo(fingerprint);
    double[] other = FEATURES.clone();
    other[5] = Math.nextUp(6.0);
    assertThat(dataset("d", other, TARGETS).fingerprint()).isNotEqualTo(fingerprint);
    assertThat(dataset("d", new double[6], new double[2]).fingerprint())
        .isNotEqualTo(dataset("d", new double[6], new double[] {-0.0, 0}).fingerprint());
    double[] all = {1, 2, 3, 4};
    assertThat(new Dataset("d", List.of("a"), List.of("y"), 4, all, all).fingerprint())
        .isNotEqualTo(
            new Dataset("d", List.of("a", "b"), List.of("y", "z"), 2, all, all).fingerprint());
  }

  @Test
  void shapesAndValuesAreChecked() {
    assertThatThrownBy(() -> dataset("d", new double[5], TARGETS))
        .hasMessage("Invalid features: 5 values (must be 2 × 3)");
    assertThatThrownBy(() -> dataset("d", FEATURES, new double[] {1, Double.NaN}))
        .hasMessage("Invalid targets: NaN in row 1, column 0 (must be finite)");
    assertThatThrownBy(() -> new Dataset("d", List.of(), List.of("y"), 1, FEATURES, TARGETS))
        .hasMessage("Invalid features: no column (must be at least 1)");
    assertThatThrownBy(() -> new Dataset("d", List.of("a"), List.of("y"), 0, FEATURES, TARGETS))
        .hasMessage("Invalid rows: 0 (must be at least 1)");
  }

  @Test
  void datasetsAndSourcesSurviveSerialization() throws Exception {
    Dataset data = copy(dataset("d", FEATURES, TARGETS));
    assertThat(data.fingerprint()).isEqualTo(dataset("d", FEATURES, TARGETS).fingerprint());
    assertThat(data.featureArray()).containsExactly(FEATURES);
    List<DataSource> sources =
        List.of(
            new CsvFile(Path.of("a", "b.csv"), List.of("y"), List.of("i")),
            new GasEthanol(),
            new GasEthanol(Path.of("c")),
            new GasSensorFile(List.of(Path.of("d"), Path.of("e")), 3),
            new SensorArray(5),
            new CsvFile(Path.of("a"), List.of("y"), List.of(), Task.CLASSIFICATION),
            new Digits(),
            new Digits(Path.of("c")),
            new Mnist(),
            new Mnist(Path.of("c")),
            new TeacherSign(2, 3, 4),
            new GaussianFeatures(2, 3, 0, 1, 0, 4),
            new Orthonormal(3, 2, Orthonormal.Basis.RANDOM, 4));
    for (DataSource source : sources) {
      assertThat(copy(source)).isEqualTo(source);
    }
  }

  @Test
  void theDataFolderIsTheVariablesOrInTheHome() {
    Path home = Path.of("home");
    assertThat(DataFolder.of(Map.of(), home).path()).isEqualTo(Path.of("home", ".isobath", "data"));
    assertThat(DataFolder.of(Map.of("ISOBATH_DATA", ""), home).path())
        .isEqualTo(Path.of("home", ".isobath", "data"));
    assertThat(DataFolder.of(Map.of("ISOBATH_DATA", "x"), home).path()).isEqualTo(Path.of("x"));
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // what is read was written here
  static <T> T copy(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(value);
    }
    try (var input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) input.readObject();
    }
  }
}
