package org.isobath.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the jar for spark-submit holds, and what it must leave to Spark. */
final class ApplicationJarIT {
  private static final Set<String> OURS =
      Set.of(
          "cli",
          "data",
          "job",
          "kernel",
          "network",
          "optimizer",
          "random",
          "relocated",
          "report",
          "results",
          "spark",
          "store",
          "sweep",
          "theory",
          "training");

  @Test
  void itHoldsOurPackagesAndRelocatedLibrariesAndNothingElse() throws Exception {
    Set<String> packages = new TreeSet<>();
    Set<String> relocated = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    try (JarFile jar = new JarFile(StandaloneCluster.JAR.toFile())) {
      jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(entry -> entry.getName().split("/"))
          .forEach(
              path -> {
                if (path.length > 3 && path[0].equals("org") && path[1].equals("isobath")) {
                  packages.add(path[2]);
                  if (path[2].equals("relocated")) {
                    relocated.add(path[3]);
                  }
                } else {
                  others.add(String.join("/", path));
                }
              });
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("org.isobath.cli.Main");
    }
    assertThat(packages).isEqualTo(OURS);
    assertThat(relocated).isEqualTo(Set.of("picocli", "snakeyaml"));
    assertThat(others).isEqualTo(Set.of("META-INF/MANIFEST.MF"));
  }
}
