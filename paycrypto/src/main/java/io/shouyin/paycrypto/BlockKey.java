package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// A key of a block cipher with its schedule made ready: make it once, use it often, from any number of threads.
///
/// [#close] wipes what it holds; a closed key refuses ([CryptoRefusal#KEY_CLOSED]). `toString` tells the algorithm and nothing else.
///
/// AES in ECB, NIST SP 800-38A, F.1.1: key `2B7E151628AED2A6ABF7158809CF4F3C`, block `6BC1BEE22E409F96E93D7E117393172A`:
/// `3AD77BB40D7A3660A89ECAF32466EF97`. Each cipher's own example is in its class.
public sealed interface BlockKey extends AutoCloseable permits TdesKey, AesKey, AesSoftKey, AesDeviceKey, Sm4Key {

    /// 8 for DES and TDES, 16 for AES and SM4.
    int blockBytes();

    /// One block; `in` and `out` may be the same array at the same offset.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#DATA_LENGTH] for an offset from which no whole block lies in its array,
    ///         [CryptoRefusal#KEY_CLOSED]
    void encrypt(byte[] in, int inOffset, byte[] out, int outOffset);

    /// The inverse of [#encrypt(byte[], int, byte[], int)].
    void decrypt(byte[] in, int inOffset, byte[] out, int outOffset);

    @Override
    void close();

    /// Electronic code book, ISO/IEC 10116 mode 1.
    ///
    /// @param data a whole number of blocks
    default byte[] encryptEcb(byte[] data) {
        requireWholeBlocks(data);
        byte[] out = new byte[data.length];
        for (int i = 0; i < data.length; i += blockBytes()) {
            encrypt(data, i, out, i);
        }
        return out;
    }

    /// The inverse of [#encryptEcb].
    default byte[] decryptEcb(byte[] data) {
        requireWholeBlocks(data);
        byte[] out = new byte[data.length];
        for (int i = 0; i < data.length; i += blockBytes()) {
            decrypt(data, i, out, i);
        }
        return out;
    }

    /// Cipher block chaining, ISO/IEC 10116 mode 2, no padding.
    ///
    /// AES, NIST SP 800-38A, F.2.1: key `2B7E151628AED2A6ABF7158809CF4F3C`, initial value `000102030405060708090A0B0C0D0E0F`, block
    /// `6BC1BEE22E409F96E93D7E117393172A`: `7649ABAC8119B246CEE98E9B12E9197D`.
    ///
    /// @param iv one block
    /// @param data a whole number of blocks
    default byte[] encryptCbc(byte[] iv, byte[] data) {
        requireWholeBlocks(data);
        CryptoRefusal.DATA_LENGTH.unless(given(iv).length == blockBytes(), "the initial value is one block");
        byte[] out = data.clone();
        byte[] last = iv;
        int lastOffset = 0;
        for (int i = 0; i < out.length; i += blockBytes()) {
            Bytes.xorInto(out, i, last, lastOffset, blockBytes());
            encrypt(out, i, out, i);
            last = out;
            lastOffset = i;
        }
        return out;
    }

    /// The inverse of [#encryptCbc].
    default byte[] decryptCbc(byte[] iv, byte[] data) {
        requireWholeBlocks(data);
        CryptoRefusal.DATA_LENGTH.unless(given(iv).length == blockBytes(), "the initial value is one block");
        byte[] out = new byte[data.length];
        for (int i = 0; i < data.length; i += blockBytes()) {
            decrypt(data, i, out, i);
            if (i == 0) {
                Bytes.xorInto(out, 0, iv, 0, blockBytes());
            } else {
                Bytes.xorInto(out, i, data, i - blockBytes(), blockBytes());
            }
        }
        return out;
    }

    private void requireWholeBlocks(byte[] data) {
        CryptoRefusal.DATA_LENGTH.unless(given(data).length % blockBytes() == 0, "data is a whole number of blocks");
    }
}
