package org.isobath.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the targets of a table are. */
public enum Task {
  /** Numbers. */
  REGRESSION("regression"),
  /** Labels of classes. */
  CLASSIFICATION("classification");

  private final String word;

  Task(String word) {
    this.word = word;
  }

  /** The word of job files. */
  public String word() {
    return word;
  }

  /** All words, in the order of declaration. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Task::word).toList();
  }

  /** The task of a word; empty for an unknown word. */
  public static Optional<Task> of(String word) {
    return Arrays.stream(values()).filter(task -> task.word.equals(word)).findFirst();
  }
}
