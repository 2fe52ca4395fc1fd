package org.isobath.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A job with something wrong, and what is said about it.
 *
 * @param from what is replaced in the shortest job; {@code +} to append, {@code *} for all of it
 * @param to what it is replaced by
 * @param expected whole messages
 */
record Bad(String from, String to, List<String> expected) {
  static Bad job(String from, String to, String... expected) {
    return new Bad(from, to, List.of(expected));
  }

  /** What is wrong with it, in a folder with good and bad files of weights. */
  List<String> problems(Path folder) throws IOException {
    Files.writeString(folder.resolve("ok.csv"), "layer,row,column,value\n1,0,0,0.5\n");
    Files.writeString(
        folder.resolve("bad.csv"),
        "layer,row,column,value\n1,0,0,0.5\n1,0, 1,x\n1,0,0,1\n1,0\n0,-1,1.5,1e999\n");
    return JobText.problems(
        folder,
        switch (from) {
          case "*" -> to;
          case "+" -> JobText.SHORTEST + to + "\n";
          default -> JobText.SHORTEST.replace(from, to);
        });
  }

  /** What is wrong with a file of a folder. */
  static List<String> problems(Path folder, String file) {
    try {
      JobFile.read(folder.resolve(file), List.of());
      return List.of();
    } catch (JobException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace(folder + "/", ""))
          .toList();
    }
  }

  @Override
  public String toString() {
    return from.strip() + " → " + to.strip();
  }
}
