package io.shouyin.paycrypto;

/// CMAC without state (NIST SP 800-38B, 6). For a key that is used more than once make a [CmacKey].
public final class Cmac {

    private Cmac() {}

    /// AES-CMAC, 16 bytes.
    ///
    /// `aes(2B7E151628AED2A6ABF7158809CF4F3C, empty)` is `BB1D6929E95937287FA37D129B756746`.
    ///
    /// @param key 16, 24 or 32 bytes
    public static byte[] aes(byte[] key, byte[] data) {
        try (CmacKey ready = CmacKey.of(AesKey.of(key))) {
            return ready.mac(data);
        }
    }

    /// TDES-CMAC, 8 bytes.
    ///
    /// `tdes(0123456789ABCDEF23456789ABCDEF01, empty)` is `79CE52A7F786A960`.
    ///
    /// @param key 16 or 24 bytes
    public static byte[] tdes(byte[] key, byte[] data) {
        try (CmacKey ready = CmacKey.of(TdesKey.of(key))) {
            return ready.mac(data);
        }
    }

    /// SM4-CMAC, 16 bytes.
    ///
    /// `sm4(75E17E21465A2D2BD90C7FC14D62527D, empty)` is `86C8B70F494DEA22AB25D7A9050AFB8A`.
    ///
    /// @param key 16 bytes
    public static byte[] sm4(byte[] key, byte[] data) {
        try (CmacKey ready = CmacKey.of(Sm4Key.of(key))) {
            return ready.mac(data);
        }
    }
}
