package org.isobath.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting of conf/, commented out or not, is one that Spark knows, with a value it takes. */
final class ConfTest {
  /** Objects of Spark that register settings when they are loaded. */
  private static final List<String> REGISTRIES =
      List.of("package", "Deploy", "History", "Kryo", "Network", "Status", "UI", "Worker");

  /** Settings that Spark documents and reads by their text, or in a module that is not here. */
  private static final Set<String> UNREGISTERED =
      Set.of(
          "spark.local.dir",
          "spark.port.maxRetries",
          "spark.metrics.conf.*.sink.prometheusServlet.class",
          "spark.metrics.conf.*.sink.prometheusServlet.path",
          "spark.kubernetes.container.image",
          "spark.kubernetes.namespace",
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.submission.waitAppCompletion");

  private static Map<String, String> settings(String file, String comment) throws Exception {
    String text =
        Files.readAllLines(Path.of("conf", file)).stream()
            .map(line -> line.startsWith("#spark.") ? line.replaceFirst("#", comment) : line)
            .collect(Collectors.joining("\n"));
    Properties properties = new Properties();
    try (Reader reader = new java.io.StringReader(text)) {
      properties.load(reader);
    }
    Map<String, String> settings = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(k -> settings.put(k, properties.getProperty(k).strip()));
    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"local.conf", "standalone.conf", "kubernetes.conf"})
  void everySettingIsOneThatSparkKnowsWithAValueThatItTakes(String file) throws Exception {
    for (String registry : REGISTRIES) {
      Class.forName("org.apache.spark.internal.config." + registry + "$");
    }
    Map<String, String> settings = settings(file, "");
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    Set<String> unknown = new TreeSet<>();
    for (String key : settings.keySet()) {
      ConfigEntry<?> entry = ConfigEntry.findEntry(key);
      if (entry == null) {
        unknown.add(key);
      } else {
        assertThat((Object) conf.get(entry)).as(key).isNotNull();
      }
    }
    assertThat(UNREGISTERED).containsAll(unknown);
    assertThat(Class.forName(settings.get("spark.plugins")).getDeclaredConstructor().newInstance())
        .isInstanceOf(SparkPlugin.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone.conf", "kubernetes.conf"})
  void clustersAreSecureBeforeAnybodyEditsAnything(String file) throws Exception {
    assertThat(settings(file, "# "))
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.io.encryption.enabled", "true")
        .containsEntry("spark.ui.enabled", "false")
        .containsEntry("spark.port.maxRetries", "0")
        .doesNotContainKey("spark.authenticate.secret")
        .doesNotContainKey("spark.master");
  }
}
