package org.isobath.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Help with words that are not there. */
public final class Words {
  private static final int LONGEST = 60;
  private static final int LISTED = 20;

  private Words() {}

  /** The word that was probably meant, or an empty string. */
  public static String nearest(String word, Collection<String> words) {
    String plain = plain(word);
    int most = plain.length() < 4 ? 1 : 2;
    if (plain.length() < 2 || plain.length() > LONGEST) {
      return "";
    }
    return words.stream()
        .min(Comparator.comparingInt(known -> distance(plain, plain(known))))
        .filter(known -> distance(plain, plain(known)) <= most)
        .orElse("");
  }

  /** learning_rate, Learning-Rate and learningRate are one word to whoever mistypes it. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** The edit distance, in which exchanging two neighbours counts as one edit. */
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        table[i][j] = Math.min(least, table[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[a.length()][b.length()];
  }

  /** " Did you mean 'x'?" for the nearest word if it is near, else nothing. */
  static String didYouMean(String word, List<String> words) {
    String near = nearest(word, words);
    return near.isEmpty() ? "" : " Did you mean " + Problems.value(near) + "?";
  }

  /** The words in quotes, separated by commas; the first 20 of many. */
  static String list(List<String> words) {
    return words.isEmpty() ? "nothing" : shortened(words.stream().map(Problems::value).toList());
  }

  /** Separated by commas; the first 20 of many. */
  static String shortened(List<String> words) {
    String shown = String.join(", ", words.subList(0, Math.min(LISTED, words.size())));
    return words.size() <= LISTED ? shown : shown + " … (" + words.size() + " in all)";
  }
}
