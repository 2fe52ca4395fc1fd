package org.isobath.data;

import java.nio.file.Path;
import java.util.List;

/** Batches of the gas sensor array. */
public record GasSensorFile(List<Path> files, int gas) implements DataSource {

  @Override
  public String name() {
    return "gas-sensor";
  }
}
