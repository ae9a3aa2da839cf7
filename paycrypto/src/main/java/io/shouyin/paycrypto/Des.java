package io.shouyin.paycrypto;

/// The Data Encryption Standard (FIPS 46-3) on 64-bit longs, with schedules made ready beforehand.
///
/// How it gets its speed: both halves are kept rotated right by one bit, so that the expansion E needs no bit
/// work (its groups 1, 3, 5, 7 are the upper six bits of each byte, its groups 2, 4, 6, 8 the same after a
/// rotation by four); S-box and permutation P are one look-up; the three stages of TDES share one initial and one
/// final permutation, since the inner ones cancel. The tables are computed from the standard's own at load.
///
/// It holds no key: a schedule is an `int[]` of 32 words a stage, which its owner wipes.
final class Des {

    static final int STAGE_WORDS = 32;

    /// S1 to S8, four rows of sixteen hex digits each.
    private static final String[] S_BOXES = {
        "E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D",
        "F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9",
        "A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C",
        "7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E",
        "2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453",
        "C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D",
        "4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C",
        "D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B"
    };
    private static final int[] P = {
        16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
        2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25
    };
    private static final int[] PC1 = {
        57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
        63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4
    };
    private static final int[] PC2 = {
        14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
        41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32
    };
    /// Rounds before which both key halves turn by one bit instead of two: 1, 2, 9, 16.
    private static final int SINGLE_SHIFT_ROUNDS = 1 | 1 << 1 | 1 << 8 | 1 << 15;

    private static final int[] SP1 = substitution(0);
    private static final int[] SP2 = substitution(1);
    private static final int[] SP3 = substitution(2);
    private static final int[] SP4 = substitution(3);
    private static final int[] SP5 = substitution(4);
    private static final int[] SP6 = substitution(5);
    private static final int[] SP7 = substitution(6);
    private static final int[] SP8 = substitution(7);

    /// For each key byte and the value of its seven key bits: what it gives to C and D (C in bits 55 to 28).
    private static final long[] PC1_BY_BYTE = firstChoice();
    /// For each seven bits of C and D: what they give to the two words of a round.
    private static final long[] PC2_BY_GROUP = secondChoice();

    private Des() {}

    /// One or three stages. `schedule` comes from [#schedule] or [#reversed].
    static long crypt(long block, int[] schedule) {
        int left = (int) (block >>> 32);
        int right = (int) block;
        int t = (left >>> 4 ^ right) & 0x0F0F0F0F;
        right ^= t;
        left ^= t << 4;
        t = (left >>> 16 ^ right) & 0x0000FFFF;
        right ^= t;
        left ^= t << 16;
        t = (right >>> 2 ^ left) & 0x33333333;
        left ^= t;
        right ^= t << 2;
        t = (right >>> 8 ^ left) & 0x00FF00FF;
        left ^= t;
        right ^= t << 8;
        t = (left >>> 1 ^ right) & 0x55555555;
        right ^= t;
        left ^= t << 1;
        left = Integer.rotateRight(left, 1);
        right = Integer.rotateRight(right, 1);

        for (int stage = 0; stage < schedule.length; stage += STAGE_WORDS) {
            for (int at = stage; at < stage + STAGE_WORDS; at += 4) {
                left ^= round(right ^ schedule[at], Integer.rotateLeft(right, 4) ^ schedule[at + 1]);
                right ^= round(left ^ schedule[at + 2], Integer.rotateLeft(left, 4) ^ schedule[at + 3]);
            }
            int swap = left;
            left = right;
            right = swap;
        }

        left = Integer.rotateLeft(left, 1);
        right = Integer.rotateLeft(right, 1);
        t = (left >>> 1 ^ right) & 0x55555555;
        right ^= t;
        left ^= t << 1;
        t = (right >>> 8 ^ left) & 0x00FF00FF;
        left ^= t;
        right ^= t << 8;
        t = (right >>> 2 ^ left) & 0x33333333;
        left ^= t;
        right ^= t << 2;
        t = (left >>> 16 ^ right) & 0x0000FFFF;
        right ^= t;
        left ^= t << 16;
        t = (left >>> 4 ^ right) & 0x0F0F0F0F;
        right ^= t;
        left ^= t << 4;
        return (long) left << 32 | right & 0xFFFFFFFFL;
    }

