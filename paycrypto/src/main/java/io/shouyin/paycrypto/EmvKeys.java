package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The keys of a chip card (EMV 4.3 book 2, annex A1.3 and A1.4): from the issuer's master key to the card's, and from there to
/// the session's. All TDES, 16 bytes, odd parity.
public final class EmvKeys {

    private EmvKeys() {}

    /// Option A (A1.4.1): the 16 rightmost digits of card number and sequence number.
    ///
    /// From `0123456789ABCDEFFEDCBA9876543210` for card `9901234567890123`, sequence `45`: `F84315C7B95BD3B0C74694922C3808B0`.
    ///
    /// @param issuerMasterKey 16 bytes
    /// @param pan 1 to 19 digits
    /// @param panSequence 2 digits; null or empty stands for `00`
    public static byte[] masterKeyA(byte[] issuerMasterKey, CharSequence pan, CharSequence panSequence) {
        String digits = digits(pan, panSequence);
        String sixteen = digits.length() >= 16 ? digits.substring(digits.length() - 16) : "0".repeat(16 - digits.length()) + digits;
        return masterKey(issuerMasterKey, sixteen);
    }

    /// Option B (A1.4.2): for card numbers of more than 16 digits, through SHA-1 and decimalisation; else as option A.
    ///
    /// From `0123456789ABCDEFFEDCBA9876543210` for card `12345678901234567`, sequence `45`: `F767ECC2263B2C543775CB62AB6B57D6`.
    public static byte[] masterKeyB(byte[] issuerMasterKey, CharSequence pan, CharSequence panSequence) {
        if (given(pan).length() <= 16) {
            return masterKeyA(issuerMasterKey, pan, panSequence);
        }
        String digits = digits(pan, panSequence);
        byte[] packed = Bytes.ofHex(digits.length() % 2 == 0 ? digits : "0" + digits);
        String hash = Bytes.hex(sha1(packed));
        StringBuilder decimal = new StringBuilder(16);
        hash.chars().filter(c -> c <= '9').limit(16).forEach(c -> decimal.append((char) c));
        hash.chars().filter(c -> c > '9').limit(16L - decimal.length()).forEach(c -> decimal.append((char) (c - 'A' + '0')));
        return masterKey(issuerMasterKey, decimal.toString());
    }

    /// The common session key (A1.3.1) for a diversification value: counter and six zeros for a cryptogram, the cryptogram itself
    /// for secure messaging.
    ///
    /// From `F84315C7B95BD3B0C74694922C3808B0` and `1234567890123456`: `3E736BF8D37664348A04E3ABE00DEFC1`.
    ///
    /// @param cardKey 16 bytes
    /// @param diversifier 8 bytes; the third is replaced
    public static byte[] commonSessionKey(byte[] cardKey, byte[] diversifier) {
        CryptoRefusal.DATA_LENGTH.unless(given(diversifier).length == 8, "a diversification value has 8 bytes");
        requireDouble(cardKey);
        long r = Bytes.longAt(diversifier, 0) & ~(0xFFL << 40);
        try (TdesKey key = TdesKey.of(cardKey)) {
            return odd(key.encrypt(r | 0xF0L << 40), key.encrypt(r | 0x0FL << 40));
        }
    }

    /// The common session key of a cryptogram: diversified by the transaction counter.
    ///
    /// From `F84315C7B95BD3B0C74694922C3808B0` and counter `001C`: `A8671AF8581315C17032D99876B68592`.
    ///
    /// @param atc 2 bytes
    public static byte[] commonSessionKeyForAtc(byte[] cardKey, byte[] atc) {
        requireAtc(atc);
        return commonSessionKey(cardKey, Bytes.concat(atc, new byte[6]));
    }

    /// Mastercard's session key of a cryptogram (M/Chip): diversified by counter, two zeros and unpredictable number.
    ///
    /// From `DCE992BCE398C264F7858AFD4C4A324A`, counter `3456`, unpredictable number `11111111`:
    /// `68E9A15BBCF283EF0164F7E6C44C4325`.
    ///
    /// @param atc 2 bytes
    /// @param unpredictableNumber 4 bytes
    public static byte[] mastercardSessionKey(byte[] cardKey, byte[] atc, byte[] unpredictableNumber) {
        requireAtc(atc);
        CryptoRefusal.DATA_LENGTH.unless(given(unpredictableNumber).length == 4, "an unpredictable number has 4 bytes");
        return commonSessionKey(cardKey, Bytes.concat(atc, new byte[2], unpredictableNumber));
    }

