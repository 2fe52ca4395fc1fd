package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {
  private static final DataFolder NO_FOLDER = new DataFolder(Path.of("nowhere"));
  private static final String NUMBER = "a finite decimal number such as 12, -0.5 or 1.2e-3";

  @TempDir Path folder;
  private Path file = Path.of("unset");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("my.csv");
  }

  private Dataset load(String text, String... targets) throws Exception {
    return load(text.getBytes(StandardCharsets.UTF_8), targets);
  }

  private Dataset load(byte[] bytes, String... targets) throws Exception {
    Files.write(file, bytes);
    return new CsvFile(file, List.of(targets), List.of("note")).load(NO_FOLDER);
  }

  /** The problems of a text with target y and column note ignored, without the file's name. */
  private List<String> problems(String text) throws IOException {
    return problems(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> problems(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return problems(new CsvFile(file, List.of("y"), List.of()));
  }

  private List<String> problems(CsvFile source) {
    DataException found = catchThrowableOfType(DataException.class, () -> source.load(NO_FOLDER));
    assertThat(found).isNotNull();
    return found.problems().stream().map(line -> line.replace(file.toString(), "FILE")).toList();
  }

  @Test
  void targetsAndIgnoredColumnsAreTakenOutAndTheRestAreFeatures() throws Exception {
    Dataset data = load("a,note,y,b,z\n1,x,2,3,4\n-5,,.6e1,+7., 8 \n", "z", "y");
    assertThat(data.name()).isEqualTo("my.csv");
    assertThat(data.featureNames()).containsExactly("a", "b");
    assertThat(data.targetNames()).containsExactly("z", "y");
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.featureArray()).containsExactly(1, 3, -5, 7);
    assertThat(data.targetArray()).containsExactly(4, 2, 8, 6);
  }

  @Test
  void everyFormOfTheSameTableGivesTheSameData() throws Exception {
    String plain = "a,note,y\n1,,2\n3,,4\n";
    String fingerprint = load(plain, "y").fingerprint();
    List<String> others =
        List.of(
            plain.strip(),
            plain + "\n\n",
            plain.replace("\n", "\r\n"),
            "\uFEFF" + plain,
            "\"a\",note,\"y\"\r\n\"1\",\"a \"\"b\"\",\r\nc\",2\r\n3,,\" 4 \"");
    for (String other : others) {
      assertThat(load(other, "y").fingerprint()).as(other).isEqualTo(fingerprint);
    }
    assertThat(load(gzip(plain), "y").fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void everyProblemIsOneLineWithItsPlace() throws IOException {
    assertThat(problems("a,b,y\n1,abc,3\n4,,6\n7,8,NaN\n1e999,1,1\n1,0x1p3,2d\n"))
        .containsExactly(
            "FILE:2:2: column 'b': not a number; got 'abc'; allowed: " + NUMBER,
            "FILE:3:2: column 'b': empty field; got ''; allowed: " + NUMBER,
            "FILE:4:3: column 'y': not a number; got 'NaN'; allowed: " + NUMBER,
            "FILE:5:1: column 'a': number too large for double precision; got '1e999'; allowed: "
                + NUMBER,
            "FILE:6:2: column 'b': not a number; got '0x1p3'; allowed: " + NUMBER,
            "FILE:6:3: column 'y': not a number; got '2d'; allowed: " + NUMBER);
  }

  @Test
  void rowsOfAnotherLengthAreNamed() throws IOException {
    assertThat(problems("a,y\n1,2\n3\n\n4,5,6\n1,2\n"))
        .containsExactly(
            "FILE:3:2: row of another length than the header; got 1 field; allowed: 2",
            "FILE:4:2: row of another length than the header; got 1 field; allowed: 2",
            "FILE:5:3: row of another length than the header; got 3 fields; allowed: 2");
  }

  @Test
  void onlyTenProblemsAreShownAndTheRestAreCounted() throws IOException {
    List<String> found = problems("a,y\n" + "x,1\n".repeat(25));
    assertThat(found).hasSize(11);
    assertThat(found.get(10)).isEqualTo("… and 15 more problems");
  }

  @Test
  void valuesAreShownShortAndWithoutControlCharacters() throws IOException {
    assertThat(problems("a,y\n\"" + "z".repeat(100) + "\",1\n\"\u001b[31m\n\u202e\",2\n"))
        .containsExactly(
            "FILE:2:1: column 'a': not a number; got '" + "z".repeat(39) + "…'; allowed: " + NUMBER,
            "FILE:3:1: column 'a': not a number; got '\\u001b[31m\\n\\u202e'; allowed: " + NUMBER);
  }

  @Test
  void quotingMistakesAreNamed() throws IOException {
    String allowed = "; allowed: fields quoted as in \"a, b\", with quotes within doubled";
    assertThat(problems("a,y\n1\"2,3\n").get(0))
        .isEqualTo("FILE:2:1: quote within an unquoted field; got '1\"2'" + allowed);
    assertThat(problems("a,y\n\"1\"2,3\n").get(0))
        .isEqualTo("FILE:2:1: text after the closing quote; got '2'" + allowed);
    assertThat(problems("a,y\n1,\"3\n4,5\n").get(0))
        .isEqualTo("FILE:2:2: quote that is never closed; got '3\\n4,5'" + allowed);
  }

  @Test
  void headersAreChecked() throws IOException {
    assertThat(problems("a,b,a,,y\n1,2,3,4,5\n"))
        .containsExactly(
            "FILE:1:3: column name repeated; got 'a'; allowed: a name of its own for every column",
            "FILE:1:4: column name missing; got ''; allowed: a name of its own for every column");
    assertThat(problems("1,2\n3,4\n"))
        .containsExactly(
            "FILE:1:1: the first line holds only numbers; got '1,2'; allowed: a header of column names");
    assertThat(problems("a;y\n3;4\n"))
        .containsExactly(
            "FILE:1:1: fields separated by semicolons or tabs; got 'a;y'; allowed: commas");
    assertThat(problems("y\n1\n"))
        .containsExactly("FILE:1:1: no feature left: every column is target or ignored; got 'y'");
    assertThat(problems("a,y\n"))
        .containsExactly("FILE: has a header but no rows; allowed: at least one row");
    assertThat(problems("\n\n")).containsExactly("FILE: has only blank lines; allowed: a header");
  }

  @Test
  void missingColumnsComeWithASuggestion() throws IOException {
    Files.writeString(file, "alpha,beta,gamma\n1,2,3\n");
    assertThat(
            problems(new CsvFile(file, List.of("gama", "y"), List.of("Alpha", "alpha", "alpha"))))
        .containsExactly(
            "FILE:1:1: no such target column; got 'gama'; allowed: 'alpha', 'beta', 'gamma'. Did you mean 'gamma'?",
            "FILE:1:1: no such target column; got 'y'; allowed: 'alpha', 'beta', 'gamma'.",
            "FILE:1:1: no such ignored column; got 'Alpha'; allowed: 'alpha', 'beta', 'gamma'. Did you mean 'alpha'?",
            "FILE:1:1: ignored column named twice; got 'alpha'; allowed: once");
    assertThat(problems(new CsvFile(file, List.of(), List.of())))
        .containsExactly("FILE:1:1: no target named; allowed: 'alpha', 'beta', 'gamma'");
    assertThat(problems(new CsvFile(file, List.of("beta"), List.of("beta"))))
        .containsExactly(
            "FILE:1:2: column both target and ignored; got 'beta'; allowed: one of them");
  }

  @Test
  void filesThatAreNoTablesAreRefused() throws IOException {
    assertThat(problems(new byte[0]))
        .containsExactly("FILE: is empty; allowed: a text file with at least one row");
    assertThat(problems(new byte[] {'a', '\n', 0}))
        .containsExactly(
            "FILE: is not a text file: byte 0x00 at offset 2 (line 2); allowed: UTF-8 text, plain or gzip");
    assertThat(problems(new byte[] {'a', ',', (byte) 0xe9, '\n'}))
        .containsExactly(
            "FILE: is not a text file: byte 0xe9 at offset 2 (line 1); allowed: UTF-8 text, plain or gzip");
    assertThat(problems(new byte[] {'a', ',', (byte) 0xc3}))
        .containsExactly(
            "FILE: is not a text file: byte 0xc3 at offset 2 (line 1); allowed: UTF-8 text, plain or gzip");
    String corrupt = "FILE: is a corrupt or truncated gzip file. Fetch or compress it again.";
    byte[] zipped = gzip("a,y\n1,2\n");
    assertThat(problems(Arrays.copyOf(zipped, zipped.length - 6))).containsExactly(corrupt);
    assertThat(problems(Arrays.copyOf(zipped, 5))).containsExactly(corrupt);
    zipped[zipped.length - 8] ^= 1;
    assertThat(problems(zipped)).containsExactly(corrupt);
    Files.delete(file);
    CsvFile source = new CsvFile(file, List.of("y"), List.of());
    assertThat(problems(source)).containsExactly("FILE: no such file");
    Files.createDirectory(file);
    assertThat(problems(source)).containsExactly("FILE: is a folder; allowed: a file");
  }

  @Test
  void textBeyondAsciiIsText() throws Exception {
    Dataset data = load("größe,note,y\n1,\uFFFD😀,2\n", "y");
    assertThat(data.featureNames()).containsExactly("größe");
  }

  /** Whatever the bytes, loading ends in data or in a problem. */
  @Test
  void noInputMakesTheReaderFail() throws IOException {
    byte[] valid = "a,\"b\",y\r\n1,\"2\",3e1\r\n4,5,6\n".getBytes(StandardCharsets.UTF_8);
    byte[] alphabet = "\",\r\n1e.-+ ay\u0000\u00ff;".getBytes(StandardCharsets.ISO_8859_1);
    for (int seed = 0; seed < 3000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = Arrays.copyOf(valid, random.nextInt(valid.length) + 1);
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      Files.write(file, bytes);
      try {
        assertThat(new CsvFile(file, List.of("y"), List.of()).load(NO_FOLDER).rows()).isPositive();
      } catch (DataException e) {
        assertThat(e.problems()).as("seed " + seed).isNotEmpty().noneMatch(p -> p.contains("\n"));
      }
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
      output.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
