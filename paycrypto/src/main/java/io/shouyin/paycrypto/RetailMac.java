package io.shouyin.paycrypto;

/// The retail MAC: ANSI X9.19, which is algorithm 3 (ISO/IEC 9797-1:2011, 7.4) with DES and padding method 1 (6.3.2).
///
/// For a key that is used more than once make a [RetailMacKey].
public final class RetailMac {

    private RetailMac() {}

    /// 8 bytes.
    ///
    /// `mac(0123456789ABCDEFFEDCBA9876543210, "Now is the time for all ")` is `A1C72E74EA3FA9B6`.
    ///
    /// @param key 16 bytes
    public static byte[] mac(byte[] key, byte[] data) {
        return mac(key, MacPadding.ZEROS, data);
    }

    /// As [#mac(byte[], byte[])] with another padding.
    ///
    /// Key `0123456789ABCDEFFEDCBA9876543210`, method 2, `Now is the time for all `: `E9086230CA3BE796`.
    public static byte[] mac(byte[] key, MacPadding padding, byte[] data) {
        try (RetailMacKey ready = RetailMacKey.of(key)) {
            return ready.mac(padding, data);
        }
    }
}