    /// Visa's session key for secure messaging (VIS 1.5, D.7): the counter is XORed into the left half, its complement into the
    /// right.
    ///
    /// From `0123456789ABCDEFFEDCBA9876543210` and counter `001C`: `0123456789ABCDF2FEDCBA987654CDF2`.
    public static byte[] visaMessagingKey(byte[] cardKey, byte[] atc) {
        requireDouble(cardKey);
        requireAtc(atc);
        long counter = (atc[0] & 0xFFL) << 8 | atc[1] & 0xFFL;
        return odd(Bytes.longAt(cardKey, 0) ^ counter, Bytes.longAt(cardKey, 8) ^ counter ^ 0xFFFF);
    }

    /// The session key by the tree of EMV 2000 (EMV 4.0 book 2, A1.3), which EMV 4.1 replaced; old cards still have it.
    ///
    /// From `0123456789ABCDEF0123456789ABCDEF`, counter `0000`, height 8, branch factor 4, initial value of zeros:
    /// `80BF3145AECB948A5201DAB9EF469875`.
    ///
    /// @param atc 2 bytes
    /// @param height of the tree, 2 to 16
    /// @param branchFactor 2 to 16; the tree has at least 65536 leaves
    /// @param iv 16 bytes
    public static byte[] emv2000SessionKey(byte[] cardKey, byte[] atc, int height, int branchFactor, byte[] iv) {
        requireDouble(cardKey);
        requireAtc(atc);
        CryptoRefusal.PARAMETER.unless(height >= 2 && height <= 16 && branchFactor >= 2 && branchFactor <= 16
                && Math.pow(branchFactor, height) >= 65536, "an EMV 2000 tree has a leaf for each of 65536 counters");
        CryptoRefusal.DATA_LENGTH.unless(given(iv).length == 16, "the initial value of an EMV 2000 tree has 16 bytes");
        int counter = (atc[0] & 0xFF) << 8 | atc[1] & 0xFF;
        byte[] grandparent = iv.clone();
        byte[] parent = cardKey.clone();
        for (int level = 1; level <= height; level++) {
            int node = (int) (counter / (long) Math.pow(branchFactor, height - level));
            byte[] child = treeNode(parent, grandparent, node % branchFactor);
            if (level == height) {
                byte[] sum = Bytes.xor(child, grandparent);
                byte[] key = Tdes.withOddParity(sum);
                Bytes.wipe(child, parent, grandparent, sum);
                return key;
            }
            Bytes.wipe(grandparent);
            grandparent = parent;
            parent = child;
        }
        throw new IllegalStateException("a tree of height 2 or more has a leaf");
    }

    private static byte[] treeNode(byte[] parent, byte[] grandparent, int branch) {
        try (TdesKey key = TdesKey.of(parent)) {
            byte[] node = new byte[16];
            Bytes.putLong(key.encrypt(Bytes.longAt(grandparent, 0) ^ branch), node, 0);
            Bytes.putLong(key.encrypt(Bytes.longAt(grandparent, 8) ^ branch ^ 0xF0), node, 8);
            return node;
        }
    }

    private static byte[] masterKey(byte[] issuerMasterKey, String sixteenDigits) {
        requireDouble(issuerMasterKey);
        long y = Bytes.longAt(Bytes.ofHex(sixteenDigits), 0);
        try (TdesKey key = TdesKey.of(issuerMasterKey)) {
            return odd(key.encrypt(y), key.encrypt(~y));
        }
    }

    private static String digits(CharSequence pan, CharSequence panSequence) {
        PinBlocks.requirePan(pan, 1);
        String sequence = panSequence == null || panSequence.isEmpty() ? "00" : panSequence.toString();
        CryptoRefusal.NOT_DIGITS.unless(sequence.length() == 2 && Bytes.isDecimal(sequence),
                "a card sequence number has two decimal digits");
        return pan + sequence;
    }

    private static byte[] odd(long left, long right) {
        byte[] key = new byte[16];
        Bytes.putLong(left, key, 0);
        Bytes.putLong(right, key, 8);
        byte[] odd = Tdes.withOddParity(key);
        Bytes.wipe(key);
        return odd;
    }

    private static byte[] sha1(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    static void requireDouble(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == 16, "an EMV key has 16 bytes");
        Tdes.requireNoWeakPart(key);
    }

    private static void requireAtc(byte[] atc) {
        CryptoRefusal.DATA_LENGTH.unless(given(atc).length == 2, "an application transaction counter has 2 bytes");
    }
}
