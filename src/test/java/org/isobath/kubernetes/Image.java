package org.isobath.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that looks like the root of the image of k8s/Dockerfile, as far as pods see it: Spark's
 * launcher in {@code /opt/spark}, our jar in {@code /opt/isobath}, and an entrypoint that starts
 * drivers and executors the way the official one does. Spark's jars stay where Maven has them.
 */
final class Image {
  private static final String SPARK_SUBMIT =
      """
      #!/usr/bin/env bash
      # Spark's launcher prints the command, each argument ended by NUL, after a line of its own.
      mapfile -d '' -t command < <(java -cp "$SPARK_DIST_CLASSPATH" org.apache.spark.launcher.Main \\
        org.apache.spark.deploy.SparkSubmit "$@" | tail -c +3)
      exec "${command[@]}"
      """;
  private static final String ENTRYPOINT =
      """
      #!/usr/bin/env bash
      set -e
      role=$1; shift
      case "$role" in
        driver)
          exec "$SPARK_HOME/bin/spark-submit" --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \\
            --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" --deploy-mode client "$@" ;;
        executor)
          options=()
          for name in ${!SPARK_JAVA_OPT_@}; do options+=("${!name}"); done
          exec java "${options[@]}" "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \\
            -cp "$SPARK_CLASSPATH:$SPARK_DIST_CLASSPATH" \\
            org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \\
            --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \\
            --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" \\
            --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME" ;;
        *) exec "$role" "$@" ;;
      esac
      """;

  private final Path root;

  Image(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("opt/spark/jars"));
    Files.createDirectories(root.resolve("opt/isobath"));
    script("opt/spark/bin/spark-submit", SPARK_SUBMIT);
    script("opt/entrypoint.sh", ENTRYPOINT);
    Files.copy(
        Path.of("target", "isobath-application.jar"),
        root.resolve("opt/isobath/isobath-application.jar"));
  }

  Path root() {
    return root;
  }

  /** Spark and all that it brings; our own classes, and what the jar brings, come from the jar. */
  static String classPath() {
    Path own = Path.of("target").toAbsolutePath();
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.endsWith(".jar") && !Path.of(entry).startsWith(own))
        .filter(entry -> !entry.contains("picocli"))
        .collect(Collectors.joining(":"));
  }

  private void script(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
