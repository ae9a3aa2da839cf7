package io.shouyin.app;

import io.shouyin.paycrypto.Totp;
import java.time.Instant;

/// An authenticator application 认证器 on somebody's phone, with one secret. It shows each code once: a step opens nothing a second time.
final class AuthenticatorApp {

    private final byte[] secret;
    private long lastStep;

    /// @param base32 as the secret is offered
    AuthenticatorApp(String base32) {
        secret = new byte[base32.length() * 5 / 8];
        for (int bit = 0; bit < secret.length * 8; bit++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(bit / 5));
            secret[bit / 8] |= (byte) ((value >> 4 - bit % 5 & 1) << 7 - bit % 8);
        }
    }

    /// The present step's, or the next one's, which counts already.
    String nextCode() {
        lastStep = Math.max(Totp.step(Instant.now().getEpochSecond()), lastStep + 1);
        return Totp.code(secret, lastStep, Totp.DIGITS);
    }
}
