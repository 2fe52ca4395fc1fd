package org.isobath.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImagesTest {
  private static final Fetch.Progress QUIET = (done, total) -> {};
  private static final DataFolder NO_FOLDER = new DataFolder(Path.of("nowhere"));

  @TempDir Path folder;

  /** An idx file of bytes that count up from 0. */
  private static byte[] idx(int magic, int... dimensions) {
    int count = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + count).putInt(magic);
    Arrays.stream(dimensions).forEach(bytes::putInt);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  private static byte[] zipped(byte[] bytes) throws Exception {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(result)) {
      zip.write(bytes);
    }
    return result.toByteArray();
  }

  /** Three training and two test images of 2 × 2, with labels 0, 1, 2 and 0, 1. */
  private Path small() throws Exception {
    Path place = Files.createDirectories(folder.resolve("small"));
    Files.write(place.resolve("train-images-idx3-ubyte.gz"), zipped(idx(0x803, 3, 2, 2)));
    Files.write(place.resolve("train-labels-idx1-ubyte"), idx(0x801, 3));
    Files.write(place.resolve("t10k-images.idx3-ubyte"), idx(0x803, 2, 2, 2));
    Files.write(place.resolve("t10k-labels-idx1-ubyte.gz"), zipped(idx(0x801, 2)));
    return place;
  }

  private String problem(Path place) {
    return problem(() -> new Mnist(place).load(NO_FOLDER));
  }

  private String problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable load) {
    DataException found = catchThrowableOfType(DataException.class, load);
    assertThat(found).isNotNull();
    return String.join("\n", found.problems()).replace(folder.toString(), "");
  }

  @Test
  void imagesAreReadPlainOrZippedTrainingFirst() throws Exception {
    Dataset data = new Mnist(small()).load(NO_FOLDER);
    assertThat(data).hasToString("mnist (5 × 4 → 10 classes)");
    assertThat(data.targetArray()).containsExactly(0, 1, 2, 0, 1);
    assertThat(data.featureArray())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void filesThatAreNotWhatTheySayAreNamed() throws Exception {
    Path place = small();
    Path images = place.resolve("train-images-idx3-ubyte.gz");
    Path labels = place.resolve("train-labels-idx1-ubyte");
    byte[] good = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(good, good.length - 12));
    assertThat(problem(place))
        .isEqualTo("/small/train-images-idx3-ubyte.gz: is corrupt or cut off. Fetch it again.");
    byte[] plain = idx(0x803, 3, 2, 2);
    Files.write(images, Arrays.copyOf(plain, plain.length - 2));
    assertThat(problem(place))
        .isEqualTo(
            "/small/train-images-idx3-ubyte.gz: is cut off: it holds 10 of the 12 bytes of images that its header tells. Fetch it again.");
    Files.write(images, Arrays.copyOf(plain, plain.length + 1));
    assertThat(problem(place))
        .isEqualTo(
            "/small/train-images-idx3-ubyte.gz: goes on after the 12 bytes of images that its header tells");
    Files.write(images, new byte[0]);
    assertThat(problem(place)).endsWith("is corrupt or cut off. Fetch it again.");
    Files.write(images, idx(0x801, 3));
    assertThat(problem(place))
        .isEqualTo(
            "/small/train-images-idx3-ubyte.gz: is not an idx file of images: it begins with 0x00000801; allowed: 0x00000803");
    Files.write(images, ByteBuffer.allocate(16).putInt(0x803).putInt(-1).array());
    assertThat(problem(place)).contains("has an impossible size in its header; got -1");
    Files.write(
        images,
        ByteBuffer.allocate(16).putInt(0x803).putInt(60_000).putInt(9999).putInt(9999).array());
    assertThat(problem(place)).contains("has an impossible size in its header; got 9999");
    Files.write(images, good);
    Files.write(labels, idx(0x801, 4));
    assertThat(problem(place))
        .isEqualTo(
            "/small/train-labels-idx1-ubyte: has 4 labels for the 3 images of train-images-idx3-ubyte.gz; allowed: one each");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 10, 2});
    assertThat(problem(place))
        .isEqualTo("/small/train-labels-idx1-ubyte: label 10 of row 1 is no class; allowed: 0 … 9");
    Files.write(labels, idx(0x801, 3));
    Files.write(place.resolve("t10k-images.idx3-ubyte"), idx(0x803, 2, 3, 2));
    assertThat(problem(place))
        .isEqualTo(
            "/small/t10k-images.idx3-ubyte: has images of 6 pixels; allowed: 4, as in train-images-idx3-ubyte.gz");
    Files.delete(labels);
    assertThat(problem(place)).startsWith("/small: missing train-labels-idx1-ubyte; allowed: ");
    assertThat(problem(() -> new Mnist().load(new DataFolder(folder))))
        .isEqualTo("/mnist: mnist is not here. Get it with `isobath data fetch mnist`.");
    assertThat(problem(() -> new Digits().load(new DataFolder(folder))))
        .isEqualTo("/digits: digits is not here. Get it with `isobath data fetch digits`.");
  }

  @Test
  void digitsThatAreNoneAreNamed() throws Exception {
    String pixels = "0,".repeat(63);
    Path file = folder.resolve("digits.csv");
    Files.writeString(file, pixels + "16,9\n" + pixels + "17,10\n" + "1,2\n" + pixels + "0.5,x\n");
    assertThat(problem(() -> new Digits(file).load(NO_FOLDER)))
        .isEqualTo(
            """
            /digits.csv:2:64: column 'pixel': is no brightness; got '17'; allowed: a whole number from 0 to 16
            /digits.csv:2:65: column 'label': is no class; got '10'; allowed: a whole number from 0 to 9
            /digits.csv:3:3: row of another length; got 2 fields; allowed: 64 pixels and a label
            /digits.csv:4:64: column 'pixel': is no brightness; got '0.5'; allowed: a whole number from 0 to 16
            /digits.csv:4:65: column 'label': is no class; got 'x'; allowed: a whole number from 0 to 9""");
  }

  private Fetch fetch(URI digits, URI... mirrors) {
    return new Fetch(
        new DataFolder(folder.resolve("data")),
        new Fetch.Places(digits, "", digits, List.of(mirrors), Duration.ofSeconds(10)));
  }

  /** Serves a folder under /files/, and only there. */
  private static HttpServer server(Path files) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/files/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body = Files.readAllBytes(files.resolve(path.substring("/files/".length())));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void theRealDigitsAreFetchedFromAServerAndFromCopies() throws Exception {
    Path real = SharedData.path("digits-8x8");
    HttpServer server = server(real);
    try {
      Dataset data = fetch(address(server, "/files/digits.csv.gz")).digits(QUIET).data();
      assertThat(data).hasToString("digits (1797 × 64 → 10 classes)");
      int[] counts = new int[10];
      for (int row = 0; row < data.rows(); row++) {
        counts[data.label(row)]++;
      }
      // As the publisher counts them.
      assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
      assertThat(Scaling.MAX_ABS.apply(data).feature(0, 2)).isEqualTo(5 / 16.0);
      assertThat(fetch(address(server, "/")).digits(real).data().fingerprint())
          .isEqualTo(data.fingerprint());
      String text = TextFile.read(real.resolve("digits.csv.gz"));
      Path plain = Files.writeString(folder.resolve("optdigits.tes"), text.replace("\n", "\r\n"));
      assertThat(fetch(address(server, "/")).digits(plain).data().fingerprint())
          .isEqualTo(data.fingerprint());
      Files.writeString(plain, text.replaceFirst("0,0,5", "0,0,6"));
      assertThat(problem(() -> fetch(address(server, "/")).digits(plain)))
          .isEqualTo(
              "/optdigits.tes: does not hold the published digits: its numbers are others. To use it as it is, name it in the job: {digits: PATH}.");
      assertThat(problem(() -> fetch(address(server, "/files/digits.rst")).digits(QUIET)))
          .contains("SHA-256 is 0169c12e", "must be 46abec6b");
      assertThat(new Digits().load(new DataFolder(folder.resolve("data"))).fingerprint())
          .isEqualTo(data.fingerprint());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theRealMnistIsFetchedFromTheSecondMirrorAndFromACopy() throws Exception {
    Path real = SharedData.path("mnist");
    HttpServer server = server(real);
    try {
      Dataset data =
          fetch(address(server, "/"), address(server, "/nothing/"), address(server, "/files/"))
              .mnist(QUIET)
              .data();
      assertThat(data).hasToString("mnist (70000 × 784 → 10 classes)");
      // The first labels as everybody knows them, and the published counts of training images.
      assertThat(Arrays.copyOf(data.targetArray(), 8)).containsExactly(5, 0, 4, 1, 9, 2, 1, 3);
      int[] counts = new int[10];
      Arrays.stream(data.targetArray(), 0, 60_000).forEach(label -> counts[(int) label]++);
      assertThat(counts)
          .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      try (var output = new java.io.ObjectOutputStream(sent)) {
        output.writeObject(data);
      }
      assertThat(sent.size()).isLessThan(56_000_000);
      assertThat(problem(() -> fetch(address(server, "/"), address(server, "/none/")).mnist(QUIET)))
          .contains("train-images-idx3-ubyte.gz: the server answered 404");
      assertThat(problem(() -> fetch(address(server, "/")).mnist(small())))
          .startsWith(
              "/small/train-images-idx3-ubyte.gz: is not the published file: SHA-256 of its content is ")
          .contains("must be ba891046");
      fetch(address(server, "/")).mnist(real);
    } finally {
      server.stop(0);
    }
    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files).containsExactly(folder.resolve("data").resolve("mnist"));
    }
  }
}
