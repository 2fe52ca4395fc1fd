package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FetchTest {
  private static final Fetch.Progress QUIET = (done, total) -> {};
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ADVICE =
      ". Try again, or download it by other means and fetch the local file.";

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("data");
  }

  private Fetch fetch(URI address, String sha256, Duration patience) {
    return new Fetch(
        new DataFolder(folder()),
        new Fetch.Places(address, sha256, address, List.of(address), patience));
  }

  private Fetch local() {
    return new Fetch(new DataFolder(folder()));
  }

  private static String problem(Callable fetch) {
    DataException found = catchThrowableOfType(DataException.class, fetch::call);
    assertThat(found).isNotNull();
    assertThat(found.problems()).hasSize(1);
    return found.problems().get(0);
  }

  private interface Callable {
    Object call() throws DataException;
  }

  /** The ten batches: batch b has b rows of ethanol at concentration b. */
  private static byte[] zip(String... without) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("../../readme.txt"));
      for (int batch = 1; batch <= 10; batch++) {
        String name = "batch" + batch + ".dat";
        if (!List.of(without).contains(name)) {
          zip.putNextEntry(new ZipEntry("../../Dataset/" + name));
          String text = GasSensorFileTest.line(1, batch, 0.5).repeat(batch);
          zip.write((text + GasSensorFileTest.line(4, 1, 0)).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Serves one body with a status, of which only a part may be sent. */
  private static final class Server implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);

    Server(int status, byte[] body, int sent) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newCachedThreadPool());
      server.createContext(
          "/moved",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "/data.zip");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
          });
      server.createContext(
          "/data.zip",
          exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body, 0, sent);
            exchange.getResponseBody().flush();
            if (sent < body.length) {
              await();
            }
            exchange.close();
          });
      server.start();
    }

    private void await() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    URI address(String path) {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
      end.countDown();
      server.stop(0);
    }
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void theZipIsDownloadedVerifiedAndUnpacked() throws Exception {
    byte[] zip = zip();
    List<Long> progress = new ArrayList<>();
    try (Server server = new Server(200, zip, zip.length)) {
      Fetch.Fetched fetched =
          fetch(server.address("/moved"), sha256(zip), PATIENCE)
              .gasEthanol(
                  (done, total) -> {
                    assertThat(total).isEqualTo(zip.length);
                    progress.add(done);
                  });
      assertThat(progress).isSorted().last().isEqualTo((long) zip.length);
      assertThat(fetched.place()).isEqualTo(folder().resolve("gas-ethanol"));
      assertThat(fetched.doubts())
          .containsExactly("This copy has 55 rows of ethanol; the published data have 2565.");
    }
    Dataset data = new GasEthanol().load(new DataFolder(folder()));
    assertThat(data.rows()).isEqualTo(55);
    assertThat(data.target(54, 0)).isEqualTo(10);
    assertThat(data.feature(0, 127)).isEqualTo(128.5);
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).containsExactly(folder().resolve("gas-ethanol"));
    }
    try (Stream<Path> files = Files.list(folder().resolve("gas-ethanol"))) {
      assertThat(files).hasSize(10);
    }
  }

  @Test
  void aWrongHashIsReportedAndNothingIsKept() throws Exception {
    byte[] zip = zip();
    String expected = "0".repeat(64);
    try (Server server = new Server(200, zip, zip.length)) {
      URI address = server.address("/data.zip");
      assertThat(problem(() -> fetch(address, expected, PATIENCE).gasEthanol(QUIET)))
          .isEqualTo(
              "Cannot download %s: SHA-256 is %s, must be %s; the file was deleted%s"
                  .formatted(address, sha256(zip), expected, ADVICE));
    }
    assertNothingLeft();
  }

  @Test
  void otherAnswersAreReported() throws Exception {
    try (Server server = new Server(404, new byte[] {1}, 1)) {
      URI address = server.address("/data.zip");
      assertThat(problem(() -> fetch(address, "", PATIENCE).gasEthanol(QUIET)))
          .isEqualTo("Cannot download " + address + ": the server answered 404" + ADVICE);
    }
    assertNothingLeft();
  }

  @Test
  void aMissingServerIsReported() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI address = URI.create("http://127.0.0.1:" + port + "/data.zip");
    assertThat(problem(() -> fetch(address, "", PATIENCE).gasEthanol(QUIET)))
        .isEqualTo("Cannot download " + address + ": no connection to 127.0.0.1" + ADVICE);
    assertNothingLeft();
  }

  @Test
  void aServerThatFallsSilentIsReported() throws Exception {
    byte[] zip = zip();
    Duration patience = Duration.ofMillis(300);
    try (Server server = new Server(200, zip, 100)) {
      URI address = server.address("/data.zip");
      assertThat(problem(() -> fetch(address, "", patience).gasEthanol(QUIET)))
          .isEqualTo("Cannot download " + address + ": the server was silent for 0.3 s" + ADVICE);
    }
    assertNothingLeft();
  }

  @Test
  void aFailedFetchKeepsTheOldFilesAndAGoodOneReplacesThem() throws Exception {
    Path old = Files.write(temporary.resolve("old.csv"), csv(2));
    local().gasEthanol(old);
    byte[] incomplete = zip("batch7.dat");
    String hash = sha256(incomplete);
    try (Server server = new Server(200, incomplete, incomplete.length)) {
      URI address = server.address("/data.zip");
      assertThat(problem(() -> fetch(address, hash, PATIENCE).gasEthanol(QUIET)))
          .endsWith("holds 9 of the files batch1.dat … batch10.dat; allowed: all ten");
    }
    assertThat(new GasEthanol().load(new DataFolder(folder())).rows()).isEqualTo(2);
    local().gasEthanol(Files.write(temporary.resolve("new.csv"), csv(3)));
    assertThat(new GasEthanol().load(new DataFolder(folder())).rows()).isEqualTo(3);
  }

  @Test
  void localZipsFoldersAndTablesAreTaken() throws Exception {
    Path zip = Files.write(temporary.resolve("some.zip"), zip());
    String fingerprint = local().gasEthanol(zip).data().fingerprint();
    Path unpacked = temporary.resolve("unpacked");
    Files.move(folder().resolve("gas-ethanol"), unpacked);
    assertThat(local().gasEthanol(unpacked).data().fingerprint()).isEqualTo(fingerprint);
    Path table = Files.write(temporary.resolve("table.csv"), csv(4));
    assertThat(local().gasEthanol(table).data().rows()).isEqualTo(4);
  }

  @Test
  void localFilesThatAreNotTheDataAreRefusedByTheirOwnName() throws Exception {
    Path missing = temporary.resolve("missing");
    assertThat(problem(() -> local().gasEthanol(missing)))
        .isEqualTo(missing + ": no such file or folder");
    Path table = Files.writeString(temporary.resolve("table.csv"), "a,b\n1,2\n");
    DataException found =
        catchThrowableOfType(DataException.class, () -> local().gasEthanol(table));
    assertThat(found.problems().get(0))
        .isEqualTo(
            table + ":1:1: no such target column; got 'concentration_ppmv'; allowed: 'a', 'b'.");
    byte[] bytes = zip();
    Path corrupt = Files.write(temporary.resolve("corrupt.zip"), bytes);
    bytes[bytes.length - 10] ^= 0x55;
    Files.write(corrupt, bytes);
    assertThat(problem(() -> local().gasEthanol(corrupt)))
        .isEqualTo(corrupt + ": is a corrupt or truncated zip file. Fetch it again.");
    assertNothingLeft();
  }

  @Test
  void anUnusableDataFolderIsReported() throws Exception {
    Path table = Files.write(temporary.resolve("table.csv"), csv(2));
    Path file = Files.writeString(temporary.resolve("file"), "");
    Fetch fetch = new Fetch(new DataFolder(file.resolve("data")));
    assertThat(problem(() -> fetch.gasEthanol(table)))
        .startsWith(file.resolve("data").resolve("gas-ethanol") + ": Cannot store gas-ethanol: ")
        .endsWith(". Make room or choose another folder with ISOBATH_DATA.");
  }

  private static byte[] csv(int rows) {
    StringBuilder text = new StringBuilder("batch,line,exact,concentration_ppmv");
    IntStream.rangeClosed(1, 128).forEach(i -> text.append(",f").append(i));
    for (int row = 0; row < rows; row++) {
      text.append("\n1,").append(row).append(",1,").append(10 * row);
      text.append((",0." + row).repeat(128));
    }
    return text.append("\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
