package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.isobath.results.ResultFolder;
import org.isobath.results.Table;
import org.isobath.sweep.Pack;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark publishes is what one trial at a time computes, bit for bit. */
final class SparkEqualsLocalTest {
  private static SmallSweep small;
  private static Map<Table, List<String>> expected = new HashMap<>();

  @TempDir private Path temporary;

  @BeforeAll
  static void trainWithoutSpark() throws Exception {
    small = new SmallSweep();
    expected = small.rowsWithoutSpark();
  }

  private static void assertRowsAreExpected(ResultFolder folder) throws Exception {
    for (Map.Entry<Table, List<String>> table : expected.entrySet()) {
      assertThat(SmallSweep.rows(folder, table.getKey())).isEqualTo(table.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void rowsDoNotDependOnTheNumberOfPartitions(int tasks) throws Exception {
    ResultFolder folder = small.folder(temporary);
    List<Pack> packs = small.run(folder).pending(folder.published(small.context.packTables()));
    assertThat(packs).hasSize(12);
    SweepRun.Summary summary = small.train(folder, packs, tasks);
    assertThat(summary).isEqualTo(new SweepRun.Summary(240, 0));
    assertRowsAreExpected(folder);
  }

  @Test
  void rowsDoNotDependOnTheOrderOfPacksNorOnBeingTrainedInTwoGoes() throws Exception {
    ResultFolder folder = small.folder(temporary);
    List<Pack> packs =
        new ArrayList<>(small.run(folder).pending(folder.published(small.context.packTables())));
    Collections.shuffle(packs, new Random(5));
    small.train(folder, packs.subList(0, 9), 3);
    List<Pack> rest = small.run(folder).pending(folder.published(small.context.packTables()));
    assertThat(rest).hasSize(3).doesNotContainAnyElementsOf(packs.subList(0, 9));
    small.train(folder, rest, 2);
    assertRowsAreExpected(folder);
    assertThat(small.run(folder).pending(folder.published(small.context.packTables()))).isEmpty();
  }

  @Test
  void aPackThatSomebodyElseHasPublishedIsNotTrainedAgain() throws Exception {
    ResultFolder folder = small.folder(temporary);
    List<Pack> packs = small.run(folder).pending(folder.published(small.context.packTables()));
    small.train(folder, packs, 2);
    SweepRun.Summary again = small.train(folder, packs, 2);
    assertThat(again).isEqualTo(new SweepRun.Summary(0, 0));
    assertRowsAreExpected(folder);
  }

  @Test
  void nothingButPublishedFilesIsLeft() throws Exception {
    ResultFolder folder = small.folder(temporary);
    small.train(folder, small.run(folder).pending(folder.published(small.context.packTables())), 4);
    for (Table table : List.of(Table.TRIALS, Table.CURVES, Table.WEIGHTS, Table.PACKS)) {
      try (var files = Files.list(folder.folder(table))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .hasSize(12)
            .allMatch(name -> name.matches("pack-\\d{9}-[0-9a-f]{16}\\.parquet"));
      }
    }
  }

  /** DuckDB shares no code with us or with Spark. */
  @Test
  void aStrangerReadsTheSameRows() throws Exception {
    ResultFolder folder = small.folder(temporary);
    small.train(folder, small.run(folder).pending(folder.published(small.context.packTables())), 2);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement()
                .executeQuery(
                    "SELECT trial_index, final_loss, learning_rate, seed, status, widths,"
                        + " steps_to_target['0.1 of gap'] AS reached FROM '"
                        + folder.folder(Table.TRIALS)
                        + "/*.parquet' ORDER BY trial_index")) {
      Map<Long, String> theirs = new TreeMap<>();
      while (rows.next()) {
        theirs.put(
            rows.getLong(1),
            text(rows.getObject(2))
                + text(rows.getObject(3))
                + rows.getLong(4)
                + rows.getString(5)
                + rows.getString(6).replace(" ", "")
                + rows.getObject(7));
      }
      Map<Long, String> ours = new TreeMap<>();
      Views.read(SharedSpark.session(), Table.TRIALS, List.of(folder.path()))
          .selectExpr(
              "trial_index",
              "final_loss",
              "learning_rate",
              "seed",
              "status",
              "widths",
              "steps_to_target['0.1 of gap']")
          .collectAsList()
          .forEach(
              row ->
                  ours.put(
                      row.getLong(0),
                      text(row.get(1))
                          + text(row.get(2))
                          + row.getLong(3)
                          + row.getString(4)
                          + row.getList(5).toString().replace(" ", "")
                          + row.get(6)));
      assertThat(theirs).hasSize(240).isEqualTo(ours);
    }
  }

  private static String text(Object number) {
    return number == null ? "NULL" : Double.toHexString((Double) number);
  }
}
