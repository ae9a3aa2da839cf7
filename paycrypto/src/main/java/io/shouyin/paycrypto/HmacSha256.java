package io.shouyin.paycrypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 (FIPS 198-1, RFC 2104).
public final class HmacSha256 {

    private static final String NAME = "HmacSHA256";
    private static final Mac PROTOTYPE = prototype();

    private HmacSha256() {}

    /// 32 bytes.
    ///
    /// `mac(FE30AABE67F6EBE4003B327DDBFB8261, empty)` is
    /// `823CEE1B8178245D64BB5333070E47A76D629C64CE24FA231957881D69D24F0B`.
    ///
    /// @param key 1 byte or more
    /// @param parts joined in this order
    public static byte[] mac(byte[] key, byte[]... parts) {
        CryptoRefusal.KEY_LENGTH.unless(key.length > 0, "an HMAC key has at least one byte");
        try {
            Mac mac = (Mac) PROTOTYPE.clone();
            mac.init(new SecretKeySpec(key, NAME));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK has " + NAME, e);
        }
    }

    private static Mac prototype() {
        try {
            return Mac.getInstance(NAME);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + NAME, e);
        }
    }
}
