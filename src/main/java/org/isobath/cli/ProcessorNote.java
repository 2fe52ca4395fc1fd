package org.isobath.cli;

import java.io.PrintWriter;
import org.isobath.kernel.VirtualMachine;

/** Says once what is wrong with the processor. */
final class ProcessorNote {
  private ProcessorNote() {}

  static void print(PrintWriter err) {
    if (!VirtualMachine.fusesMultiplyAdd()) {
      err.println(
          "note: this processor, or this Java, has no fused multiply-add (fma): results are the"
              + " same, but training takes some hundred times longer");
    }
  }
}
