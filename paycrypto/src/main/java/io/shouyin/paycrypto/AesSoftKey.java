package io.shouyin.paycrypto;

import java.util.Arrays;

/// An AES key (FIPS 197) in plain Java, for keys that live for a few blocks, as in DUKPT: its schedule is ready in a fifth of the
/// time that the JDK's cipher takes to start, while a block takes longer than with the processor's instructions. Keys that stay are
/// [AesKey]s.
///
/// S-box, row shift and column mix are one look-up a byte; the tables are computed at load.
final class AesSoftKey implements BlockKey {

    private static final byte[] S = new byte[256];
    private static final byte[] INVERSE_S = new byte[256];
    private static final int[] T = new int[256];
    private static final int[] INVERSE_T = new int[256];

    static {
        int p = 1;
        int q = 1;
        do {
            p = p ^ twice(p);
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q &= 0xFF;
            q ^= (q & 0x80) != 0 ? 0x09 : 0;
            S[p] = (byte) (q ^ rotated(q, 1) ^ rotated(q, 2) ^ rotated(q, 3) ^ rotated(q, 4) ^ 0x63);
        } while (p != 1);
        S[0] = 0x63;
        for (int i = 0; i < 256; i++) {
            int s = S[i] & 0xFF;
            INVERSE_S[s] = (byte) i;
            T[i] = twice(s) << 24 | s << 16 | s << 8 | twice(s) ^ s;
        }
        for (int i = 0; i < 256; i++) {
            int s = INVERSE_S[i] & 0xFF;
            int two = twice(s);
            int four = twice(two);
            int eight = twice(four);
            INVERSE_T[i] = (eight ^ four ^ two) << 24 | (eight ^ s) << 16 | (eight ^ four ^ s) << 8 | eight ^ two ^ s;
        }
    }

    private final int[] encrypting;
    private int[] decrypting;

    private AesSoftKey(int[] encrypting) {
        this.encrypting = encrypting;
    }

    /// @param key 16, 24 or 32 bytes; the caller wipes its own array
    static AesSoftKey of(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(key.length == 16 || key.length == 24 || key.length == 32,
                "an AES key has 16, 24 or 32 bytes");
        int[] schedule = new int[scheduleWords(key)];
        expand(key, schedule);
        return new AesSoftKey(schedule);
    }

    static int scheduleWords(byte[] key) {
        return key.length + 28;
    }

    /// The key expansion (FIPS 197, 5.2) into an array that the caller wipes.
    static void expand(byte[] key, int[] schedule) {
        int words = key.length / 4;
        for (int i = 0; i < words; i++) {
            schedule[i] = word(key, 4 * i);
        }
        int constant = 1;
        for (int i = words, round = 0; i < schedule.length; i++) {
            int w = schedule[i - 1];
            if (round == 0) {
                w = substituted(Integer.rotateLeft(w, 8)) ^ constant << 24;
                constant = twice(constant);
            } else if (words == 8 && round == 4) {
                w = substituted(w);
            }
            schedule[i] = schedule[i - words] ^ w;
            round = round == words - 1 ? 0 : round + 1;
        }
    }

    /// Encrypts whole blocks in place, ECB, with a key that is used this once.
    ///
    /// @param schedule of [#scheduleWords], for this and the next; the caller wipes it
    static void encryptOnce(byte[] key, int[] schedule, byte[] blocks) {
        expand(key, schedule);
        for (int i = 0; i < blocks.length; i += 16) {
            encrypt(schedule, blocks, i, blocks, i);
        }
    }

    @Override
    public int blockBytes() {
        return 16;
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        encrypt(encrypting, in, inOffset, out, outOffset);
    }

