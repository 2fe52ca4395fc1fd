package org.isobath.job;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isobath.data.Words;

/** The values of a mapping whose keys are known. */
final class Fields {
  private final Node.Mapping mapping;
  private final Problems problems;
  private final Set<String> meant = new HashSet<>();

  private Fields(Node.Mapping mapping, List<String> keys, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
    for (Node.Entry entry : mapping.entries()) {
      if (!keys.contains(entry.key())) {
        String near = Words.nearest(entry.key(), keys);
        meant.add(near);
        String hint = near.isEmpty() ? elsewhere(entry.key(), mapping.place()) : near;
        problems.add(entry.place(), "unknown key", "", String.join(", ", keys), hint);
      }
    }
  }

  /** Where a key of a trial belongs that stands at the top. */
  private static String elsewhere(String key, Place place) {
    boolean top = place.parent().isEmpty();
    return top && TrialSection.KEYS.contains(key) ? "trial." + key : "";
  }

  /** Reports unknown keys, or that there is no mapping, which then counts as an empty one. */
  static Fields of(Node node, List<String> keys, Problems problems) {
    if (node instanceof Node.Mapping mapping) {
      return new Fields(mapping, keys, problems);
    }
    problems.add(node, "must be a mapping", "the keys " + String.join(", ", keys));
    Fields none = new Fields(new Node.Mapping(node.place(), List.of()), keys, problems);
    none.meant.addAll(keys);
    return none;
  }

  /** A value, if it is given. */
  Optional<Node> get(String key) {
    return mapping.get(key);
  }

  /** A value whose absence is a problem. */
  Optional<Node> required(String key, String allowed) {
    return required(key, "is required", allowed);
  }

  /** A value whose absence is a problem, in other words. */
  Optional<Node> required(String key, String problem, String allowed) {
    Optional<Node> value = get(key);
    // A mistyped key has been reported with its right spelling.
    if (value.isEmpty() && !isMistyped(key)) {
      problems.add(mapping.place().key(key), problem, "", allowed, "");
    }
    return value;
  }

  /** Whether an unknown key was probably this one, mistyped. */
  boolean isMistyped(String key) {
    return meant.contains(key);
  }

  /** Where the mapping stands. */
  Place place() {
    return mapping.place();
  }
}
