package org.isobath.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs pods as local processes: their command and environment, their configuration as files, an
 * address of 127.0.0.0/8 for each, the token of their account. Mounts under the image's root are
 * shared by all pods, whose content there is the same. All others are folders of the pod, and stand
 * in place of the paths wherever the pod reads them, but for /tmp and the working folder: pods hand
 * their paths on to others.
 */
final class Kubelet implements FakeApiServer.PodListener, AutoCloseable {
  private static final Pattern SERVICE = Pattern.compile("([a-z0-9-]+)\\.isobath\\.svc");

  /** Where the image starts its commands. */
  private static final String WORK = "/opt/spark/work-dir";

  private final Image image;
  private final Map<String, String> environment;
  private final Map<String, Process> processes = new ConcurrentHashMap<>();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final List<Pod> created = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile FakeApiServer server;

  /**
   * A node.
   *
   * @param environment variables of all containers besides those that their pods name
   */
  Kubelet(Image image, Map<String, String> environment) {
    this.image = image;
    this.environment = environment;
  }

  /** Says whose pods it runs. */
  void join(FakeApiServer cluster) {
    this.server = cluster;
  }

  /** The process of a pod that was started. */
  Optional<Process> process(String pod) {
    return Optional.ofNullable(processes.get(pod));
  }

  /**
   * The working folder of a pod that mounts none: on a read-only root nothing may be written there.
   */
  Path unmounted(String pod) {
    return image.root().resolve("pods").resolve(pod).resolve("unmounted");
  }

  /** All pods that there ever were, as they were created. */
  List<Pod> pods() {
    return List.copyOf(created);
  }

  Path log(String pod) {
    return image.root().resolve("logs").resolve(pod + ".txt");
  }

