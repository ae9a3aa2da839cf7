package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// A key for CMAC (NIST SP 800-38B, 6; ISO/IEC 9797-1:2011, 7.6) over TDES, AES or SM4, with both sub-keys ready.
///
/// SP 800-38B, D.1: AES key `2B7E151628AED2A6ABF7158809CF4F3C`, data `6BC1BEE22E409F96E93D7E117393172A`:
/// `070A16B46B4D4144F79BDD9DD04A287C`.
public final class CmacKey implements AutoCloseable {

    private final BlockKey cipher;
    private final byte[] wholeKey;
    private final byte[] paddedKey;

    private CmacKey(BlockKey cipher, byte[] wholeKey, byte[] paddedKey) {
        this.cipher = cipher;
        this.wholeKey = wholeKey;
        this.paddedKey = paddedKey;
    }

    /// Takes over `cipher`: closing this closes it.
    public static CmacKey of(BlockKey cipher) {
        byte[] zero = new byte[given(cipher).blockBytes()];
        cipher.encrypt(zero, 0, zero, 0);
        byte[] first = doubled(zero);
        return new CmacKey(cipher, first, doubled(first));
    }

    /// The whole MAC: one block of the cipher.
    ///
    /// As [Cmac#aes], [Cmac#tdes] and [Cmac#sm4].
    public byte[] mac(byte[] data) {
        return mac(data, 0, given(data).length);
    }

    /// Its leftmost `lengthBytes` bytes.
    ///
    /// Of the example `070A16B4` with 4.
    ///
    /// @param lengthBytes 1 to one block
    public byte[] mac(byte[] data, int lengthBytes) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 1 && lengthBytes <= cipher.blockBytes(), "a CMAC has 1 byte to one block");
        return Arrays.copyOf(mac(data), lengthBytes);
    }

    byte[] mac(byte[] data, int offset, int length) {
        int block = cipher.blockBytes();
        byte[] state = new byte[block];
        int last = length == 0 ? 0 : (length - 1) / block * block;
        for (int i = 0; i < last; i += block) {
            Bytes.xorInto(state, 0, data, offset + i, block);
            cipher.encrypt(state, 0, state, 0);
        }
        int rest = length - last;
        Bytes.xorInto(state, 0, data, offset + last, rest);
        if (rest == block) {
            Bytes.xorInto(state, 0, wholeKey, 0, block);
        } else {
            state[rest] ^= (byte) 0x80;
            Bytes.xorInto(state, 0, paddedKey, 0, block);
        }
        cipher.encrypt(state, 0, state, 0);
        return state;
    }

    /// Compares the leftmost bytes in constant time.
    ///
    /// The MAC is that of [#mac(byte[])].
    ///
    /// @param mac 4 bytes to one block
    public boolean verify(byte[] data, byte[] mac) {
        CryptoRefusal.DATA_LENGTH.unless(given(mac).length >= 4 && mac.length <= cipher.blockBytes(),
                "a CMAC has 4 bytes to one block");
        return Bytes.same(mac(data, mac.length), mac);
    }

    /// Times x in GF(2^64) or GF(2^128).
    private static byte[] doubled(byte[] value) {
        byte[] result = new byte[value.length];
        int carry = 0;
        for (int i = value.length - 1; i >= 0; i--) {
            int b = value[i] & 0xFF;
            result[i] = (byte) (b << 1 | carry);
            carry = b >>> 7;
        }
        result[value.length - 1] ^= (byte) (-carry & (value.length == 8 ? 0x1B : 0x87));
        return result;
    }

    @Override
    public void close() {
        cipher.close();
        Bytes.wipe(wholeKey, paddedKey);
    }

    @Override
    public String toString() {
        return "CmacKey[" + cipher + "]";
    }
}
