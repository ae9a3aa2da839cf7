package io.shouyin.bench.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/// Public example keys and data; none is a secret.
final class TestKeys {

    static final byte[] ZPK_IN = hex("3E702C4C31CE6B0D43CBFB01D3C7C1A1");
    static final byte[] ZPK_OUT = hex("BCB60E75A7A46ED9922573D3DF31A497");
    static final byte[] BDK = hex("0123456789ABCDEFFEDCBA9876543210");
    static final byte[] BDK_AES = hex("FEDCBA9876543210F1F1F1F1F1F1F1F1");
    static final byte[] ZPK_AES = hex("00112233445566778899AABBCCDDEEFF");
    static final String PAN = "6216261000000000018";
    static final String PIN = "123654";

    private TestKeys() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /// A two-key TDES key as the JDK wants it.
    static byte[] three(byte[] two) {
        byte[] three = Arrays.copyOf(two, 24);
        System.arraycopy(two, 0, three, 16, 8);
        return three;
    }

    /// The lowest counter with this many one bits.
    static int counter(int oneBits) {
        return (1 << oneBits) - 1;
    }
}
