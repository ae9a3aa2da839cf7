package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An HMAC-SHA-256 key (FIPS 198-1) made ready, for any number of threads: each call works on a clone.
///
/// RFC 4231, 4.2: a key of 20 bytes `0B` and the data `Hi There`:
/// `B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7`.
public final class HmacKey extends ClosableKey {

    private static final String NAME = "HmacSHA256";
    private static final Mac PROTOTYPE = prototype();
    private static final SecretKeySpec BLANK = new SecretKeySpec(new byte[32], NAME);

    private final Mac ready;

    private HmacKey(Mac ready) {
        this.ready = ready;
    }

    /// @param key 1 byte or more; the caller wipes its own array
    public static HmacKey of(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length > 0, "an HMAC key has at least one byte");
        Mac mac = copy(PROTOTYPE);
        initialise(mac, new SecretKeySpec(key, NAME));
        return new HmacKey(mac);
    }

    /// 32 bytes.
    ///
    /// As [HmacSha256#mac].
    ///
    /// @param parts joined in this order
    public byte[] mac(byte[]... parts) {
        Mac mac = copy(ready);
        requireOpen();
        for (byte[] part : given(parts)) {
            mac.update(given(part));
        }
        return mac.doFinal();
    }

    /// Compares the leftmost bytes in constant time.
    ///
    /// The MAC is that of [#mac].
    ///
    /// @param mac 4 to 32 bytes
    public boolean verify(byte[] data, byte[] mac) {
        CryptoRefusal.DATA_LENGTH.unless(given(mac).length >= 4 && mac.length <= 32, "an HMAC-SHA-256 has 4 to 32 bytes");
        return Bytes.same(Arrays.copyOf(mac(data), mac.length), mac);
    }

    /// Overwrites the key that calls are cloned from. The JDK keeps copies until they are collected.
    @Override
    void wipe() {
        initialise(ready, BLANK);
    }

    @Override
    public String toString() {
        return "HmacKey[HMAC-SHA-256]";
    }

    private static void initialise(Mac mac, SecretKeySpec key) {
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    private static Mac copy(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMAC can be cloned", e);
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
