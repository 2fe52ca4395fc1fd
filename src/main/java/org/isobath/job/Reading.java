package org.isobath.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What every part of a job is read with.
 *
 * @param problems collects what is wrong
 * @param scalars reads single values
 * @param axes reads values that may be lists
 * @param folder from which relative paths are taken
 * @param places says which file a path means in a folder
 */
record Reading(
    Problems problems,
    Scalars scalars,
    Axes axes,
    Path folder,
    BiFunction<Path, String, Path> places) {
  /** The reading of a job in a folder. */
  static Reading in(Path folder, BiFunction<Path, String, Path> places, Problems problems) {
    Scalars scalars = new Scalars(problems);
    return new Reading(problems, scalars, new Axes(problems, scalars), folder, places);
  }

  /** A file's absolute path. */
  Optional<Path> path(Node node) {
    Optional<String> text = scalars.text(node, "a path");
    if (text.isPresent() && text.get().isBlank()) {
      problems.add(node, "is empty", "a path");
      return Optional.empty();
    }
    try {
      return text.map(path -> places.apply(folder, path).normalize());
    } catch (InvalidPathException e) {
      problems.add(node, "is no path", "a path");
      return Optional.empty();
    }
  }
}
