package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time codes (RFC 6238) as authenticator applications make them: HMAC-SHA-1, steps of 30 seconds.
public final class Totp {

    public static final Duration STEP = Duration.ofSeconds(30);
    public static final int DIGITS = 6;
    /// 160 bits, as RFC 4226 (section 4, R6) recommends.
    public static final int SECRET_BYTES = 20;

    private static final int DIGITS_MAX = 8;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BASE32_BITS = 5;

    private Totp() {}

    /// `step(1111111109)` is `37037036`.
    ///
    /// @param epochSeconds since 1970-01-01T00:00Z
    public static long step(long epochSeconds) {
        return Math.floorDiv(epochSeconds, STEP.toSeconds());
    }

    /// The code of a step. With the secret `12345678901234567890` (ASCII), step 1 and 8 digits it is `94287082`.
    ///
    /// @param secret 1 byte or more
    /// @param digits 6 to 8
    public static String code(byte[] secret, long step, int digits) {
        CryptoRefusal.KEY_LENGTH.unless(given(secret).length > 0, "a secret has at least one byte");
        CryptoRefusal.PARAMETER.unless(digits >= DIGITS && digits <= DIGITS_MAX, "a code has 6 to 8 digits");
        byte[] mac = hmacSha1(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int at = mac[mac.length - 1] & 0x0F;
        int number = ByteBuffer.wrap(mac, at, Integer.BYTES).getInt() & Integer.MAX_VALUE;
        return String.format("%0" + digits + "d", number % (int) Math.pow(10, digits));
    }

    /// The step of a [#code] of 6 digits, if it is that of `now` or of a neighbour. All of them are looked at, in constant time each.
    ///
    /// @param typed ASCII digits
    public static OptionalLong match(byte[] secret, byte[] typed, long now) {
        given(typed);
        OptionalLong found = OptionalLong.empty();
        for (int away = -1; away <= 1; away++) {
            if (MessageDigest.isEqual(code(secret, now + away, DIGITS).getBytes(StandardCharsets.US_ASCII), typed)) {
                found = OptionalLong.of(now + away);
            }
        }
        return found;
    }

    /// A secret as applications take it: Base32 (RFC 4648) without padding. `666F6F626172` is `MZXW6YTBOI`.
    public static char[] base32(byte[] secret) {
        char[] text = new char[(given(secret).length * Byte.SIZE + BASE32_BITS - 1) / BASE32_BITS];
        for (int i = 0; i < text.length; i++) {
            int value = 0;
            for (int bit = i * BASE32_BITS; bit < (i + 1) * BASE32_BITS; bit++) {
                int set = bit < secret.length * Byte.SIZE ? secret[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1 : 0;
                value = value << 1 | set;
            }
            text[i] = BASE32.charAt(value);
        }
        return text;
    }

    private static byte[] hmacSha1(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
