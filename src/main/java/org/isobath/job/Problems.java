package org.isobath.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.isobath.data.Words;

/** Collects what is wrong with a job, and what is worth a note, while it is read. */
final class Problems {
  /** A problem and the place of the job that it belongs to, by which problems are sorted. */
  private record Found(Place place, Problem problem) {}

  // Sets, as variants that share a value would report it again.
  private final Set<Found> found = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** A value is wrong. */
  void add(Node node, String problem, String allowed) {
    add(node.place(), problem, node.shown(), allowed, "");
  }

  /** A word is none of those allowed. */
  void addUnknown(Node node, String problem, String word, Collection<String> allowed) {
    add(
        node.place(),
        problem,
        node.shown(),
        String.join(", ", allowed),
        Words.nearest(word, allowed));
  }

  /** Something is wrong at a place; parts may be empty. */
  void add(Place place, String problem, String got, String allowed, String hint) {
    add(
        place,
        new Problem(
            place.file(), place.line(), place.column(), place.path(), problem, got, allowed, hint));
  }

  /** A problem of another file that this place names. */
  void add(Place place, Problem problem) {
    found.add(new Found(place, problem));
  }

  /** Something that the user should know. */
  void note(Place place, String note) {
    notes.add(place.path() + ": " + note);
  }

  /** All notes. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** How many there are. */
  int size() {
    return found.size();
  }

  /** Ends the reading if anything was found. */
  void throwIfAny() throws JobException {
    if (!found.isEmpty()) {
      throw new JobException(
          found.stream()
              .sorted(
                  Comparator.comparingInt(
                          (Found f) -> f.place.line() == 0 ? Integer.MAX_VALUE : f.place.line())
                      .thenComparingInt(f -> f.place.column()))
              .map(Found::problem)
              .toList());
    }
  }
}
