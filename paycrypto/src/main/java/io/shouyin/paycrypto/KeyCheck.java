package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// Key check values: what people compare to see that both hold the same key.
///
/// TDES uses the old form, zeros encrypted (ANSI X9.24-1 annex A, 3 bytes; terminals show 4); AES the CMAC of a block
/// of zeros (X9.24-1:2017 annex A, 5 bytes at most). Never more than 5 bytes of either are given out, except for
/// SM4, where peers exchange the first 8 bytes of a block of zeros encrypted.
///
/// A weak key has a check value too: components are compared by theirs, and only their sum is to be strong.
public final class KeyCheck {

    private KeyCheck() {}

    /// The first 4 bytes of eight zero bytes encrypted, as 8 hex digits; also the check value of field 62.
    ///
    /// `tdes(0123456789ABCDEFFEDCBA9876543210)` is `08D7B4FB`.
    ///
    /// @param key 8 (single DES), 16 or 24 bytes
    public static String tdes(byte[] key) {
        return tdes(key, 4);
    }

    /// Zeros encrypted, the first bytes: of the key above `08D7B4` with 3, as X9.24-1 has it.
    ///
    /// @param lengthBytes 2 to 4
    public static String tdes(byte[] key, int lengthBytes) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 2 && lengthBytes <= 4, "a TDES check value has 2 to 4 bytes");
        try (TdesKey judged = TdesKey.derived(key)) {
            return Bytes.hex(judged.encryptEcb(new byte[8]), lengthBytes);
        }
    }

    /// The CMAC form for TDES.
    ///
    /// `tdesCmac(0123456789ABCDEFFEDCBA9876543210, 5)` is `0A82458664`.
    ///
    /// @param lengthBytes 3 to 5
    public static String tdesCmac(byte[] key, int lengthBytes) {
        requireCmacLength(lengthBytes);
        try (CmacKey judged = CmacKey.of(TdesKey.derived(key))) {
            return Bytes.hex(judged.mac(new byte[8]), lengthBytes);
        }
    }

    /// The first 3 bytes of the AES-CMAC of sixteen zero bytes, as 6 hex digits.
    ///
    /// `aesCmac(3F419E1CB7079442AA37474C2EFBF8B8)` is `08793E`.
    ///
    /// @param key 16, 24 or 32 bytes
    public static String aesCmac(byte[] key) {
        return aesCmac(key, 3);
    }

    /// The same for a key that stays in its device.
    ///
    /// `08793E` if the device has the key of [#aesCmac(byte[])].
    public static String aesCmac(AesDeviceKey key) {
        try (CmacKey cmac = CmacKey.of(given(key).again())) {
            return Bytes.hex(cmac.mac(new byte[16]), 3);
        }
    }

    /// With as many bytes as peers ask for: of the key above `08793E25AB` with 5.
    ///
    /// @param lengthBytes 3 to 5
    public static String aesCmac(byte[] key, int lengthBytes) {
        requireCmacLength(lengthBytes);
        return Bytes.hex(Cmac.aes(key, new byte[16]), lengthBytes);
    }

    /// The old form for AES, for systems that still use it: the first 3 bytes of sixteen zero bytes encrypted.
    ///
    /// `aesLegacy(3F419E1CB7079442AA37474C2EFBF8B8)` is `E5E07C`.
    public static String aesLegacy(byte[] key) {
        try (AesKey ready = AesKey.of(key)) {
            return Bytes.hex(ready.encryptEcb(new byte[16]), 3);
        }
    }

    /// The first 8 bytes of sixteen zero bytes encrypted with SM4, as 16 hex digits.
    ///
    /// `sm4(F351D490994603795C6EBEE8FAEBB481)` is `861E83E31FAEBF10`.
    public static String sm4(byte[] key) {
        try (Sm4Key ready = Sm4Key.of(key)) {
            return Bytes.hex(ready.encryptEcb(new byte[16]), 8);
        }
    }

    /// The CMAC form for SM4.
    ///
    /// `sm4Cmac(F351D490994603795C6EBEE8FAEBB481, 5)` is `A42200C1A5`.
    ///
    /// @param lengthBytes 3 to 5
    public static String sm4Cmac(byte[] key, int lengthBytes) {
        requireCmacLength(lengthBytes);
        return Bytes.hex(Cmac.sm4(key, new byte[16]), lengthBytes);
    }

    /// For HMAC keys: the first bytes of HMAC-SHA-256 over nothing. No standard fixes one; both sides must do the same.
    ///
    /// `hmac(FE30AABE67F6EBE4003B327DDBFB8261, 3)` is `823CEE`.
    ///
    /// @param lengthBytes 3 to 5
    public static String hmac(byte[] key, int lengthBytes) {
        requireCmacLength(lengthBytes);
        return Bytes.hex(HmacSha256.mac(key, new byte[0]), lengthBytes);
    }

    private static void requireCmacLength(int lengthBytes) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 3 && lengthBytes <= 5, "a check value has 3 to 5 bytes");
    }
}
