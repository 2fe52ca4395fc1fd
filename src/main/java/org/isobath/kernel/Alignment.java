package org.isobath.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Where the collector puts large arrays. */
final class Alignment {
  private static final int LEAST = 1 << 20;
  private static final int MOST = 16 << 20;

  private Alignment() {}

  /**
   * So many bytes of an array that G1 gives it regions of its own: it then starts at a region's
   * start and never moves, so that known elements stand on 64-byte lines. Under other collectors
   * loads may split a line, which costs some speed.
   */
  static int memory() {
    try {
      HotSpotDiagnosticMXBean virtualMachine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      long region = Long.parseLong(virtualMachine.getVMOption("G1HeapRegionSize").getValue());
      return (int) Math.max(LEAST, Math.min(MOST, region / 2 + 64));
    } catch (IllegalArgumentException | NullPointerException e) {
      return LEAST;
    }
  }
}
