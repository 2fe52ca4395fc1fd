package org.isobath.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** An object store that speaks Amazon's protocol, in a process of its own on the loopback. */
public final class S3 {
  private static final String KEY = "local-identity";
  private static final String SECRET = "local-credential";
  private static final S3 ONE = new S3();
  private final int port;

  private S3() {
    try {
      Path folder = Files.createTempDirectory("isobath-s3");
      Files.createDirectories(folder.resolve("objects/bucket"));
      try (ServerSocket free = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Properties properties = new Properties();
      properties.putAll(
          Map.of(
              "s3proxy.endpoint",
              "http://127.0.0.1:" + port,
              "s3proxy.authorization",
              "aws-v2-or-v4",
              "s3proxy.identity",
              KEY,
              "s3proxy.credential",
              SECRET,
              "jclouds.provider",
              "filesystem-nio2",
              "jclouds.filesystem.basedir",
              folder.resolve("objects").toString()));
      Path file = folder.resolve("s3proxy.conf");
      try (var out = Files.newOutputStream(file)) {
        properties.store(out, "");
      }
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-XX:TieredStopAtLevel=1",
                      "-XX:+UseSerialGC",
                      "-cp",
                      Files.readString(Path.of("target/s3proxy-classpath.txt")).strip(),
                      "org.gaul.s3proxy.Main",
                      "--properties",
                      file.toString()))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    process.destroyForcibly();
                    org.apache.hadoop.fs.FileUtil.fullyDelete(folder.toFile());
                  }));
      await(process, folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Process process, Path log) throws IOException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("S3Proxy did not start:\n" + Files.readString(log), e);
        }
        try {
          Thread.sleep(50);
        } catch (InterruptedException interrupted) {
          throw new IOException(interrupted);
        }
      }
    }
  }

  /** The bucket that all tests share. */
  public static String uri() {
    return "s3a://bucket";
  }

  /** Spark's settings for it. */
  public static Map<String, String> conf() {
    return new TreeMap<>(
        Map.of(
            "spark.hadoop.fs.s3a.endpoint",
            "http://127.0.0.1:" + ONE.port,
            "spark.hadoop.fs.s3a.endpoint.region",
            "us-east-1",
            "spark.hadoop.fs.s3a.path.style.access",
            "true",
            "spark.hadoop.fs.s3a.access.key",
            KEY,
            "spark.hadoop.fs.s3a.secret.key",
            SECRET));
  }
}
