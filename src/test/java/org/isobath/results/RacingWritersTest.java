package org.isobath.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.isobath.store.Hdfs;
import org.isobath.store.Publication;
import org.isobath.store.S3;
import org.isobath.store.Stores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several writers publish the same files at the same time, in each kind of store. */
final class RacingWritersTest {
  private static final int WRITERS = 4;
  private static final int KEYS = 12;

  @TempDir private Path temporary;

  private Path folder(String store) throws Exception {
    Path folder =
        switch (store) {
          case "hdfs" -> Stores.of(Map.of()).path(Hdfs.uri() + "/race " + System.nanoTime());
          case "s3a" -> Stores.of(S3.conf()).path(S3.uri() + "/race-" + System.nanoTime());
          default -> temporary.resolve("race");
        };
    Files.createDirectories(folder);
    return folder;
  }

  /** Runs one task for each writer, all starting together. */
  private static void race(List<Callable<Void>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hdfs", "s3a"})
  void oneWriterWinsEachNameAndNobodyReadsHalf(String store) throws Exception {
    Path folder = folder(store);
    AtomicInteger[] winners = new AtomicInteger[KEYS];
    AtomicBoolean over = new AtomicBoolean();
    Set<String> bad = ConcurrentHashMap.newKeySet();
    AtomicInteger reads = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    AtomicInteger writing = new AtomicInteger(WRITERS);
    for (int k = 0; k < KEYS; k++) {
      winners[k] = new AtomicInteger();
    }
    for (int w = 0; w < WRITERS; w++) {
      byte[] content = String.valueOf(w).repeat(200_000).getBytes();
      tasks.add(
          () -> {
            try {
              for (int k = 0; k < KEYS; k++) {
                if (Publication.create(folder.resolve("key-" + k), content)) {
                  winners[k].incrementAndGet();
                }
              }
            } finally {
              over.set(writing.decrementAndGet() == 0);
            }
            return null;
          });
    }
    tasks.add(
        () -> {
          while (!over.get()) {
            for (Path file : keys(folder)) {
              byte[] read = Files.readAllBytes(file);
              reads.incrementAndGet();
              for (byte b : read) {
                if (read.length != 200_000 || b != read[0]) {
                  bad.add(file + " has " + read.length);
                }
              }
            }
          }
          return null;
        });
    race(tasks);
    assertThat(bad).isEmpty();
    assertThat(Stream.of(winners).map(AtomicInteger::get)).containsOnly(1);
    assertThat(reads.get()).isPositive();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(KEYS);
    }
  }

  private static List<Path> keys(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches("key-\\d+")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hdfs", "s3a"})
  void packsThatAreBrokenOffLeaveNoName(String store) throws Exception {
    ResultFolder results = new ResultFolder(folder(store).resolve("sweep"));
    results.create();
    Iterable<Object[]> rows =
        () -> {
          throw new IllegalStateException("in the middle");
        };
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    results.publish(
                        "pack-000000000-0123456789abcdef.parquet", Map.of(Table.TRIALS, rows))))
        .hasMessage("in the middle");
    try (Stream<Path> left = Files.list(results.folder(Table.TRIALS))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void oneOfManyClaimsOwnsAndOnlyTheLastMayDiscard(String store) throws Exception {
    ResultFolder results = new ResultFolder(folder(store).resolve("sweep"));
    results.create();
    String pack = "pack-000000000-0123456789abcdef.parquet";
    results.publish(pack, Map.of(Table.PACKS, List.of()));
    Path inFlight = results.folder(Table.PACKS).resolve(Publication.STAGING + "of another");
    Files.write(inFlight, new byte[1]);
    List<Claim> claims = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(
          () -> {
            claims.add(results.claim());
            return null;
          });
    }
    race(tasks);
    for (Claim claim : claims) {
      assertThat(claim.isExclusive()).isFalse();
      assertThat(claim.discard()).isFalse();
    }
    claims.get(0).close();
    claims.get(1).close();
    claims.get(2).own();
    assertThat(claims.get(2).isExclusive()).isTrue();
    Claim late = results.claim();
    assertThat(claims.get(2).isExclusive()).isFalse();
    late.close();
    assertThat(results.isPublished(pack, List.of(Table.PACKS))).isTrue();
    assertThat(claims.get(2).discard()).isTrue();
    assertThat(results.isPublished(pack, List.of(Table.PACKS))).isFalse();
    // What is young may be another's who is about to be seen.
    assertThat(inFlight).exists();
    claims.get(2).close();
    try (Stream<Path> left = Files.list(results.path().resolve(ResultFolder.CLAIMS))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .hasSize(1)
          .allMatch(name -> name.startsWith("owner-"));
    }
  }
}
