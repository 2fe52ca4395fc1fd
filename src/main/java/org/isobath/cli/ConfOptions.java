package org.isobath.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.isobath.store.Stores;
import picocli.CommandLine.Option;

/** Settings of Spark and Hadoop, and the paths that need them. */
final class ConfOptions {
  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of Spark, or of Hadoop such as --conf spark.hadoop.fs.s3a.endpoint=URL.")
  private Map<String, String> conf = new LinkedHashMap<>();

  Stores stores() {
    return Stores.of(conf);
  }

  /** Spark's settings: a command's own, and before them the user's. */
  Map<String, String> over(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putAll(conf);
    return all;
  }

  /** A path that was given, local or in a store. */
  Path path(String name, String text) throws UsageException {
    try {
      return stores().path(text);
    } catch (InvalidPathException e) {
      throw new UsageException(name + ": is no path; got " + Text.shortened(text));
    }
  }
}
