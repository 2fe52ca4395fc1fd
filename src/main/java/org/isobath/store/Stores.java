package org.isobath.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/**
 * From what users write to paths: {@code hdfs://…}, {@code s3a://…} and whatever else Hadoop has a
 * client for; {@code file:…}; and all without a scheme, which is local whatever Hadoop's default
 * is. Nothing is asked before a path is used.
 */
public final class Stores {
  private static final Pattern URI_TEXT =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(?://([^/]*))?(/.*)?", Pattern.DOTALL);

  private static final String PREFIX = "spark.hadoop.";

  /** Where Amazon's own tools look; as with Spark, executors get what the driver has. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "AWS_ACCESS_KEY_ID", "fs.s3a.access.key",
          "AWS_SECRET_ACCESS_KEY", "fs.s3a.secret.key",
          "AWS_SESSION_TOKEN", "fs.s3a.session.token");

  private final Map<String, String> given;

  private Stores(Map<String, String> given) {
    this.given = given;
  }

  /**
   * The stores of this process: with Hadoop's files on the class path, what spark-submit was given,
   * and more of the same.
   *
   * @param conf of Spark; {@code spark.hadoop.x} sets Hadoop's {@code x}
   */
  public static Stores of(Map<String, String> conf) {
    Map<String, String> given = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      put(given, name, System.getProperty(name, ""));
    }
    conf.forEach((name, value) -> put(given, name, value));
    return new Stores(given);
  }

  private static void put(Map<String, String> given, String name, String value) {
    if (name.startsWith(PREFIX)) {
      given.put(name.substring(PREFIX.length()), value);
    }
  }

  /** Whether a file is on this machine's own file systems. */
  public static boolean isLocal(Path path) {
    return !(path instanceof HadoopPath);
  }

  /**
   * A path.
   *
   * @throws InvalidPathException if the text can be none
   */
  public Path path(String text) {
    return resolve(Path.of(""), text);
  }

  /**
   * A path as it is meant in a folder.
   *
   * @throws InvalidPathException if the text can be none
   */
  public Path resolve(Path folder, String text) {
    Matcher uri = URI_TEXT.matcher(text);
    if (!uri.matches() || (uri.group(2) == null && uri.group(3) == null)) {
      return folder.resolve(text);
    }
    String scheme = uri.group(1).toLowerCase(Locale.ROOT);
    String authority = uri.group(2) == null ? "" : uri.group(2);
    String path = uri.group(3) == null ? "/" : uri.group(3);
    if (scheme.equals("file")) {
      return Path.of(path);
    }
    Map<String, String> settings = settings();
    try {
      URI store = new URI(scheme, authority.isEmpty() ? null : authority, "/", null, null);
      URI standard = URI.create(settings.getOrDefault("fs.defaultFS", "file:///")).resolve("/");
      boolean meant = authority.isEmpty() && scheme.equals(standard.getScheme());
      return HadoopPath.of(HadoopProvider.INSTANCE.store(meant ? standard : store, settings), path);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new InvalidPathException(text, "no URI of a store");
    }
  }

  /** What is not Hadoop's default. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    Configuration configuration = new HdfsConfiguration();
    configuration.forEach(
        setting -> {
          String[] sources = configuration.getPropertySources(setting.getKey());
          if (sources != null
              && sources.length > 0
              && !sources[sources.length - 1].endsWith("-default.xml")) {
            settings.put(setting.getKey(), setting.getValue());
          }
        });
    Map<String, String> environment = System.getenv();
    if (!settings.containsKey("fs.s3a.access.key")
        && environment.containsKey("AWS_ACCESS_KEY_ID")
        && environment.containsKey("AWS_SECRET_ACCESS_KEY")) {
      VARIABLES.forEach(
          (variable, name) -> {
            if (environment.containsKey(variable)) {
              settings.put(name, environment.get(variable));
            }
          });
    }
    settings.putAll(given);
    return settings;
  }

  /** A path as Hadoop and Spark read it: always with a scheme. */
  public static String hadoopText(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    return isLocal(path) ? "file:" + whole.toFile() : whole.toString();
  }
}
