package org.isobath.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a whole UTF-8 text file, plain or gzip (told by its first bytes, not by its name). */
final class TextFile {
  /** Larger texts would not fit into a Java array once decoded. */
  static final int LARGEST = 1 << 30;

  private TextFile() {}

  /**
   * The text, without a byte order mark.
   *
   * @throws DataException if the file is missing, a folder, unreadable, empty, corrupt, not text
   */
  static String read(Path file) throws DataException {
    if (Files.isDirectory(file)) {
      throw Problems.of(file, "is a folder; allowed: a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe would be waited for, for ever.
      throw Problems.of(file, "is no regular file; allowed: a file");
    }
    byte[] bytes = bytes(file);
    if (bytes.length == 0) {
      throw Problems.of(file, "is empty; allowed: a text file with at least one row");
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw notText(file, bytes, i);
      }
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) { // what malformed bytes become
      checkWellFormed(file, bytes);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static void checkWellFormed(Path file, byte[] bytes) throws DataException {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      // A new decoder reports malformed input, and stops before it.
      CharBuffer unused = StandardCharsets.UTF_8.newDecoder().decode(input);
    } catch (CharacterCodingException e) {
      throw notText(file, bytes, input.position());
    }
  }

  private static byte[] bytes(Path file) throws DataException {
    boolean compressed = false;
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(LARGEST + 1);
      compressed = bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
      if (compressed) {
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          bytes = unzipped.readNBytes(LARGEST + 1);
        }
      }
      if (bytes.length > LARGEST) {
        throw Problems.of(file, "is too large; allowed: at most 1 GiB of text");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw Problems.of(file, "no such file");
    } catch (IOException e) {
      boolean corrupt = compressed && (e instanceof ZipException || e instanceof EOFException);
      throw Problems.of(
          file,
          corrupt
              ? "is a corrupt or truncated gzip file. Fetch or compress it again."
              : "cannot be read: " + Problems.reason(e));
    }
  }

  private static DataException notText(Path file, byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return Problems.of(
        file,
        "is not a text file: byte 0x%02x at offset %d (line %d); allowed: UTF-8 text, plain or gzip"
            .formatted(bytes[position], position, line));
  }
}
