package org.isobath.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file of the network, known by its hash.
 *
 * @param address where it is; redirections are followed, but not from https to http
 * @param sha256 what it must be, 64 hexadecimal digits
 * @param patience the longest silence of the server
 */
record Download(URI address, String sha256, Duration patience) {
  /**
   * Downloads into a new file, which is deleted again if it is not what it must be.
   *
   * @throws DataException with one line: no network, another answer, a silent server, a wrong hash
   * @throws IOException if the file cannot be written
   */
  void to(Path file, Fetch.Progress progress) throws IOException, DataException {
    HttpResponse<InputStream> response = ask();
    MessageDigest digest = digest();
    try (InputStream body = response.body();
        OutputStream output = Files.newOutputStream(file)) {
      if (response.statusCode() != 200) {
        throw cannot("the server answered " + response.statusCode());
      }
      long total = response.headers().firstValueAsLong("content-length").orElse(-1);
      receive(new DigestInputStream(body, digest), output, total, progress);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      Files.delete(file);
      throw cannot("SHA-256 is " + found + ", must be " + sha256 + "; the file was deleted");
    }
  }

  private HttpResponse<InputStream> ask() throws DataException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw silent();
    } catch (ConnectException e) {
      throw cannot("no connection to " + address.getHost());
    } catch (IOException e) {
      throw cannot(Problems.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot("interrupted");
    }
  }

  /** The client's own timeout ends with the headers, so a watch closes a body that stands still. */
  private void receive(InputStream body, OutputStream output, long total, Fetch.Progress progress)
      throws IOException, DataException {
    AtomicLong lastByte = new AtomicLong(System.nanoTime());
    AtomicLong done = new AtomicLong();
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Download::daemon);
    long period = Math.max(1, patience.toMillis() / 4);
    watch.scheduleWithFixedDelay(
        () -> closeIfSilent(body, lastByte.get()), period, period, TimeUnit.MILLISECONDS);
    try {
      byte[] buffer = new byte[1 << 16];
      while (true) {
        int count = read(body, buffer, lastByte.get());
        if (count < 0) {
          break;
        }
        lastByte.set(System.nanoTime());
        output.write(buffer, 0, count);
        progress.bytes(done.addAndGet(count), total);
      }
    } finally {
      watch.shutdownNow();
    }
    if (isSilent(lastByte.get())) {
      throw silent();
    }
    if (total >= 0 && done.get() != total) {
      throw cannot("the connection broke after " + done.get() + " of " + total + " bytes");
    }
  }

  private int read(InputStream body, byte[] buffer, long lastByte) throws DataException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw isSilent(lastByte) ? silent() : cannot("the connection broke: " + Problems.reason(e));
    }
  }

  private void closeIfSilent(InputStream body, long lastByte) {
    if (isSilent(lastByte)) {
      try {
        body.close();
      } catch (IOException e) {
        // Closing is all that can be done; the reader sees the end of the stream either way.
      }
    }
  }

  private boolean isSilent(long lastByte) {
    return System.nanoTime() - lastByte > patience.toNanos();
  }

  private DataException silent() {
    return cannot("the server was silent for " + patience.toMillis() / 1000.0 + " s");
  }

  private DataException cannot(String reason) {
    return new DataException(
        "Cannot download %s: %s. Try again, or download it by other means and fetch the local file."
            .formatted(address, reason));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "download-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Of SHA-256. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
