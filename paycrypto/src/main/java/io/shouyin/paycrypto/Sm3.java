package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// The hash SM3 (GB/T 32905-2016) and HMAC over it.
public final class Sm3 {

    public static final int DIGEST_BYTES = 32;

    private Sm3() {}

    /// 32 bytes.
    ///
    /// `digest("abc")` is `66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0`.
    ///
    /// @param parts joined in this order
    public static byte[] digest(byte[]... parts) {
        SM3Digest sm3 = new SM3Digest();
        for (byte[] part : given(parts)) {
            sm3.update(part, 0, given(part).length);
        }
        byte[] digest = new byte[DIGEST_BYTES];
        sm3.doFinal(digest, 0);
        return digest;
    }

    /// HMAC-SM3 (GB/T 15852.2), 32 bytes.
    ///
    /// Key `7AF666A539C84673D2759C1B298E5C1F`, no data: `2B2346D202856E3BFEC6D020EF292E5B7F3AFE6F44E9677B00E11021BD62771C`.
    ///
    /// @param key 1 byte or more
    public static byte[] hmac(byte[] key, byte[] data) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length > 0, "an HMAC key has at least one byte");
        HMac hmac = new HMac(new SM3Digest());
        hmac.init(new KeyParameter(key));
        hmac.update(data, 0, given(data).length);
        byte[] mac = new byte[DIGEST_BYTES];
        hmac.doFinal(mac, 0);
        return mac;
    }

    /// The key derivation of SM2 (GB/T 32918.4-2016, 5.4.3): hashes of the parts and a counter.
    static byte[] derive(int lengthBytes, byte[]... parts) {
        byte[] key = new byte[lengthBytes];
        byte[] input = Bytes.concat(parts);
        for (int at = 0, counter = 1; at < lengthBytes; at += DIGEST_BYTES, counter++) {
            byte[] number = {(byte) (counter >> 24), (byte) (counter >> 16), (byte) (counter >> 8), (byte) counter};
            byte[] part = digest(input, number);
            System.arraycopy(part, 0, key, at, Math.min(DIGEST_BYTES, lengthBytes - at));
            Bytes.wipe(part);
        }
        Bytes.wipe(input);
        return key;
    }
}
