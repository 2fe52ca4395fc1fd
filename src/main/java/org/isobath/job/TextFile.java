package org.isobath.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole UTF-8 file of limited size. */
final class TextFile {
  private TextFile() {}

  /**
   * The text, with its byte order mark if it has one.
   *
   * @param limit the most bytes that it may have
   */
  static String read(Path file, int limit) throws JobException {
    byte[] bytes = bytes(file, limit);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    boolean malformed = decoder.decode(input, text, true).isError();
    String decoded = text.flip().toString();
    int zero = decoded.indexOf('\0');
    if (zero >= 0 || malformed) {
      String upTo = zero >= 0 ? decoded.substring(0, zero) : decoded;
      byte wrong = zero >= 0 ? 0 : bytes[input.position()];
      throw problem(
          file,
          Position.after(upTo),
          "is not a text file",
          "byte 0x%02x".formatted(wrong),
          "UTF-8 text");
    }
    return decoded;
  }

  /** The text without its byte order mark. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static byte[] bytes(Path file, int limit) throws JobException {
    Position none = new Position(0, 0);
    try {
      if (Files.isDirectory(file)) {
        throw problem(file, none, "is a folder", "", "a file");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A pipe would be waited for, for ever.
        throw problem(file, none, "is no regular file", "", "a file");
      }
    } catch (UncheckedIOException e) {
      // A store that does not answer.
      throw problem(file, none, "cannot be read: " + reason(e.getCause()), "", "");
    }
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw problem(file, none, "is too large", "", "at most " + (limit >> 20) + " MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw problem(file, none, "no such file", "", "");
    } catch (AccessDeniedException e) {
      throw problem(file, none, "may not be read: permission denied", "", "");
    } catch (IOException e) {
      throw problem(file, none, "cannot be read: " + reason(e), "", "");
    }
  }

  /** A file system's own message would repeat the path. */
  private static @Nullable String reason(@Nullable IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException f ? f.getReason() : e == null ? null : e.getMessage();
  }

  private static JobException problem(
      Path file, Position position, String problem, String got, String allowed) {
    return new JobException(
        List.of(
            new Problem(
                file.toString(),
                position.line(),
                position.column(),
                "",
                problem,
                got,
                allowed,
                "")));
  }

  /** A line and a column (in code points), both from 1. */
  record Position(int line, int column) {
    /** Of what follows a text. */
    static Position after(String text) {
      int line = 1;
      int start = 0;
      for (int i = 0; i < text.length(); i++) {
        boolean pair =
            text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
        if (text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !pair)) {
          line++;
          start = i + 1;
        }
      }
      return new Position(line, text.codePointCount(start, text.length()) + 1);
    }
  }
}
