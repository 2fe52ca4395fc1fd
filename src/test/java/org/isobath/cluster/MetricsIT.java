package org.isobath.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus scrapes from a run with conf/local.conf. */
final class MetricsIT {
  private static final long PATIENCE_SECONDS = 240;
  private static final String PREFIX =
      "metrics_isobath_driver_plugin_org_isobath_spark_MetricsPlugin_";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private String scrape(int port, String path) throws Exception {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static double value(String metrics, String name) {
    Matcher found =
        Pattern.compile("(?m)^" + PREFIX + name + "_Value\\{[^}]*} (\\S+)$").matcher(metrics);
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }

  @Test
  void aRunTellsItsTrialsAndItsSpeedWhileItGoes() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Process run =
        StandaloneCluster.isobath(
            StandaloneCluster.sparkClassPath(),
            List.of("run", Path.of("jobs", "quickstart.yaml").toString()),
            List.of(
                "--results",
                folder.toString(),
                "--master",
                "local[2]",
                "--properties-file",
                Path.of("conf", "local.conf").toString(),
                "--conf",
                "spark.ui.port=" + port,
                "--set",
                "trial.seed={from: 1, count: 100}"));
    try {
      String metrics = "";
      long start = System.nanoTime();
      while (!(value(metrics, "trials_done") > 0 && value(metrics, "trial_steps_per_second") > 0)) {
        assertThat((System.nanoTime() - start) / 1e9).as(metrics).isLessThan(PATIENCE_SECONDS);
        assertThat(run.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        metrics = scrape(port, "/metrics/prometheus/");
      }
      assertThat(value(metrics, "trial_steps")).isPositive();
      assertThat(value(metrics, "trials_diverged")).isBetween(0.0, value(metrics, "trials_done"));
      assertThat(scrape(port, "/metrics/executors/prometheus/"))
          .contains("metrics_executor_activeTasks{");
    } finally {
      run.destroyForcibly().waitFor();
    }
  }
}
