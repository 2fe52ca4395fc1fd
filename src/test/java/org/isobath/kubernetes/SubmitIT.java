package org.isobath.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.isobath.cli.Main;
import org.isobath.faults.Inspector;
import org.isobath.spark.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests of k8s/ run: Spark's own spark-submit in cluster mode, a driver and executors, all
 * real processes, against an API server that is played and that enforces our roles.
 */
final class SubmitIT {
  private static final String DRIVER = "isobath-quickstart";
  private static final String SUBMITTER = "isobath-submit-1";

  /** A loaded machine may be slow; a quiet one takes a tenth of it. */
  private static final double PATIENCE_SECONDS = 240;

  private static final List<String> SHORTENED =
      List.of("--set", "trial.steps=3000", "--set", "trial.seed={from: 1, count: 2}");

  private static final int PACKS = 6;

  /** Rights that are needed only when something goes wrong. */
  private static final Set<String> FOR_FAILURES =
      Set.of(
          "isobath-driver patch pods",
          "isobath-submitter delete configmaps",
          "isobath-submitter delete pods",
          "isobath-submitter delete services");

  @TempDir private Path folder;

  /**
   * What differs from the manifests: where the server is, how fast it is asked, and how small all
   * is.
   */
  private static String smaller(String text, Path root, String url) {
    String changed = text.replace("https://kubernetes.default.svc", url);
    for (String path : List.of("/opt/isobath", "/opt/spark/bin", "/results", "/etc/isobath")) {
      changed = changed.replaceAll("(?<![\\w.-])" + path + "(?![\\w-])", root + path);
    }
    if (changed.contains("spark.executor.instances")) {
      changed +=
          """
          spark.kubernetes.driver.master %s
          spark.executor.cores 1
          spark.executor.memory 600m
          spark.driver.memory 700m
          """
              .formatted(url);
    }
    return changed;
  }

