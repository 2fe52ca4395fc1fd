package org.isobath.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of k8s/ are what Kubernetes and the operators take, and ask for no privilege. */
final class ManifestsTest {
  private static final Path K8S = Path.of("k8s");
  private static final Path BASE = K8S.resolve("base");

  private static List<HasMetadata> kustomized() throws Exception {
    return Manifests.kustomized(K8S, UnaryOperator.identity());
  }

  private static <T extends HasMetadata> T only(Class<T> type) throws Exception {
    return kustomized().stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  private static Pod template(String name) throws Exception {
    return (Pod)
        Manifests.objects(Files.readString(BASE.resolve("conf").resolve(name + ".yaml"))).get(0);
  }

  @Test
  void everyManifestIsReadStrictlyAndStandsInTheNamespace() throws Exception {
    assertThat(kustomized())
        .extracting(HasMetadata::getKind)
        .containsExactly(
            "Namespace",
            "ServiceAccount",
            "ServiceAccount",
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "Role",
            "RoleBinding",
            "PersistentVolumeClaim",
            "NetworkPolicy",
            "NetworkPolicy",
            "NetworkPolicy",
            "NetworkPolicy",
            "Job",
            "ConfigMap");
    for (HasMetadata object : kustomized()) {
      if (!(object instanceof Namespace)) {
        assertThat(object.getMetadata().getNamespace())
            .as(object.getKind() + " " + object.getMetadata().getName())
            .isEqualTo("isobath");
      }
    }
    assertThat(Manifests.objects(Files.readString(K8S.resolve("s3/network.yaml")))).hasSize(1);
  }

  @Test
  void noFileIsForgotten() throws Exception {
    JsonNode kustomization =
        Manifests.documents(Files.readString(BASE.resolve("kustomization.yaml"))).get(0);
    List<String> named = new ArrayList<>();
    kustomization.path("resources").forEach(name -> named.add(name.asText()));
    kustomization.at("/configMapGenerator/0/files").forEach(name -> named.add(name.asText()));
    named.add("kustomization.yaml");
    try (Stream<Path> files = Files.walk(BASE)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> BASE.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "submit.yaml    | runAsNonRoot: true        | runAsNonroot: true       | runAsNonroot",
        "submit.yaml    | runAsNonRoot: true        | runAsNonRoot: \"true\"     | runAsNonRoot",
        "submit.yaml    | backoffLimit: 0           | backoffLimits: 0         | backoffLimits",
        "submit.yaml    | mountPath: /tmp           | mountPaht: /tmp          | mountPaht",
        "network.yaml   | podSelector: {}           | podSelectors: {}         | podSelectors",
        "roles.yaml     | verbs: [create, delete]   | verb: [create, delete]   | verb",
        "results.yaml   | [ReadWriteMany]           | ReadWriteMany            | accessModes",
        "accounts.yaml  | kind: ServiceAccount      | kind: ServiceAcount      | ServiceAcount",
        "namespace.yaml | audit: restricted         | audit: 1                 | labels"
      })
  void aPlantedMistakeIsFound(String file, String right, String wrong, String named)
      throws Exception {
    String text = Files.readString(BASE.resolve(file));
    assertThat(text).contains(right);
    assertThatThrownBy(() -> Manifests.objects(text.replace(right, wrong)))
        .hasMessageContaining(named);
  }

  @Test
  void podsRunWithoutPrivilegesInANamespaceThatForbidsThem() throws Exception {
    Map<String, PodSpec> pods = new TreeMap<>();
    pods.put("submit", only(Job.class).getSpec().getTemplate().getSpec());
    pods.put("driver", template("driver").getSpec());
    pods.put("executor", template("executor").getSpec());
    pods.forEach((name, pod) -> assertThat(Restricted.problems(pod)).as(name).isEmpty());
    pods.get("submit").getContainers().get(0).getSecurityContext().setReadOnlyRootFilesystem(false);
    pods.get("submit").getSecurityContext().setRunAsUser(0L);
    assertThat(Restricted.problems(pods.get("submit")))
        .containsExactly("runAsUser 185", "readOnlyRootFilesystem");
    assertThat(only(Namespace.class).getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
  }

  @Test
  void rolesAreApartAndNameWhatTheyGrant() throws Exception {
    AccessRules rules = new AccessRules(kustomized());
    assertThat(rules.allow("isobath-submitter", "create", "", "pods")).isTrue();
    assertThat(rules.allow("isobath-submitter", "list", "", "pods")).isFalse();
    assertThat(rules.allow("isobath-driver", "deletecollection", "", "pods")).isTrue();
    assertThat(rules.allow("isobath-driver", "create", "", "configmaps")).isFalse();
    assertThat(rules.allow("isobath-executor", "get", "", "pods")).isFalse();
    for (HasMetadata object : kustomized()) {
      if (object instanceof Role role) {
        role.getRules()
            .forEach(
                rule -> {
                  assertThat(rule.getVerbs()).doesNotContain("*");
                  assertThat(rule.getResources()).doesNotContain("*", "secrets", "pods/exec");
                });
      }
    }
  }

  @Test
  void theJobOfTheConfigurationIsTheQuickstart() throws Exception {
    assertThat(only(ConfigMap.class).getData().get("job.yaml"))
        .isEqualTo(Files.readString(Path.of("jobs", "quickstart.yaml")));
  }

  @Test
  void theImageIsNamedTheSameEverywhereAndPinned() throws Exception {
    String image =
        only(Job.class).getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
    assertThat(image).matches(".+:\\d+\\.\\d+\\.\\d+");
    for (String file :
        List.of(
            "base/conf/spark-defaults.conf",
            "s3/spark-defaults.conf",
            "operators/apache.yaml",
            "operators/kubeflow.yaml",
            "Dockerfile")) {
      assertThat(Files.readString(K8S.resolve(file))).as(file).contains(image);
    }
  }

  @Test
  void settingsForTheObjectStoreDifferOnlyInWhereResultsLive() throws Exception {
    Map<String, String> volume = settings("base/conf/spark-defaults.conf");
    Map<String, String> store = settings("s3/spark-defaults.conf");
    volume.keySet().removeIf(key -> key.contains("persistentVolumeClaim.results"));
    store.keySet().removeIf(key -> key.contains("s3a") || key.contains("secretKeyRef"));
    assertThat(store).isEqualTo(volume);
  }

  private static Map<String, String> settings(String file) throws Exception {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(K8S.resolve(file))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] sides = line.split("\\s+", 2);
        assertThat(settings.put(sides[0], sides[1])).as("twice: " + line).isNull();
      }
    }
    return settings;
  }

  @Test
  void noSecretHasAValue() throws Exception {
    Secret secret =
        (Secret) Manifests.objects(Files.readString(K8S.resolve("s3/secret.example.yaml"))).get(0);
    assertThat(secret.getStringData()).containsOnlyKeys("access-key", "secret-key");
    assertThat(secret.getStringData().values()).containsOnly("");
    assertThat(secret.getData()).isNullOrEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"apache", "kubeflow"})
  void operatorsGetFieldsThatTheyKnow(String operator) throws Exception {
    JsonNode application =
        Manifests.documents(Files.readString(K8S.resolve("operators/" + operator + ".yaml")))
            .get(0);
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(ManifestsTest.class.getResourceAsStream(operator + ".schema.json"));
    assertThat(schema.validate(application)).isEmpty();
    ((com.fasterxml.jackson.databind.node.ObjectNode) application.get("spec"))
        .put("mainClas", "typo");
    assertThat(schema.validate(application))
        .hasSize(1)
        .allMatch(m -> (m + "").contains("mainClas"));
  }

  /** The pods of the operators' applications are those of spark-submit. */
  @Test
  void operatorsGetTheSamePods() throws Exception {
    JsonNode spec =
        Manifests.documents(Files.readString(K8S.resolve("operators/apache.yaml")))
            .get(0)
            .get("spec");
    for (String role : List.of("driver", "executor")) {
      JsonNode expected =
          Manifests.documents(Files.readString(BASE.resolve("conf/" + role + ".yaml"))).get(0);
      JsonNode given = spec.at("/" + role + "Spec/podTemplateSpec");
      assertThat(given.get("spec")).isEqualTo(expected.get("spec"));
      assertThat(given.get("metadata")).isEqualTo(expected.get("metadata"));
    }
    JsonNode kubeflow =
        Manifests.documents(Files.readString(K8S.resolve("operators/kubeflow.yaml")))
            .get(0)
            .get("spec");
    for (String role : List.of("driver", "executor")) {
      PodSpec expected = template(role).getSpec();
      JsonNode given = kubeflow.get(role);
      assertThat(
              Manifests.STRICT.treeToValue(
                  given.get("podSecurityContext"),
                  io.fabric8.kubernetes.api.model.PodSecurityContext.class))
          .isEqualTo(expected.getSecurityContext());
      assertThat(
              Manifests.STRICT.treeToValue(
                  given.get("securityContext"),
                  io.fabric8.kubernetes.api.model.SecurityContext.class))
          .isEqualTo(expected.getContainers().get(0).getSecurityContext());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s", "k8s/s3"})
  void kubectlBuildsTheSameObjects(String folder) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "kubectl"))),
        "no kubectl");
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", folder).redirectErrorStream(true).start();
    String built = new String(kubectl.getInputStream().readAllBytes());
    assertThat(kubectl.waitFor()).as(built).isZero();
    List<HasMetadata> objects = Manifests.objects(built);
    if (folder.equals("k8s")) {
      assertThat(objects).containsExactlyInAnyOrderElementsOf(kustomized());
    } else {
      Job job =
          objects.stream()
              .filter(Job.class::isInstance)
              .map(Job.class::cast)
              .findFirst()
              .orElseThrow();
      assertThat(job.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs())
          .endsWith("--results", "s3a://isobath/results");
      assertThat(objects).extracting(HasMetadata::getKind).doesNotContain("PersistentVolumeClaim");
    }
  }
}
