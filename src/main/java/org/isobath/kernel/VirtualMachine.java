package org.isobath.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What the Java virtual machine does that speed, but no result, depends on. */
public final class VirtualMachine {
  private static final int LEAST_MEMORY = 1 << 20;
  private static final int MOST_MEMORY = 16 << 20;

  private VirtualMachine() {}

  /**
   * Whether the processor fuses multiplication and addition. Without, Java computes each fma in
   * software: right, and some hundred times slower.
   */
  public static boolean fusesMultiplyAdd() {
    return option("UseFMA").map(Boolean::parseBoolean).orElse(true);
  }

  /**
   * So many bytes of an array that the collector G1 gives it regions of its own: it then starts at
   * a region's start and never moves, so that known elements stand on 64-byte lines. Under other
   * collectors loads may split a line, which costs some speed.
   */
  static int regionBytes() {
    long region = option("G1HeapRegionSize").map(Long::parseLong).orElse(0L);
    return (int) Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, region / 2 + 64));
  }

  private static Optional<String> option(String name) {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return bean == null ? Optional.empty() : Optional.of(bean.getVMOption(name).getValue());
    } catch (IllegalArgumentException e) {
      // Not every virtual machine has the option.
      return Optional.empty();
    }
  }
}
