package org.isobath.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.isobath.faults.Inspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, compiled once, on the class paths of three Sparks. */
final class VersionsIT {
  private static final List<String> OTHERS = List.of("4.0.1", "4.2.0");

  @TempDir private Path folder;

  @Test
  void theSameJarGivesTheSameRowsOnEverySpark() throws Exception {
    int compiled = run("4.1.0", StandaloneCluster.sparkClassPath());
    assertThat(compiled).isZero();
    Inspector inspector = new Inspector(folder.resolve("4.1.0").resolve("quickstart"));
    for (String version : OTHERS) {
      String spark = Files.readString(Path.of("target", "it", "spark-" + version, "classpath.txt"));
      assertThat(spark).contains("spark-sql_2.13-" + version + ".jar");
      assertThat(run(version, spark)).as(version).isZero();
      assertThat(inspector.problemsAtTheEnd(folder.resolve(version).resolve("quickstart")))
          .as(version)
          .isEmpty();
    }
  }

  private int run(String version, String spark) throws Exception {
    String results = folder.resolve(version).toString();
    int code =
        StandaloneCluster.isobath(
                spark,
                List.of("run", Path.of("jobs", "quickstart.yaml").toString()),
                List.of(
                    "--set",
                    "trial.steps=100",
                    "--set",
                    "trial.depth=[1, 2]",
                    "--set",
                    "trial.lossExponent=2",
                    "--results",
                    results,
                    "--master",
                    "local[2]"))
            .waitFor();
    return code != 0
        ? code
        : StandaloneCluster.isobath(spark, List.of("best", "--results", results), List.of())
            .waitFor();
  }
}
