package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenAll;

import java.nio.charset.StandardCharsets;

/// The UnionPay-style "ECB" MAC of POS terminals: the blocks are folded by XOR, the fold is written as hex text,
/// and the text is encrypted in two steps.
///
/// Folding lets blocks be swapped unseen. It is here because peers require it; prefer a CMAC where you may choose.
///
/// UnionPay-style, protocol section 6: no official text is public. The SM4 form is its analogue.
public final class UnionPayMac {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private UnionPayMac() {}

    /// 8 bytes: the first eight hex characters, upper case, ASCII.
    ///
    /// With key `8FE30B2A612C01DA1A1962F737257F67` and data `E0F762EE0F6B7E25FA95237D16` the answer is the text
    /// `06870AD2`.
    ///
    /// @param key 8 bytes (DES) or 16 bytes (two-key TDES in each step)
    /// @param mab the message from its type to the byte before the MAC, padded with zeros here
    public static byte[] mac(byte[] key, byte[] mab) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == 8 || key.length == 16,
                "a UnionPay-style MAC key has 8 or 16 bytes");
        try (TdesKey ready = TdesKey.of(key)) {
            return mac(ready, mab);
        }
    }

    /// The same with SM4: a fold of 16 bytes, written as 32 characters, encrypted in two steps.
    ///
    /// With key `109E79F2108E740C6F4D47B5DC0534D6` and data `E0F762EE0F6B7E25FA95237D16` the answer is the text
    /// `D9F9CE01`.
    ///
    /// @param key 16 bytes
    public static byte[] macSm4(byte[] key, byte[] mab) {
        try (Sm4Key ready = Sm4Key.of(key)) {
            return mac(ready, mab);
        }
    }

    /// As [#mac(byte[], byte[])] and [#macSm4] with a key made ready.
    public static byte[] mac(BlockKey key, byte[] mab) {
        int block = given(key).blockBytes();
        byte[] text = hexText(fold(mab, block), 2 * block);
        key.encrypt(text, 0, text, 0);
        Bytes.xorInto(text, 0, text, block, block);
        key.encrypt(text, 0, text, 0);
        return hexText(text, 8);
    }

    /// What an engineer compares when two MACs differ: the fold, the first encryption, its XOR with the second half, the second
    /// encryption, and the MAC.
    public record Steps(byte[] folded, byte[] first, byte[] mixed, byte[] second, byte[] mac) {

        public Steps {
            givenAll(folded, first, mixed, second, mac);
        }
    }

    /// The steps of [#mac(BlockKey, byte[])] in the protocol's order: R, E1, T, E2, MAC.
    public static Steps steps(BlockKey key, byte[] mab) {
        int block = given(key).blockBytes();
        byte[] folded = fold(mab, block);
        byte[] text = hexText(folded, 2 * block);
        byte[] first = new byte[block];
        key.encrypt(text, 0, first, 0);
        byte[] mixed = first.clone();
        Bytes.xorInto(mixed, 0, text, block, block);
        byte[] second = new byte[block];
        key.encrypt(mixed, 0, second, 0);
        return new Steps(folded, first, mixed, second, hexText(second, 8));
    }

    private static byte[] fold(byte[] mab, int block) {
        byte[] folded = new byte[block];
        for (int i = 0; i < given(mab).length; i += block) {
            Bytes.xorInto(folded, 0, mab, i, Math.min(block, mab.length - i));
        }
        return folded;
    }

    private static byte[] hexText(byte[] bytes, int characters) {
        byte[] text = new byte[characters];
        for (int i = 0; i < characters; i++) {
            text[i] = HEX[Bytes.nibbleAt(bytes, i)];
        }
        return text;
    }
}
