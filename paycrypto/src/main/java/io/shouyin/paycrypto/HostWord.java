package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the host says to one terminal, and the terminal believes (ours): HMAC-SHA-256 (RFC 2104) under a key that both sides make of the terminal's TCK, which nobody else has.
///
/// The TCK itself seals factors and does nothing else, so the key for this is another one: `HMAC-SHA-256(TCK, "shouyin host word v1")`. What is said begins with
/// what it is, so that an order is never taken for a bundle of parameters.
public final class HostWord {

    public static final int MAC_BYTES = 32;

    private static final byte[] LABEL = "shouyin host word v1".getBytes(StandardCharsets.US_ASCII);

    private HostWord() {}

    /// What is covered: its kind in ASCII, a line feed, and the content byte for byte.
    public enum Kind {
        ORDER("shouyin-order-v1"),
        PARAMETERS("shouyin-parameters-v1");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// `ORDER.covered(7B7D)` is `73686F7579696E2D6F726465722D76310A7B7D`.
        public byte[] covered(byte[] content) {
            byte[] first = (text + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] covered = Arrays.copyOf(first, first.length + given(content).length);
            System.arraycopy(content, 0, covered, first.length, content.length);
            return covered;
        }
    }

    /// `key(7701…7701).mac(ORDER.covered(7B7D))` is `56D9955168DBA747035FA621A4262EAD7EBE772F50C9C0382F1ABCBEA22AE8F2`, for a TCK of sixteen times `7701`.
    ///
    /// @param tck 32 bytes; the caller wipes its own array
    public static HmacKey key(byte[] tck) {
        CryptoRefusal.KEY_LENGTH.unless(given(tck).length == ActivationExchange.TCK_BYTES, "a TCK has 32 bytes");
        byte[] derived = HmacSha256.mac(tck, LABEL);
        try {
            return HmacKey.of(derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }
}