  @Override
  public void created(Pod pod) {
    created.add(pod);
    threads.execute(
        () -> {
          try {
            run(pod);
          } catch (IOException | RuntimeException e) {
            end(pod, 128, e.toString());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void deleted(Pod pod) {
    process(pod.getMetadata().getName()).ifPresent(Process::destroy);
  }

  @Override
  public void close() throws InterruptedException {
    processes.values().forEach(Process::destroyForcibly);
    threads.shutdownNow();
    threads.awaitTermination(10, TimeUnit.SECONDS);
  }

  private void run(Pod pod) throws IOException, InterruptedException {
    String name = pod.getMetadata().getName();
    int number = numbers.incrementAndGet();
    long process = ProcessHandle.current().pid();
    addresses.put(name, "127." + (1 + process % 200) + "." + (process / 200 % 250) + "." + number);
    Path folder = Files.createDirectories(image.root().resolve("pods").resolve(name));
    Container container = pod.getSpec().getContainers().get(0);
    Map<String, Path> mounts = mount(pod, container, folder);
    UnaryOperator<String> seen = text -> placed(text, mounts);

    List<String> command = new ArrayList<>();
    if (container.getCommand().isEmpty()) {
      command.add(image.root().resolve("opt/entrypoint.sh").toString());
    }
    command.addAll(container.getCommand());
    container.getArgs().forEach(argument -> command.add(seen.apply(argument)));
    Files.createDirectories(unmounted(name));
    Path mounted = folder.resolve("mounts" + WORK);
    Path work = Files.exists(mounted) ? mounted : unmounted(name);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    variables.put("SPARK_HOME", image.root().resolve("opt/spark").toString());
    variables.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    token(pod, folder)
        .ifPresent(file -> variables.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", file));
    for (EnvVar variable : container.getEnv()) {
      value(variable, name).ifPresent(v -> variables.put(variable.getName(), seen.apply(v)));
    }
    Files.createDirectories(log(name).getParent());
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    Process started = builder.start();
    processes.put(name, started);
    Map<String, Object> ready = Map.of("type", "Ready", "status", "True");
    server.status(
        name,
        Map.of("phase", "Running", "podIP", addresses.get(name), "conditions", List.of(ready)));
    int code = started.waitFor();
    end(pod, code, "");
  }

  private void end(Pod pod, int code, String message) {
    String container = pod.getSpec().getContainers().get(0).getName();
    server.status(
        pod.getMetadata().getName(),
        Map.of(
            "phase",
            code == 0 ? "Succeeded" : "Failed",
            "message",
            message,
            "containerStatuses",
            List.of(
                Map.of(
                    "name",
                    container,
                    "state",
                    Map.of("terminated", Map.of("exitCode", code, "message", message))))));
  }

  /** Tokens are there only for accounts that have one mounted. */
  private Optional<String> token(Pod pod, Path folder) throws IOException {
    String account = pod.getSpec().getServiceAccountName();
    ServiceAccount known =
        server
            .find(ServiceAccount.class, "serviceaccounts", account)
            .orElseThrow(() -> new IllegalStateException("no service account " + account));
    boolean mounted =
        Optional.ofNullable(pod.getSpec().getAutomountServiceAccountToken())
            .orElse(known.getAutomountServiceAccountToken());
    if (!mounted) {
      return Optional.of("/dev/null");
    }
    Path file = folder.resolve("token");
    Files.writeString(file, FakeApiServer.token(account));
    return Optional.of(file.toString());
  }

  private Optional<String> value(EnvVar variable, String pod) {
    if (variable.getValueFrom() == null) {
      return Optional.ofNullable(variable.getValue());
    }
    return switch (variable.getValueFrom().getFieldRef().getFieldPath()) {
      case "status.podIP" -> Optional.of(addresses.get(pod));
      case "metadata.name" -> Optional.of(pod);
      default -> throw new IllegalArgumentException("unknown field of " + variable);
    };
  }

  /** Makes files and folders of the volumes; where the paths outside of the image's root are. */
  private Map<String, Path> mount(Pod pod, Container container, Path folder)
      throws IOException, InterruptedException {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path path = Path.of(mount.getMountPath());
      boolean shared = path.startsWith(image.root());
      Path place = shared ? path : folder.resolve("mounts" + path);
      Files.createDirectories(place);
      if (!shared && !path.equals(Path.of("/tmp")) && !path.equals(Path.of(WORK))) {
        mounts.put(mount.getMountPath(), place);
      }
    }
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path path = Path.of(mount.getMountPath());
      Path place = path.startsWith(image.root()) ? path : folder.resolve("mounts" + path);
      Volume volume =
          pod.getSpec().getVolumes().stream()
              .filter(v -> v.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no volume for " + mount));
      if (volume.getConfigMap() != null) {
        ConfigMap map = waitFor(ConfigMap.class, "configmaps", volume.getConfigMap().getName());
        write(map, volume.getConfigMap().getItems(), place, mounts);
      } else if (volume.getPersistentVolumeClaim() != null) {
        waitFor(
            PersistentVolumeClaim.class,
            "persistentvolumeclaims",
            volume.getPersistentVolumeClaim().getClaimName());
      } else if (volume.getEmptyDir() == null) {
        throw new IllegalStateException("unknown volume " + volume);
      }
    }
    return mounts;
  }

  private void write(ConfigMap map, List<KeyToPath> items, Path place, Map<String, Path> mounts)
      throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    map.getData().keySet().forEach(key -> names.put(key, key));
    if (!items.isEmpty()) {
      names.clear();
      items.forEach(item -> names.put(item.getKey(), item.getPath()));
    }
    for (Map.Entry<String, String> name : names.entrySet()) {
      Files.writeString(
          place.resolve(name.getValue()), placed(map.getData().get(name.getKey()), mounts));
    }
  }

  /** A pod whose volumes are not there yet waits for them. */
  private <T> T waitFor(Class<T> type, String plural, String name) throws InterruptedException {
    for (int tries = 0; tries < 500; tries++) {
      Optional<T> found = server.find(type, plural, name);
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("no " + plural + " " + name);
  }

  /** Paths become those of this machine, names of services the address of their pod. */
  private String placed(String text, Map<String, Path> mounts) {
    String placed = text;
    for (Map.Entry<String, Path> mount : mounts.entrySet()) {
      placed =
          placed.replaceAll(
              "(?<![\\w./-])" + Pattern.quote(mount.getKey()) + "(?![\\w-])",
              Matcher.quoteReplacement(mount.getValue().toString()));
    }
    return SERVICE.matcher(placed).replaceAll(found -> address(found.group(1), found.group()));
  }

  private String address(String service, String otherwise) {
    return server
        .find(Service.class, "services", service)
        .flatMap(
            found ->
                server.all(Pod.class, "pods").stream()
                    .filter(
                        pod ->
                            pod.getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(found.getSpec().getSelector().entrySet()))
                    .findFirst())
        .map(pod -> addresses.get(pod.getMetadata().getName()))
        .orElse(otherwise);
  }
}
