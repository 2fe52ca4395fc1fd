package org.isobath.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Starts Spark: on local cores, or wherever spark-submit has decided. */
public final class Sessions {
  /** {@code local[4]} makes one attempt a task; {@code local[4,4]} makes four. */
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\*|\\d+)]");

  private static final int ATTEMPTS = 4;

  /** From here on Java lacks what this Spark's Hadoop needs to know its user. */
  private static final int FIRST_JAVA_TOO_NEW = 24;

  /**
   * Settings for commands that read a row a trial or less: generated code and adaptive plans would
   * cost seconds and save none.
   */
  public static final Map<String, String> SMALL_TABLES =
      Map.of(
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  /**
   * In cluster mode a Worker hands its secret to the driver here, where SparkContext does not look.
   */
  private static final String SECRET_OF_WORKER = "_SPARK_AUTH_SECRET";

  private static final String STANDALONE = "spark://";
  private static final int CONNECT_MILLIS = 5_000;

  /** From so many trials on, compiled queries pay: measured, 10 s saved of 29 at a million. */
  private static final long LARGE = 200_000;

  /** What a command line of ours may not say where spark-submit has said it. */
  public static final List<String> CHOSEN_BY_SUBMIT =
      List.of("spark.master", "spark.submit.deployMode");

  private Sessions() {}

  /** The master that spark-submit has chosen, if it has started this process. */
  public static Optional<String> submittedTo() {
    return Optional.ofNullable(System.getProperty("spark.master"));
  }

  /** Settings for answering from a table of so many trials. */
  public static Map<String, String> forTrials(long trials) {
    return trials < LARGE
        ? SMALL_TABLES
        : Map.of("spark.sql.shuffle.partitions", "1", "spark.sql.adaptive.enabled", "false");
  }

  /**
   * A session.
   *
   * @param master such as {@code local[*]}; spark-submit's choice stands before it
   * @param settings Spark settings that stand before ours
   * @throws SessionException if Spark does not start so
   */
  public static Session start(String master, Map<String, String> settings) throws SessionException {
    Option<SparkSession> active = SparkSession.getDefaultSession();
    if (active.isDefined() && !active.get().sparkContext().isStopped()) {
      return new Session(active.get(), false);
    }
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "isobath");
    conf.setIfMissing("spark.master", withRetries(master));
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // A page whose bytes have changed is an error, not a number.
    conf.setIfMissing("spark.hadoop.parquet.page.verify-checksum.enabled", "true");
    // Nothing is ever stored there, but Spark makes the folder if it is not there.
    conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      // Tasks report their progress with the heartbeat.
      conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
    } else {
      conf.setIfMissing("spark.executor.heartbeatInterval", "2s");
    }
    String secret = System.getenv(SECRET_OF_WORKER);
    if (secret != null) {
      conf.setIfMissing("spark.authenticate.secret", secret);
    }
    settings.forEach(conf::set);
    refuseClusterWithoutSubmit(conf.get("spark.master"));
    if (conf.get("spark.serializer", "").endsWith("KryoSerializer")) {
      throw new SessionException(
          "spark.serializer: KryoSerializer loses records; allowed: leave it unset");
    }
    if (Runtime.version().feature() >= FIRST_JAVA_TOO_NEW) {
      throw new SessionException(
          "Java " + Runtime.version().feature() + " is too new for this Spark; allowed: 17 or 21");
    }
    refuseDeadMaster(conf.get("spark.master"));
    try {
      return new Session(SparkSession.builder().config(conf).getOrCreate(), true);
    } catch (Exception e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new SessionException(
          "Spark did not start with master "
              + conf.get("spark.master")
              + " and the settings given: "
              + message);
    }
  }

  /** Spark-submit takes the jar to the executors; a command line that starts Java does not. */
  private static void refuseClusterWithoutSubmit(String master) throws SessionException {
    if (submittedTo().isEmpty() && !master.startsWith("local")) {
      throw new SessionException(
          "master "
              + master
              + ": a cluster is reached by spark-submit (docs/clusters.md);"
              + " allowed here: local, local[N], local[*]");
    }
  }

  /** Spark itself would try for a minute, and then not say why. */
  private static void refuseDeadMaster(String master) throws SessionException {
    if (!master.startsWith(STANDALONE)) {
      return;
    }
    List<String> reasons = new ArrayList<>();
    for (String address : master.substring(STANDALONE.length()).split(",", -1)) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(address.substring(colon + 1));
        String host = address.substring(0, Math.max(0, colon));
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        return;
      } catch (NumberFormatException e) {
        reasons.add(address + ": is not HOST:PORT");
      } catch (UnknownHostException e) {
        reasons.add(address + ": no such host");
      } catch (IOException | IllegalArgumentException e) {
        reasons.add(address + ": " + e.getMessage());
      }
    }
    throw new SessionException(
        "master "
            + master
            + ": no Master answers ("
            + String.join("; ", reasons)
            + "); allowed: the URL that a running Master logs, spark://HOST:PORT");
  }

  /**
   * A session that is stopped when closed, unless somebody else had started it.
   *
   * @param spark the session
   * @param own whether it was started here
   */
  public record Session(SparkSession spark, boolean own) implements AutoCloseable {
    @Override
    public void close() {
      if (own) {
        spark.stop();
      }
    }
  }

  /** Logs nothing from here on, for a process that is ending. */
  public static void silence() {
    Configurator.setAllLevels("", Level.OFF);
  }

  static String withRetries(String master) {
    if (master.equals("local")) {
      return "local[1," + ATTEMPTS + "]";
    }
    Matcher local = LOCAL.matcher(master);
    return local.matches() ? "local[" + local.group(1) + "," + ATTEMPTS + "]" : master;
  }
}
