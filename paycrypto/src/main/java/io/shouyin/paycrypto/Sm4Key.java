package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// An SM4 key (GB/T 32907-2016) of 16 bytes with its 32 round keys.
///
/// S-box and linear transformation are one look-up a byte.
///
/// GB/T 32907-2016, annex A: key and block `0123456789ABCDEFFEDCBA9876543210`: `681EDF34D206965E86B3E94F536E4246`.
public final class Sm4Key extends ClosableKey implements BlockKey {

    private static final byte[] S_BOX = Bytes.ofHex(
            "D690E9FECCE13DB716B614C228FB2C05"
            + "2B679A762ABE04C3AA44132649860699"
            + "9C4250F491EF987A33540B43EDCFAC62"
            + "E4B31CA9C908E89580DF94FA758F3FA6"
            + "4707A7FCF37317BA83593C19E6854FA8"
            + "686B81B27164DA8BF8EB0F4B70569D35"
            + "1E240E5E6358D1A225227C3B01217887"
            + "D40046579FD327524C3602E7A0C4C89E"
            + "EABF8AD240C738B5A3F7F2CEF96115A1"
            + "E0AE5DA49B341A55AD933230F58CB1E3"
            + "1DF6E22E8266CA60C02923AB0D534E6F"
            + "D5DB3745DEFD8E2F03FF6A726D6C5B51"
            + "8D1BAF92BBDDBC7F11D95C411F105AD8"
            + "0AC13188A5CD7BBD2D74D012B8E5B4B0"
            + "8969974A0C96777E65B9F109C56EC684"
            + "18F07DEC3ADC4D2079EE5F3ED7CB3948");
    private static final int[] FK = {0xA3B1BAC6, 0x56AA3350, 0x677D9197, 0xB27022DC};
    private static final int[] T0 = transformation();

    private final int[] roundKeys;

    private Sm4Key(int[] roundKeys) {
        this.roundKeys = roundKeys;
    }

    /// @param key 16 bytes; the caller wipes its own array
    public static Sm4Key of(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == 16, "an SM4 key has 16 bytes");
        int[] k = new int[4];
        for (int i = 0; i < 4; i++) {
            k[i] = word(key, 4 * i) ^ FK[i];
        }
        int[] roundKeys = new int[32];
        for (int i = 0; i < 32; i++) {
            int b = substitute(k[i + 1 & 3] ^ k[i + 2 & 3] ^ k[i + 3 & 3] ^ constant(i));
            k[i & 3] ^= b ^ Integer.rotateLeft(b, 13) ^ Integer.rotateLeft(b, 23);
            roundKeys[i] = k[i & 3];
        }
        Arrays.fill(k, 0);
        return new Sm4Key(roundKeys);
    }

    @Override
    public int blockBytes() {
        return 16;
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        crypt(in, inOffset, out, outOffset, 0, 1);
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        crypt(in, inOffset, out, outOffset, 31, -1);
    }

    private void crypt(byte[] in, int inOffset, byte[] out, int outOffset, int first, int step) {
        Bytes.requireBlock(in, inOffset, 16);
        Bytes.requireBlock(out, outOffset, 16);
        int a = word(in, inOffset);
        int b = word(in, inOffset + 4);
        int c = word(in, inOffset + 8);
        int d = word(in, inOffset + 12);
        for (int i = 0, at = first; i < 8; i++, at += 4 * step) {
            a ^= transform(b ^ c ^ d ^ roundKeys[at]);
            b ^= transform(c ^ d ^ a ^ roundKeys[at + step]);
            c ^= transform(d ^ a ^ b ^ roundKeys[at + 2 * step]);
            d ^= transform(a ^ b ^ c ^ roundKeys[at + 3 * step]);
        }
        requireOpen();
        Bytes.putLong((long) d << 32 | c & 0xFFFFFFFFL, out, outOffset);
        Bytes.putLong((long) b << 32 | a & 0xFFFFFFFFL, out, outOffset + 8);
    }

    private static int transform(int x) {
        return T0[x >>> 24] ^ Integer.rotateRight(T0[x >>> 16 & 0xFF], 8)
                ^ Integer.rotateRight(T0[x >>> 8 & 0xFF], 16) ^ Integer.rotateRight(T0[x & 0xFF], 24);
    }

    private static int substitute(int x) {
        return (S_BOX[x >>> 24] & 0xFF) << 24 | (S_BOX[x >>> 16 & 0xFF] & 0xFF) << 16
                | (S_BOX[x >>> 8 & 0xFF] & 0xFF) << 8 | S_BOX[x & 0xFF] & 0xFF;
    }

    /// CK of the standard: byte j of word i is (4i + j) times 7, modulo 256.
    private static int constant(int round) {
        int word = 0;
        for (int j = 0; j < 4; j++) {
            word = word << 8 | (4 * round + j) * 7 & 0xFF;
        }
        return word;
    }

    private static int[] transformation() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int b = (S_BOX[i] & 0xFF) << 24;
            table[i] = b ^ Integer.rotateLeft(b, 2) ^ Integer.rotateLeft(b, 10) ^ Integer.rotateLeft(b, 18)
                    ^ Integer.rotateLeft(b, 24);
        }
        return table;
    }

    private static int word(byte[] bytes, int offset) {
        return (int) Bytes.INT.get(bytes, offset);
    }

    @Override
    void wipe() {
        Arrays.fill(roundKeys, 0);
    }

    @Override
    public String toString() {
        return "Sm4Key[SM4]";
    }
}