  private static Pod podOf(Job job) {
    List<String> arguments =
        new ArrayList<>(job.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs());
    arguments.addAll(SHORTENED);
    return new PodBuilder()
        .withMetadata(job.getSpec().getTemplate().getMetadata())
        .withSpec(job.getSpec().getTemplate().getSpec())
        .editMetadata()
        .withName(job.getMetadata().getName() + "-1")
        .endMetadata()
        .editSpec()
        .editContainer(0)
        .withArgs(arguments)
        .addNewEnv()
        .withName("JDK_JAVA_OPTIONS")
        .withValue("-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .endEnv()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    String java = System.getProperty("java.home");
    environment.put("PATH", java + "/bin:" + System.getenv("PATH"));
    environment.put("JAVA_HOME", java);
    environment.put("HOME", System.getProperty("user.home"));
    environment.put("KUBECONFIG", "/dev/null");
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_DIST_CLASSPATH", Image.classPath());
    environment.put("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC");
    return environment;
  }

  @Test
  void theManifestsTrainTheRowsOfLocalModeThoughAnExecutorIsKilled() throws Exception {
    Image image = new Image(folder.resolve("root"));
    AccessRules rules =
        new AccessRules(Manifests.kustomized(Path.of("k8s"), UnaryOperator.identity()));
    try (Kubelet kubelet = new Kubelet(image, environment());
        FakeApiServer server = new FakeApiServer("isobath", rules, kubelet)) {
      kubelet.join(server);
      List<HasMetadata> objects =
          Manifests.kustomized(Path.of("k8s"), text -> smaller(text, image.root(), server.url()));
      objects.forEach(server::apply);
      objects.stream().filter(Job.class::isInstance).forEach(job -> server.apply(podOf((Job) job)));

      Path results = image.root().resolve("results/quickstart");
      await(kubelet, server, "a pack", () -> published(results) > 0);
      int left = published(results);
      replaceAnExecutor(kubelet, server);
      await(kubelet, server, "the end", () -> ended(server, DRIVER));

      assertThat(phase(server, DRIVER))
          .as(Files.readString(kubelet.log(DRIVER)))
          .isEqualTo("Succeeded");
      assertThat(left).isBetween(1, PACKS - 1);
      assertThat(published(results)).isEqualTo(PACKS);
      assertThat(rules.denied()).isEmpty();
      assertThat(rules.unused()).as(server.requests().toString()).isEqualTo(FOR_FAILURES);
      kubelet.pods().forEach(SubmitIT::assertWithoutPrivileges);
      assertThat(kubelet.pods().stream().map(pod -> pod.getMetadata().getName()))
          .containsExactlyInAnyOrder(
              SUBMITTER, DRIVER, DRIVER + "-exec-1", DRIVER + "-exec-2", DRIVER + "-exec-3");
      for (Pod pod : kubelet.pods()) {
        assertThat(kubelet.unmounted(pod.getMetadata().getName()))
            .as("read-only")
            .isEmptyDirectory();
      }
      assertEqualToLocalMode(image.root().resolve("results"));
    }
  }

  /** The other executor stands still meanwhile: so there is work for the replacement. */
  private static void replaceAnExecutor(Kubelet kubelet, FakeApiServer server) throws Exception {
    Process victim = kubelet.process(DRIVER + "-exec-1").orElseThrow();
    Process other = kubelet.process(DRIVER + "-exec-2").orElseThrow();
    signal("STOP", other);
    victim.destroyForcibly();
    assertThat(victim.waitFor()).isEqualTo(137);
    String replacement = DRIVER + "-exec-3";
    await(kubelet, server, "replacement", () -> kubelet.process(replacement).isPresent());
    signal("CONT", other);
  }

  private static void signal(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  private static void assertWithoutPrivileges(Pod pod) {
    String name = pod.getMetadata().getName();
    assertThat(Restricted.problems(pod.getSpec())).as(name).isEmpty();
    String role = pod.getMetadata().getLabels().get("isobath.org/role");
    assertThat(pod.getSpec().getServiceAccountName()).as(name).isEqualTo("isobath-" + role);
    if (!role.equals("submitter")) {
      assertThat(pod.getSpec().getContainers().get(0).getVolumeMounts())
          .as(name)
          .anyMatch(mount -> mount.getMountPath().endsWith("/results"));
    }
  }

  private static int published(Path results) {
    File[] files = results.resolve("trials").toFile().listFiles((d, n) -> n.startsWith("pack-"));
    return files == null ? 0 : files.length;
  }

  private static String phase(FakeApiServer server, String pod) {
    return server
        .find(Pod.class, "pods", pod)
        .map(found -> found.getStatus().getPhase())
        .orElse("missing");
  }

  private static boolean ended(FakeApiServer server, String pod) {
    return List.of("Succeeded", "Failed").contains(phase(server, pod));
  }

  private static void await(
      Kubelet kubelet, FakeApiServer server, String what, BooleanSupplier happened)
      throws InterruptedException, IOException {
    long start = System.nanoTime();
    while (!happened.getAsBoolean()) {
      boolean late = (System.nanoTime() - start) / 1e9 > PATIENCE_SECONDS;
      if (late
          || phase(server, SUBMITTER).equals("Failed")
          || phase(server, DRIVER).equals("Failed")) {
        StringBuilder logs = new StringBuilder("no " + what + "\n" + server.requests() + "\n");
        for (Pod pod : server.all(Pod.class, "pods")) {
          Path log = kubelet.log(pod.getMetadata().getName());
          logs.append(pod.getMetadata().getName()).append(' ').append(pod.getStatus()).append('\n');
          logs.append(Files.exists(log) ? Files.readString(log) : "no log").append('\n');
        }
        throw new AssertionError(logs.toString());
      }
      Thread.sleep(20);
    }
  }

  private void assertEqualToLocalMode(Path results) throws IOException {
    SharedSpark.session();
    Path local = folder.resolve("local");
    List<String> arguments =
        new ArrayList<>(List.of("run", "k8s/base/conf/job.yaml", "--results", local.toString()));
    arguments.addAll(SHORTENED);
    PrintWriter nobody = new PrintWriter(java.io.Writer.nullWriter());
    assertThat(Main.run(nobody, nobody, arguments.toArray(String[]::new))).isZero();
    for (String query :
        List.of(
            "SELECT * FROM trials ORDER BY trial_index",
            "SELECT * FROM curves ORDER BY trial_index, step")) {
      assertThat(sql(results, query)).as(query).isEqualTo(sql(local, query));
    }
    Inspector inspector = new Inspector(local.resolve("quickstart"));
    assertThat(inspector.trials()).isEqualTo(120);
    assertThat(inspector.problemsAtTheEnd(results.resolve("quickstart"))).isEmpty();
  }

  private static String sql(Path results, String query) {
    StringWriter out = new StringWriter();
    PrintWriter err = new PrintWriter(System.err, true);
    int code =
        Main.run(
            new PrintWriter(out), err, "sql", query, "--format", "csv", "--results", results + "");
    assertThat(code).isZero();
    return out.toString();
  }
}
