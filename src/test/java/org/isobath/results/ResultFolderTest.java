package org.isobath.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultFolderTest {
  private static final String PACK = "pack-000000000-0123456789abcdef.parquet";

  @TempDir private Path temporary;
  private ResultFolder folder = new ResultFolder(Path.of(""));

  @BeforeEach
  void create() throws Exception {
    folder = new ResultFolder(temporary.resolve("sweep"));
    folder.create();
  }

  private static List<Object[]> curves(int rows) {
    List<Object[]> curves = new ArrayList<>();
    for (long step = 0; step < rows; step++) {
      curves.add(new Object[] {"sweep", "id", 7L, step, step == 2 ? null : 0.1 * step});
    }
    return curves;
  }

  private List<String> names(Table table) throws IOException {
    try (Stream<Path> files = Files.list(folder.folder(table))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyTypeOfColumnReadsBackElsewhere() throws Exception {
    Object[] row = new Object[Table.TRIALS.columns().size()];
    row[0] = "naïve “sweep”";
    row[2] = Long.MAX_VALUE;
    row[8] = 3;
    row[10] = List.of(4, 5);
    Map<String, Long> steps = new java.util.LinkedHashMap<>();
    steps.put("0.1 of gap", 12L);
    steps.put("0.001", null);
    row[row.length - 2] = steps;
    row[row.length - 1] = Map.of("end_to_end_norm", Double.MIN_VALUE);
    Object[] empty = new Object[row.length];
    empty[10] = List.of();
    empty[row.length - 2] = Map.of();
    folder.publish(PACK, Map.of(Table.TRIALS, List.of(row, empty)));
    String file = folder.folder(Table.TRIALS).resolve(PACK).toString();
    try (var duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement()
                .executeQuery(
                    "SELECT sweep, trial_index, depth, widths, steps_to_target['0.1 of gap'],"
                        + " steps_to_target['0.001'], measures['end_to_end_norm'],"
                        + " cardinality(steps_to_target), trial_id FROM '"
                        + file
                        + "'")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("naïve “sweep”");
      assertThat(rows.getLong(2)).isEqualTo(Long.MAX_VALUE);
      assertThat(rows.getInt(3)).isEqualTo(3);
      assertThat(rows.getString(4)).isEqualTo("[4, 5]");
      assertThat(rows.getLong(5)).isEqualTo(12);
      assertThat(rows.getObject(6)).isNull();
      assertThat(rows.getDouble(7)).isEqualTo(Double.MIN_VALUE);
      assertThat(rows.getLong(8)).isEqualTo(2);
      assertThat(rows.getObject(9)).isNull();
      rows.next();
      assertThat(rows.getObject(1)).isNull();
      assertThat(rows.getString(4)).isEqualTo("[]");
      assertThat(rows.getLong(8)).isZero();
    }
  }

  @Test
  void aFileAppearsWholeAndOnceHoweverManyPublishIt() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(8);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "pack-00000000" + i % 5 + "-0123456789abcdef.parquet";
      done.add(
          writers.submit(
              () -> {
                folder.publish(
                    name,
                    Map.of(
                        Table.CURVES,
                        curves(500),
                        Table.TRIALS,
                        Collections.singletonList(new Object[Table.TRIALS.columns().size()])));
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    writers.shutdown();
    List<String> packs =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(i -> "pack-00000000" + i + "-0123456789abcdef.parquet")
            .toList();
    assertThat(names(Table.CURVES)).isEqualTo(packs);
    assertThat(names(Table.TRIALS)).isEqualTo(packs);
    assertThat(folder.published(List.of(Table.CURVES))).containsExactlyInAnyOrderElementsOf(packs);
  }

  @Test
  void whatCannotBeWrittenLeavesNothing() throws Exception {
    List<Object[]> bad = new ArrayList<>(curves(3));
    bad.add(new Object[] {"sweep", "id", 7L, 3L, Double.NaN});
    assertThatThrownBy(() -> folder.publish(PACK, Map.of(Table.CURVES, bad)))
        .hasMessageContaining("Invalid value: NaN");
    assertThat(names(Table.CURVES)).isEmpty();
    assertThat(names(Table.TRIALS)).isEmpty();
  }

  @Test
  void theTrialsAreVisibleOnlyAfterEverythingElse() throws Exception {
    // A file in the way of the curves stands for any failure there.
    Files.writeString(folder.folder(Table.CURVES), "in the way");
    Object[] trial = new Object[Table.TRIALS.columns().size()];
    assertThatThrownBy(
            () ->
                folder.publish(
                    PACK,
                    Map.of(
                        Table.TRIALS, Collections.singletonList(trial), Table.CURVES, curves(3))))
        .isInstanceOf(IOException.class);
    assertThat(names(Table.TRIALS)).isEmpty();
  }

  @Test
  void aDerivedTableIsReplacedWhole() throws Exception {
    folder.replace(Table.CURVES, "selections-0000000000000001.parquet", curves(3));
    folder.replace(Table.CURVES, "selections-0000000000000002.parquet", curves(4));
    assertThat(names(Table.CURVES)).containsExactly("selections-0000000000000002.parquet");
    folder.replace(Table.CURVES, "selections-0000000000000002.parquet", curves(4));
    assertThat(names(Table.CURVES)).containsExactly("selections-0000000000000002.parquet");
  }

  @Test
  void filesThatAreNotOursAreNeverRemovedNorTakenForPacks() throws Exception {
    Path notes = Files.writeString(folder.folder(Table.TRIALS).resolve("notes.txt"), "mine");
    folder.publish(PACK, Map.of(Table.CURVES, curves(3)));
    assertThat(folder.published(List.of())).isEmpty();
    assertThat(folder.isForeign()).isTrue();
    folder.discard(java.nio.file.attribute.FileTime.fromMillis(Long.MAX_VALUE));
    assertThat(names(Table.CURVES)).isEmpty();
    assertThat(notes).hasContent("mine");
  }

  @Test
  void onlyOneClaimIsExclusive() throws Exception {
    try (Claim first = folder.claim();
        Claim second = folder.claim()) {
      assertThat(first.isExclusive()).isTrue();
      assertThat(second.isExclusive()).isFalse();
    }
    try (Claim third = folder.claim()) {
      assertThat(third.isExclusive()).isTrue();
    }
  }

  @Test
  void theManifestNamesEveryFileWithItsRowsAndHash() throws Exception {
    folder.publish(PACK, Map.of(Table.CURVES, curves(5)));
    try (Claim claim = folder.claim()) {
      claim.begin("job", Map.of());
    }
    Description.writeManifest(
        folder, List.of(Table.CURVES), List.of(PACK), Map.of(), Map.of("none", "abc"));
    Map<String, Object> manifest = Description.manifest(folder.path()).orElseThrow();
    assertThat(manifest).containsEntry("schemaVersion", Table.SCHEMA_VERSION);
    assertThat(manifest.get("files").toString())
        .contains("file=curves/" + PACK, "rows=5")
        .containsPattern("sha256=[0-9a-f]{64}");
  }

  @Test
  void aManifestThatIsNoJsonIsNamed() throws Exception {
    Files.writeString(folder.path().resolve(Description.RESOLVED), "{\"name\": ");
    assertThatThrownBy(() -> Description.resolved(folder.path()))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("resolved.json: not JSON");
  }
}
