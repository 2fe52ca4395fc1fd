package org.isobath.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of unsigned bytes in the idx format of MNIST, plain or gzip: a magic number that tells the
 * number of dimensions, the dimensions, the bytes.
 *
 * @param dimensions the first is the number of items
 * @param bytes in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record IdxFile(Path file, int[] dimensions, byte[] bytes) {
  private static final int UNSIGNED_BYTES = 0x00000800;

  /** Java arrays are a little shorter than their indices allow. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** The number of items. */
  int items() {
    return dimensions[0];
  }

  /** The number of bytes of an item. */
  int itemSize() {
    return bytes.length / dimensions[0];
  }

  /**
   * Reads a file.
   *
   * @param dimensions how many it must have
   * @param what its items are, for messages
   * @throws DataException if it is missing, unreadable, cut off, too long, or of another format
   */
  static IdxFile read(Path file, int dimensions, String what) throws DataException {
    try (InputStream input = unpacked(file);
        DataInputStream data = new DataInputStream(input)) {
      int magic = data.readInt();
      int expected = UNSIGNED_BYTES + dimensions;
      if (magic != expected) {
        throw Problems.of(
            file,
            "is not an idx file of %s: it begins with 0x%08x; allowed: 0x%08x"
                .formatted(what, magic, expected));
      }
      int[] sizes = new int[dimensions];
      long count = 1;
      for (int i = 0; i < dimensions; i++) {
        sizes[i] = data.readInt();
        boolean fits = sizes[i] > 0 && sizes[i] <= LARGEST / count;
        count = fits ? count * sizes[i] : 0;
        if (!fits) {
          throw Problems.of(
              file,
              "has an impossible size in its header; got %d as dimension %d; allowed: at least 1, and at most 2 GiB in all"
                  .formatted(sizes[i], i + 1));
        }
      }
      // A header that lies must not make room for what never comes: the bytes come first.
      byte[] bytes = data.readNBytes((int) count);
      if (bytes.length < count) {
        throw cutOff(file, bytes.length, count, what);
      }
      if (data.read() >= 0) {
        throw Problems.of(
            file, "goes on after the %d bytes of %s that its header tells".formatted(count, what));
      }
      return new IdxFile(file, sizes, bytes);
    } catch (NoSuchFileException e) {
      throw Problems.of(file, "no such file");
    } catch (EOFException | ZipException e) {
      throw Problems.of(file, "is corrupt or cut off. Fetch it again.");
    } catch (IOException e) {
      throw Problems.of(file, "cannot be read: " + Problems.reason(e));
    }
  }

  /** The bytes of a file, plain or gzip, told by its first bytes. */
  static InputStream unpacked(Path file) throws IOException, DataException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe would be waited for, for ever.
      throw Problems.of(file, "is no regular file; allowed: a file");
    }
    BufferedInputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    input.mark(2);
    byte[] start = input.readNBytes(2);
    input.reset();
    boolean zipped = Arrays.equals(start, new byte[] {0x1f, (byte) 0x8b});
    try {
      return zipped ? new GZIPInputStream(input, 1 << 16) : input;
    } catch (IOException e) {
      input.close();
      throw e;
    }
  }

  private static DataException cutOff(Path file, long found, long expected, String what) {
    return Problems.of(
        file,
        "is cut off: it holds %d of the %d bytes of %s that its header tells. Fetch it again."
            .formatted(found, expected, what));
  }
}
