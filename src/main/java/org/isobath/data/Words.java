package org.isobath.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Help with names that are not there. */
final class Words {
  private static final int LISTED = 20;

  private Words() {}

  /** " Did you mean 'x'?" for the nearest word if it is near, else nothing. */
  static String didYouMean(String word, List<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(known -> distance(word, known)))
        .filter(known -> distance(word, known) <= Math.max(1, word.length() / 3))
        .map(known -> " Did you mean " + Problems.value(known) + "?")
        .orElse("");
  }

  /** The words, separated by commas; the first 20 of many. */
  static String list(List<String> words) {
    String shown =
        words.stream()
            .limit(LISTED)
            .map(Problems::value)
            .reduce((left, right) -> left + ", " + right)
            .orElse("nothing");
    return words.size() <= LISTED ? shown : shown + " … (" + words.size() + " in all)";
  }

  /** The edit distance: insertions, deletions and substitutions, whatever the case of letters. */
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
