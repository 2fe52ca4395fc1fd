package org.isobath.data;

import java.nio.file.Path;
import java.util.List;

/** A table with a header. */
public record CsvFile(Path file, List<String> targets, List<String> ignore) implements DataSource {

  @Override
  public String name() {
    return "csv";
  }
}
