package org.isobath.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A real HDFS, one node of each kind, in this process. */
public final class Hdfs {
  private static final Hdfs ONE = new Hdfs();
  private final String uri;

  private Hdfs() {
    try {
      Path folder = Files.createTempDirectory("isobath-hdfs");
      Configuration conf = new Configuration();
      conf.set("dfs.replication", "1");
      conf.set("dfs.namenode.fs-limits.min-block-size", "0");
      MiniDFSCluster cluster =
          new MiniDFSCluster.Builder(conf, folder.toFile()).numDataNodes(1).build();
      cluster.waitActive();
      uri = cluster.getURI().toString();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> org.apache.hadoop.fs.FileUtil.fullyDelete(folder.toFile())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** {@code hdfs://host:port} of the one that all tests share. */
  public static String uri() {
    return ONE.uri;
  }
}
