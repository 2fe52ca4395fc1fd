package org.isobath.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml is of the Compose Specification, and its services have no privileges. */
final class ComposeTest {
  private static final Path FILE = Path.of("docker-compose.yml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([^}]*)}");

  /** Named in the file, and made by the build. */
  private static final Set<String> BUILT =
      Set.of("./target/isobath-application.jar", "./target/s3a");

  private static JsonNode read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(options)).load(text));
  }

  private static JsonNode file() throws IOException {
    return read(Files.readString(FILE));
  }

  private static Set<ValidationMessage> problems(JsonNode compose) throws IOException {
    try (InputStream stream = ComposeTest.class.getResourceAsStream("compose-spec.json")) {
      ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(stream);
      // It is no address, which the validator asks for.
      schema.remove("$id");
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(schema)
          .validate(compose);
    }
  }

  @Test
  void theFileIsOfTheComposeSpecification() throws Exception {
    assertThat(problems(file())).isEmpty();
    assertThat(file().get("services").fieldNames())
        .toIterable()
        .containsExactly("master", "worker-1", "worker-2", "store", "submit", "history", "sql");
  }

  @Test
  void servicesHaveNoPrivileges() throws Exception {
    assertThat(breaches(file())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read_only: true        | read_only: false        | master: read_only",
        "cap_drop: [ALL]        | cap_drop: [NET_ADMIN]   | store: cap_drop",
        "no-new-privileges:true | no-new-privileges:false | sql: security_opt",
        "user: \"185:185\"      | user: \"0:0\"           | history: user",
        "127.0.0.1:18080:18080  | 18080:18080             | history: ports",
        "s3proxy:4.1.1          | s3proxy:latest          | store: image",
        "andrewgaul/s3proxy:4.1.1 | andrewgaul/s3proxy    | store: image",
        "mem_limit: 4g          | oom_score_adj: 4        | worker-2: mem_limit",
        "org.isobath.role: one-shot | org.isobath.role: none | submit: healthcheck"
      })
  void aPlantedBreachIsFound(String right, String wrong, String breach) throws Exception {
    String text = Files.readString(FILE);
    assertThat(text).contains(right);
    assertThat(breaches(read(text.replace(right, wrong)))).contains(breach);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "healthcheck:  | healtcheck:   | healtcheck",
        "start_period: | start_perod:  | start_perod",
        "depends_on:   | depend_on:    | depend_on",
        "mem_limit: 1g | mem_limit: [1] | mem_limit"
      })
  void aPlantedMistakeIsFound(String right, String wrong, String named) throws Exception {
    String text = Files.readString(FILE);
    assertThat(text).contains(right);
    assertThat(problems(read(text.replace(right, wrong)))).anyMatch(p -> (p + "").contains(named));
  }

  private static List<String> breaches(JsonNode compose) {
    List<String> breaches = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : compose.get("services").properties()) {
      String name = entry.getKey();
      JsonNode service = entry.getValue();
      require(service.path("read_only").asBoolean(), name, "read_only", breaches);
      require(texts(service.path("cap_drop")).equals(List.of("ALL")), name, "cap_drop", breaches);
      require(
          texts(service.path("security_opt")).contains("no-new-privileges:true"),
          name,
          "security_opt",
          breaches);
      String user = service.path("user").asText();
      require(user.matches("[1-9]\\d*(:[1-9]\\d*)?|\\$\\{\\w+:\\?[^}]+}"), name, "user", breaches);
      require(
          service.path("image").asText().matches("[^:]+:\\d+\\.\\d+\\.\\d+[-\\w.]*"),
          name,
          "image",
          breaches);
      require(
          texts(service.path("ports")).stream().allMatch(port -> port.startsWith("127.0.0.1:")),
          name,
          "ports",
          breaches);
      require(service.has("mem_limit") && service.has("cpus"), name, "mem_limit", breaches);
      boolean once = service.at("/labels/org.isobath.role").asText().equals("one-shot");
      require(once != service.has("healthcheck"), name, "healthcheck", breaches);
      require(!service.has("privileged"), name, "privileged", breaches);
      require(!service.has("network_mode"), name, "network_mode", breaches);
      require(
          texts(service.path("networks")).equals(List.of("isobath")), name, "networks", breaches);
    }
    return breaches;
  }

  private static void require(boolean holds, String service, String what, List<String> breaches) {
    if (!holds) {
      breaches.add(service + ": " + what);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Compose refuses to start without them, and says what to do. */
  @Test
  void secretsHaveNoDefault() throws Exception {
    List<MatchResult> variables = VARIABLE.matcher(Files.readString(FILE)).results().toList();
    Set<String> names = new TreeSet<>();
    for (MatchResult variable : variables) {
      if (!variable.group(1).equals("ISOBATH_JOB")) {
        assertThat(variable.group(2)).as(variable.group()).startsWith(":?").contains("see docs/");
      }
      names.add(variable.group(1));
    }
    assertThat(names)
        .containsExactly(
            "ISOBATH_CLUSTER_SECRET",
            "ISOBATH_JOB",
            "ISOBATH_STORE",
            "ISOBATH_STORE_KEY",
            "ISOBATH_STORE_SECRET",
            "ISOBATH_USER");
    for (JsonNode service : file().get("services")) {
      for (Map.Entry<String, JsonNode> variable : service.path("environment").properties()) {
        if (variable.getKey().matches(".*(SECRET|KEY_ID|IDENTITY|CREDENTIAL|PASSWORD).*")) {
          assertThat(variable.getValue().asText()).as(variable.getKey()).startsWith("${");
        }
      }
    }
  }

  @Test
  void whatIsWaitedForHasAHealthCheckAndWhatIsMountedIsThere() throws Exception {
    JsonNode services = file().get("services");
    for (JsonNode service : services) {
      for (Map.Entry<String, JsonNode> other : service.path("depends_on").properties()) {
        assertThat(other.getValue().path("condition").asText()).isEqualTo("service_healthy");
        assertThat(services.path(other.getKey()).has("healthcheck")).as(other.getKey()).isTrue();
      }
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.path("source").asText();
        if (source.startsWith("./") && !BUILT.contains(source)) {
          assertThat(Path.of(source)).isDirectory();
        }
      }
    }
  }

  /** What tasks are given and what workers have: a job of these sizes gets its cores. */
  @Test
  void executorsFitIntoTheirWorkers() throws Exception {
    JsonNode services = file().get("services");
    assertThat(texts(services.at("/submit/command")))
        .containsSubsequence("--executor-memory", "2g");
    assertThat(services.at("/worker-1/command/2").asText()).contains("--cores 2 --memory 3g");
    assertThat(services.at("/worker-1/mem_limit").asText()).isEqualTo("4g");
  }
}
