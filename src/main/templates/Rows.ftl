<@pp.dropOutputFile/>
<#list precisions as p>
<@pp.changeOutputFile name="/org/isobath/kernel/Rows${p.bits}.java"/>
package org.isobath.kernel;

import javax.annotation.processing.Generated;

/**
 * Rows in float${p.bits}, twice over: for residuals in panels of ${"{@link #PANEL}"} rows, and for
 * gradients in blocks of as many features. So either loop of a pass reads one stream, ${"{@link #PANEL}"}
 * numbers at a time.
 */
@Generated("Rows.ftl")
final class Rows${p.bits} implements Rows {
  /** Rows of a panel, features of a block. */
  static final int PANEL = 8;

  /** Rows whose residuals are kept between the two halves of a pass; a multiple of PANEL. */
  static final int TILE = 64;

  private final int count;
  private final int width;
  private final boolean triangular;

  /** [panel][feature][row of the panel]; the last panel is filled up with zeros. */
  final ${p.number}[] byRow;

  /** [tile][block of features][row of the tile][feature of the block]; filled up with zeros. */
  final ${p.number}[] byFeature;

  /** [output][row]. */
  final ${p.number}[] targets;

  Rows${p.bits}(
      double[] features, double[] targets, int count, int width, int outputs, boolean triangular) {
    this.count = count;
    this.width = width;
    this.triangular = triangular;
    this.byRow = new ${p.number}[Math.multiplyExact(panels() * PANEL, width)];
    this.byFeature = new ${p.number}[Math.multiplyExact(count, blocks() * PANEL)];
    this.targets = new ${p.number}[outputs * count];
    for (int row = 0; row < count; row++) {
      for (int feature = 0; feature < width; feature++) {
        ${p.number} x = (${p.number}) features[row * width + feature];
        byRow[panel(row / PANEL) + feature * PANEL + row % PANEL] = x;
        int tile = row / TILE;
        byFeature[block(tile, feature / PANEL) + row % TILE * PANEL + feature % PANEL] = x;
      }
      for (int output = 0; output < outputs; output++) {
        this.targets[output * count + row] = (${p.number}) targets[row * outputs + output];
      }
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int width() {
    return width;
  }

  int tiles() {
    return (count + TILE - 1) / TILE;
  }

  int rowsOfTile(int tile) {
    return Math.min(TILE, count - tile * TILE);
  }

  private int panels() {
    return (count + PANEL - 1) / PANEL;
  }

  /** Blocks of features. */
  int blocks() {
    return (width + PANEL - 1) / PANEL;
  }

  /** Where a panel starts in {@link #byRow}. */
  int panel(int panel) {
    return panel * PANEL * width;
  }

  /** Where a block of features of a tile starts in {@link #byFeature}. */
  int block(int tile, int block) {
    return (tile * TILE * blocks() + block * rowsOfTile(tile)) * PANEL;
  }

  /** The first feature that the rows of a panel read. */
  int firstFeature(int panel) {
    return triangular ? panel * PANEL : 0;
  }

  /** How many rows of a tile, from its first, read the features of a block. */
  int rowsThatRead(int tile, int block) {
    int rows = rowsOfTile(tile);
    return triangular ? Math.max(0, Math.min(rows, (block + 1) * PANEL - tile * TILE)) : rows;
  }

  ${p.number} feature(int row, int feature) {
    return byRow[panel(row / PANEL) + feature * PANEL + row % PANEL];
  }

  ${p.number} target(int row, int output) {
    return targets[output * count + row];
  }
}
</#list>
