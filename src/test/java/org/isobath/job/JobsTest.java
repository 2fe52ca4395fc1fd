package org.isobath.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.isobath.sweep.Grid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JobsTest {
  private static List<Path> jobs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("jobs"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyJobOfTheProjectIsReadWithoutANote(Path file) throws Exception {
    Job job = JobFile.read(file, List.of());
    assertThat(file).hasFileName(job.experiment().name() + ".yaml");
    assertThat(job.notes()).isEmpty();
    boolean compares = Files.readString(file).contains("\ncompare:");
    assertThat(job.experiment().comparison().isPresent()).isEqualTo(compares);
  }

  @Test
  void theQuickstartIsSmall() throws Exception {
    List<Grid> grids =
        JobFile.read(Path.of("jobs", "quickstart.yaml"), List.of()).experiment().grids();
    assertThat(grids).hasSize(1);
    assertThat(grids.get(0).trials()).isEqualTo(3 * 2 * 10 * 3);
  }
}
