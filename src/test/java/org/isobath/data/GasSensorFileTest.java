package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GasSensorFileTest {
  private static final DataFolder NO_FOLDER = new DataFolder(Path.of("nowhere"));
  private static final String FORM = "class;concentration 1:v 2:v … 128:v";

  @TempDir Path folder;

  /** A line whose feature j is j + offset. */
  static String line(int gas, double concentration, double offset) {
    return IntStream.rangeClosed(1, 128)
        .mapToObj(j -> j + ":" + (j + offset))
        .collect(Collectors.joining(" ", gas + ";" + concentration + " ", " \n"));
  }

  private List<String> problems(String text) throws IOException {
    Path file = folder.resolve("gas.dat");
    Files.writeString(file, text);
    return problems(new GasSensorFile(List.of(file), 1));
  }

  private List<String> problems(DataSource source) {
    DataException found = catchThrowableOfType(DataException.class, () -> source.load(NO_FOLDER));
    assertThat(found).isNotNull();
    return found.problems().stream().map(p -> p.replace(folder.toString(), "FOLDER")).toList();
  }

  @Test
  void rowsOfTheGasAreKeptInTheOrderOfTheBatchNumbers() throws Exception {
    Files.writeString(folder.resolve("batch10.dat"), line(1, 30, 0.25));
    Files.writeString(folder.resolve("batch2.dat"), line(2, 5, 9) + line(1, 20, -0.5));
    Files.writeString(folder.resolve("batch1.dat"), (line(1, 10, 0) + line(6, 7, 1)));
    Dataset data = new GasSensorFile(List.of(folder), 1).load(NO_FOLDER);
    assertThat(data.targetArray()).containsExactly(10, 20, 30);
    assertThat(data.targetNames()).containsExactly("concentration_ppmv");
    assertThat(data.features()).isEqualTo(128);
    assertThat(data.featureNames()).startsWith("f1", "f2").endsWith("f128");
    assertThat(data.feature(1, 0)).isEqualTo(0.5);
    assertThat(data.feature(2, 127)).isEqualTo(128.25);
    assertThat(new GasSensorFile(List.of(folder), 6).load(NO_FOLDER).target(0, 0)).isEqualTo(7);
  }

  @Test
  void everyProblemIsOneLineWithItsPlace() throws IOException {
    String good = line(1, 10, 0);
    assertThat(
            problems(
                good
                    + "7;1 1:2\n"
                    + "1 1:2\n"
                    + "1;5 1:2 2:3\n"
                    + good.replace(" 3:3.0 ", " 3:x ").replace(" 5:5.0 ", " 6:5.0 ")
                    + good.replace(";10.0", ";1e999")
                    + "1;\n"))
        .containsExactly(
            "FOLDER/gas.dat:2:1: column 'class': unknown class; got '7'; allowed: 1 … 6, in lines of the form "
                + FORM,
            "FOLDER/gas.dat:3:1: column 'class': no semicolon after the class; got '1 1:2'; allowed: 1 … 6, in lines of the form "
                + FORM,
            "FOLDER/gas.dat:4:5: row of another length; got 2 features; allowed: 128, in lines of the form "
                + FORM,
            "FOLDER/gas.dat:5:5: column 'f3': not a number; got 'x'; allowed: a finite decimal number such as 12, -0.5 or 1.2e-3",
            "FOLDER/gas.dat:5:7: column 'f5': wrong index; got '6:5.0'; allowed: features in order, here 5:v",
            "FOLDER/gas.dat:6:2: column 'concentration_ppmv': number too large for double precision; got '1e999'; allowed: a finite decimal number such as 12, -0.5 or 1.2e-3",
            "FOLDER/gas.dat:7:3: row of another length; got 0 features; allowed: 128, in lines of the form "
                + FORM);
    assertThat(problems(line(2, 10, 0)))
        .containsExactly("FOLDER/gas.dat: no row of gas 1 here or in the files after it");
  }

  @Test
  void missingFilesAndUnknownGasesAreRefused() {
    assertThat(problems(new GasSensorFile(List.of(folder), 1)))
        .containsExactly("FOLDER: no batch here; allowed: a folder with batch1.dat … batch10.dat");
    assertThat(problems(new GasSensorFile(List.of(folder.resolve("no.dat")), 1)))
        .containsExactly("FOLDER/no.dat: no such file");
    assertThat(problems(new GasSensorFile(List.of(folder), 7)))
        .containsExactly("Invalid gas: 7 (must be 1 … 6)");
    assertThat(problems(new GasSensorFile(List.of(), 1)))
        .containsExactly("No gas-sensor file is named. Name at least one file or folder.");
  }

  @Test
  void gasEthanolSaysHowToGetItAndWhatIsMissing() throws IOException {
    DataException found =
        catchThrowableOfType(
            DataException.class, () -> new GasEthanol().load(new DataFolder(folder)));
    assertThat(found)
        .hasMessage(
            folder.resolve("gas-ethanol")
                + ": gas-ethanol is not here. Get it with `isobath data fetch gas-ethanol`, or use the embedded sensor-array.");
    for (int batch : new int[] {1, 2, 3, 4, 5, 6, 8, 9}) {
      Files.writeString(folder.resolve("batch" + batch + ".dat"), line(1, batch, 0));
    }
    assertThat(problems(new GasEthanol(folder)))
        .containsExactly(
            "FOLDER: missing batch7.dat, batch10.dat; allowed: a folder with batch1.dat … batch10.dat. Fetch it again.");
  }

  @Test
  void theOriginalBatchesHaveTheirPublishedNumbersOfEthanolRows() throws DataException {
    Path original = SharedData.path("gas-original");
    Path first = original.resolve("batch1.dat");
    Path second = original.resolve("batch2.dat");
    Dataset one = new GasSensorFile(List.of(first), 1).load(NO_FOLDER);
    assertThat(one.rows()).isEqualTo(90);
    assertThat(one.feature(0, 0)).isEqualTo(15596.1621);
    assertThat(one.target(0, 0)).isEqualTo(10);
    assertThat(new GasSensorFile(List.of(second), 1).load(NO_FOLDER).rows()).isEqualTo(164);
    Dataset both = new GasSensorFile(List.of(original), 1).load(NO_FOLDER);
    assertThat(both.rows()).isEqualTo(254);
    assertThat(both.feature(90, 5))
        .isEqualTo(new GasSensorFile(List.of(second), 1).load(NO_FOLDER).feature(0, 5));
  }

  @Test
  void theDerivedTableHasThePublishedMoments() throws DataException {
    Path csv = SharedData.path("gas-ethanol/ethanol.csv.gz");
    Dataset data = new GasEthanol(csv).load(NO_FOLDER);
    assertThat(data.name()).isEqualTo("gas-ethanol");
    assertThat(data.rows()).isEqualTo(2565);
    assertThat(data.features()).isEqualTo(128);
    assertThat(data.featureNames()).startsWith("f1").endsWith("f128");
    double mean = Moments.mean(data.targetArray(), 0, 1);
    double sample =
        Moments.standardDeviation(data.targetArray(), 0, 1, mean, 0) * Math.sqrt(2565 / 2564.0);
    assertThat(mean).isCloseTo(114.95029239766082, within(1e-12));
    assertThat(sample).isCloseTo(86.63749164182786, within(1e-12));
  }
}
