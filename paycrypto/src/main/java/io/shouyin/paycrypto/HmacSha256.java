package io.shouyin.paycrypto;

/// HMAC-SHA-256 without state (FIPS 198-1, RFC 2104). For a key that is used more than once make an [HmacKey].
public final class HmacSha256 {

    private HmacSha256() {}

    /// 32 bytes.
    ///
    /// `mac(FE30AABE67F6EBE4003B327DDBFB8261, empty)` is
    /// `823CEE1B8178245D64BB5333070E47A76D629C64CE24FA231957881D69D24F0B`.
    ///
    /// @param key 1 byte or more
    /// @param parts joined in this order
    public static byte[] mac(byte[] key, byte[]... parts) {
        return HmacKey.of(key).mac(parts);
    }
}
