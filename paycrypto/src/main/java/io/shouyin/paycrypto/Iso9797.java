package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// The CBC MACs of ISO/IEC 9797-1:2011, algorithms 1 and 3, over any block cipher and padding.
public final class Iso9797 {

    private Iso9797() {}

    /// Algorithm 1 (7.2): plain CBC-MAC. The whole last block; the caller truncates from the left.
    ///
    /// DES `0123456789ABCDEF`, method 1, "Now is the time for all " gives `70A30640CC76DD8B`.
    public static byte[] algorithm1(BlockKey key, MacPadding padding, byte[] data) {
        return chain(key, given(padding).pad(data, given(key).blockBytes()));
    }

    /// Algorithm 3 (7.4): CBC-MAC with `key`, the last block then decrypted with `second` and encrypted with `key`.
    ///
    /// DES `0123456789ABCDEF` and `FEDCBA9876543210`, method 1, "Now is the time for all " gives
    /// `A1C72E74EA3FA9B6`.
    public static byte[] algorithm3(BlockKey key, BlockKey second, MacPadding padding, byte[] data) {
        CryptoRefusal.PARAMETER.unless(given(key).blockBytes() == given(second).blockBytes(), "both keys have one block length");
        byte[] state = chain(key, given(padding).pad(data, key.blockBytes()));
        second.decrypt(state, 0, state, 0);
        key.encrypt(state, 0, state, 0);
        return state;
    }

    private static byte[] chain(BlockKey key, byte[] padded) {
        int block = key.blockBytes();
        byte[] state = new byte[block];
        for (int i = 0; i < padded.length; i += block) {
            Bytes.xorInto(state, 0, padded, i, block);
            key.encrypt(state, 0, state, 0);
        }
        return state;
    }
}
