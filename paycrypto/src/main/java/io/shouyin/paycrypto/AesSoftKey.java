package io.shouyin.paycrypto;

import java.util.Arrays;

/// An AES key (FIPS 197) in plain Java, for keys that live for a few blocks, as in DUKPT: its schedule is ready in a fifth of the
/// time that the JDK's cipher takes to start, while a block takes longer than with the processor's instructions. Keys that stay are
/// [AesKey]s. It is closed by the thread that works with it.
///
/// S-box, row shift and column mix are one look-up a byte; the tables are computed at load. Tables that are used together lie in one
/// array one after the other, so that one register holds where all of them are.
final class AesSoftKey extends ClosableKey implements BlockKey {

    /// The S-box mixed into a column, for each of its four bytes; from [#BOX] on the S-box alone, at each of the four places.
    private static final int[] FORWARD = new int[8 << 8];
    private static final int BOX = 4 << 8;
    /// The inverse S-box mixed into a column, for each of its four bytes; from [#COLUMN] on the inverse mix without the S-box.
    private static final int[] BACKWARD = new int[8 << 8];
    private static final int COLUMN = 4 << 8;
    private static final byte[] INVERSE_S = new byte[256];
    private static final int[] ROUND_CONSTANTS = new int[10];

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
            enter(p, q ^ rotated(q, 1) ^ rotated(q, 2) ^ rotated(q, 3) ^ rotated(q, 4) ^ 0x63);
        } while (p != 1);
        enter(0, 0x63);
        for (int i = 0, constant = 1; i < ROUND_CONSTANTS.length; i++, constant = twice(constant)) {
            ROUND_CONSTANTS[i] = constant << 24;
        }
    }

    /// Of the byte `in` the S-box makes `out`.
    private static void enter(int in, int out) {
        INVERSE_S[out] = (byte) in;
        int mix = twice(out) << 24 | out << 16 | out << 8 | twice(out) ^ out;
        int two = twice(in);
        int four = twice(two);
        int eight = twice(four);
        int inverseMix = (eight ^ four ^ two) << 24 | (eight ^ in) << 16 | (eight ^ four ^ in) << 8 | eight ^ two ^ in;
        for (int place = 0; place < 4; place++) {
            FORWARD[place << 8 | in] = Integer.rotateRight(mix, 8 * place);
            FORWARD[BOX + (place << 8 | in)] = out << 24 - 8 * place;
            BACKWARD[place << 8 | out] = Integer.rotateRight(inverseMix, 8 * place);
            BACKWARD[COLUMN + (place << 8 | in)] = Integer.rotateRight(inverseMix, 8 * place);
        }
    }

    private final int[] encrypting;
    private int[] decrypting;

    private AesSoftKey(int[] encrypting) {
        this.encrypting = encrypting;
    }

    /// @param key 16, 24 or 32 bytes; the caller wipes its own array
    static AesSoftKey of(byte[] key) {
        AesKey.requireLength(key.length);
        int[] schedule = new int[scheduleWords(key.length)];
        expand(key, key.length, schedule);
        return new AesSoftKey(schedule);
    }

    private static int scheduleWords(int keyBytes) {
        return keyBytes + 28;
    }

    /// The key expansion (FIPS 197, 5.2) into an array that the caller wipes.
    private static void expand(byte[] key, int keyBytes, int[] schedule) {
        int words = keyBytes / 4;
        for (int i = 0; i < words; i++) {
            schedule[i] = word(key, 4 * i);
        }
        for (int i = words, round = 0; i < schedule.length; i++) {
            int w = schedule[i - 1];
            if (round == 0) {
                w = substituted(Integer.rotateLeft(w, 8)) ^ ROUND_CONSTANTS[i / words - 1];
            } else if (words == 8 && round == 4) {
                w = substituted(w);
            }
            schedule[i] = schedule[i - words] ^ w;
            round = round == words - 1 ? 0 : round + 1;
        }
    }

    /// Puts blocks, encrypted in ECB, in the place of the key they are encrypted under: a step from one key to the next.
    ///
    /// @param key as long as `blocks` or longer; the key is its first `keyBytes`
    static void encryptOnto(byte[] key, int keyBytes, byte[] blocks) {
        if (keyBytes == 16) {
            encryptOnto(key, blocks);
            return;
        }
        int[] schedule = new int[scheduleWords(keyBytes)];
        expand(key, keyBytes, schedule);
        for (int i = 0; i < blocks.length; i += 16) {
            encrypt(schedule, blocks, i, key, i);
        }
        Arrays.fill(schedule, 0);
    }

    /// The same with a key of 16 bytes: each round key is made beside the round before it, so that the processor does both at once,
    /// and nothing is stored.
    private static void encryptOnto(byte[] key, byte[] blocks) {
        int first = word(key, 0);
        int second = word(key, 4);
        int third = word(key, 8);
        int fourth = word(key, 12);
        for (int i = 0; i < blocks.length; i += 16) {
            int k = first;
            int l = second;
            int m = third;
            int n = fourth;
            int a = word(blocks, i) ^ k;
            int b = word(blocks, i + 4) ^ l;
            int c = word(blocks, i + 8) ^ m;
            int d = word(blocks, i + 12) ^ n;
            for (int round = 0; round < 9; round++) {
                k ^= substituted(Integer.rotateLeft(n, 8)) ^ ROUND_CONSTANTS[round];
                l ^= k;
                m ^= l;
                n ^= m;
                int e = mixed(a, b, c, d) ^ k;
                int f = mixed(b, c, d, a) ^ l;
                int g = mixed(c, d, a, b) ^ m;
                d = mixed(d, a, b, c) ^ n;
                a = e;
                b = f;
                c = g;
            }
            k ^= substituted(Integer.rotateLeft(n, 8)) ^ ROUND_CONSTANTS[9];
            l ^= k;
            m ^= l;
            n ^= m;
            put(joined(a, b, c, d) ^ k, joined(b, c, d, a) ^ l, key, i);
            put(joined(c, d, a, b) ^ m, joined(d, a, b, c) ^ n, key, i + 8);
        }
    }

    @Override
    public int blockBytes() {
        return 16;
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        Bytes.requireBlock(in, inOffset, 16);
        Bytes.requireBlock(out, outOffset, 16);
        requireOpen();
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
        put(joined(a, b, c, d) ^ k[last], joined(b, c, d, a) ^ k[last + 1], out, outOffset);
        put(joined(c, d, a, b) ^ k[last + 2], joined(d, a, b, c) ^ k[last + 3], out, outOffset + 8);
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        Bytes.requireBlock(in, inOffset, 16);
        Bytes.requireBlock(out, outOffset, 16);
        requireOpen();
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
        put(inverseJoined(a, d, c, b) ^ k[last], inverseJoined(b, a, d, c) ^ k[last + 1], out, outOffset);
        put(inverseJoined(c, b, a, d) ^ k[last + 2], inverseJoined(d, c, b, a) ^ k[last + 3], out, outOffset + 8);
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
            made[i] = i >= 4 && i < made.length - 4 ? column(w) : w;
        }
        decrypting = made;
        return made;
    }

    private static int mixed(int a, int b, int c, int d) {
        return FORWARD[a >>> 24] ^ FORWARD[0x100 + (b >>> 16 & 0xFF)] ^ FORWARD[0x200 + (c >>> 8 & 0xFF)] ^ FORWARD[0x300 + (d & 0xFF)];
    }

    private static int joined(int a, int b, int c, int d) {
        return FORWARD[BOX + (a >>> 24)] ^ FORWARD[BOX + 0x100 + (b >>> 16 & 0xFF)] ^ FORWARD[BOX + 0x200 + (c >>> 8 & 0xFF)]
                ^ FORWARD[BOX + 0x300 + (d & 0xFF)];
    }

    private static int substituted(int w) {
        return joined(w, w, w, w);
    }

    private static int inverseMixed(int a, int b, int c, int d) {
        return BACKWARD[a >>> 24] ^ BACKWARD[0x100 + (b >>> 16 & 0xFF)] ^ BACKWARD[0x200 + (c >>> 8 & 0xFF)] ^ BACKWARD[0x300 + (d & 0xFF)];
    }

    private static int column(int w) {
        return BACKWARD[COLUMN + (w >>> 24)] ^ BACKWARD[COLUMN + 0x100 + (w >>> 16 & 0xFF)] ^ BACKWARD[COLUMN + 0x200 + (w >>> 8 & 0xFF)]
                ^ BACKWARD[COLUMN + 0x300 + (w & 0xFF)];
    }

    private static int inverseJoined(int a, int b, int c, int d) {
        return INVERSE_S[a >>> 24] << 24 | (INVERSE_S[b >>> 16 & 0xFF] & 0xFF) << 16 | (INVERSE_S[c >>> 8 & 0xFF] & 0xFF) << 8
                | INVERSE_S[d & 0xFF] & 0xFF;
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
    void wipe() {
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
