package org.isobath.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip file of UCI 270: batch1.dat … batch10.dat, in whatever folder of the archive. */
final class BatchArchive {
  private static final long LARGEST_BATCH = 256L << 20;

  private BatchArchive() {}

  /** Whether a file begins as zip files do. */
  static boolean isZip(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream input = Files.newInputStream(file)) {
      byte[] start = input.readNBytes(4);
      return start.length == 4
          && start[0] == 'P'
          && start[1] == 'K'
          && start[2] == 3
          && start[3] == 4;
    }
  }

  /**
   * Unpacks the ten batches into a new folder, under names of ours: an archive cannot choose where
   * its files go.
   *
   * @throws DataException if the archive is corrupt or does not hold each batch once
   */
  static void unpack(Path zip, Path folder) throws IOException, DataException {
    Files.createDirectory(folder);
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      Map<Integer, ZipEntry> batches = batches(zip, archive);
      for (var batch : batches.entrySet()) {
        Path target = folder.resolve("batch" + batch.getKey() + ".dat");
        try (InputStream input = archive.getInputStream(batch.getValue());
            var output = Files.newOutputStream(target)) {
          byte[] buffer = new byte[1 << 16];
          long left = LARGEST_BATCH;
          for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            left -= count;
            if (left < 0) {
              throw Problems.of(zip, "batch" + batch.getKey() + ".dat is larger than 256 MiB");
            }
            output.write(buffer, 0, count);
          }
        }
      }
    } catch (ZipException | EOFException e) {
      throw Problems.of(zip, "is a corrupt or truncated zip file. Fetch it again.");
    }
  }

  private static Map<Integer, ZipEntry> batches(Path zip, ZipFile archive) throws DataException {
    Map<Integer, ZipEntry> batches = new TreeMap<>();
    for (ZipEntry entry : Collections.list(archive.entries())) {
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (name.matches("batch([1-9]|10)\\.dat")) {
        int number = Integer.parseInt(name.substring(5, name.length() - 4));
        if (batches.put(number, entry) != null) {
          throw Problems.of(zip, "holds " + name + " twice; allowed: each batch once");
        }
      }
    }
    if (batches.size() != GasSensorFile.BATCHES) {
      String text = "holds %d of the files batch1.dat … batch10.dat; allowed: all ten";
      throw Problems.of(zip, text.formatted(batches.size()));
    }
    return batches;
  }
}
