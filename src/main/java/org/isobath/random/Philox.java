package org.isobath.random;

/**
 * The Philox4x32-10 block function: 128 bits of counter and 64 bits of key to 128 random bits.
 *
 * <p>Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section
 * 3.3. Integer arithmetic only, so every machine gives the same bits.
 */
final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  /** A 32-bit word's bits in a long. */
  static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * One block.
   *
   * @param counter four 32-bit words
   * @param key0 first word of the key
   * @param key1 second word of the key
   * @return four random 32-bit words
   */
  static int[] block(int[] counter, int key0, int key1) {
    int c0 = counter[0];
    int c1 = counter[1];
    int c2 = counter[2];
    int c3 = counter[3];
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & LOW);
      long product1 = MULTIPLIER_1 * (c2 & LOW);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return new int[] {c0, c1, c2, c3};
  }

  /**
   * Many blocks under one key, round by round: so the compiler makes vectors of it.
   *
   * @param words {@code [4][counter]}, each a 32-bit word: the counters, replaced by the blocks
   * @param count how many counters
   */
  static void blocks(long[][] words, int count, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      round(words[0], words[1], words[2], words[3], count, k0 & LOW, k1 & LOW);
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  private static void round(
      long[] c0, long[] c1, long[] c2, long[] c3, int count, long k0, long k1) {
    for (int i = 0; i < count; i++) {
      long product0 = MULTIPLIER_0 * c0[i];
      long product1 = MULTIPLIER_1 * c2[i];
      c0[i] = (product1 >>> 32) ^ c1[i] ^ k0;
      c1[i] = product1 & LOW;
      c2[i] = (product0 >>> 32) ^ c3[i] ^ k1;
      c3[i] = product0 & LOW;
    }
  }
}
