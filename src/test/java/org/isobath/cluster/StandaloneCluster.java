package org.isobath.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real standalone cluster, its Master and Workers processes of their own on loopback addresses,
 * from the Maven class path. Whoever talks to it needs its secret.
 */
final class StandaloneCluster implements AutoCloseable {
  /** What all processes of the cluster are set up by; a user's file, with the secret's place. */
  private static final Path CONF = Path.of("conf", "standalone.conf");

  static final Path JAR = Path.of("target", "isobath-application.jar").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 60;
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");

  private final Path folder;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final String master;
  private int submitted;

  /** Starts a Master and a Worker of two cores at each address. */
  StandaloneCluster(Path folder, String... addresses) throws Exception {
    this.folder = folder;
    Files.createDirectories(folder.resolve("home").resolve("jars"));
    Files.createFile(
        settings(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String settings =
        Files.readString(CONF)
            + "\nspark.authenticate.secret "
            + UUID.randomUUID()
            + UUID.randomUUID()
            + "\nspark.local.dir "
            + Files.createDirectories(folder.resolve("local"))
            + "\n";
    Files.writeString(settings(), settings);
    Files.writeString(
        folder.resolve("log4j2.properties"),
        """
        rootLogger.level = warn
        rootLogger.appenderRef.stderr.ref = stderr
        appender.stderr.type = Console
        appender.stderr.name = stderr
        appender.stderr.target = SYSTEM_ERR
        appender.stderr.layout.type = PatternLayout
        appender.stderr.layout.pattern = %d{ABSOLUTE} %p %c{1}: %m%n%xEx{0}
        logger.deploy.name = org.apache.spark.deploy
        logger.deploy.level = info
        """);
    // Nothing outlives the tests, whichever way they end.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    daemon("master", "127.0.0.1", "org.apache.spark.deploy.master.Master");
    this.master = waitFor("master", MASTER);
    for (String address : addresses) {
      worker(address);
    }
    for (String address : addresses) {
      waitFor(address, Pattern.compile("(Successfully registered with master)"));
    }
  }

  /** Starts a Worker. */
  void worker(String address) throws IOException {
    String work = folder.resolve("work-" + address).toString();
    daemon(
        address,
        address,
        "org.apache.spark.deploy.worker.Worker",
        List.of("--cores", "2", "--memory", "2g", "--work-dir", work, master));
  }

  private void daemon(String name, String address, String main) throws IOException {
    daemon(name, address, main, List.of());
  }

  private void daemon(String name, String address, String main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(
        List.of(
            "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", sparkClassPath()));
    command.add("-Dlog4j2.configurationFile=file:" + folder.resolve("log4j2.properties"));
    command.addAll(List.of(main, "--host", address, "--port", "0", "--webui-port", "0"));
    command.addAll(List.of("--properties-file", settings().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = builder(command, address);
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    processes.put(name, builder.start());
  }

  private ProcessBuilder builder(List<String> command, String address) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_LOCAL_IP", address);
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_DIST_CLASSPATH", sparkClassPath());
    return builder;
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + Path.of("conf", "jvm.options").toAbsolutePath());
  }

  /** What a Spark of the tarball would have: nothing of ours, and not what our jar brings. */
  static String sparkClassPath() {
    try {
      return Arrays.stream(
              Files.readString(Path.of("target", "classpath.txt"))
                  .split(java.io.File.pathSeparator))
          .filter(jar -> !jar.contains("picocli") && !jar.contains("snakeyaml-engine"))
          .collect(Collectors.joining(java.io.File.pathSeparator));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The settings with the cluster's secret, as {@code --properties-file} takes them. */
  Path settings() {
    return folder.resolve("standalone.conf");
  }

  private Path log(String name) {
    return folder.resolve("log-" + name + ".txt");
  }

  /** What a process has said. */
  String said(String name) throws IOException {
    return Files.readString(log(name));
  }

  /** Waits until a process says something; its first group. */
  String waitFor(String name, Pattern wanted) throws Exception {
    long start = System.nanoTime();
    while (true) {
      Matcher found = wanted.matcher(said(name));
      if (found.find()) {
        return found.group(1);
      }
      if (System.nanoTime() - start > PATIENCE_SECONDS * 1_000_000_000L) {
        throw new AssertionError(name + " never says " + wanted + ": " + said(name));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Runs isobath on two local cores, from the jar and Spark alone. */
  static Process local(List<String> arguments) throws IOException {
    return isobath(sparkClassPath(), arguments, List.of("--master", "local[2]"));
  }

  /** Runs isobath from the jar on the class path of a Spark. */
  static Process isobath(String spark, List<String> arguments, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-Xmx1g", "-XX:+UseSerialGC"));
    command.add(
        "-Dlog4j2.configurationFile=file:" + Path.of("conf", "log4j2.properties").toAbsolutePath());
    command.addAll(List.of("-cp", JAR + java.io.File.pathSeparator + spark));
    command.add("org.isobath.cli.Main");
    command.addAll(arguments);
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A submission by the real spark-submit; its process, and the name of what it says. */
  record Submission(Process process, String name) {}

  /**
   * Submits.
   *
   * @param options of spark-submit, before the jar
   * @param arguments of isobath, after it
   */
  Submission submit(List<String> options, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", sparkClassPath(), "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", master, "--properties-file", settings().toString()));
    command.addAll(List.of("--class", "org.isobath.cli.Main"));
    command.addAll(List.of("--conf", "spark.executor.memory=600m"));
    command.addAll(List.of("--conf", "spark.executor.cores=1", "--conf", "spark.cores.max=2"));
    command.addAll(List.of("--conf", "spark.executor.extraJavaOptions=-XX:+UseSerialGC"));
    command.addAll(options);
    command.add(JAR.toString());
    command.addAll(arguments);
    String name = "submission-" + submitted++;
    ProcessBuilder builder = builder(command, "127.0.0.1");
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    Process process = builder.start();
    processes.put(name, process);
    return new Submission(process, name);
  }

  /** The executors of all applications that live, by the address of their Worker. */
  Map<String, List<ProcessHandle>> executors() {
    Map<String, List<ProcessHandle>> executors = new LinkedHashMap<>();
    processes.forEach(
        (name, process) -> {
          if (name.startsWith("127.")) {
            executors.put(name, process.children().filter(StandaloneCluster::isExecutor).toList());
          }
        });
    return executors;
  }

  /** Java itself does not tell command lines as long as these. */
  private static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
          .contains("org.apache.spark.executor.CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  /** The process of a Worker. */
  Process workerAt(String address) {
    return processes.get(address);
  }

  static void signal(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    processes.values().forEach(process -> process.descendants().forEach(all::add));
    processes.values().forEach(process -> all.add(process.toHandle()));
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
