package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// DES and TDES without state (FIPS 46-3; NIST SP 800-67 rev. 2, 3), and what is asked of a TDES key.
///
/// For a key that is used more than once make a [TdesKey].
public final class Tdes {

    private static final long PARITY_BITS = 0x0101010101010101L;
    /// The 4 weak and 12 semi-weak keys (NIST SP 800-67 rev. 2, 3.3.2), without the bits of parity.
    private static final Set<Long> WEAK = LongStream.of(
            0x0101010101010101L, 0xFEFEFEFEFEFEFEFEL, 0xE0E0E0E0F1F1F1F1L, 0x1F1F1F1F0E0E0E0EL,
            0x011F011F010E010EL, 0x1F011F010E010E01L, 0x01E001E001F101F1L, 0xE001E001F101F101L,
            0x01FE01FE01FE01FEL, 0xFE01FE01FE01FE01L, 0x1FE01FE00EF10EF1L, 0xE01FE01FF10EF10EL,
            0x1FFE1FFE0EFE0EFEL, 0xFE1FFE1FFE0EFE0EL, 0xE0FEE0FEF1FEF1FEL, 0xFEE0FEE0FEF1FEF1L)
            .map(key -> key & ~PARITY_BITS).boxed().collect(Collectors.toUnmodifiableSet());

    private Tdes() {}

    /// Encrypts block by block.
    ///
    /// `encryptEcb(0123456789ABCDEFFEDCBA9876543210, 0000000000000000)` is `08D7B4FB629D0885`.
    ///
    /// @param key 8 bytes (DES), 16 or 24 bytes (TDES)
    /// @param data a whole number of 8-byte blocks
    public static byte[] encryptEcb(byte[] key, byte[] data) {
        try (TdesKey ready = TdesKey.of(key)) {
            return ready.encryptEcb(data);
        }
    }

    /// The inverse of [#encryptEcb].
    public static byte[] decryptEcb(byte[] key, byte[] data) {
        try (TdesKey ready = TdesKey.of(key)) {
            return ready.decryptEcb(data);
        }
    }

    /// Encrypts with chaining, no padding.
    ///
    /// Key `0123456789ABCDEFFEDCBA9876543210`, initial value of zeros, `Now is the time for all `:
    /// `D80A0D8B2BAE5E4E319E5E68C3E8891B93462A6DB9B4A4D1`.
    ///
    /// @param iv 8 bytes
    public static byte[] encryptCbc(byte[] key, byte[] iv, byte[] data) {
        try (TdesKey ready = TdesKey.of(key)) {
            return ready.encryptCbc(iv, data);
        }
    }

    /// The inverse of [#encryptCbc].
    public static byte[] decryptCbc(byte[] key, byte[] iv, byte[] data) {
        try (TdesKey ready = TdesKey.of(key)) {
            return ready.decryptCbc(iv, data);
        }
    }

    /// A copy with the lowest bit of each byte set so that the byte has an odd number of ones (FIPS 46-3).
    ///
    /// `00FF03` becomes `01FE02`.
    public static byte[] withOddParity(byte[] key) {
        byte[] adjusted = given(key).clone();
        for (int i = 0; i < adjusted.length; i++) {
            int upper = adjusted[i] & 0xFE;
            adjusted[i] = (byte) (upper | ~Integer.bitCount(upper) & 1);
        }
        return adjusted;
    }

    /// Refuses a key with a byte of even parity.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_PARITY]
    public static void requireOddParity(byte[] key) {
        int ones = 1;
        for (byte b : given(key)) {
            ones &= Integer.bitCount(b & 0xFF);
        }
        CryptoRefusal.KEY_PARITY.unless((ones & 1) == 1, "each byte of a DES key has odd parity");
    }

    /// Refuses weak and semi-weak keys in any part, and TDES keys of which two neighbouring parts are equal: they
    /// encrypt like single DES.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK]
    public static void requireStrong(byte[] key) {
        requireNoWeakPart(key);
        for (int i = 8; i < key.length; i += 8) {
            CryptoRefusal.KEY_WEAK.unless(((Bytes.longAt(key, i) ^ Bytes.longAt(key, i - 8)) & ~PARITY_BITS) != 0,
                    "neighbouring parts of a TDES key differ");
        }
    }

    /// What every algorithm here asks of its key, whatever the bits of parity are. Equal parts are for whom they are no weakness, or are
    /// wanted: a MAC with a single-length key that is written double.
    static void requireNoWeakPart(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == 8 || key.length == 16 || key.length == 24,
                "a DES or TDES key has 8, 16 or 24 bytes");
        for (int i = 0; i < key.length; i += 8) {
            CryptoRefusal.KEY_WEAK.unless(!isWeak(Bytes.longAt(key, i)), "no part of a DES or TDES key is weak or semi-weak");
        }
    }

    private static boolean isWeak(long part) {
        long significant = part & ~PARITY_BITS;
        // in all of them a half is twice the same two bytes: this lets nearly every key go without a look into the set
        boolean repeats = ((significant ^ significant >>> 16) & 0x0000FFFF0000FFFFL) == 0;
        return repeats && WEAK.contains(significant);
    }
}
