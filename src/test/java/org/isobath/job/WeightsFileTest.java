package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.isobath.network.StoredWeights;
import org.isobath.network.StoredWeights.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsFileTest {
  private static final String HEADER = "layer,row,column,value\n";

  @TempDir Path folder;

  private StoredWeights read(String text) throws IOException, JobException {
    Path file = folder.resolve("w.csv");
    Files.writeString(file, text);
    return WeightsFile.read(file);
  }

  private List<String> problems(byte[] bytes) throws IOException {
    Path file = folder.resolve("w.csv");
    Files.write(file, bytes);
    try {
      WeightsFile.read(file);
      return List.of();
    } catch (JobException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace(folder + "/", ""))
          .toList();
    }
  }

  private List<String> problems(String text) throws IOException {
    return problems(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void weightsAreOrderedByTheirPlaceWhateverTheFilesOrder() throws Exception {
    List<Entry> entries =
        List.of(
            new Entry(1, 0, 0, 1),
            new Entry(1, 0, 1, 2),
            new Entry(1, 1, 0, 3),
            new Entry(2, 0, 0, 4));
    assertThat(read(HEADER + "1,0,0,1\n1,0,1,2\n1,1,0,3\n2,0,0,4").entries()).isEqualTo(entries);
    assertThat(
            read("\uFEFFvalue, column ,row,layer\r\n4.0,0,0,2\r\n\r\n3,0,1,1\r\n2e0,1,0,1\r\n+1,0,0,1\r\n")
                .entries())
        .isEqualTo(entries);
  }

  @Test
  void theHashIsThatOfTheWeightsAlone() throws Exception {
    String hash = read(HEADER + "1,0,0,1\n1,0,1,2\n").sha256();
    assertThat(read(HEADER + "1,0,1,2.0\n\n1,0,0,1e0").sha256()).isEqualTo(hash);
    assertThat(read(HEADER + "1,0,1,2\n1,0,0,1.5").sha256()).isNotEqualTo(hash);
    assertThat(read(HEADER + "1,0,1,2\n1,1,0,1").sha256()).isNotEqualTo(hash);
  }

  @Test
  void aFileThatIsNoTableOfWeightsIsRefused() throws Exception {
    String header = "; allowed: layer,row,column,value";
    assertThat(problems("")).containsExactly("w.csv:1:1: unknown header" + header);
    assertThat(problems("1,0,0,1\n"))
        .containsExactly("w.csv:1:1: unknown header; got 1,0,0,1" + header);
    assertThat(problems("layer,row,row,value\n"))
        .containsExactly("w.csv:1:1: unknown header; got layer,row,row,value" + header);
    assertThat(problems(HEADER + "\n"))
        .containsExactly("w.csv:1:1: has no weights; allowed: at least one line below the header");
    assertThat(problems(new byte[] {'l', '\n', 0}))
        .containsExactly("w.csv:2:1: is not a text file; got byte 0x00; allowed: UTF-8 text");
  }

  @Test
  void aHopelessFileIsNotReportedToItsEnd() throws Exception {
    assertThat(problems(HEADER + "a,b,c,d\n".repeat(1000)))
        .hasSize(20)
        .contains(
            "w.csv:2:1: layer: must be a whole number; got a; allowed: a whole number from 1"
                + " to 2147483647");
  }
}