    private static void encrypt(int[] k, byte[] in, int inOffset, byte[] out, int outOffset) {
        int a = word(in, inOffset) ^ k[0];
        int b = word(in, inOffset + 4) ^ k[1];
        int c = word(in, inOffset + 8) ^ k[2];
        int d = word(in, inOffset + 12) ^ k[3];
        int last = k.length - 4;
        for (int i = 4; i < last; i += 4) {
            int e = mixed(a, b, c, d) ^ k[i];
            int f = mixed(b, c, d, a) ^ k[i + 1];
            int g = mixed(c, d, a, b) ^ k[i + 2];
            d = mixed(d, a, b, c) ^ k[i + 3];
            a = e;
            b = f;
            c = g;
        }
        put(joined(S, a, b, c, d) ^ k[last], joined(S, b, c, d, a) ^ k[last + 1], out, outOffset);
        put(joined(S, c, d, a, b) ^ k[last + 2], joined(S, d, a, b, c) ^ k[last + 3], out, outOffset + 8);
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        int[] k = decrypting();
        int a = word(in, inOffset) ^ k[0];
        int b = word(in, inOffset + 4) ^ k[1];
        int c = word(in, inOffset + 8) ^ k[2];
        int d = word(in, inOffset + 12) ^ k[3];
        int last = k.length - 4;
        for (int i = 4; i < last; i += 4) {
            int e = inverseMixed(a, d, c, b) ^ k[i];
            int f = inverseMixed(b, a, d, c) ^ k[i + 1];
            int g = inverseMixed(c, b, a, d) ^ k[i + 2];
            d = inverseMixed(d, c, b, a) ^ k[i + 3];
            a = e;
            b = f;
            c = g;
        }
        put(joined(INVERSE_S, a, d, c, b) ^ k[last], joined(INVERSE_S, b, a, d, c) ^ k[last + 1], out, outOffset);
        put(joined(INVERSE_S, c, b, a, d) ^ k[last + 2], joined(INVERSE_S, d, c, b, a) ^ k[last + 3], out, outOffset + 8);
    }

    /// The round keys in reverse, the inner ones through the inverse column mix (FIPS 197, 5.3.5).
    private int[] decrypting() {
        int[] known = decrypting;
        if (known != null) {
            return known;
        }
        int[] made = new int[encrypting.length];
        for (int i = 0; i < made.length; i++) {
            int w = encrypting[made.length - 4 - (i & ~3) + (i & 3)];
            boolean inner = i >= 4 && i < made.length - 4;
            made[i] = inner ? inverseMixed(substituted(w), substituted(w), substituted(w), substituted(w)) : w;
        }
        decrypting = made;
        return made;
    }

    private static int mixed(int a, int b, int c, int d) {
        return T[a >>> 24] ^ Integer.rotateRight(T[b >>> 16 & 0xFF], 8) ^ Integer.rotateRight(T[c >>> 8 & 0xFF], 16)
                ^ Integer.rotateRight(T[d & 0xFF], 24);
    }

    private static int inverseMixed(int a, int b, int c, int d) {
        return INVERSE_T[a >>> 24] ^ Integer.rotateRight(INVERSE_T[b >>> 16 & 0xFF], 8)
                ^ Integer.rotateRight(INVERSE_T[c >>> 8 & 0xFF], 16) ^ Integer.rotateRight(INVERSE_T[d & 0xFF], 24);
    }

    private static int joined(byte[] box, int a, int b, int c, int d) {
        return box[a >>> 24] << 24 | (box[b >>> 16 & 0xFF] & 0xFF) << 16 | (box[c >>> 8 & 0xFF] & 0xFF) << 8
                | box[d & 0xFF] & 0xFF;
    }

    private static int substituted(int w) {
        return joined(S, w, w, w, w);
    }

    private static int twice(int b) {
        return (b << 1 ^ (b >> 7 & 1) * 0x1B) & 0xFF;
    }

    private static int rotated(int b, int by) {
        return (b << by | b >> 8 - by) & 0xFF;
    }

    private static int word(byte[] bytes, int offset) {
        return (int) Bytes.INT.get(bytes, offset);
    }

    private static void put(int high, int low, byte[] out, int offset) {
        Bytes.putLong((long) high << 32 | low & 0xFFFFFFFFL, out, offset);
    }

    @Override
    public void close() {
        Arrays.fill(encrypting, 0);
        if (decrypting != null) {
            Arrays.fill(decrypting, 0);
        }
    }

    @Override
    public String toString() {
        return "AesSoftKey[AES]";
    }
}
