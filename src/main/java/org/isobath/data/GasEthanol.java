package org.isobath.data;

import java.nio.file.Path;
import java.util.Optional;

/** The ethanol measurements of the gas sensor array. */
public record GasEthanol(Optional<Path> path) implements DataSource {

  @Override
  public String name() {
    return "gas-ethanol";
  }
}
