package org.isobath.job;

import java.util.Optional;
import java.util.function.Function;

/** A value that a job gives; empty if it is wrong, which has been reported. */
record Part<T>(Node node, Optional<T> value) {
  /** The value of a key, if it is given. */
  static <T> Optional<Part<T>> of(Fields fields, String key, Function<Node, Optional<T>> read) {
    return fields.get(key).map(node -> new Part<>(node, read.apply(node)));
  }

  /** The value given, or the one of a job that gives none; empty if the one given is wrong. */
  static <T> Optional<T> value(Optional<Part<T>> part, T standard) {
    return part.isPresent() ? part.get().value() : Optional.of(standard);
  }
}