    private static int round(int odd, int even) {
        return SP1[odd >>> 26] ^ SP3[odd >>> 18 & 63] ^ SP5[odd >>> 10 & 63] ^ SP7[odd >>> 2 & 63]
                ^ SP2[even >>> 26] ^ SP4[even >>> 18 & 63] ^ SP6[even >>> 10 & 63] ^ SP8[even >>> 2 & 63];
    }

    /// The sixteen round keys of one key, in the order of encryption, into `schedule` from `offset` on.
    static void schedule(long key, int[] schedule, int offset) {
        long chosen = 0;
        for (int i = 0; i < 8; i++) {
            chosen |= PC1_BY_BYTE[i << 7 | (int) (key >>> 57 - 8 * i) & 0x7F];
        }
        int c = (int) (chosen >>> 28);
        int d = (int) chosen & 0x0FFFFFFF;
        for (int i = 0; i < 16; i++) {
            int shift = (SINGLE_SHIFT_ROUNDS >> i & 1) == 1 ? 1 : 2;
            c = (c << shift | c >>> 28 - shift) & 0x0FFFFFFF;
            d = (d << shift | d >>> 28 - shift) & 0x0FFFFFFF;
            long words = PC2_BY_GROUP[c >>> 21]
                    | PC2_BY_GROUP[1 << 7 | c >>> 14 & 0x7F]
                    | PC2_BY_GROUP[2 << 7 | c >>> 7 & 0x7F]
                    | PC2_BY_GROUP[3 << 7 | c & 0x7F]
                    | PC2_BY_GROUP[4 << 7 | d >>> 21]
                    | PC2_BY_GROUP[5 << 7 | d >>> 14 & 0x7F]
                    | PC2_BY_GROUP[6 << 7 | d >>> 7 & 0x7F]
                    | PC2_BY_GROUP[7 << 7 | d & 0x7F];
            schedule[offset + 2 * i] = (int) (words >>> 32);
            schedule[offset + 2 * i + 1] = (int) words;
        }
    }

    /// The same round keys in the order of decryption.
    static void reverse(int[] schedule, int offset, int[] reversed, int reversedOffset) {
        for (int i = 0; i < 16; i++) {
            reversed[reversedOffset + 2 * i] = schedule[offset + 30 - 2 * i];
            reversed[reversedOffset + 2 * i + 1] = schedule[offset + 31 - 2 * i];
        }
    }

    private static int[] substitution(int box) {
        int[] table = new int[64];
        for (int input = 0; input < 64; input++) {
            int row = input >> 4 & 2 | input & 1;
            int value = Character.digit(S_BOXES[box].charAt(row << 4 | input >> 1 & 0xF), 16);
            int out = 0;
            for (int bit = 0; bit < 32; bit++) {
                int from = P[bit] - 1 - 4 * box;
                if (from >= 0 && from < 4 && (value >> 3 - from & 1) == 1) {
                    out |= 1 << 31 - bit;
                }
            }
            table[input] = Integer.rotateRight(out, 1);
        }
        return table;
    }

    private static long[] firstChoice() {
        long[] table = new long[8 << 7];
        for (int to = 0; to < 56; to++) {
            int from = PC1[to] - 1;
            for (int value = 0; value < 128; value++) {
                if ((value >> 6 - from % 8 & 1) == 1) {
                    table[from / 8 << 7 | value] |= 1L << 55 - to;
                }
            }
        }
        return table;
    }

    private static long[] secondChoice() {
        long[] table = new long[8 << 7];
        for (int to = 0; to < 48; to++) {
            int from = PC2[to] - 1;
            int group = to / 6;
            // groups 1, 3, 5, 7 go to the first word, the others to the second: the upper six bits of each byte
            long bit = 1L << (group % 2 == 0 ? 32 : 0) + 31 - 8 * (group / 2) - to % 6;
            for (int value = 0; value < 128; value++) {
                if ((value >> 6 - from % 7 & 1) == 1) {
                    table[from / 7 << 7 | value] |= bit;
                }
            }
        }
        return table;
    }
}
