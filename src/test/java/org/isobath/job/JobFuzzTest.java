package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobFuzzTest {
  /** More: {@code -Disobath.fuzz=1000000}. */
  private static final int ROUNDS = Integer.getInteger("isobath.fuzz", 10_000);

  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ":",
          "-",
          ",",
          "\n",
          "\t",
          " ",
          "'",
          "\"",
          "#",
          "&a ",
          "*a",
          "!!str ",
          "1",
          "-1",
          "1e999",
          "1e-999",
          "1e999999999",
          "0e999999999",
          "9999999999999999999",
          ".nan",
          "null",
          "true",
          "[[1]]",
          "{}",
          "[]",
          "<<: ",
          "---\n",
          "...\n",
          "%YAML 1.1\n",
          "? ",
          "| ",
          "> ",
          "\u0000",
          "\uFEFF",
          "\u0085",
          "\u2028",
          "\uD83D\uDE00",
          "from",
          "count: 1e12",
          "@",
          "%",
          "\\x",
          "file",
          "depth: [1, 2]",
          "{file: w.csv}",
          "network: perceptron",
          "network: {double-well: {directions: 1}}",
          "activation: relu",
          "mask: {file: w.csv}",
          "loss: logistic",
          "batchSize: 5",
          "sampler: in-order",
          "features: [1, all]",
          "labelNoise: 0.1",
          "pretraining: {random-labels: {steps: 1, learningRate: 1}}",
          "initializer: {direction: {ratio: 1}}",
          "\r",
          "`",
          "\u0007",
          "- {}\n");

  @TempDir Path folder;

  @Test
  void aDamagedJobIsReadOrRefusedAndNothingElse() throws Exception {
    Files.writeString(folder.resolve("w.csv"), "layer,row,column,value\n1,0,0,1\n");
    int read = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(JobText.EXAMPLE);
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutate(text, random);
      }
      String set =
          "trial."
              + PIECES.get(random.nextInt(PIECES.size()))
              + "="
              + text.substring(random.nextInt(text.length()));
      try {
        JobText.read(folder, text.toString());
        read++;
        JobText.read(folder, text.toString(), set);
      } catch (JobException e) {
        assertThat(e.problems()).as("seed %d", seed).isNotEmpty();
        assertThat(e.problems()).as("seed %d", seed).noneMatch(p -> p.toString().contains("\n"));
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ":\n" + text, e);
      }
    }
    assertThat(read).isBetween(ROUNDS / 100, ROUNDS / 2);
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(12));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
      case 3 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
    }
    if (text.isEmpty()) {
      text.append('x');
    }
  }
}
