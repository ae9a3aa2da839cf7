package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// A DES or TDES key with its schedules (FIPS 46-3; NIST SP 800-67 rev. 2, 3): 8 bytes for DES, 16 for two-key and 24 for
/// three-key TDES (encrypt, decrypt, encrypt).
///
/// Weak and semi-weak parts are refused. Equal parts are taken, since MACs and check values may have them; functions that must not say so.
/// Parity bits are ignored, as the cipher ignores them: [Tdes#requireOddParity] is for where they count.
///
/// Key `0123456789ABCDEFFEDCBA9876543210`, a block of zeros: `08D7B4FB629D0885`.
public final class TdesKey extends ClosableKey implements BlockKey {

    private final int[] encrypting;
    private final int[] decrypting;
    private final boolean forPins;

    private TdesKey(int[] encrypting, int[] decrypting, boolean forPins) {
        this.encrypting = encrypting;
        this.decrypting = decrypting;
        this.forPins = forPins;
    }

    /// @param key 8, 16 or 24 bytes; the caller wipes its own array
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a weak or semi-weak part
    public static TdesKey of(byte[] key) {
        Tdes.requireNoWeakPart(key);
        return derived(key);
    }

    /// Single DES for PINs, which PCI PIN forbids: for a peer that has nothing else. Made by [#of] such a key is refused for PINs.
    ///
    /// Key `0123456789ABCDEF`, a block of zeros: `D5D44FF720683D0D`.
    ///
    /// @param key 8 bytes; the caller wipes its own array
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a weak or semi-weak key
    public static TdesKey singleForPins(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == 8, "a single DES key has 8 bytes");
        Tdes.requireNoWeakPart(key);
        return single(Bytes.longAt(key, 0), true);
    }

    /// Of a key that a function made out of another one: it is what it is.
    static TdesKey derived(byte[] key) {
        return switch (given(key).length) {
            case 8 -> single(Bytes.longAt(key, 0));
            case 16 -> of(Bytes.longAt(key, 0), Bytes.longAt(key, 8), Bytes.longAt(key, 0));
            case 24 -> of(Bytes.longAt(key, 0), Bytes.longAt(key, 8), Bytes.longAt(key, 16));
            default -> throw CryptoRefusal.KEY_LENGTH.because("a DES or TDES key has 8, 16 or 24 bytes");
        };
    }

    static TdesKey single(long key) {
        return single(key, false);
    }

    private static TdesKey single(long key, boolean forPins) {
        int[] encrypting = new int[Des.STAGE_WORDS];
        int[] decrypting = new int[Des.STAGE_WORDS];
        Des.schedule(key, encrypting, 0);
        Des.reverse(encrypting, 0, decrypting, 0);
        return new TdesKey(encrypting, decrypting, forPins);
    }

    static TdesKey of(long first, long second, long third) {
        int stage = Des.STAGE_WORDS;
        int[] encrypting = new int[3 * stage];
        int[] decrypting = new int[3 * stage];
        Des.schedule(first, encrypting, 0);
        Des.reverse(encrypting, 0, decrypting, 2 * stage);
        Des.schedule(second, decrypting, stage);
        Des.reverse(decrypting, stage, encrypting, stage);
        if (third == first) {
            System.arraycopy(encrypting, 0, encrypting, 2 * stage, stage);
        } else {
            Des.schedule(third, encrypting, 2 * stage);
        }
        Des.reverse(encrypting, 2 * stage, decrypting, 0);
        return new TdesKey(encrypting, decrypting, differ(first, second) && differ(second, third));
    }

    /// In more than parity bits.
    private static boolean differ(long one, long other) {
        return ((one ^ other) & 0xFEFE_FEFE_FEFE_FEFEL) != 0;
    }

    /// Not single DES, plain or as equal parts, unless it was made for this.
    boolean isForPins() {
        return forPins;
    }

    @Override
    public int blockBytes() {
        return 8;
    }

    /// One block as a big-endian number.
    ///
    /// Of the example above `0x08D7B4FB629D0885` for 0.
    public long encrypt(long block) {
        return crypt(block, encrypting);
    }

    /// One block as a big-endian number.
    ///
    /// The inverse of [#encrypt(long)].
    public long decrypt(long block) {
        return crypt(block, decrypting);
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        crypt(in, inOffset, out, outOffset, encrypting);
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        crypt(in, inOffset, out, outOffset, decrypting);
    }

    private void crypt(byte[] in, int inOffset, byte[] out, int outOffset, int[] schedule) {
        Bytes.requireBlock(in, inOffset, 8);
        Bytes.requireBlock(out, outOffset, 8);
        Bytes.putLong(crypt(Bytes.longAt(in, inOffset), schedule), out, outOffset);
    }

    private long crypt(long block, int[] schedule) {
        long result = Des.crypt(block, schedule);
        requireOpen();
        return result;
    }

    @Override
    void wipe() {
        Arrays.fill(encrypting, 0);
        Arrays.fill(decrypting, 0);
    }

    @Override
    public String toString() {
        return encrypting.length == Des.STAGE_WORDS ? "TdesKey[DES]" : "TdesKey[TDES]";
    }
}
